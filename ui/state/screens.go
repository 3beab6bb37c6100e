package state

import (
	"time"

	"fntop/api/clock"
)

// screensSection holds what was looked at last, for each set of profiles.
const screensSection = "screens"

// screensKept is for how many sets of profiles that is kept: those who look at
// many hosts for a moment each leave no heap behind.
const screensKept = 20

// mixedUp is how much later than what is to be kept something may have been
// looked at. What is further ahead was written by a clock that was wrong.
const mixedUp = time.Minute

type screen struct {
	At   time.Time `json:"at"` // when it was looked at
	View View      `json:"view"`
}

// LastScreen is what was looked at last of a set of profiles.
func (s Sections) LastScreen(of string) (View, bool) {
	var all map[string]screen
	if !s.Get(screensSection, &all) {
		return View{}, false
	}
	last, found := all[of]
	return last.View, found
}

// KeepScreen keeps what was looked at, at that time. What somebody looked at
// later stays: of two fntops the one that was used last is remembered.
func KeepScreen(clk clock.Clock, dir, of string, at time.Time, v View) error {
	return Change(clk, dir, screensSection, func(was map[string]screen) (map[string]screen, bool) {
		if was == nil {
			was = map[string]screen{}
		}
		if ahead := was[of].At.Sub(at); ahead > 0 && ahead < mixedUp {
			return was, true
		}
		was[of] = screen{at, v}
		for len(was) > screensKept {
			oldest := of
			for name, s := range was {
				if s.At.Before(was[oldest].At) || s.At.Equal(was[oldest].At) && name < oldest {
					oldest = name
				}
			}
			delete(was, oldest)
		}
		return was, true
	})
}
