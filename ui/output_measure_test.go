//go:build measure

package ui_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/ui/limits"
)

// TestMeasureALargeOutput reads a run with a large output over HTTP, shows it,
// looks through it and folds it, as a person does.
func TestMeasureALargeOutput(t *testing.T) {
	r := startWithin(t, time.Minute, 120, 36, withFaults("big-run="+strconv.Itoa(limits.LargeOutput))).ready()
	r.Press("3", "g")
	before := inUse()
	took := func(what string, limit time.Duration, do func()) {
		t.Helper()
		began := time.Now()
		do()
		is := time.Since(began)
		t.Logf("%s: %v (limit %v)", what, is, limit)
		if is > limit {
			t.Errorf("%s takes %v, the limit is %v", what, is, limit)
		}
	}
	took("opening", limits.LargeOpens, func() {
		r.Press("enter", "]")
		r.awaitText("Großhandel")
	})
	after := inUse()
	grown := float64(after.HeapSys-after.HeapReleased-(before.HeapSys-before.HeapReleased)) / limits.LargeOutput
	t.Logf("the heap grew by %.2f times the output, of which %.2f are in use (limit %v)",
		grown, float64(after.HeapAlloc-before.HeapAlloc)/limits.LargeOutput, limits.LargeTimesOver)
	if grown > limits.LargeTimesOver {
		t.Errorf("the heap grew by %.2f times the output, the limit is %v", grown, limits.LargeTimesOver)
	}
	r.Press("/")
	for _, letter := range []string{"s", "t", "o", "r", "e", "d"} {
		took("searching, on "+letter, limits.LargeFound, func() { r.Press(letter) })
	}
	if _, line := r.row("/stored"); !strings.Contains(line, "1 of 2") {
		t.Errorf("the search says %q", line)
	}
	r.Press("esc", "g", "down", "down")
	began := time.Now()
	const pages = 500
	for range pages {
		r.Press("pgdown")
		r.app.Frame()
	}
	page := time.Since(began) / pages
	t.Logf("a page: %v (limit %v)", page, limits.LargeFrame)
	if page > limits.LargeFrame {
		t.Errorf("a page takes %v, the limit is %v", page, limits.LargeFrame)
	}
	r.Press("g", "down", "down")
	took("folding", limits.LargeFolds, func() { r.Press("enter") })
	r.awaitText("[…] ")
}

// inUse is the memory after everything was collected that can be.
func inUse() (m runtime.MemStats) {
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m
}
