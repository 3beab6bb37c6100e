package connect

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// syntaxWords turn the TOML library's messages into ours. Its own may quote
// the text at fault, which may be a secret that lacks its quotes: none of
// theirs is passed on.
var syntaxWords = []struct{ theirs, what, next string }{
	{"newlines not allowed", "a text or inline table goes on past the end of its line", "Close it on the same line."},
	{"strings cannot contain newlines", "a text goes on past the end of its line", "Close its quotes on the same line."},
	{"unexpected EOF", "the file ends in the middle of a value", "Close the quotes or brackets that are open."},
	{"unclosed", "the file ends in the middle of a value", "Close the quotes or brackets that are open."},
	{"invalid escape", "a text holds a backslash that TOML does not know", "Write it in single quotes, or double the backslash."},
	{"escape", "a text holds a backslash that TOML does not know", "Write it in single quotes, or double the backslash."},
	{"UTF-8", "the file is not UTF-8", "Save it as UTF-8."},
	{"UTF-16", "the file is not UTF-8", "Save it as UTF-8."},
	{"control character", "the file holds a control character", "Remove it."},
	{"expected value", "a value is missing or lacks its quotes", `Write text in quotes, as in workspace = "acme".`},
	{"expected a top-level item to end", "something stands after the value", `Write one key a line, text in quotes, as in workspace = "acme".`},
	{"expected key separator", "a key lacks its value", `Write it as in workspace = "acme".`},
	{"expected '.' or '='", "a key lacks its value", `Write it as in workspace = "acme".`},
	{"expected '.' or ']'", "the name of a section is not closed", "Write it as in [profiles.prod]."},
}

const (
	standsTwice = "stands twice"
	keepOne     = "Keep one of the two."
)

// keyTwice is the key or section that the library says stands twice.
func keyTwice(message string) string {
	key, ok := strings.CutPrefix(message, "Key '")
	for _, rest := range []string{"' has already been defined", "' was already created"} {
		if name, _, found := strings.Cut(key, rest); ok && found {
			return quote(hideSecrets(name))
		}
	}
	return ""
}

func syntaxError(path string, err error) *ConfigError {
	e := &ConfigError{
		Path: path, What: "this is not TOML",
		Next: `Write one key a line, text in quotes, as in workspace = "acme".`,
	}
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return e
	}
	e.Line = parse.Position.Line
	if strings.Contains(parse.Message, `to end table name, but got '\n'`) {
		e.Line-- // the library has gone past the line's end
	}
	if key := keyTwice(parse.Message); key != "" {
		e.What, e.Next = key+" "+standsTwice, keepOne
		return e
	}
	for _, w := range syntaxWords {
		if strings.Contains(parse.Message, w.theirs) {
			e.What, e.Next = w.what, w.next
			break
		}
	}
	return e
}
