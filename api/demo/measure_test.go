package demo

import "testing"

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
		b.Run(functions[fn].name, func(b *testing.B) {
			q := &request{server: s, at: noon, now: noon.UnixMilli(), query: map[string][]string{"page": {"6"}, "limit": {"100"}}}
			q.runs(ask{fn: fn, trigger: noTrigger})
			b.ReportAllocs()
			for range b.N {
				b.SetBytes(int64(len(q.runs(ask{fn: fn, trigger: noTrigger}).body)))
			}
		})
	}
}
