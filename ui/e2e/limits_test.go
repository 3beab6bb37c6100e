//go:build measure && linux

package e2e

import "time"

// What fntop may cost, on a machine of today with two cores. The figures are
// printed by .ci/measure; a limit that is passed fails the test.
var limits = struct {
	version              time.Duration // fntop --version, whole
	firstData            time.Duration // from the start of fntop --demo to its rows
	keyP50, keyP99       time.Duration // from a key to the screen, with manyRuns
	idleBytes            int           // written while paused, in idleSpan
	idleSwitches         int           // context switches of all threads, likewise
	liveCPU              float64       // share of a core at the default refresh, nobody typing
	memory               int           // resident, in MiB, with manyRuns
	manyRuns             int
	idleSpan, liveWindow time.Duration
}{
	version: time.Second, firstData: 2 * time.Second,
	keyP50: time.Millisecond, keyP99: 3 * time.Millisecond,
	idleBytes: 0, idleSwitches: 0, idleSpan: 20 * time.Second,
	liveCPU: 0.02, liveWindow: 20 * time.Second,
	memory: 250, manyRuns: 100_000,
}
