package jq

import (
	"strconv"

	"github.com/itchyny/gojq"

	"fntop/ui/lex"
)

// step is a field or an element.
type step struct {
	name  string
	index int
	named bool
}

// head is what an expression begins with: a path, and perhaps that each
// element of what it leads to is taken for itself.
type head struct {
	path []step
	each bool
}

// lead takes the head off an expression. What is left of it is nil where there
// is nothing more.
func lead(q *gojq.Query) (h head, rest *gojq.Query) {
	if q.Meta != nil || len(q.Imports)+len(q.FuncDefs)+len(q.Patterns) > 0 {
		return h, q
	}
	if q.Term != nil {
		h, term := leadOf(q.Term)
		if isIdentity(term) {
			return h, nil
		}
		return h, &gojq.Query{Term: term}
	}
	if q.Op != gojq.OpPipe || q.Left.Term == nil || len(q.Left.FuncDefs) > 0 {
		return h, q
	}
	h, term := leadOf(q.Left.Term)
	switch {
	case !isIdentity(term):
		return h, &gojq.Query{Left: &gojq.Query{Term: term}, Op: gojq.OpPipe, Right: q.Right}
	case h.each:
		return h, q.Right
	}
	more, rest := lead(q.Right)
	return head{append(h.path, more.path...), more.each}, rest
}

func isIdentity(t *gojq.Term) bool {
	return t.Type == gojq.TermTypeIdentity && len(t.SuffixList) == 0
}

func leadOf(t *gojq.Term) (h head, rest *gojq.Term) {
	suffixes := t.SuffixList
	for _, s := range suffixes {
		// In .a[.b] both dots are the same document: it is one thing.
		if s.Index != nil && !constant(s.Index) {
			return h, t
		}
	}
	optional := func(n int) bool { return len(suffixes) > n && suffixes[n].Optional }
	switch t.Type {
	case gojq.TermTypeIdentity:
	case gojq.TermTypeIndex:
		s, ok := stepOf(t.Index)
		if !ok || optional(0) {
			return h, t
		}
		h.path = append(h.path, s)
	default:
		return h, t
	}
	for len(suffixes) > 0 && !h.each && !optional(1) {
		s, ok := stepOf(suffixes[0].Index)
		switch {
		case ok:
			h.path = append(h.path, s)
		case suffixes[0].Iter:
			h.each = true
		default:
			return h, &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
		}
		suffixes = suffixes[1:]
	}
	return h, &gojq.Term{Type: gojq.TermTypeIdentity, SuffixList: suffixes}
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
	doc = doc[lex.Blank(doc, 0):]
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
	i := lex.Blank(doc, 1)
	for n := 0; doc[i] != last; n++ {
		here := n == s.index
		if s.named {
			end := lex.StringEnd(doc, i)
			here = unquoted(doc[i:end]) == s.name
			i = lex.Blank(doc, lex.Blank(doc, end)+1)
		}
		end := valueEnd(doc, i)
		if here {
			if found = doc[i:end:end]; !s.named {
				break
			}
		}
		if i = lex.Blank(doc, end); doc[i] == ',' {
			i = lex.Blank(doc, i+1)
		}
	}
	return found, true
}

// elements calls do for each element of an array until it says no.
func elements(array []byte, do func(element []byte) bool) {
	for i := lex.Blank(array, 1); array[i] != ']'; {
		end := valueEnd(array, i)
		if !do(array[i:end:end]) {
			return
		}
		if i = lex.Blank(array, end); array[i] == ',' {
			i = lex.Blank(array, i+1)
		}
	}
}

// valueEnd is where the value that begins at byte i ends.
func valueEnd(src []byte, i int) int {
	switch src[i] {
	case '"':
		return lex.StringEnd(src, i)
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
				i = lex.StringEnd(src, i) - 1
			}
		}
	}
	return lex.WordEnd(src, i)
}
