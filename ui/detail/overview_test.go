package detail

import (
	"strings"
	"testing"
)

func TestOnAWideScreenTheIDsStandBesideTheTimes(t *testing.T) {
	m := opened(failedRun())
	beside := func(w int) bool {
		for _, line := range strings.Split(frameOf(m, w, 40), "\n") {
			if strings.Contains(line, "created  ") && strings.Contains(line, runID) {
				return true
			}
		}
		return false
	}
	if beside(110) || !beside(120) || !beside(200) {
		t.Errorf("beside at 110: %v, at 120: %v, at 200: %v", beside(110), beside(120), beside(200))
	}
	d := failedRun()
	d.JobID = strings.Repeat("long", 20)
	m = opened(d)
	if frame := frameOf(m, 120, 40); beside(120) || !strings.Contains(frame, d.JobID) {
		t.Errorf("an id that does not fit beside is cut or wrapped:\n%s", frame)
	}
}

func TestSearchGoesOnWhereTheLinesAreOthers(t *testing.T) {
	m := opened(failedRun())
	m.View(look(), 80, 24)
	searchFor(m, "user-41")
	m.View(look(), 160, 24)
	press(m, "n")
	b, hit := m.body(), m.search.here
	if !strings.Contains(b.line(hit.line).text, "user-41") {
		t.Errorf("n stands on %q", b.line(hit.line).text)
	}
}
