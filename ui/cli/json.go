package cli

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"fntop/model"
)

// timeLayout keeps milliseconds, always three digits: columns line up and
// text sorts as time does.
const timeLayout = "2006-01-02T15:04:05.000Z07:00"

func timeText(t time.Time) string { return t.UTC().Format(timeLayout) }

// appendObject appends an object in one line. encoding/json is not used for
// what is printed: it leaves C1 controls and invalid UTF-8 in a RawMessage,
// which a terminal may obey, and escapes < > &.
func appendObject(dst []byte, fields []field) []byte {
	dst = append(dst, '{')
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, f.name), ':')
		dst = appendValue(dst, f.value)
	}
	return append(dst, '}')
}

func appendValue(dst []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			break
		}
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case time.Time:
		return appendString(dst, timeText(v))
	case json.RawMessage:
		if !model.ValidJSON(v) {
			return appendString(dst, string(v)) // nothing is lost, and the whole stays JSON
		}
		return appendCompact(dst, v)
	case []field:
		return appendObject(dst, v)
	}
	return append(dst, "null"...)
}

// appendString appends s quoted and escaped.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', byte(r))
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = appendRune(dst, r)
		}
		i += size
	}
	return append(dst, '"')
}

// appendRune appends a rune that needs no escape by JSON's own rules, but for
// the controls of both kinds. Invalid UTF-8 has become U+FFFD by decoding.
func appendRune(dst []byte, r rune) []byte {
	if r < 0x20 || r >= 0x7f && r <= 0x9f {
		const hex = "0123456789abcdef"
		return append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
	return utf8.AppendRune(dst, r)
}

// appendCompact appends valid JSON without the white space between its
// tokens. Numbers, escapes and the order of keys stay as they are spelled.
func appendCompact(dst []byte, src []byte) []byte {
	for i := 0; i < len(src); {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
			i++
		case '"':
			dst, i = appendSpelled(dst, src, i)
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// appendSpelled appends the string that begins at src[i] as it is spelled,
// but for what must be escaped, and returns where it ended.
func appendSpelled(dst, src []byte, i int) ([]byte, int) {
	dst = append(dst, '"')
	for i++; i < len(src); {
		switch c := src[i]; {
		case c == '"':
			return append(dst, '"'), i + 1
		case c == '\\' && i+1 < len(src):
			dst = append(dst, c, src[i+1])
			i += 2
		case c >= 0x20 && c < 0x7f:
			dst = append(dst, c)
			i++
		default:
			r, size := utf8.DecodeRune(src[i:])
			dst = appendRune(dst, r)
			i += size
		}
	}
	return dst, i
}

// maxIndent bounds the white space of a value that is nested millions deep:
// what is deeper stands on one line.
const maxIndent = 50

// appendPretty appends compact JSON with line breaks and two spaces a level.
// Every line but the first begins with prefix.
func appendPretty(dst, src []byte, prefix string) []byte {
	depth := 0
	line := func() {
		if depth > maxIndent {
			return
		}
		dst = append(append(dst, '\n'), prefix...)
		for range depth {
			dst = append(dst, "  "...)
		}
	}
	for i := 0; i < len(src); {
		switch c := src[i]; c {
		case '"':
			dst, i = appendSpelled(dst, src, i)
			continue
		case '{', '[':
			dst = append(dst, c)
			if src[i+1] == c+2 { // an empty one stays together
				dst = append(dst, c+2)
				i += 2
				continue
			}
			depth++
			line()
		case '}', ']':
			if depth--; depth < maxIndent { // else it was opened on this line
				line()
			}
			dst = append(dst, c)
		case ',':
			dst = append(dst, c)
			line()
		case ':':
			dst = append(dst, ": "...)
		default:
			dst = append(dst, c)
		}
		i++
	}
	return dst
}
