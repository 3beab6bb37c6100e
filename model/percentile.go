package model

import (
	"math/bits"
	"slices"
	"time"
)

const (
	// fewTook are so few durations that sorting them costs nothing.
	fewTook = 512
	// tookParts is how many parts, as a power of two, durations between one power
	// of two and the next are shared out over.
	tookParts = 6
	// tookPlaces is how many parts there are of all durations.
	tookPlaces = 64 << tookParts
)

// percentiles writes to out, for each p in a hundred, the smallest of the durations that
// so many do not exceed: always one that was measured. There is at least one,
// and none is negative. Their order may change.
//
// Only those are sorted that are nearly as long as one that is asked for: of a
// million durations four are told, and sorting them all takes ten times as long.
func percentiles(out, took []time.Duration, ps ...int) {
	rank := func(p int) int { return (len(took)*p+99)/100 - 1 }
	if len(took) <= fewTook {
		slices.Sort(took)
		for i, p := range ps {
			out[i] = took[rank(p)]
		}
		return
	}
	var counts [tookPlaces]int32
	for _, d := range took {
		counts[placeOf(d)]++
	}
	for i, p := range ps {
		k, at := rank(p), 0
		for k >= int(counts[at]) {
			k -= int(counts[at])
			at++
		}
		near := make([]time.Duration, 0, counts[at])
		for _, d := range took {
			if placeOf(d) == at {
				near = append(near, d)
			}
		}
		slices.Sort(near)
		out[i] = near[k]
	}
}

// placeOf is the part that a duration falls into. Longer ones never fall into
// an earlier part.
func placeOf(d time.Duration) int {
	size := bits.Len64(uint64(d))
	if size <= tookParts {
		return int(d)
	}
	return (size-tookParts)<<tookParts | int(d>>(size-tookParts-1))&(1<<tookParts-1)
}
