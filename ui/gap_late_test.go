package ui

import (
	"testing"
	"time"

	"fntop/model"
)

// What was accepted before the newest run that was seen, and stored after it
// was, lies just behind the end of the gap.
func TestAGapIsReadALittleBeyondWhatWasKnown(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	page := func(newest time.Time) model.Page {
		p := model.Page{More: true}
		for i := range 100 {
			p.Runs = append(p.Runs, model.RunDetail{Run: model.Run{Created: newest.Add(-time.Duration(i) * 100 * time.Millisecond)}})
		}
		return p
	}
	p := &pages{}
	p.first(page(noon))
	p.first(page(noon.Add(15 * time.Second)))
	if p.gap == nil {
		t.Fatal("there is no gap")
	}
	p.reaches(noon.Add(-200 * time.Millisecond))
	if p.closes(); p.gap == nil {
		t.Error("it is closed where a page ended by chance")
	}
	p.reaches(noon.Add(-late))
	if p.closes(); p.gap != nil {
		t.Error("it is never closed")
	}
	// A newest page that reaches no further than to what was known has the same edge.
	p.first(page(noon.Add(24900 * time.Millisecond)))
	if p.gap == nil {
		t.Error("a page that just meets what was known is taken for the whole of it")
	}
}
