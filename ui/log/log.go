// Package log is the screen of what fntop itself did: requests with their
// status, time and budget, links that changed, notices. It shows what is in
// the traffic's memory; nothing of it is written anywhere.
package log

import (
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Kind is what a line tells of.
type Kind uint8

// The kinds of lines.
const (
	Request Kind = iota
	Link
	Notice
)

// Line is one thing that happened.
type Line struct {
	At     time.Time
	Kind   Kind
	Bad    bool
	Method string // of a request
	Path   string
	Status int // 0 when no answer came
	Took   time.Duration
	Used   int // requests in the minute before, of Budget
	Budget int
	Text   string // of everything else; why a request failed
}

// Model is the screen. The newest line is at the bottom, and in sight until
// one scrolls up.
type Model struct {
	all   []Line
	top   int
	held  bool // scrolled up: the lines stay where they are
	h     int
	lines draw.Lines
}

// New returns an empty screen.
func New() *Model { return &Model{h: 20} }

// SetLines shows these lines, the oldest first.
func (m *Model) SetLines(lines []Line) {
	if m.held {
		// What fell off at the front moved the rest up.
		if gone := shift(m.all, lines); gone > 0 {
			m.top = max(0, m.top-gone)
		}
	}
	m.all = lines
	m.clamp()
}

// Key scrolls.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Back || action == keymap.Quit {
		return pane.Close{}
	}
	by, ok := pane.Step(action, m.h)
	if !ok {
		return nil
	}
	m.top += by
	m.held = m.top < len(m.all)-m.h
	m.clamp()
	return nil
}

// Resize tells how many lines high the screen will be drawn.
func (m *Model) Resize(h int) {
	m.h = max(1, h-2)
	m.clamp()
}

func (m *Model) clamp() {
	last := max(0, len(m.all)-m.h)
	if !m.held {
		m.top = last
	}
	m.top = max(0, min(m.top, last))
}

// View draws the screen, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	m.Resize(h)
	l, t := &m.lines, look.Theme
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: t.Strong, Text: "Log"}, {Style: t.Faint, Text: " of this fntop"}}, Note: m.note(look)}
	l.Top(box)
	if len(m.all) == 0 {
		l.Side(box)
		l.Text(t.Faint, " nothing has happened yet")
		l.EndSide(box)
	}
	for _, line := range m.all[min(m.top, len(m.all)):] {
		if l.Height() >= h-1 {
			break
		}
		l.Side(box)
		l.Blank(1)
		m.row(look, line)
		l.EndSide(box)
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

func (m *Model) row(look pane.Look, line Line) {
	l, t := &m.lines, look.Theme
	l.Cell(t.Faint, line.At.In(look.Times.Zone(look.Zone)).Format("15:04:05.000"), 12, 2)
	if line.Kind != Request {
		style := t.Text
		if line.Bad {
			style = t.Warn
		}
		word := "notice"
		if line.Kind == Link {
			word = "link"
		}
		l.Cell(t.Faint, word, 6, 1)
		l.Fit(style, line.Text, l.Left()-2)
		return
	}
	l.Cell(t.Faint, line.Method, 6, 1)
	status, style := strconv.Itoa(line.Status), t.Good
	if line.Status == 0 {
		status = "–"
	}
	if line.Bad {
		style = t.Bad
	}
	l.Cell(style, status, 4, 0)
	l.Right(t.Text, draw.Took(line.Took), 6, 1)
	l.Right(t.Faint, strconv.Itoa(line.Used)+"/"+strconv.Itoa(line.Budget), 9, 2)
	if line.Text != "" {
		l.Fit(style, line.Text, l.Left()/2)
		l.Blank(2)
	}
	path := line.Path
	if _, tail, ok := strings.Cut(path, "/api/v1/"); ok {
		path = tail // what stands before it is the same in every line
	}
	l.Fit(pathStyle(t, line), draw.CutMiddle(model.Visible(path), l.Left()-2), l.Left()-2)
}

func pathStyle(t *theme.Theme, line Line) theme.Style {
	if line.Bad {
		return t.Text
	}
	return t.Faint
}

func (m *Model) note(look pane.Look) []draw.Span {
	if len(m.all) == 0 {
		return nil
	}
	last := min(len(m.all), m.top+m.h)
	return []draw.Span{{Style: look.Theme.Faint, Text: draw.Count(m.top+1) + "–" + draw.Count(last) + " of " + draw.Count(len(m.all))}}
}

// shift is how many of the old lines fell off at the front of the new ones.
func shift(old, fresh []Line) int {
	if len(old) == 0 || len(fresh) == 0 {
		return 0
	}
	for i := range old {
		if old[i] == fresh[0] {
			return i
		}
	}
	return len(old)
}
