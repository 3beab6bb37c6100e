package demo

import (
	"testing"
	"time"
)

func TestEveryRerunOfTheHistoryRepeatsARunThatIsThere(t *testing.T) {
	t.Parallel()
	h := history{w: newWorld(1, 1, Size{})}
	for _, at := range []time.Duration{0, 13 * time.Hour, 8 * 24 * time.Hour} { // over midnights, when a day is forgotten
		now := noon.Add(at).UnixMilli()
		h.reach(now)
		reruns := 0
		for fn := range functions {
			h.each(fn, now, func(r *record) bool {
				if r.rerun == 0 {
					return true
				}
				reruns++
				if _, ok := h.find(r.first(), now); !ok {
					t.Errorf("after %v: %s repeats a run that is gone", at, h.w.runID(r))
				}
				if _, ok := h.find(r.key, now); !ok {
					t.Errorf("after %v: %s is listed but not there", at, h.w.runID(r))
				}
				return true
			})
		}
		if reruns < 100 {
			t.Errorf("after %v: %d reruns", at, reruns)
		}
	}
}
