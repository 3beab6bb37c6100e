package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// told is a difference as lines: "~ .a 1 → 2", "+ .b 3", "- .c 4".
func told(d Difference) string {
	var lines []string
	for _, c := range d.Changes {
		switch path := PathText(c.Path); c.Kind {
		case WasAdded:
			lines = append(lines, "+ "+path+" "+string(c.New))
		case WasRemoved:
			lines = append(lines, "- "+path+" "+string(c.Old))
		default:
			lines = append(lines, "~ "+path+" "+string(c.Old)+" → "+string(c.New))
		}
	}
	return strings.Join(lines, "\n")
}

func TestDifferenceNamesWhatWasAddedRemovedAndChanged(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"same but for spelling": {`{"a":1,"b":["x\u0041"]}`, ` { "b" : [ "xA" ] , "a":1}`, ""},
		"a member":              {`{"a":1,"b":2,"c":3}`, `{"d":4,"a":1,"b":5}`, "~ .b 2 → 5\n- .c 3\n+ .d 4"},
		"numbers as spelled":    {`[1.0, 12345678901234567890]`, `[1, 12345678901234567891]`, "~ .[0] 1.0 → 1\n~ .[1] 12345678901234567890 → 12345678901234567891"},
		"another kind":          {`{"a":[1]}`, `{"a":{"0":1}}`, `~ .a [1] → {"0":1}`},
		"the whole":             {`1`, `null`, "~ . 1 → null"},
		"deep":                  {`{"a":{"b c":[0,{"d":1}]}}`, `{"a":{"b c":[0,{"d":2}]}}`, `~ .a["b c"][1].d 1 → 2`},
		"the last of two keys":  {`{"a":1,"a":2}`, `{"a":2}`, ""},
		"half a pair":           {`["\ud800"]`, `["\ud801"]`, `~ .[0] "\ud800" → "\ud801"`},
		"an odd first key":      {`{"1":1}`, `{"1":2}`, `~ .["1"] 1 → 2`},

		"an element gone":      {`[1,2,3,4]`, `[1,3,4]`, "- .[1] 2"},
		"an element come":      {`[1,3]`, `[1,2,3]`, "+ .[1] 2"},
		"an element changed":   {`[1,2,3]`, `[1,9,3]`, "~ .[1] 2 → 9"},
		"one in front":         {`[{"a":1},{"a":2}]`, `[{"a":0},{"a":1},{"a":2}]`, `+ .[0] {"a":0}`},
		"an object by its id":  {`[{"id":1,"v":1},{"id":2,"v":1}]`, `[{"id":2,"v":2},{"id":3,"v":1}]`, "- .[0] {\"id\":1,\"v\":1}\n~ .[1→0].v 1 → 2\n+ .[1] {\"id\":3,\"v\":1}"},
		"objects in order":     {`[{"v":1,"w":1},{"v":2,"w":2}]`, `[{"v":3,"w":1},{"v":4,"w":2}]`, "~ .[0].v 1 → 3\n~ .[1].v 2 → 4"},
		"nothing in common":    {`[{"a":1}]`, `[{"b":1}]`, "- .[0] {\"a\":1}\n+ .[0] {\"b\":1}"},
		"a value and an array": {`[1]`, `[[1]]`, "- .[0] 1\n+ .[0] [1]"},
	} {
		d := DiffJSON([]byte(c.a), []byte(c.b), 100)
		if got := told(d); got != c.want || d.Opaque {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestWhatIsNoJSONDiffersAsAWhole(t *testing.T) {
	if d := DiffJSON([]byte("{oops"), []byte("{oops"), 10); !d.Same() {
		t.Errorf("the same text differs: %s", told(d))
	}
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	for _, b := range []string{"{oops", deep, ""} {
		if d := DiffJSON([]byte(`{"a":1}`), []byte(b), 10); !d.Opaque || len(d.Changes) != 1 {
			t.Errorf("%.20q: opaque is %v, %d changes", b, d.Opaque, len(d.Changes))
		}
	}
}

func TestChangesBeyondTheMostAreCounted(t *testing.T) {
	d := DiffJSON([]byte(`{"a":1,"b":2,"c":3}`), []byte(`{}`), 2)
	if len(d.Changes) != 2 || d.More != 1 {
		t.Errorf("%d changes and %d more", len(d.Changes), d.More)
	}
}

func TestLargeArraysAreMatchedWithoutComparingEachWithEach(t *testing.T) {
	var a, b bytes.Buffer
	element := func(to *bytes.Buffer, i, v int) { fmt.Fprintf(to, `{"id":%d,"v":%d},`, i, v) }
	for i := range 50_000 {
		element(&a, i, 0)
		if i%100 != 7 { // some are gone
			element(&b, i, i%1000/999) // some have changed
		}
	}
	d := DiffJSON(array(a), array(b), 1000)
	gone, changed := 0, 0
	for _, c := range d.Changes {
		switch c.Kind {
		case WasRemoved:
			gone++
		case WasChanged:
			changed++
		}
	}
	if gone != 500 || changed != 50 || len(d.Changes) != 550 {
		t.Errorf("%d gone, %d changed of %d", gone, changed, len(d.Changes))
	}
}

func array(b bytes.Buffer) []byte {
	return []byte("[" + strings.TrimSuffix(b.String(), ",") + "]")
}

// FuzzDifference holds that nothing differs from itself, and that the changes
// listed make the one value of the other.
func FuzzDifference(f *testing.F) {
	r := rand.New(rand.NewSource(1))
	for range 300 {
		v := anyJSON(r, 4)
		f.Add(v, edited(r, v))
		f.Add(v, anyJSON(r, 3))
	}
	f.Add(`{"a":1,"a":2}`, `{"a":2,"b":"\ud83d\ude00"}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if d := DiffJSON([]byte(a), []byte(" "+a), 10); !d.Same() && !d.Opaque {
			t.Fatalf("%s differs from itself: %s", a, told(d))
		}
		d := DiffJSON([]byte(a), []byte(b), 1<<30)
		if d.Opaque || !utf8.ValidString(a+b) || strings.Contains(strings.ToLower(a+b), `\ud`) {
			return // encoding/json knows no half pairs
		}
		want := decoded(t, b)
		if got := applied(t, decoded(t, a), d.Changes, 0); !reflect.DeepEqual(got, want) {
			t.Fatalf("from %s to %s is\n%s\nwhich makes %v", a, b, told(d), got)
		}
		if d.Same() != reflect.DeepEqual(decoded(t, a), want) {
			t.Fatalf("%s and %s: the same is %v", a, b, d.Same())
		}
	})
}

func decoded(t *testing.T, s string) (v any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		t.Skip(err) // what only one of the two takes for JSON
	}
	return v
}

// applied makes the changes in a value that stands at the depth of a path.
func applied(t *testing.T, v any, changes []JSONChange, depth int) any {
	for _, c := range changes {
		if len(c.Path) == depth {
			return decoded(t, string(c.New))
		}
	}
	within := map[JSONStep][]JSONChange{}
	for _, c := range changes {
		within[c.Path[depth]] = append(within[c.Path[depth]], c)
	}
	ends := func(c JSONChange) bool { return len(c.Path) == depth+1 }
	switch v := v.(type) {
	case map[string]any:
		for step, inside := range within {
			switch c := inside[0]; {
			case ends(c) && c.Kind == WasRemoved:
				delete(v, step.Key)
			case ends(c) && c.Kind == WasAdded:
				v[step.Key] = decoded(t, string(c.New))
			default:
				v[step.Key] = applied(t, v[step.Key], inside, depth+1)
			}
		}
		return v
	case []any:
		gone, come := map[int]bool{}, map[int]any{}
		for step, inside := range within {
			switch c := inside[0]; {
			case ends(c) && c.Kind == WasRemoved:
				gone[step.Old] = true
			case ends(c) && c.Kind == WasAdded:
				come[step.New] = decoded(t, string(c.New))
			default:
				v[step.Old] = applied(t, v[step.Old], inside, depth+1)
			}
		}
		out := []any{}
		for i := 0; i < len(v) || len(come) > 0; i++ {
			for x, ok := come[len(out)]; ok; x, ok = come[len(out)] {
				delete(come, len(out))
				out = append(out, x)
			}
			if i < len(v) && !gone[i] {
				out = append(out, v[i])
			}
		}
		return out
	}
	return v
}

func anyJSON(r *rand.Rand, depth int) string {
	var b strings.Builder
	switch n := r.Intn(9); {
	case depth > 0 && n < 3:
		b.WriteString("{")
		for i := range r.Intn(5) {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString([]string{`"a"`, `"b"`, `"id"`, `"é\n"`, `"\u0061"`}[r.Intn(5)] + ":" + anyJSON(r, depth-1))
		}
		b.WriteString("}")
	case depth > 0 && n < 6:
		b.WriteString("[")
		for i := range r.Intn(7) {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(anyJSON(r, depth-1))
		}
		b.WriteString("]")
	case n == 6:
		return []string{"true", "false", "null"}[r.Intn(3)]
	case n == 7:
		return []string{`"x"`, `"\u0078"`, `"y\"z"`, `""`}[r.Intn(4)]
	default:
		return []string{"1", "1.0", "-0", "1e3"}[r.Intn(4)]
	}
	return b.String()
}

// edited is a value with a number or a bracket of it changed here and there.
func edited(r *rand.Rand, s string) string {
	for range 1 + r.Intn(3) {
		if i := strings.IndexByte(s[r.Intn(len(s)):], '1'); i > 0 {
			s = s[:i] + strconv.Itoa(r.Intn(9)) + s[i:]
		}
	}
	if !json.Valid([]byte(s)) {
		return anyJSON(r, 4)
	}
	return s
}

func BenchmarkDifferenceOfTenMegabytes(b *testing.B) {
	var was, is bytes.Buffer
	for i := 0; was.Len() < 10<<20; i++ {
		const row = `{"supplier":"Nordwind GmbH","ean":%d,"price":0.%04d,"ok":true,"note":"a note of some length","tags":["a","b"]},`
		fmt.Fprintf(&was, row, i, i%10_000)
		fmt.Fprintf(&is, row, i, (i+1)%10_000) // every row is another
	}
	x, y := array(was), array(is)
	b.ReportAllocs()
	b.SetBytes(int64(len(x) + len(y)))
	for b.Loop() {
		DiffJSON(x, y, 5_000)
	}
}
