package jq

import (
	"strconv"

	"github.com/itchyny/gojq"
)

// step is a field or an element.
type step struct {
	name  string
	index int
	named bool
}

// lead takes the path off with which an expression begins. What is left of it
// is nil where it is nothing but a path.
func lead(q *gojq.Query) (path []step, rest *gojq.Query) {
	if q.Meta != nil || len(q.Imports)+len(q.FuncDefs)+len(q.Patterns) > 0 {
		return nil, q
	}
	if q.Term != nil {
		path, term := leadOf(q.Term)
		if isIdentity(term) {
			return path, nil
		}
		return path, &gojq.Query{Term: term}
	}
	if q.Op != gojq.OpPipe || q.Left.Term == nil || len(q.Left.FuncDefs) > 0 {
		return nil, q
	}
	path, term := leadOf(q.Left.Term)
	if !isIdentity(term) {
		return path, &gojq.Query{Left: &gojq.Query{Term: term}, Op: gojq.OpPipe, Right: q.Right}
	}
	more, rest := lead(q.Right)
	return append(path, more...), rest
}

func isIdentity(t *gojq.Term) bool {
	return t.Type == gojq.TermTypeIdentity && len(t.SuffixList) == 0
}

func leadOf(t *gojq.Term) (path []step, rest *gojq.Term) {
	suffixes := t.SuffixList
	for _, s := range suffixes {
		// In .a[.b] both dots are the same document: it is one thing.
		if s.Index != nil && !constant(s.Index) {
			return nil, t
		}
	}
	optional := func() bool { return len(suffixes) > 0 && suffixes[0].Optional }
	switch t.Type {
	case gojq.TermTypeIdentity:
	case gojq.TermTypeIndex:
		s, ok := stepOf(t.Index)
		if !ok || optional() {
			return nil, t
		}
		path = append(path, s)
	default:
		return nil, t
	}
	for len(suffixes) > 0 {
		s, ok := stepOf(suffixes[0].Index)
		if !ok || len(suffixes) > 1 && suffixes[1].Optional {
			break
		}
		path, suffixes = append(path, s), suffixes[1:]
	}
	return path, &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
}

// constant reports whether an index is the same whatever the document.
func constant(i *gojq.Index) bool {
	if _, ok := stepOf(i); ok {
		return true
	}
	number := func(q *gojq.Query) bool {
		return q == nil || q.Term != nil && q.Term.Type == gojq.TermTypeNumber && len(q.Term.SuffixList) == 0
	}
	return i.Str == nil && number(i.Start) && number(i.End)
}

func stepOf(i *gojq.Index) (step, bool) {
	switch {
	case i == nil || i.IsSlice:
		return step{}, false
	case i.Name != "":
		return step{name: i.Name, named: true}, true
	case i.Str != nil:
		return step{name: i.Str.Str, named: true}, len(i.Str.Queries) == 0
	}
	t := i.Start
	if t == nil || t.Term == nil || len(t.FuncDefs) > 0 || len(t.Term.SuffixList) > 0 {
		return step{}, false
	}
	if t.Term.Type == gojq.TermTypeString && t.Term.Str != nil {
		return step{name: t.Term.Str.Str, named: true}, len(t.Term.Str.Queries) == 0
	}
	n, err := strconv.Atoi(t.Term.Number)
	return step{index: n}, t.Term.Type == gojq.TermTypeNumber && err == nil && n >= 0
}

// follow goes a path in a valid document. It reports false where jq would
// complain.
func follow(doc []byte, path []step) ([]byte, bool) {
	doc = doc[blank(doc, 0):]
	doc = doc[:valueEnd(doc, 0)]
	for _, s := range path {
		var ok bool
		if doc, ok = s.of(doc); !ok {
			return nil, false
		}
	}
	return doc, true
}

// of is the value in a document that the step leads to: null where there is
// none. Of two with one name the later counts.
func (s step) of(doc []byte) ([]byte, bool) {
	found := []byte("null")
	switch {
	case doc[0] == 'n':
		return found, true
	case s.named != (doc[0] == '{') || doc[0] != '{' && doc[0] != '[':
		return nil, false
	}
	last := doc[0] + 2
	i := blank(doc, 1)
	for n := 0; doc[i] != last; n++ {
		here := n == s.index
		if s.named {
			end := stringEnd(doc, i)
			here = unquoted(doc[i:end]) == s.name
			i = blank(doc, blank(doc, end)+1)
		}
		end := valueEnd(doc, i)
		if here {
			if found = doc[i:end:end]; !s.named {
				break
			}
		}
		if i = blank(doc, end); doc[i] == ',' {
			i = blank(doc, i+1)
		}
	}
	return found, true
}

// valueEnd is where the value that begins at byte i ends.
func valueEnd(src []byte, i int) int {
	switch src[i] {
	case '"':
		return stringEnd(src, i)
	case '{', '[':
		for depth := 0; ; i++ {
			switch src[i] {
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			case '"':
				i = stringEnd(src, i) - 1
			}
		}
	}
	return wordEnd(src, i)
}
