package demo

import "testing"

// BenchmarkFirstPage measures the first answer: it works out a week.
func BenchmarkFirstPage(b *testing.B) {
	for _, size := range []Size{smallest, large} {
		b.Run(size.String(), func(b *testing.B) {
			for range b.N {
				s := newStage(newWorld(1, 1, size), noon.UnixMilli())
				s.list(ask{fn: processOrder, trigger: noTrigger, anyStatus: true, upTo: 100}, noon.UnixMilli())
			}
		})
	}
}

// BenchmarkLargeLists measures the lists of a large workspace with their JSON.
func BenchmarkLargeLists(b *testing.B) {
	s := &Server{stage: newStage(newWorld(1, 1, large), noon.UnixMilli())}
	q := &request{server: s, at: noon, now: noon.UnixMilli(), query: map[string][]string{"limit": {"100"}}}
	for name, answer := range map[string]func() answer{
		"functions":           func() answer { return listFunctions(q) },
		"triggers":            func() answer { return listTriggers(q) },
		"runs of a busy one":  func() answer { return q.runs(ask{fn: processOrder, trigger: noTrigger}) },
		"runs of a quiet one": func() answer { return q.runs(ask{fn: large.Functions - 1, trigger: noTrigger}) },
	} {
		b.Run(name, func(b *testing.B) {
			answer()
			b.ResetTimer()
			for range b.N {
				b.SetBytes(int64(len(answer().body)))
			}
		})
	}
}

// BenchmarkDeepPage measures a page of a hundred runs far back, with its JSON.
func BenchmarkDeepPage(b *testing.B) {
	s := &Server{stage: newStage(newWorld(1, 1, Size{}), noon.UnixMilli())}
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
