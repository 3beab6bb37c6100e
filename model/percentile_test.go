package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestPercentilesAreThoseOfTheSorted(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	asked := []int{1, 50, 95, 99, 100}
	for round := range 60 {
		all := make([]time.Duration, 1+random.IntN(1200))
		for i := range all {
			switch round % 4 {
			case 0: // from all alike to all different
				all[i] = time.Duration(random.IntN(1 + round*round))
			case 1:
				all[i] = time.Duration(random.ExpFloat64() * float64(time.Second))
			case 2: // nearly all alike, and a few that are far off
				if all[i] = time.Second; random.IntN(50) == 0 {
					all[i] = time.Duration(random.Int64())
				}
			case 3:
				all[i] = time.Duration(math.MaxInt64 >> random.IntN(64))
			}
		}
		sorted := slices.Sorted(slices.Values(all))
		out := make([]time.Duration, len(asked))
		percentiles(out, all, asked...)
		for i, got := range out {
			if want := sorted[(len(sorted)*asked[i]+99)/100-1]; got != want {
				t.Fatalf("round %d: %d in a hundred of %d: got %d, want %d", round, asked[i], len(all), got, want)
			}
		}
	}
}
