package ui

import (
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/runs"
)

// drawHeader writes the first line: what is watched at the left, how true
// the data is at the right. It shows points in time, never running ages.
func (a *App) drawHeader(f *draw.Lines, look pane.Look) {
	t := look.Theme
	left := []draw.Span{{Style: t.Title, Text: " fntop"}}
	if a.o.Provider != nil {
		name, profile := t.Strong, model.Visible(a.info.Profile)
		if banner := a.o.Theme.Banner(a.info.Color); banner != "" {
			name, profile = banner, " "+profile+" "
		}
		left = append(left, draw.Span{Text: "  "}, draw.Span{Style: name, Text: profile})
		dot := draw.Span{Style: t.Faint, Text: " · "}
		if a.w >= narrow {
			left = append(left, dot, draw.Span{Style: t.Text, Text: model.Visible(a.info.Workspace)})
		}
		if a.w >= middle {
			left = append(left, dot, draw.Span{Style: t.Faint, Text: a.info.Backend})
		}
		if a.small() && !a.filter.Empty() {
			// No title says what the rows are narrowed to.
			filter := a.filter
			filter.Profile = ""
			left = append(left, draw.Span{Text: "  "}, draw.Span{Style: t.Accent, Text: filter.Title()})
		}
		if a.info.ReadOnly {
			left = append(left, draw.Span{Style: t.Warn, Text: "  RO"})
		}
	}
	right := a.truthSpans(look)
	room := f.Left() - spansWidth(right) - 1
	for _, s := range left {
		f.Fit(s.Style, s.Text, max(0, room-(a.w-f.Left())))
	}
	f.Blank(f.Left() - spansWidth(right) - 1)
	f.Spans(right)
	f.End()
}

// truthSpans say how true the data is, shorter on narrow screens.
func (a *App) truthSpans(look pane.Look) []draw.Span {
	if a.o.Provider == nil {
		return nil
	}
	th, tr := look.Theme, a.truth
	faint := func(s string) draw.Span { return draw.Span{Style: th.Faint, Text: s} }
	clock := func(at time.Time) string { return at.In(look.Times.Zone(look.Zone)).Format("15:04:05") }
	var spans []draw.Span
	state := func(style theme.Style, glyph, word string) {
		spans = append(spans, draw.Span{Style: style, Text: glyph + " "}, draw.Span{Style: style, Text: word})
	}
	switch tr.state {
	case asking:
		state(th.Faint, "○", "asking …")
	case fine:
		state(th.Good, "●", "live")
	case paused:
		state(th.Warn, "‖", "paused")
	case partly:
		state(th.Warn, "!", "partly stale")
	case broken:
		state(th.Bad, "✗", brokenWord(tr.err))
	}
	stale := "stale since "
	if tr.data.IsZero() {
		stale = "since " // there is nothing that could be stale
	}
	if (tr.state == partly || tr.state == broken) && a.w >= 40 {
		spans = append(spans, faint(" · "+stale+clock(tr.since)))
		if tr.trying {
			spans = append(spans, faint(" · trying again"))
		} else if !tr.next.IsZero() {
			spans = append(spans, faint(" · next try "+clock(tr.next)))
		}
	} else if !tr.data.IsZero() && a.w >= 40 {
		spans = append(spans, faint(" · data "+clock(tr.data)))
	}
	if a.w >= wide-20 && tr.state != broken {
		b := append(make([]byte, 0, 32), " · "...)
		b = draw.AppendCount(b, a.o.Traffic.Used(look.Now))
		b = append(b, '/')
		b = draw.AppendCount(b, a.budget())
		spans = append(spans, faint(string(append(b, " req/min"...))))
	}
	if a.w >= middle {
		spans = append(spans, faint(" · "+a.zoneName(look)))
	}
	return spans
}

func (a *App) zoneName(look pane.Look) string {
	name, _ := look.Now.In(look.Times.Zone(look.Zone)).Zone()
	return name
}

func spansWidth(spans []draw.Span) int {
	w := 0
	for _, s := range spans {
		w += draw.Width(s.Text)
	}
	return w
}

// drawTabs says which pane is on screen where there is room for one only.
func (a *App) drawTabs(f *draw.Lines, look pane.Look) {
	t := look.Theme
	f.Blank(1)
	for i, name := range []string{"1 Triggers", "2 Functions", "3 Runs"} {
		style := t.Faint
		if focus(i) == a.focus {
			style = t.Focus
		}
		f.Fit(style, name, 16)
		f.Blank(3)
	}
	f.End()
}

// runsTitle is what the border of the runs says about them.
func (a *App) runsTitle() runs.Title {
	filter := a.filter
	filter.Profile = "" // shown once there are several
	title := runs.Title{
		Filter: filter.Title(),
		Loaded: a.Loaded(),
		Whole:  a.whole,
		Sort:   a.order,
		Unread: len(a.live.lists) == 0,
	}
	switch {
	case title.Unread && a.live.functions.err != nil:
		title.Empty = "not read yet. " + sentence(a.live.functions.err)
	case title.Unread && (a.live.functions.read.IsZero() || len(a.functions) > 0):
		title.Empty = "…"
	case title.Unread:
		title.Empty = "no functions, so no runs"
	case filter.Empty() && title.Whole:
		title.Empty = "no runs yet"
	case filter.Empty():
		title.Empty = "…"
	case a.readingOlder():
		title.Empty = "none so far; reading older runs …"
	case title.Whole:
		title.Empty = "none. " + a.o.Keys.Key(keymap.Back) + " clears the filter"
	default:
		title.Empty = "none among those loaded. " + a.o.Keys.Key(keymap.Bottom) + " reads on, " + a.o.Keys.Key(keymap.Back) + " clears the filter"
	}
	if a.readingOlder() {
		title.Note = "reading older …"
	}
	return title
}

// Loaded is how many runs are loaded, whatever the filter lets through.
func (a *App) Loaded() int { return a.store.Len() }
