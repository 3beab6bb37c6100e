package demo

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkFirstPage measures the first answer: it works out a week.
func BenchmarkFirstPage(b *testing.B) {
	for range b.N {
		s := newStage(&world{seed: 1, pace: 1}, noon.UnixMilli())
		s.list(ask{fn: processOrder, trigger: noTrigger, anyStatus: true, upTo: 100}, noon.UnixMilli())
	}
}

// BenchmarkDeepPage measures a page of a hundred runs far back, with its JSON.
func BenchmarkDeepPage(b *testing.B) {
	s := &Server{stage: newStage(&world{seed: 1, pace: 1}, noon.UnixMilli())}
	for _, fn := range []int{processOrder, importFeed, translateText} {
		b.Run(fmt.Sprint(functions[fn].name), func(b *testing.B) {
			q := &request{server: s, at: noon, now: noon.UnixMilli(), query: map[string][]string{"page": {"6"}, "limit": {"100"}}}
			q.runs(ask{fn: fn, trigger: noTrigger})
			b.ReportAllocs()
			for range b.N {
				b.SetBytes(int64(len(q.runs(ask{fn: fn, trigger: noTrigger}).body)))
			}
		})
	}
}

func TestScratch(t *testing.T) {
	s := newStage(&world{seed: 1, pace: 1}, noon.UnixMilli())
	now := noon.UnixMilli()
	sum := 0
	start := time.Now()
	for fn := range functions {
		all, total := s.list(ask{fn: fn, trigger: noTrigger, anyStatus: true, upTo: 1 << 30}, now)
		sum += total
		by := map[string]int{}
		hour1 := map[string]int{}
		recent := map[string]int{}
		for i, r := range all {
			by[r.at(now).String()]++
			if r.created > now-3600000 {
				hour1[r.at(now).String()]++
			}
			if i < 100 {
				recent[r.at(now).String()]++
			}
		}
		t.Log(functions[fn].name, total, by, hour1, recent)
	}
	t.Log(sum, time.Since(start))
	for k := range 12 {
		n := now + int64(k)*7*minute
		all := map[string]int{}
		for fn := range functions {
			rs, _ := s.list(ask{fn: fn, trigger: noTrigger, anyStatus: true, upTo: 1 << 30}, n)
			for _, r := range rs {
				if r.created > n-7*minute {
					all[r.at(n).String()]++
				}
			}
		}
		t.Log("newest 7 min", all)
	}
}
