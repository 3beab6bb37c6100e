package jsonview

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"fntop/ui/find"
)

func TestTextIsWhatWasReceived(t *testing.T) {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, large(300_000), "", "  "); err != nil {
		t.Fatal(err)
	}
	for name, src := range map[string]string{"compact": string(large(300_000)), "pretty": pretty.String(), "one": " 1", "breaks": "[\n\n\n1]\n"} {
		f := viewOf(t, src).Flat()
		var b strings.Builder
		for i := range f.Len() {
			b.WriteString(f.Line(i).Text)
			if at := f.Offset(i); f.At(at) != i {
				t.Fatalf("%s: line %d is at %d, where line %d is", name, i, at, f.At(at))
			}
		}
		if b.String() != strings.ReplaceAll(src, "\n", "") {
			t.Errorf("%s: the text is another", name)
		}
		if name == "compact" && f.Len() < 50 || name == "pretty" && f.Len() != strings.Count(src, "\n")+1 {
			t.Errorf("%s: %d lines", name, f.Len())
		}
	}
}

func TestTextIsSearchedAsItLooks(t *testing.T) {
	v := viewOf(t, string(large(300_000)))
	f := v.Flat()
	for _, query := range []string{"nordwind", `"note":"a`, "1700000000042", `\"line\"`} {
		found := f.Find(find.New(query))
		if want := bytes.Count(bytes.ToLower(large(300_000)), []byte(query)); found.Len() != want || want == 0 {
			t.Errorf("%q is found %d times, want %d", query, found.Len(), want)
			continue
		}
		for _, n := range []int{0, found.Len() / 2, found.Len() - 1} {
			line, col := found.Show(n)
			if text := strings.ToLower(f.Line(line).Text[col:]); !strings.HasPrefix(text, query) || found.From(line, col) != n {
				t.Errorf("match %d of %q stands before %.20s", n, query, text)
			}
		}
	}
}

func TestTreeAndTextLeadToTheSamePlace(t *testing.T) {
	v := viewOf(t, string(large(300_000)))
	f := v.Flat()
	i := lineWith(t, v, `"row": 777`)
	if text := f.Line(f.At(v.Offset(i))).Text; !strings.Contains(text, `"row":777`) {
		t.Errorf("in the text it is %.80s", text)
	}
	if at := v.At(v.Offset(i)); at != i {
		t.Errorf("back it is line %d, want %d", at, i)
	}
}
