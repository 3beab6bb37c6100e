//go:build measure

package ui_test

import (
	"testing"
	"time"

	"fntop/ui/limits"
)

// TestMeasureADayOfFaults has a screen stay open for a day.
func TestMeasureADayOfFaults(t *testing.T) {
	begun := time.Now()
	s := longSpell(t, 24)
	since := s.clk.Now().Add(-30 * time.Minute)
	s.goOn(time.Hour)
	s.rest()
	before := s.weigh()
	for s.clk.Now().Before(noon.Add(limits.Day)) {
		s.goOn(time.Hour)
	}
	s.rest()
	s.wantTruth(since)
	s.same(before, s.weigh())
	took := time.Since(begun)
	t.Logf("%v of driven time with %d faults in %v (limit %v)", limits.Day, s.faults, took, limits.DayTakes)
	if took > limits.DayTakes {
		t.Errorf("it took %v", took)
	}
}
