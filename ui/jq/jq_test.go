package jq

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/itchyny/gojq"

	"fntop/api/clock"
)

func run(t testing.TB, expr, doc string) (string, error) {
	t.Helper()
	q, err := Parse(expr)
	if err != nil {
		return "", err
	}
	var out []string
	err = q.Run(t.Context(), []byte(doc), Usual(clock.Real()), func(v []byte) error {
		out = append(out, string(v))
		return nil
	})
	return strings.Join(out, " "), err
}

const doc = `{"id":12345678901234567890,"rows":[{"n":0.1000,"s":"ä\u0041"},{"n":1e400},{"n":-0}],"n":null,"id2":9007199254740993,"x y":{"z":[]},"x y":{"z":[1]}}`

func TestExpressionsGiveWhatJQGives(t *testing.T) {
	for expr, want := range map[string]string{
		".": doc, ".id": "12345678901234567890", ".rows[].n": "0.1000 1e400 -0", ".rows[1]": `{"n":1e400}`, ".rows | length": "3",
		".rows[0].s": `"ä\u0041"`, `.rows | .[0] | .s`: `"ä\u0041"`, `.rows[0].s | ascii_downcase`: `"äa"`, `.["x y"].z`: "[1]", `."x y" | .z[0] + 1`: "2",
		".missing.deep[3]": "null", ".n.x": "null", ".rows[9]": "null", ".rows[-1].n": "-0", ".rows[1:] | length": "2", ".id2 + 0": "9007199254740993",
		".id + 1": "12345678901234567891", "[.rows[] | select(.n == null)]": "[]", "empty": "", ".rows as $r | $r | length": "3", ".id?": "12345678901234567890",
		".rows.n?": "", "def f: .id; f": "12345678901234567890", ".rows = 1 | .rows": "1", ".rows[0].s |= 1 | .rows[0].s": "1", "[.id, .n]": "[12345678901234567890,null]",
		".rows[.rows|length-1]": `{"n":-0}`, "$ENV | length": "0",
	} {
		got, err := run(t, expr, doc)
		if got != want || err != nil {
			t.Errorf("%s gives %s (%v), want %s", expr, got, err, want)
		}
	}
}

// TestPathsGiveWhatTheWholeRunGives holds paths followed in the bytes against
// gojq's own way.
func TestPathsGiveWhatTheWholeRunGives(t *testing.T) {
	for _, expr := range []string{".rows", ".rows[0]", ".rows[0].s", ".rows.n", ".id.x", ".id[0]", `.["x y"]`, `."x y".z[0]`, ".n[0].a", ".[0]", ".rows[2] | .n | .x",
		".rows[0]?.s", ".rows?", ".rows[0].s?", ".rows[1e0]", ".rows[1.5]", ".rows[0][0]", ". | .rows | .", ".rows | (.[0] | .n), length", ".rows[]", ".rows[].n", ".rows[].s.x", ".[]", ".rows[]?", ".rows[].n?", ".id[]", ".n[]",
		".rows[] | select(.n == 0)", ".rows | .[] | .n, 1", ".rows[] | halt", ".rows[][]", "first(.rows[])", ".rows[] |= 1", ".rows[] as $x | $x.n", `."x y"[]`, ".rows[1:][]"} {
		q, err := Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		whole := *q
		whole.head, whole.rest, whole.pick = head{}, nil, false
		ends := func(q *Query) string {
			var out []string
			err := q.Run(t.Context(), []byte(doc), Usual(clock.Real()), func(v []byte) error {
				var plain any
				plain, _ = decode(v, newGuard(t.Context(), Usual(clock.Real())))
				again, _ := gojq.Marshal(plain)
				out = append(out, string(again))
				return nil
			})
			return fmt.Sprint(out, err)
		}
		if got, want := ends(q), ends(&whole); got != want {
			t.Errorf("%s gives %s, want %s", expr, got, want)
		}
	}
}

func TestErrorsSayWhereTheyAre(t *testing.T) {
	for expr, want := range map[string]int{".a | ]": 5, ".a |": 4, "": -1, ".a | foo(1)": 5, ".a + $x": 5, `"abc`: 4, ".rows | keys | .[0].x": -1, "@": 0} {
		_, err := run(t, expr, doc)
		var at *Error
		if !errors.As(err, &at) || at.At != want {
			t.Errorf("%s: %v, want it at %d", expr, err, want)
		}
	}
}

func TestNothingRunsWithoutEnd(t *testing.T) {
	clk := clock.NewDriven(time.Unix(0, 0))
	for name, c := range map[string]struct {
		expr   string
		limits Limits
		want   error
	}{
		"memory": {"[range(1e12)]", Limits{Clock: clk, Time: time.Hour, Memory: 16 << 20, Output: 1 << 20}, errMemory},
		"output": {"repeat(1)", Limits{Clock: clk, Time: time.Hour, Memory: 1 << 30, Output: 1 << 10}, errOutput},
		"time":   {"last(repeat(1))", Limits{Clock: clk, Time: 0, Memory: 1 << 30, Output: 1 << 10}, errTime},
	} {
		q, err := Parse(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		err = q.Run(t.Context(), []byte("null"), c.limits, func([]byte) error { return nil })
		if err == nil || err.Error() != c.want.Error() {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	q, _ := Parse("repeat(1)")
	err := q.Run(ctx, []byte("null"), Usual(clk), func([]byte) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled it ends with %v", err)
	}
}

func TestALargeDocumentIsNotDecodedForAPath(t *testing.T) {
	large := []byte(`{"rows":[` + strings.Repeat(`{"a":[1,2,3],"b":"text"},`, 100_000) + `{"last":1.50}]}`)
	q, err := Parse(".rows[100000].last")
	if err != nil {
		t.Fatal(err)
	}
	allocs := testing.AllocsPerRun(3, func() {
		if err := q.Run(t.Context(), large, Usual(clock.Real()), func(v []byte) error {
			if string(v) != "1.50" {
				t.Errorf("it gives %s", v)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
	if allocs > 100 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestTheElementsOfALargeArrayAreDecodedOneAtATime(t *testing.T) {
	large := []byte(`{"rows":[` + strings.Repeat(`{"a":[1,2,3],"b":"text"},`, 100_000) + `{"a":"last"}]}`)
	q, err := Parse(`.rows[] | select(.a == "last")`)
	if err != nil {
		t.Fatal(err)
	}
	limits := Limits{Clock: clock.NewDriven(time.Unix(0, 0)), Time: time.Hour, Memory: 24 << 20, Output: 1 << 20}
	found := ""
	if err := q.Run(t.Context(), large, limits, func(v []byte) error {
		found += string(v)
		return nil
	}); err != nil || found != `{"a":"last"}` {
		t.Errorf("it gives %s (%v)", found, err)
	}
}

func FuzzAnyExpressionOnAnythingEnds(f *testing.F) {
	f.Add(".rows[0].n", doc)
	f.Add(`.["x y"] | .z`, doc)
	f.Add("..", `[[{"a":"\ud800"}]]`)
	f.Fuzz(func(t *testing.T, expr, doc string) {
		q, err := Parse(expr)
		if err != nil {
			return
		}
		limits := Limits{Clock: clock.Real(), Time: time.Second, Memory: 64 << 20, Output: 1 << 20}
		_ = q.Run(t.Context(), []byte(doc), limits, func([]byte) error { return nil })
	})
}
