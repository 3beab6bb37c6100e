package jsonview

import (
	"fmt"
	"strings"
	"testing"

	"fntop/ui/find"
)

func viewOf(t testing.TB, src string) *View {
	t.Helper()
	v, ok := New([]byte(src), true)
	if !ok {
		t.Fatalf("%q is no document", src)
	}
	return v
}

// drawn is every line that is to be seen.
func drawn(v *View) string {
	var b strings.Builder
	for i := range v.Len() {
		l := v.Line(i)
		b.WriteString(strings.Repeat("  ", l.Depth) + l.Text + "\n")
	}
	return b.String()
}

func lineWith(t testing.TB, v *View, text string) int {
	t.Helper()
	for i := range v.Len() {
		if strings.Contains(v.Line(i).Text, text) {
			return i
		}
	}
	t.Fatalf("no line has %q:\n%s", text, drawn(v))
	return 0
}

func toggle(t testing.TB, v *View, text string) {
	t.Helper()
	if _, ok := v.Toggle(lineWith(t, v, text)); !ok {
		t.Fatalf("nothing to fold at %q", text)
	}
}

func mustDraw(t testing.TB, v *View, want string) {
	t.Helper()
	if got := drawn(v); got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

const order = `{"id":7,"rows":[{"sku":"A","qty":1.50},{"sku":"B","tags":[]}],"note":"{\"deep\":[1,\"x\"]}","end":null}`

func TestAContainerFoldsToOneLineAndOpensAgain(t *testing.T) {
	v := viewOf(t, order)
	open := drawn(v)
	toggle(t, v, `"rows"`)
	mustDraw(t, v, "{\n  \"id\": 7,\n  \"rows\": […], 2 items\n  \"note\": \"{\\\"deep\\\":[1,\\\"x\\\"]}\",\n  \"end\": null\n}\n")
	toggle(t, v, `"rows"`)
	mustDraw(t, v, open)
}

func TestAClosingBracketFoldsItsContainer(t *testing.T) {
	v := viewOf(t, order)
	at, ok := v.Toggle(lineWith(t, v, "],"))
	if !ok || at != 2 || !strings.Contains(v.Line(at).Text, `"rows": […], 2 items`) {
		t.Errorf("line %d is %q", at, v.Line(at).Text)
	}
}

func TestWhatWasFoldedInsideStaysFolded(t *testing.T) {
	v := viewOf(t, order)
	v.Toggle(3) // the first row
	inside := drawn(v)
	toggle(t, v, `"rows"`)
	toggle(t, v, `"rows"`)
	mustDraw(t, v, inside)
	if !strings.Contains(inside, "{…}, 2 fields") {
		t.Error("the row is not folded: " + inside)
	}
}

func TestFoldedWithAllTheyOpenOneLevelAtATime(t *testing.T) {
	v := viewOf(t, order)
	open := drawn(v)
	v.FoldAll(0)
	toggle(t, v, `"rows"`)
	mustDraw(t, v, "{\n  \"id\": 7,\n  \"rows\": [\n    {…}, 2 fields\n    {…} 2 fields\n  ],\n  \"note\": \"{\\\"deep\\\":[1,\\\"x\\\"]}\",\n  \"end\": null\n}\n")
	v.UnfoldAll(0)
	mustDraw(t, v, open)
}

func TestJSONInAStringOpensInPlace(t *testing.T) {
	v := viewOf(t, order)
	shut := drawn(v)
	toggle(t, v, `"note"`)
	i := lineWith(t, v, `"note"`)
	for n, want := range []string{`"note": "{`, `"deep": [`, `1,`, `"x"`, `]`, `}",`, `"end": null`} {
		if got := v.Line(i + n).Text; got != want {
			t.Errorf("line %d is %s, want %s", i+n, got, want)
		}
	}
	if path := v.Path(i + 3); path != ".note | fromjson | .deep[1]" {
		t.Errorf("the path is %s", path)
	}
	if value := v.Value(i + 1); string(value) != `[1,"x"]` {
		t.Errorf("the value is %s", value)
	}
	toggle(t, v, `"note"`)
	mustDraw(t, v, shut)
}

func TestPathsAreThoseOfJQ(t *testing.T) {
	v := viewOf(t, `{"a":[{"b":1},[2,3]],"not plain":{"":4},"x\u001by":5}`)
	for text, want := range map[string]string{
		`"b": 1`: ".a[0].b", `3`: ".a[1][1]", `"": 4`: `.["not plain"].[""]`, `5`: `.["x\u001by"]`,
	} {
		if got := v.Path(lineWith(t, v, text)); got != want {
			t.Errorf("the path of %s is %s, want %s", text, got, want)
		}
	}
	if got := v.Path(0); got != "." {
		t.Errorf("the path of the whole is %s", got)
	}
	if got := viewOf(t, `[[1]]`).Path(2); got != ".[0][0]" {
		t.Errorf("the path in arrays is %s", got)
	}
}

func TestMatchesAreFoundInFoldsAndInOpenedStrings(t *testing.T) {
	v := viewOf(t, order)
	toggle(t, v, `"rows"`)
	toggle(t, v, `"note"`)
	for query, want := range map[string]int{"sku": 2, "x": 1, `"deep"`: 1, "e": 4, `deep\`: 0, "1": 2, "[]": 1, "": 0} {
		if got := v.Find(find.New(query)).Len(); got != want {
			t.Errorf("%q is found %d times, want %d", query, got, want)
		}
	}
	m := v.Find(find.New("sku"))
	line, col := m.Show(1)
	if got := v.Line(line).Text; got != `"sku": "B",` || col != 1 {
		t.Errorf("the second match is shown on %s at %d", got, col)
	}
}

func TestMatchesAreCountedAsTheLinesShowThem(t *testing.T) {
	var b strings.Builder
	b.WriteString(`[`)
	for range 3000 {
		b.WriteString(`{"name":"Caf\u00e9 \u001b","größe":[1.50,"a,b: c"],"t":"line\nnext"},`)
	}
	b.WriteString(`{}]`)
	v := viewOf(t, b.String())
	for query, want := range map[string]int{"café": 3000, "1.5": 3000, "a,b: ": 3000, `e"`: 6000, "größe": 3000, `\n`: 3000, "n": 12000} {
		m := v.Find(find.New(query))
		if m.Len() != want {
			t.Errorf("%q is found %d times, want %d", query, m.Len(), want)
			continue
		}
		for _, n := range []int{0, 1, 1499, want - 1} {
			line, col := m.Show(n)
			if got := v.Line(line).Text[col:]; !strings.HasPrefix(strings.ToLower(got), query) {
				t.Errorf("match %d of %q stands before %s", n, query, got)
			}
			if back := m.From(line, col); back != n {
				t.Errorf("from match %d of %q on comes match %d", n, query, back)
			}
		}
	}
}

func TestNumbersAreNotesOnlyWhereANameSaysSo(t *testing.T) {
	v := viewOf(t, `{"createdAt":1700000000123,"start_time":1700000000,"count":1700000000,"at":"2026-11-21T14:02:08.5+01:00","latencyMs":90500,"tookMs":12,"ttlSeconds":7200,"date":"2026-11-21"}`)
	for key, want := range map[string]string{
		"createdAt": "2023-11-14T22:13:20Z 0s", "start_time": "2023-11-14T22:13:20Z 0s", "count": " 0s", `"at"`: "2026-11-21T13:02:08Z 0s",
		"latencyMs": " 1m30.5s", "tookMs": " 0s", "ttlSeconds": " 2h0m0s", `"date"`: " 0s",
	} {
		n := v.Line(lineWith(t, v, key)).Note
		at := ""
		if !n.At.IsZero() {
			at = n.At.UTC().Format("2006-01-02T15:04:05Z")
		}
		if got := at + " " + n.Took.String(); got != want {
			t.Errorf("%s means %q, want %q", key, got, want)
		}
	}
}

func TestPathsAndCountsAreRightAnywhereInALargeDocument(t *testing.T) {
	var b strings.Builder
	const rows = 800
	for i := range rows {
		fmt.Fprintf(&b, `,{"tags":[["a",{"b":"%s"}],[[]],%d],"n":{"of":%d}}`, strings.Repeat("x", i%70), i, i)
	}
	v := viewOf(t, `{"first":[{}],"rows":[`+b.String()[1:]+`]}`)
	seen := 0
	for i := range v.Len() {
		var n int
		if _, err := fmt.Sscanf(v.Line(i).Text, `"of": %d`, &n); err != nil {
			continue
		}
		seen++
		if got, want := v.Path(i), fmt.Sprintf(".rows[%d].n.of", n); got != want {
			t.Fatalf("the path is %s, want %s", got, want)
		}
		if got, want := v.Path(i-3), fmt.Sprintf(".rows[%d].tags[2]", n); got != want {
			t.Fatalf("the path is %s, want %s", got, want)
		}
		if n%100 == 0 {
			at, _ := v.Toggle(i + 2) // the row's end
			if got := v.Line(at).Text; !strings.Contains(got, "2 fields") {
				t.Fatalf("folded the row is %s", got)
			}
			v.Toggle(at)
		}
	}
	if seen != rows {
		t.Errorf("%d rows were looked at", seen)
	}
	toggle(t, v, `"rows"`)
	if line := v.Line(lineWith(t, v, `"rows"`)).Text; line != `"rows": […] 800 items` {
		t.Errorf("folded they are %s", line)
	}
}
