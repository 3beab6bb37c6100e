package compose

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"fntop/model"
)

// check is what there is to say about a text.
type check struct {
	problem      string // why it is not JSON; empty when it is, or is empty
	line, column int    // where, from 1; columns are characters
	empty        bool
	object       bool
}

// where is the place as editors write it.
func (c check) where() string { return strconv.Itoa(c.line) + ":" + strconv.Itoa(c.column) }

func checked(text string) check {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return check{empty: true}
	}
	var raw json.RawMessage
	err := json.Unmarshal([]byte(text), &raw)
	if err == nil {
		return check{object: trimmed[0] == '{'}
	}
	at := len(text)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && int(syntax.Offset) <= len(text) && !strings.Contains(err.Error(), "unexpected end") {
		at = int(syntax.Offset) - 1
	}
	// The end of a text is where its last sign is, not after its last line.
	if at >= len(text) {
		at = len(strings.TrimRight(text, " \t\r\n"))
	}
	before := text[:max(0, at)]
	line := strings.LastIndexByte(before, '\n') + 1
	return check{
		problem: reason(err.Error(), text[len(before):]),
		line:    strings.Count(before, "\n") + 1,
		column:  utf8.RuneCountInString(before[line:]) + 1,
	}
}

// reasons say in a person's words what encoding/json says in a parser's, by
// what its sentence contains.
var reasons = [...]struct{ said, means string }{
	{"unexpected end", "the text ends too soon"},
	{"looking for beginning of object key string", "a name in quotes is wanted, not %"},
	{"after object key:value pair", "a comma or } is missing before %"},
	{"after array element", "a comma or ] is missing before %"},
	{"after object key", "a colon is missing before %"},
	{"after top-level value", "the value is over before %"},
	{"in string literal", "a line break or control sign stands in a string"},
	{"in string escape code", `no such escape: \%`},
	{`in \u hexadecimal`, `\u takes four hexadecimal digits`},
	{"in numeric literal", "no number is written so"},
	{"after decimal point", "digits are missing after the point"},
	{"in exponent", "digits are missing in the exponent"},
	{"in literal", "no such word: only true, false, null"},
	{"looking for beginning of value", "a value is wanted, not %"},
	{"max depth", "it is nested too deeply"},
}

func reason(said, rest string) string {
	sign := "the end"
	if r, size := utf8.DecodeRuneInString(rest); size > 0 && r != '\n' {
		sign = "“" + model.Visible(rest[:size]) + "”"
	}
	for _, r := range reasons {
		if strings.Contains(said, r.said) {
			return strings.Replace(r.means, "%", sign, 1)
		}
	}
	return model.Visible(strings.TrimPrefix(said, "json: "))
}
