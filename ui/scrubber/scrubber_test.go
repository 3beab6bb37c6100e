package scrubber

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func TestNoMomentIsLaterThanNow(t *testing.T) {
	m := New(now)
	if !m.Step(100) || !m.At().Equal(now) || m.Step(1) {
		t.Errorf("it stands at %v", m.At())
	}
}

func TestStretchGoesAlongWithTheMoment(t *testing.T) {
	m := New(now)
	m.SetBars(make([]model.Bucket, 96), make([]bool, 96))
	m.Go(now.Add(-50 * time.Hour))
	from, to, parts := m.Shown()
	if !m.Bare() || from.After(m.At()) || to.Before(m.At()) || to.Sub(from) != 24*time.Hour || parts != 96 {
		t.Errorf("shown is %v to %v in %d parts", from, to, parts)
	}
	if off := now.Sub(to) % (15 * time.Minute); off != 0 {
		t.Errorf("the bars have other bounds by %v", off)
	}
	m.Longer(1)
	if from, to, _ = m.Shown(); to.Sub(from) != 7*24*time.Hour || from.After(m.At()) || to.Before(m.At()) {
		t.Errorf("the longer stretch is %v to %v", from, to)
	}
	for m.Longer(-1) {
	}
	if from, to, _ = m.Shown(); to.Sub(from) != time.Hour || from.After(m.At()) || to.Before(m.At()) {
		t.Errorf("the shortest is %v to %v", from, to)
	}
}

func TestLineIsExactlyAsLargeAsAsked(t *testing.T) {
	look := pane.Look{Theme: theme.New("dark", theme.NoColor, theme.Dark), Keys: keymap.Default(), Now: now, Zone: time.UTC}
	m := New(now)
	bars, seen := make([]model.Bucket, 96), make([]bool, 96)
	bars[95].Failed, seen[95] = 3, true
	m.SetBars(bars, seen)
	m.Say("a long sentence about what was then, and about what was not seen of it either", true)
	for w := range 130 {
		for _, h := range []int{1, 3} {
			lines := m.View(look, w, h)
			if len(lines) != h {
				t.Fatalf("%d lines of %d", len(lines), h)
			}
			for _, l := range lines {
				if ansi.StringWidth(l) != w {
					t.Errorf("at %d: %d cells: %q", w, ansi.StringWidth(l), l)
				}
			}
		}
	}
}
