package model

import "testing"

func TestThingsAreCountedInTheSingularAndThePlural(t *testing.T) {
	for n, want := range map[int][2]string{
		0: {"0 runs", "0 runs are"}, 1: {"1 run", "1 run is"}, 2: {"2 runs", "2 runs are"}, 1204: {"1,204 runs", "1,204 runs are"},
		1_000_002: {"1,000,002 runs", "1,000,002 runs are"},
	} {
		if got := [2]string{Counted(n, "run"), Are(n, "run")}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
