package connect

import (
	"strconv"
	"strings"

	"fntop/model"
)

// visible makes text from outside fit for a message.
func visible(s string) string { return model.Visible(s) }

const nameLimit = 60

// quote puts a name from outside between quotes, made visible and cut.
func quote(s string) string {
	if r := []rune(s); len(r) > nameLimit {
		s = string(r[:nameLimit]) + "…"
	}
	return strconv.Quote(visible(s))
}

// join lists names as a sentence does.
func join(names []string) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = visible(n)
	}
	if n := len(shown); n > 1 {
		return strings.Join(shown[:n-1], ", ") + " and " + shown[n-1]
	}
	return strings.Join(shown, "")
}

// tomlKey writes one part of a key, in quotes where it needs them.
func tomlKey(s string) string {
	for i := range len(s) {
		if !isBare(s[i]) {
			return tomlText(s)
		}
	}
	if s == "" {
		return `""`
	}
	return s
}

// texts reads a list of strings.
func texts(raw any) ([]string, bool) {
	list, ok := raw.([]any)
	if !ok {
		return nil, false
	}
	out := make([]string, len(list))
	for i, v := range list {
		if out[i], ok = v.(string); !ok {
			return nil, false
		}
	}
	return out, true
}

// hideSecrets takes out of a command's own words what looks like a secret, and
// whatever of known stands in it.
func hideSecrets(text string, known ...string) string {
	for _, k := range known {
		if len(k) > 3 {
			text = strings.ReplaceAll(text, k, Hidden)
		}
	}
	word := func(r rune) bool { return strings.ContainsRune(" \t\"'`=,;:()[]<>&?|", r) }
	for _, w := range strings.FieldsFunc(text, word) {
		if likeSecret(w) {
			text = strings.ReplaceAll(text, w, Hidden)
		}
	}
	return text
}

// secretWords are the arguments of a command that may be secrets themselves:
// not its name, no short word, no path and no reference to a vault.
func secretWords(c Command) []string {
	var words []string
	for i, w := range c.Argv {
		if i > 0 && len(w) >= 8 && !strings.Contains(w, "/") {
			words = append(words, w)
		}
	}
	return words
}

// likeSecret reports whether a word has a secret's shape: Centrali's own
// prefixes, a JWT, or a long run of letters and digits that is no path.
func likeSecret(word string) bool {
	for _, prefix := range []string{"sk_", "pk_", "eyJ"} {
		if strings.HasPrefix(word, prefix) {
			return true
		}
	}
	return len(word) >= 20 && strings.ContainsAny(word, "0123456789") && !strings.ContainsAny(word, `/\`)
}
