package model

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestNthIsWhatSortingPutsThere(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for round := range 400 {
		all := make([]time.Duration, 1+random.IntN(200))
		for i := range all {
			all[i] = time.Duration(random.IntN(1 + round)) // from all alike to all different
		}
		switch round % 4 {
		case 1:
			slices.Sort(all)
		case 2:
			slices.Sort(all)
			slices.Reverse(all)
		}
		sorted := slices.Sorted(slices.Values(all))
		k := random.IntN(len(all))
		if nth(all, k); all[k] != sorted[k] {
			t.Fatalf("round %d: at %d of %d is %d, want %d", round, k, len(all), all[k], sorted[k])
		}
		if k > 0 && slices.Max(all[:k]) > all[k] || slices.Min(all[k:]) < all[k] {
			t.Fatalf("round %d: some stand on the wrong side", round)
		}
	}
}
