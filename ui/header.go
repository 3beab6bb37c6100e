package ui

import (
	"time"

	"fntop/api"
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
	if len(a.members) > 0 {
		if len(a.members) == 1 {
			left = a.profileSpans(left, t, a.members[0].info)
		} else {
			left = a.memberSpans(left, t)
		}
		if a.small() && a.onFollow {
			left = append(left, draw.Span{Text: "  "}, draw.Span{Style: t.Accent, Text: "Follow"}) // no border says so
		} else if a.small() && a.boardOnTop() {
			left = append(left, draw.Span{Text: "  "}, draw.Span{Style: t.Accent, Text: "Board " + model.SpanText(a.board.Window())})
		} else if a.small() && a.inboxOnTop() {
			left = append(left, draw.Span{Text: "  "}, draw.Span{Style: t.Accent, Text: "Inbox"})
		} else if a.small() && !a.filter.Empty() {
			// No title says what the rows are narrowed to.
			filter := a.filter
			if len(a.members) < 2 {
				filter.Profile = ""
			}
			left = append(left, draw.Span{Text: "  "}, draw.Span{Style: t.Accent, Text: filter.Title()})
		}
	}
	right := a.truthSpans(look)
	room := f.Left() - spansWidth(right) - 2 // with a gap between the two
	if n := a.jobs.following(); n > 0 {
		// It is said where there is room for it, and nowhere else.
		text := "  " + draw.Count(n) + " followed"
		if spansWidth(left)+draw.Width(text) < room {
			left = append(left, draw.Span{Style: t.Faint, Text: text})
		}
	}
	if m := a.many; m != nil && m.runner != nil {
		text := "  bulk rerun " + draw.Count(m.pane.Status().Tally.Sent) + "/" + draw.Count(len(m.results))
		if spansWidth(left)+draw.Width(text) < room {
			left = append(left, draw.Span{Style: t.Accent, Text: text})
		}
	}
	for _, s := range left {
		f.Fit(s.Style, s.Text, max(0, room-(a.w-f.Left())))
	}
	f.Blank(f.Left() - spansWidth(right) - 1)
	f.Spans(right)
	f.End()
}

// profileSpans name the one profile there is.
func (a *App) profileSpans(left []draw.Span, t *theme.Theme, info api.Info) []draw.Span {
	left = append(left, draw.Span{Text: "  "}, a.profileSpan(t, info))
	dot := draw.Span{Style: t.Faint, Text: " · "}
	if a.w >= narrow {
		left = append(left, dot, draw.Span{Style: t.Text, Text: model.Visible(info.Workspace)})
	}
	if a.w >= middle {
		left = append(left, dot, draw.Span{Style: t.Faint, Text: info.Backend})
	}
	if info.ReadOnly {
		left = append(left, draw.Span{Style: t.Warn, Text: "  RO"})
	}
	return left
}

func (a *App) profileSpan(t *theme.Theme, info api.Info) draw.Span {
	if banner := a.o.Theme.Banner(info.Color); banner != "" {
		return draw.Span{Style: banner, Text: " " + model.Visible(info.Profile) + " "}
	}
	return draw.Span{Style: t.Strong, Text: model.Visible(info.Profile)}
}

// memberSpans name each of several profiles, with how it is doing and how
// much of its budget is used.
func (a *App) memberSpans(left []draw.Span, t *theme.Theme) []draw.Span {
	for _, m := range a.members {
		style, glyph := stateSign(t, m.truth.state)
		left = append(left, draw.Span{Text: "  "}, draw.Span{Style: style, Text: glyph + " "}, a.profileSpan(t, m.info))
		if m.truth.state == broken && a.w >= middle {
			left = append(left, draw.Span{Style: style, Text: " " + brokenWord(m.truth.err)})
		}
		if m.info.ReadOnly {
			left = append(left, draw.Span{Style: t.Warn, Text: " RO"})
		}
		if a.w >= wide && m.truth.state != broken {
			left = append(left, draw.Span{Style: t.Faint, Text: " " + string(a.appendBudget(nil, m))})
		}
	}
	return left
}

// stateSign is the colour and the glyph of how true data is.
func stateSign(t *theme.Theme, s truthState) (theme.Style, string) {
	switch s {
	case fine:
		return t.Good, "●"
	case paused:
		return t.Warn, "‖"
	case catching:
		return t.Warn, "○"
	case partly:
		return t.Warn, "!"
	case broken:
		return t.Bad, "✗"
	}
	return t.Faint, "○"
}

// appendBudget writes how much of a profile's budget was used in the last
// minute: "12/300".
func (a *App) appendBudget(b []byte, m *member) []byte {
	b = draw.AppendCount(b, a.o.Traffic.Used(m.info.Profile, a.now()))
	b = append(b, '/')
	return draw.AppendCount(b, m.budget())
}

// truthSpans say how true the data is, shorter on narrow screens.
func (a *App) truthSpans(look pane.Look) []draw.Span {
	if len(a.members) == 0 {
		return nil
	}
	th, tr := look.Theme, a.truth
	faint := func(s string) draw.Span { return draw.Span{Style: th.Faint, Text: s} }
	clock := func(at time.Time) string { return pointInTime(at, look) }
	var spans []draw.Span
	word := truthWords[tr.state]
	if tr.state == broken {
		word = brokenWord(tr.err)
	}
	style, glyph := stateSign(th, tr.state)
	spans = append(spans, draw.Span{Style: style, Text: glyph + " "}, draw.Span{Style: style, Text: word})
	stale := "stale since "
	if tr.data.IsZero() {
		stale = "since " // there is nothing that could be stale
	}
	if tr.state >= catching && a.w >= 40 {
		spans = append(spans, faint(" · "+stale+clock(tr.since)))
		if tr.trying {
			spans = append(spans, faint(" · trying again"))
		} else if !tr.next.IsZero() {
			spans = append(spans, faint(" · next try "+clock(tr.next)))
		}
	} else if tr.old && a.w >= 40 {
		spans = append(spans, faint(" · as of "+clock(tr.data)))
	} else if !tr.data.IsZero() && a.w >= 40 {
		spans = append(spans, faint(" · data "+clock(tr.data)))
	}
	if text := a.unpushed(); text != "" && a.w >= middle && tr.state != broken && tr.state != paused {
		spans = append(spans, draw.Span{Style: th.Warn, Text: " · " + text})
	}
	if a.w >= wide-20 && tr.state != broken && len(a.members) == 1 {
		b := append(make([]byte, 0, 32), " · "...)
		b = a.appendBudget(b, a.members[0])
		spans = append(spans, faint(string(append(b, " req/min"...))))
	}
	if a.w >= middle {
		spans = append(spans, faint(" · "+a.zoneName(look)))
	}
	return spans
}

// unpushed says that endings are not pushed, so that they show as late as
// everything else does.
func (a *App) unpushed() string {
	pushing := 0
	for _, m := range a.members {
		if m.pushes() {
			pushing++
		}
	}
	switch pushing {
	case len(a.members):
		return ""
	case 0:
		return "not pushed"
	}
	return "partly pushed"
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
	if len(a.members) < 2 {
		filter.Profile = ""
	}
	title := runs.Title{
		Filter: filter.Title(),
		Loaded: a.Loaded(),
		Whole:  a.whole,
		Sort:   a.order,
		Marks:  a.marksText(),
		Unread: !a.anyRead(),
	}
	switch {
	case len(a.view.Rows()) > 0:
	case title.Unread && a.unlisted() != nil:
		title.Empty = "not read yet. " + sentence(a.unlisted())
	case title.Unread && (!a.allListed() || len(a.functions) > 0):
		title.Empty = a.waitedFor()
	case title.Unread:
		title.Empty = "no functions, so no runs"
	case filter.Empty() && title.Whole:
		title.Empty = "no runs yet"
	case filter.Empty():
		title.Empty = a.waitedFor()
	case a.readingOlder():
		title.Empty = "none so far; reading older runs …"
	case title.Whole:
		title.Empty = "none. " + a.undoes()
	default:
		title.Empty = "none among those loaded. " + a.o.Keys.Key(keymap.Bottom) + " reads on, " + a.undoes()
	}
	if a.readingOlder() {
		title.Note = "reading older …"
	} else if a.truth.old {
		title.Note = "as of " + pointInTime(a.truth.data, a.look())
	}
	return title
}

// pointInTime is a time as the header shows it: with its day, where that is
// another.
func pointInTime(at time.Time, look pane.Look) string {
	zone := look.Times.Zone(look.Zone)
	at = at.In(zone)
	if y, m, d := look.Now.In(zone).Date(); at.Year() != y || at.Month() != m || at.Day() != d {
		return at.Format("Jan 2 15:04")
	}
	return at.Format("15:04:05")
}

// Loaded is how many runs are loaded, whatever the filter lets through.
func (a *App) Loaded() int { return a.store.Len() }
