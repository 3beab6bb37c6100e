package jsonview

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"fntop/model"
	"fntop/ui/draw"
)

// spelling appends what stands between the quotes of a JSON string, so that a
// terminal can be shown it.
type spelling func(dst, inside []byte) []byte

// asSent keeps every escape as it is spelled, and shows as a mark what would
// not be seen or be obeyed.
func asSent(dst, inside []byte) []byte {
	if plainASCII(inside) {
		return append(dst, inside...)
	}
	return model.AppendVisible(dst, string(inside))
}

// readable is asSent with the escapes undone that stand for letters: many
// encoders escape all but ASCII, or "<", ">" and "&".
func readable(dst, inside []byte) []byte {
	from := 0 // what is not yet written
	for i := 0; i < len(inside); i++ {
		if inside[i] != '\\' {
			continue
		}
		r, size := escaped(inside[i:])
		if size == 0 || !letter(r) {
			i++ // over what is escaped, which may be a backslash
			continue
		}
		dst = asSent(dst, inside[from:i])
		dst = utf8.AppendRune(dst, r)
		from = i + size
		i = from - 1
	}
	return asSent(dst, inside[from:])
}

// exact changes nothing that the string means: what is not safe to print is
// written as an escape.
func exact(dst, inside []byte) []byte {
	if plainASCII(inside) {
		return append(dst, inside...)
	}
	s := string(inside)
	if model.Visible(s) == s {
		return append(dst, inside...)
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if one := s[i : i+size]; model.Visible(one) == one {
			dst = append(dst, one...)
		} else {
			dst = appendEscape(dst, r)
		}
		i += size
	}
	return dst
}

func appendEscape(dst []byte, r rune) []byte {
	for _, unit := range utf16.AppendRune(nil, r) {
		const hex = "0123456789abcdef"
		dst = append(dst, '\\', 'u', hex[unit>>12], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
	}
	return dst
}

// escaped reads the \u escape, or the pair of them, that s begins with. Its
// size is 0 where there is none that stands for a character.
func escaped(s []byte) (r rune, size int) {
	r, ok := unit(s)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	low, ok := unit(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

func unit(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}

// letter reports whether an escape may be undone: not where the character
// could not be seen, is a mark upon another one, or means something in JSON.
func letter(r rune) bool {
	if r < 0x80 {
		return r >= 0x20 && r < 0x7f && r != '"' && r != '\\'
	}
	s := string(r)
	return r != utf8.RuneError && model.Visible(s) == s && draw.Anchored(s) == s
}

func plainASCII(s []byte) bool {
	for _, c := range s {
		if c-0x20 >= 0x5f {
			return false
		}
	}
	return true
}
