//go:build measure

package ui

import (
	"testing"
	"time"

	"fntop/ui/limits"
)

func TestMeasureFrameKeyAndMerge(t *testing.T) {
	for _, m := range []struct {
		what  string
		limit time.Duration
		bench func(*testing.B)
	}{
		{"a frame of 200×60 with 100,000 runs", limits.Frame, BenchmarkFrame200x60With100kRuns},
		{"a frame of the board then, every age on it another", limits.Board, BenchmarkBoard200x60With100kRuns},
		{"what a survey of 100,000 runs costs the loop", limits.SurveyBegun, BenchmarkSurveyBegunWith100kRuns},
		{"a key in that table", limits.Key, BenchmarkKeyWith100kRuns},
		{"a page of 100 runs into 100,000", limits.MergePage, BenchmarkPageOf100Into100kRuns},
	} {
		best := time.Hour
		var allocs int64
		for range 3 { // the least disturbed of three counts
			r := testing.Benchmark(m.bench)
			best, allocs = min(best, time.Duration(r.NsPerOp())), r.AllocsPerOp()
		}
		t.Logf("%s: %v, %d allocations (limit %v)", m.what, best, allocs, m.limit)
		if best > m.limit {
			t.Errorf("%s takes %v, the limit is %v", m.what, best, m.limit)
		}
	}
}
