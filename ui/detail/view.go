package detail

import (
	"bytes"
	"strings"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Under this size there is no border: every cell is needed.
const (
	bareWidth  = 14
	bareHeight = 4
)

// A document has a gutter where rows are at least that wide.
const (
	gutter    = 2
	narrowest = 20
)

// space is how a window is shared out.
type space struct {
	boxed  bool
	width  int // cells of a row of the body
	gutter int // of these, what is left for the mark of the selected row
	tabs   bool
	rule   bool // a line under the tabs
	notice []string
	search bool // a line at the bottom, for a search or an expression
	body   int  // rows of the body
}

// space shares out the window of the last frame.
func (m *Model) space() space {
	w, h := m.seen.w, m.seen.h
	s := space{boxed: w >= bareWidth && h >= bareHeight}
	if !s.boxed {
		s.width, s.body = max(1, w), max(0, h-1)
		s.search = s.body > 0 && m.lined()
	} else {
		s.width, s.body = w-4, h-2
		s.tabs, s.rule = h >= 7, h >= 14
		s.notice = m.notice(s.width, s.body/3)
		s.search = m.lined()
		if m.selects() && s.width >= narrowest {
			s.gutter = gutter
		}
	}
	for _, taken := range []bool{s.tabs, s.rule, s.search} {
		if taken {
			s.body--
		}
	}
	s.body = max(0, s.body-len(s.notice))
	return s
}

// lined reports whether there is a line at the bottom.
func (m *Model) lined() bool { return m.asks.open || m.search.open || m.search.inForce() }

// line draws it.
func (m *Model) line(look pane.Look, width int) {
	if m.asks.open {
		m.askLine(look, width)
		return
	}
	m.searchLine(look, width)
}

// notice is what is said above the body: that something went wrong, and where
// the input comes from. It has at most as many rows as asked for.
func (m *Model) notice(width, most int) []string {
	text := ""
	switch {
	case m.asks.open && m.asks.wrong != nil:
		text = model.Visible(m.asks.wrong.Error())
		if a := m.answers[m.tab]; a != nil {
			text += " · still shown: " + a.said()
		}
	case m.bad:
		text = m.state
	case m.answers[m.tab] != nil:
		text = m.answers[m.tab].said()
	case m.tab == inputTab && m.input != nil && (m.detail == nil || !bytes.Equal(m.input, m.detail.Input)):
		text = "what this fntop sent"
	case m.tab == overviewTab || m.tab == timelineTab:
		text = m.waitsFor()
	}
	if text == "" || most < 1 {
		return nil
	}
	text = draw.Anchored(text)
	starts := breaks(nil, text, width, width, betweenWords)
	var rows []string
	for i, from := range starts {
		to := len(text)
		if i+1 < len(starts) && len(rows)+1 < most {
			to = starts[i+1]
		}
		rows = append(rows, strings.TrimRight(text[from:to], " "))
		if len(rows) == most {
			break
		}
	}
	return rows
}

// measure is how many rows of the body the last frame had; at least one.
func (m *Model) measure() int { return max(1, m.space().body) }

// View draws the run, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	if look.Zone == nil {
		look.Zone = time.UTC
	}
	m.seen.look, m.seen.w, m.seen.h = look, w, h
	s, l := m.space(), &m.lines
	b := m.body()
	l.Reset(w)
	top := m.wraps.settle(b, m.at[m.tab], max(1, s.body))
	if m.selects() {
		top = m.wraps.around(b, top, m.cursor[m.tab], max(1, s.body))
	}
	m.rows = m.wraps.window(m.rows[:0], b, top, s.body)
	if !s.boxed {
		m.bare(look, s, b, h)
		return l.Take(h)
	}
	box := draw.Box{Border: look.Border(), Title: m.title(look, w-4), Note: m.note(look, s, b, w-6)}
	l.Top(box)
	inside := func(write func()) {
		l.Side(box)
		l.Blank(1)
		write()
		l.EndSide(box)
	}
	if s.tabs {
		inside(func() { m.tabBar(look, s.width) })
	}
	if s.rule {
		inside(func() { m.rule(look, s.width) })
	}
	for _, row := range s.notice {
		inside(func() { l.Fit(m.noticeStyle(look), row, s.width) })
	}
	p := m.painter(look)
	for _, r := range m.rows {
		l.Side(box)
		l.Blank(1)
		p.mark(&r, s.gutter)
		p.row(b, r)
		l.EndSide(box)
	}
	bottom := h - 1
	if s.search {
		bottom--
	}
	l.FillBox(box, bottom)
	if s.search {
		inside(func() { m.line(look, s.width) })
	}
	l.Bottom(box)
	return l.Take(h)
}

// bare draws what fits where there is no room for a border.
func (m *Model) bare(look pane.Look, s space, b body, h int) {
	l, r := &m.lines, m.run()
	status := r.Status
	if m.queued() {
		status = model.StatusPending
	}
	l.Fit(look.Theme.Status(status), theme.Glyph(status), 1)
	l.Blank(1)
	l.Text(look.Theme.Strong, m.name())
	l.End()
	p := m.painter(look)
	for _, r := range m.rows {
		p.mark(&r, 0)
		p.row(b, r)
		l.End()
	}
	if s.search {
		l.Fill(h - 1)
		m.line(look, s.width)
		l.End()
	}
}

func (m *Model) painter(look pane.Look) painter {
	p := painter{theme: look.Theme, lines: &m.lines, wraps: &m.wraps, look: look, now: place{-1, -1}, selected: place{-1, -1}}
	if m.search.inForce() {
		p.query, p.now = &m.search.query, m.search.here
	}
	if m.selects() {
		p.selected = m.cursor[m.tab]
	}
	return p
}

func (m *Model) noticeStyle(look pane.Look) theme.Style {
	switch {
	case m.bad || m.asks.open && m.asks.wrong != nil:
		return look.Theme.Bad
	case m.run().Status == model.StatusWaiting && m.tab != inputTab:
		return look.Theme.Status(model.StatusWaiting)
	}
	return look.Theme.Faint
}

// name is what the run is called: its function, or its id.
func (m *Model) name() string {
	if r := m.run(); r.Function.Label() != "" {
		return model.Visible(r.Function.Label())
	}
	return model.Visible(m.id.ID)
}
