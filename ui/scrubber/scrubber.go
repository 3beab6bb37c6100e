// Package scrubber is the line on which a person goes through the past: the
// failures of some time as bars, which part of it was seen, and the moment
// that the rest of the screen is of.
package scrubber

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Span is a stretch of time and how far a step in it goes.
type Span struct{ Length, Step time.Duration }

// Spans are those there are, the shortest first. A step of each is about a
// column of a screen.
var Spans = [...]Span{
	{time.Hour, time.Minute}, {6 * time.Hour, 5 * time.Minute}, {24 * time.Hour, 15 * time.Minute},
	{7 * 24 * time.Hour, 2 * time.Hour}, {30 * 24 * time.Hour, 8 * time.Hour},
}

// usual is the one to begin with: a day.
const usual = 2

// Parts is how many steps the span has.
func (s Span) Parts() int { return int(s.Length / s.Step) }

// Model is the line.
type Model struct {
	now  time.Time // when the person left it: no moment is later
	at   time.Time
	to   time.Time // the end of the stretch that is shown
	span int
	bars []model.Bucket
	seen []bool

	words string // what is to be said of the moment
	bad   bool   // and it is bad news
	field *field.Model
	lines draw.Lines
}

// New makes one for a person who leaves the present, a step before it.
func New(now time.Time) *Model {
	m := &Model{now: now, to: now, span: usual}
	m.at = now.Add(-Spans[usual].Step)
	return m
}

// At is the moment.
func (m *Model) At() time.Time { return m.at }

// Shown is the stretch of time whose bars are wished for, and in how many parts.
func (m *Model) Shown() (from, to time.Time, parts int) {
	s := Spans[m.span]
	return m.to.Add(-s.Length), m.to, s.Parts()
}

// SetBars tells how many runs failed in each part, and which parts were seen
// whole.
func (m *Model) SetBars(bars []model.Bucket, seen []bool) { m.bars, m.seen = bars, seen }

// Bare reports whether the bars are those of another stretch, or none yet.
func (m *Model) Bare() bool { return m.bars == nil }

// Say says what there is to say of the moment.
func (m *Model) Say(words string, bad bool) { m.words, m.bad = words, bad }

// Step goes so many steps on, or back. It reports false at now.
func (m *Model) Step(by int) bool {
	if by > 0 && !m.at.Before(m.now) {
		return false
	}
	m.Go(m.at.Add(time.Duration(by) * Spans[m.span].Step))
	return true
}

// Go goes to a moment, and takes the stretch along where that lies outside.
func (m *Model) Go(to time.Time) {
	if to.After(m.now) {
		to = m.now
	}
	m.at = to
	if s := Spans[m.span]; to.After(m.to) || to.Before(m.to.Add(-s.Length)) {
		m.slide(to)
	}
}

// slide puts the stretch around a moment. Its ends stay whole steps from now,
// so that bars do not change their bounds.
func (m *Model) slide(to time.Time) {
	s := Spans[m.span]
	m.bars, m.seen = nil, nil
	m.to = m.now
	if end := to.Add(s.Length / 2); end.Before(m.now) {
		m.to = m.now.Add(-(m.now.Sub(end) / s.Step * s.Step))
	}
}

// Longer takes the next longer stretch, or the next shorter. It reports false
// where there is none.
func (m *Model) Longer(by int) bool {
	if m.span+by < 0 || m.span+by >= len(Spans) {
		return false
	}
	m.span += by
	m.slide(m.at)
	return true
}

// Type begins to take in a time.
func (m *Model) Type() { m.field = field.New(40) }

// Typing reports whether keys are text.
func (m *Model) Typing() bool { return m.field != nil }

// Typed takes a key while a time is typed. It reports the text once that is
// done.
func (m *Model) Typed(msg tea.KeyMsg) (text string, done bool) {
	switch msg.Type {
	case tea.KeyEsc:
		m.field = nil
	case tea.KeyEnter:
		text, m.field = strings.TrimSpace(m.field.Value()), nil
		return text, text != ""
	default:
		m.field.Key(msg)
	}
	return "", false
}

// Height is how many lines it has where there is room for h.
func Height(h int) int {
	if h < 12 {
		return 1
	}
	return 3
}

// View draws the words, and beneath them the bars and what was seen.
func (m *Model) View(look pane.Look, w, h int) []string {
	l := &m.lines
	l.Reset(w)
	m.head(l, look)
	if h > 1 {
		m.graph(l, look)
	}
	l.Fill(h)
	return l.Take(h)
}

func (m *Model) head(l *draw.Lines, look pane.Look) {
	t := look.Theme
	l.Text(t.Current, " THE PAST ")
	if m.Typing() {
		l.Text(t.Text, " go to ")
		m.field.Draw(l, t, max(0, min(24, l.Left())))
		l.Text(t.Faint, "  14:05 · 90m · 2026-11-21T14:05 · esc")
		l.End()
		return
	}
	l.Text(t.Strong, " "+Moment(m.at, look))
	if ago := m.now.Sub(m.at); ago >= time.Second {
		l.Text(t.Faint, " · "+draw.Age(ago))
	}
	if m.words != "" {
		style := t.Text
		if m.bad {
			style = t.Warn
		}
		l.Text(t.Faint, " · ")
		l.Text(style, m.words)
	}
	l.End()
}

// Moment is a time as the line shows it, with its day and zone.
func Moment(at time.Time, look pane.Look) string {
	return at.In(look.Times.Zone(look.Zone)).Format("Jan 2 15:04:05 MST")
}

// graph draws the bars. Where there are more than columns, those around the
// moment are shown.
func (m *Model) graph(l *draw.Lines, look pane.Look) {
	t := look.Theme
	from, to, parts := m.Shown()
	left, right := short(from, look), short(to, look)
	room := max(1, l.Left()-draw.Width(left)-draw.Width(right)-4)
	cursor := min(parts-1, int(m.at.Sub(from)/Spans[m.span].Step))
	first := 0
	if parts > room {
		first = max(0, min(parts-room, cursor-room/2))
		left, right = short(from.Add(time.Duration(first)*Spans[m.span].Step), look), short(from.Add(time.Duration(first+room)*Spans[m.span].Step), look)
	}
	shown := min(room, parts)
	most := 0
	for _, b := range m.bars {
		most = max(most, b.Failed)
	}
	l.Text(t.Faint, " "+left+" ")
	for i := first; i < first+shown; i++ {
		style, sign := t.Bad, " "
		if i < len(m.bars) {
			sign = draw.Bar(m.bars[i].Failed, most)
		}
		l.Fit(style, sign, 1)
	}
	l.Text(t.Faint, " "+right)
	l.End()
	l.Blank(draw.Width(left) + 2)
	for i := first; i < first+shown; i++ {
		switch {
		case i == cursor:
			l.Fit(t.Accent, "▲", 1)
		case i >= len(m.seen):
			l.Fit(t.Faint, " ", 1)
		case m.seen[i]:
			l.Fit(t.Border, "─", 1)
		default:
			l.Fit(t.Warn, "?", 1)
		}
	}
	l.Text(t.Faint, " "+m.legend())
	l.End()
}

// legend says what bars and signs mean, as far as there is room.
func (m *Model) legend() string {
	for _, seen := range m.seen {
		if !seen {
			return "? unseen"
		}
	}
	return "failures"
}

// short is a time at an end of the bars.
func short(at time.Time, look pane.Look) string {
	return at.In(look.Times.Zone(look.Zone)).Format("Jan 2 15:04")
}
