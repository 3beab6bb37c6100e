package mask

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// node is one value of JSON: members in their order, repeated ones too, and
// numbers as they are spelled.
type node struct {
	kind byte   // { [ " or what a literal begins with
	text string // of a string, or the literal as it is
	keys []string
	kids []*node
}

// JSON masks what looks like a secret in a JSON value, and reports false where
// it is none. The answer is compact.
func (m *Masker) JSON(path string, raw []byte) ([]byte, bool) {
	n, ok := parse(raw)
	if !ok {
		return nil, false
	}
	if !m.off {
		m.walk(n, path, "", "")
	}
	if m.givenUp() {
		return nil, true
	}
	return n.append(nil), true
}

// Value masks a text that stands under a name.
func (m *Masker) Value(path, name, text string) string {
	n := &node{kind: '"', text: text}
	if !m.off {
		m.walk(n, path, name, secretName(name))
	}
	if m.givenUp() {
		return ""
	}
	return n.text
}

// walk masks what is in a value. why is the word by which all of it is secret.
func (m *Masker) walk(n *node, path, name, why string) {
	if m.givenUp() {
		return
	}
	switch n.kind {
	case '{':
		m.object(n, path, why)
	case '[':
		for i, kid := range n.kids {
			as := why
			if i%2 == 1 && len(n.kids)%2 == 0 && n.kids[i-1].kind == '"' && kid.kind == '"' && as == "" {
				if said := secretName(n.kids[i-1].text); said != "" && (codedIn(kid.text) || wholeLine[said]) {
					as = said // headers as Node has them: name, value, name, value
				}
			}
			m.walk(kid, below(path, "["+strconv.Itoa(i)+"]"), name, as)
		}
	case '"':
		m.str(n, path, name, why)
	default:
		number := n.kind == '-' || n.kind >= '0' && n.kind <= '9'
		if number && (why != "" && numbersToo[why] && len(n.text) >= 3 || !identifies(name) && card2(n.text)) && !m.keeps(path) {
			if why == "" {
				why = "card number"
			}
			*n = node{kind: '"', text: m.mark(n.text, path, reasonOf(why))}
		}
	}
}

func card2(s string) bool { return len(s) >= 13 && strings.Trim(s, "0123456789") == "" && card(s) }

func (m *Masker) object(n *node, path, why string) {
	// {"name": "Authorization", "value": "…"}
	said := ""
	for i, key := range n.keys {
		switch strings.ToLower(key) {
		case "name", "key", "header", "field", "variable", "param", "parameter":
			if n.kids[i].kind == '"' {
				said = secretName(n.kids[i].text)
			}
		}
	}
	for i, key := range n.keys {
		as := why
		if as == "" {
			as = secretName(key)
		}
		switch strings.ToLower(key) {
		case "value", "val", "content", "data", "values":
			if as == "" {
				as = said
			}
		}
		under := below(path, step(key))
		m.walk(n.kids[i], under, key, as)
		n.keys[i] = m.Text(path+"{"+strconv.Itoa(i)+"}", key)
	}
}

// str masks a string: all of it by its name, what is in it where it is JSON
// itself, else what looks like a secret.
func (m *Masker) str(n *node, path, name, why string) {
	if why != "" && stands(n.text, false) {
		if !m.keeps(path) {
			n.text = m.mark(n.text, path, reasonOf(why))
		}
		return
	}
	if t := strings.TrimSpace(n.text); len(t) > 1 && strings.ContainsRune(`{["`, rune(t[0])) {
		if inner, ok := parse([]byte(t)); ok {
			before := len(m.found)
			if m.walk(inner, path+"//", "", why); len(m.found) > before {
				n.text = string(inner.append(nil))
			}
			return
		}
	}
	n.text = m.text(path, n.text, name)
}

// deepest is how long a path becomes. What lies deeper shares it: a path for each
// of many thousand levels would fill the memory.
const deepest = 1000

func below(path, step string) string {
	if len(path)+len(step) > deepest {
		return path
	}
	return path + step
}

// plain are keys that stand in a path as they are.
var plain = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

func step(key string) string {
	if plain.MatchString(key) {
		return "." + key
	}
	return "[" + strconv.Quote(key) + "]"
}

// mostEmbedded is how many beginnings of JSON in a text are tried.
const mostEmbedded = 64

// embedded finds JSON that stands somewhere in a text, as errors quote the
// bodies of answers. What holds no string is no more than a word.
func embedded(text string) (found []span) {
	for at, tries := 0, 0; tries < mostEmbedded; tries++ {
		next := begins.FindStringIndex(text[at:])
		if next == nil {
			return found
		}
		at += next[0]
		var raw json.RawMessage
		if json.NewDecoder(strings.NewReader(text[at:])).Decode(&raw) != nil {
			at++
			continue
		}
		if n, ok := parse(raw); ok {
			found = append(found, span{from: at, to: at + len(raw), json: n})
		}
		at += len(raw)
	}
	return found
}

var begins = regexp.MustCompile(`\{\s*"|\[\s*[{"\[]`)

// parse reads one JSON value.
func parse(raw []byte) (*node, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	n, err := read(d)
	if err != nil {
		return nil, false
	}
	_, err = d.Token()
	return n, errors.Is(err, io.EOF)
}

func read(d *json.Decoder) (*node, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		n := &node{kind: byte(t)}
		for d.More() {
			if t == '{' {
				key, err := d.Token()
				if err != nil {
					return nil, err
				}
				n.keys = append(n.keys, key.(string))
			}
			kid, err := read(d)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		}
		_, err := d.Token()
		return n, err
	case string:
		return &node{kind: '"', text: t}, nil
	case json.Number:
		return &node{kind: t[0], text: string(t)}, nil
	case bool:
		text := strconv.FormatBool(t)
		return &node{kind: text[0], text: text}, nil
	}
	return &node{kind: 'n', text: "null"}, nil
}

func (n *node) append(to []byte) []byte {
	switch n.kind {
	case '{', '[':
		to = append(to, n.kind)
		for i, kid := range n.kids {
			if i > 0 {
				to = append(to, ',')
			}
			if n.kind == '{' {
				to = append(quote(to, n.keys[i]), ':')
			}
			to = kid.append(to)
		}
		return append(to, n.kind+2)
	case '"':
		return quote(to, n.text)
	}
	return append(to, n.text...)
}

func quote(to []byte, s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return append(to, `""`...)
	}
	return append(to, bytes.TrimRight(b.Bytes(), "\n")...)
}
