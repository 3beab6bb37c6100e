package model

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// QueryError says what is wrong with a query and where: the bytes From to To.
type QueryError struct {
	From, To int
	Reason   string // a short sentence, Nearest included
	Nearest  string // what was probably meant; often empty
}

func (e *QueryError) Error() string { return e.Reason }

// ParseQuery reads a query. Times without a zone are times in loc. An error
// is always a *QueryError.
func ParseQuery(text string, loc *time.Location) (Query, error) {
	p := parser{text: text, loc: loc}
	var q Query
	var written []string
	for p.skipSpace(); p.pos < len(text); p.skipSpace() {
		t, err := p.term()
		if err != nil {
			return Query{}, err
		}
		q.terms = append(q.terms, t)
		written = append(written, t.String())
	}
	q.text = strings.Join(written, " ")
	return q, nil
}

type parser struct {
	text string
	pos  int
	loc  *time.Location
}

func (p *parser) skipSpace() {
	p.pos = len(p.text) - len(strings.TrimLeftFunc(p.text[p.pos:], unicode.IsSpace))
}

// atEnd reports whether a term ends here.
func (p *parser) atEnd() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return p.pos == len(p.text) || unicode.IsSpace(r)
}

func (p *parser) fail(from, to int, reason string) error {
	return &QueryError{From: from, To: to, Reason: reason}
}

func (p *parser) failNear(from, to int, reason, nearest string) error {
	if nearest != "" {
		reason += "; did you mean " + quoted(nearest) + "?"
	}
	return &QueryError{From: from, To: to, Reason: reason, Nearest: nearest}
}

func (p *parser) term() (term, error) {
	var t term
	start := p.pos
	if p.text[p.pos] == '-' {
		t.negated = true
		if p.pos++; p.atEnd() {
			return t, p.fail(start, p.pos, "nothing follows the “-”")
		}
	}
	name, op := fieldAt(p.text[p.pos:])
	if op == "" {
		return t, p.word(&t)
	}
	from := p.pos
	p.pos += len(name)
	if t.field = fieldNamed(name); t.field == nil {
		nearest := nearestField(name)
		reason := "no field " + quoted(name)
		if nearest == "" {
			reason += "; to look for text, put it in quotes"
		}
		return t, p.failNear(from, p.pos, reason, nearest)
	}
	t.op = op
	if ops := t.field.kind.ops(); !slices.Contains(ops, op) {
		return t, p.fail(p.pos, p.pos+len(op), quoted(t.field.name)+" takes "+strings.Join(ops, " ")+", not "+op)
	}
	p.pos += len(op)
	return t, p.values(&t, from)
}

// values reads the values after an operator; the term began at from.
func (p *parser) values(t *term, from int) error {
	for {
		start := p.pos
		text, quote, err := p.read(",")
		switch {
		case err != nil:
			return err
		case text == "" && !quote && len(t.values) == 0:
			return p.fail(from, p.pos, quoted(t.field.name)+" needs a value")
		case text == "" && !quote:
			return p.fail(start-1, p.pos, "no value follows the comma")
		}
		v, err := p.value(t, text, start)
		if err != nil {
			return err
		}
		t.values = append(t.values, v)
		if p.atEnd() {
			return nil
		}
		p.pos++ // the comma
	}
}

func (p *parser) word(t *term) error {
	from := p.pos
	text, _, err := p.read("")
	if err != nil {
		return err
	}
	if text == "" {
		return p.fail(from, p.pos, "nothing stands between the quotes")
	}
	t.values = []value{{text: text, needle: newNeedle(text)}}
	return nil
}

// read takes one value, quoted or bare. A bare one ends at a space or at any
// byte of stop.
func (p *parser) read(stop string) (text string, quote bool, err error) {
	start := p.pos
	if !strings.HasPrefix(p.text[start:], `"`) {
		for !p.atEnd() && !strings.ContainsRune(stop, rune(p.text[p.pos])) {
			_, size := utf8.DecodeRuneInString(p.text[p.pos:])
			p.pos += size
		}
		return p.text[start:p.pos], false, nil
	}
	var b strings.Builder
	for i := start + 1; i < len(p.text); i++ {
		c := p.text[i]
		// A backslash is text before anything but a quote and itself, so
		// that "\d+" is written as in any regular expression.
		if c == '\\' && i+1 < len(p.text) && strings.IndexByte(`"\`, p.text[i+1]) >= 0 {
			i++
			b.WriteByte(p.text[i])
			continue
		}
		if c != '"' {
			b.WriteByte(c)
			continue
		}
		if p.pos = i + 1; !p.atEnd() && !strings.ContainsRune(stop, rune(p.text[p.pos])) {
			return "", true, p.fail(start, p.pos, "something follows the closing quote")
		}
		return b.String(), true, nil
	}
	return "", true, p.fail(start, len(p.text), "the closing quote is missing")
}

// fieldAt splits a term into the name of a field and the operator after it.
// Where there is none the term is a word, and op is empty.
func fieldAt(s string) (name, op string) {
	n := 0
	for n < len(s) && (isLetter(s[n]) || n > 0 && (s[n] >= '0' && s[n] <= '9' || s[n] == '-' || s[n] == '_')) {
		n++
	}
	if n == 0 {
		return "", ""
	}
	for _, op := range [...]string{">=", "<=", ">", "<", ":", "=", "~"} {
		if strings.HasPrefix(s[n:], op) {
			return s[:n], op
		}
	}
	return "", ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// String writes the term so that it is read as the same term.
func (t *term) String() string {
	sign := ""
	if t.negated {
		sign = "-"
	}
	if t.field == nil {
		text := t.values[0].text
		if _, op := fieldAt(text); op != "" || text[0] == '-' || strings.Contains(text, `"`) || strings.ContainsFunc(text, unicode.IsSpace) {
			text = inQuotes(text)
		}
		return sign + text
	}
	texts := make([]string, len(t.values))
	for i, v := range t.values {
		texts[i] = quoteValue(v.text)
	}
	return sign + t.field.name + t.op + strings.Join(texts, ",")
}

// quoteValue writes a value after an operator, in quotes where it needs them.
func quoteValue(text string) string {
	if text == "" || strings.ContainsAny(text, `",`) || strings.ContainsFunc(text, unicode.IsSpace) {
		return inQuotes(text)
	}
	return text
}

func inQuotes(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
