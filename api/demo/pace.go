package demo

import (
	"math"
	"time"
)

// pace relates the scenario's time to the wall's. Both count milliseconds
// from the Unix epoch, so that the scenario does not depend on when the
// server was started; the scenario's run pace times as fast. Times are told
// in wall time, and are therefore always real ones.
type pace float64

// scenario returns what time it is in the scenario.
func (p pace) scenario(wall int64) int64 {
	if p == 1 {
		return wall
	}
	return int64(math.Floor(float64(wall) * float64(p)))
}

// wall returns when, on the wall's clock, a moment of the scenario comes.
func (p pace) wall(scenario int64) int64 {
	if p == 1 {
		return scenario
	}
	return int64(math.Ceil(float64(scenario) / float64(p)))
}

// span returns how long a stretch of the scenario lasts on the wall's clock.
func (p pace) span(scenario int64) int64 { return int64(float64(scenario) / float64(p)) }

const (
	second int64 = 1000
	minute       = 60 * second
	hour         = 60 * minute
	day          = 24 * hour
)

// stamp writes a moment as the service does: UTC with milliseconds.
func stamp(wall int64) string {
	return time.UnixMilli(wall).UTC().Format("2006-01-02T15:04:05.000Z")
}

// floorTo returns the last multiple of step that is not after t.
func floorTo(t, step int64) int64 {
	q := t / step
	if t%step < 0 {
		q--
	}
	return q * step
}
