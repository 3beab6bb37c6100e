package history

import (
	"math/rand/v2"
	"testing"
	"time"

	"fntop/model"
)

// BenchmarkReckon counts a week of a million runs that are packed.
func BenchmarkReckon(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	packed := make([][]byte, 168)
	first := noon.Add(-168*time.Hour).Unix() / 3600
	for i := range packed {
		some := make([]sample, 6000)
		for j := range some {
			f := random.Int64N(20)
			some[j] = sample{function: 1 + f, trigger: 1 + f*2 + random.Int64N(2), at: (first+int64(i))*hourMicros + int64(j)*600_000, status: model.StatusCompleted, took: int64(random.ExpFloat64()*1500) * 1000}
		}
		packed[i] = pack(first+int64(i), some)
	}
	b.ReportAllocs()
	for b.Loop() {
		r := reckoning{of: map[int64]*counted{}, from: noon.Add(-168 * time.Hour), to: noon, buckets: 60}
		r.measure()
		var u unpacker
		for i := range packed {
			r.pairs = r.pairs[:0]
			if err := u.unpack(first+int64(i), packed[i], func(s *sample, at, pairs int) {
				r.count(r.counted(s, at, pairs), s)
			}); err != nil {
				b.Fatal(err)
			}
		}
		for _, c := range r.of {
			c.flush()
			c.Done()
		}
	}
}
