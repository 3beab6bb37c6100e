package jsonview

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"fntop/model"
	"fntop/ui/find"
)

// FuzzWhateverIsSentFoldsAndOpensAgain opens any bytes and, where they are a
// document, folds, opens, searches and copies everywhere in it.
func FuzzWhateverIsSentFoldsAndOpensAgain(f *testing.F) {
	for _, seed := range []string{
		order, `{}`, `[[],{}]`, ` "a" `, `1e400`, "\xff", `{"a":{"a":{"a":"[1,2]"}}}`, `[` + strings.Repeat(`{"k":["v",1]},`, 900) + `"{\"x\":\"[[1],[2]]\"}"]`,
		"[\n  1,\n\t\"\\u00e9\u202e\\\\\",\r\n true ]", strings.Repeat("[", 200) + strings.Repeat("]", 200), `{"a\"b":"\\"}`, `["` + strings.Repeat("x", 9000) + `",2]`,
	} {
		f.Add([]byte(seed), uint16(1), "1")
	}
	f.Fuzz(func(t *testing.T, src []byte, pick uint16, query string) {
		v, ok := New(src, pick%2 == 0)
		if ok != model.ValidJSON(src) {
			t.Fatalf("valid is %v", ok)
		}
		if !ok {
			return
		}
		if len(src) > 64<<10 || bytes.Count(src, []byte("["))+bytes.Count(src, []byte("{")) > trackedDepth && strings.Contains(drawn(v), strings.Repeat(" ", 2*trackedDepth)) {
			return
		}
		whole := drawn(v)
		if printed, _ := Print(src); !json.Valid([]byte(printed)) && json.Valid(src) {
			t.Errorf("printed it is no JSON any more: %q", printed)
		}
		if plainASCII(bytes.TrimSpace(src)) && !bytes.Contains(src, []byte(`\u`)) {
			sameTokens(t, whole, src)
		}
		q := find.New(model.Visible(query))
		flat := v.Flat()
		for i := range min(flat.Len(), 100) {
			if at := flat.Offset(i); flat.At(at) != i || v.At(at) >= v.Len() {
				t.Fatalf("text line %d at %d is line %d", i, at, flat.At(at))
			}
			if text := flat.Line(i).Text; model.Visible(text) != text {
				t.Fatalf("text line %d is %q", i, text)
			}
		}
		if m := flat.Find(q); m.Len() > 0 {
			if line, col := m.Show(m.Len() - 1); m.From(line, col) != m.Len()-1 {
				t.Fatalf("the last match comes back as %d", m.From(line, col))
			}
		}
		found := v.Find(q).Len()
		for step := range 8 {
			i := (int(pick) * (step + 1) * 7) % v.Len()
			before := v.Len()
			at, ok := v.Toggle(i)
			if at < 0 || at >= v.Len() || !ok && v.Len() != before {
				t.Fatalf("toggling line %d of %d leads to line %d of %d", i, before, at, v.Len())
			}
			if m := v.Find(q); m.Len() > 0 {
				n := int(pick) % m.Len()
				line, col := m.Show(n)
				if text := v.Line(line).Text; col > len(text) {
					t.Fatalf("a match stands at %d of %q", col, text)
				}
				if back := m.From(line, col); back != n {
					t.Fatalf("match %d comes back as %d", n, back)
				}
			}
			if v.Path(i%v.Len()) == "" {
				t.Fatalf("line %d has no path", i)
			}
			if value := v.Value(i % v.Len()); !model.ValidJSON(value) {
				t.Fatalf("the value of line %d is %q", i, value)
			}
		}
		v.FoldAll(int(pick) % v.Len())
		drawn(v)
		if n := v.Find(q).Len(); n != found {
			t.Errorf("folded there are %d matches, open %d", n, found)
		}
		v.UnfoldAll(int(pick) % v.Len())
		if again := drawn(v); again != whole {
			t.Errorf("open again it is\n%s\nit was\n%s", again, whole)
		}
	})
}

// sameTokens holds the lines together against the document, both without the
// blanks between tokens.
func sameTokens(t *testing.T, lines string, src []byte) {
	t.Helper()
	var got, want bytes.Buffer
	if json.Compact(&want, src) != nil {
		return // deeper than encoding/json goes
	}
	if err := json.Compact(&got, []byte(lines)); err != nil || got.String() != want.String() {
		t.Errorf("the lines are %s (%v), want %s", got.String(), err, want.String())
	}
}
