package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestNeedleIgnoresCase(t *testing.T) {
	for _, c := range []struct {
		text, s string
		want    bool
	}{
		{"", "", true}, {"a", "", false}, {"coupon", "Coupon SUMMER", true}, {"SUMMER", "a summer's day", true},
		{"zz", "fizZ Zz", true}, {"aab", "aaaB", true}, {"ab", "a", false}, {"n", "N", true}, {"[", "{", false}, {"@", "`", false},
		{"1-2", "x1-2", true}, {"ÄRGER", "viel ärger", true}, {"привет", "ПРИВЕТ", true}, {"σ", "ς", true}, {"é", "e", false},
		{"日本", "在日本語", true}, {"ä", "a\xffÄ", true},
	} {
		n := newNeedle(c.text)
		if got := n.in(c.s); got != c.want {
			t.Errorf("%q in %q: got %v", c.text, c.s, got)
		}
	}
}

func FuzzNeedle(f *testing.F) {
	f.Add("coupon", "Coupon")
	f.Add("a1", "A-a1")
	f.Fuzz(func(t *testing.T, text, s string) {
		n := newNeedle(text)
		got := n.in(s)
		if isASCII(text) && isASCII(s) && got != strings.Contains(strings.ToLower(s), strings.ToLower(text)) {
			t.Errorf("%q in %q: got %v", text, s, got)
		}
	})
}

// manyRuns are like those of a workspace: two in a hundred with an error.
func manyRuns(n int) []*Run {
	runs := make([]*Run, n)
	for i := range runs {
		at := midday.Add(-time.Duration(i) * time.Second)
		r := &Run{
			ID: RunID{Profile: "prod", ID: fmt.Sprintf("0192f3aa-77c1-7000-8000-%012x", i)}, Status: StatusCompleted, StatusText: "completed",
			Function: Ref{ID: fmt.Sprintf("5b0f22d0-1111-4000-8000-%012x", i%12), Name: fmt.Sprintf("process-order-%d", i%12)},
			Trigger:  Ref{ID: fmt.Sprintf("6c0f22d0-2222-4000-8000-%012x", i%18), Name: fmt.Sprintf("nightly-sync-%d", i%18)},
			Source:   "scheduled", JobID: fmt.Sprintf("job-%012x", i), Created: at, Started: at, Ended: at.Add(time.Duration(i%9000) * time.Millisecond),
		}
		if i%50 == 0 {
			r.Status, r.ErrorCode, r.ErrorMessage = StatusFailure, "E_COUPON", "Coupon SUMMER-10 expired at checkout step 3"
		}
		runs[i] = r
	}
	return runs
}

func BenchmarkMatch(b *testing.B) {
	runs := manyRuns(100_000)
	for _, text := range []string{"coupon", "order-7", "beef", "größe", "status:failure", "fn:order", "dur>5s ended<1h", "error~limit", "id:0192"} {
		b.Run(text, func(b *testing.B) {
			q, err := ParseQuery(text, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, r := range runs {
					q.Match(r, midday)
				}
			}
		})
	}
}
