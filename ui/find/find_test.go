package find

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestWithoutCapitalsCaseIsIgnored(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        int
	}{
		{"coupon", "Coupon COUPON coupon", 3}, {"Coupon", "Coupon COUPON coupon", 1},
		{"ärger", "ÄRGER ärger arger", 2}, {"aa", "aaaaa", 2}, {"", "aaa", 0}, {"ss", "ß SS", 1}, {"k", "\u212a k K", 2},
	} {
		q := New(c.query)
		if got := len(marks(&q, c.text)); got != c.want {
			t.Errorf("%q is %d times in %q, want %d", c.query, got, c.text, c.want)
		}
	}
}

func marks(q *Query, s string) (all []Mark) {
	for at, end := q.Next(s, 0); at >= 0; at, end = q.Next(s, end) {
		all = append(all, Mark{at, end})
	}
	return all
}

func TestTheFastWayFindsWhatTheSlowOneDoes(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	letters := []string{"a", "A", "b", "e", "E", "ä", "Ä", "\u212a", "k", `"`, " ", "1", "ſ", "\xff"}
	some := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(letters[dice.IntN(len(letters))])
		}
		return b.String()
	}
	for range 5000 {
		q, text := New(some(1+dice.IntN(3))), some(dice.IntN(60))
		var fast []Mark
		q.Each([]byte(text), func(start, end int) bool {
			fast = append(fast, Mark{start, end})
			return true
		})
		if slow := marks(&q, text); !slices.Equal(fast, slow) {
			t.Fatalf("%q in %q: %v, want %v", q.Text(), text, fast, slow)
		}
	}
}

func TestMatchesThatReachIntoARowAreFound(t *testing.T) {
	q := New("needle")
	s := strings.Repeat("x", 10) + "needle" + strings.Repeat("x", 10)
	for _, row := range [][2]int{{0, 12}, {12, 30}, {13, 14}} {
		if got := q.On(nil, s, row[0], row[1]); !slices.Equal(got, []Mark{{10, 16}}) {
			t.Errorf("on %v: %v", row, got)
		}
	}
	if got := q.On(nil, s, 16, 20); got != nil {
		t.Errorf("behind the match: %v", got)
	}
}
