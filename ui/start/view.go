package start

import (
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// wide is how wide the text is set; it stands in the middle of the screen.
const wide = 72

// line is one line of the page.
type line struct {
	draw  func(l *draw.Lines, width int)
	blank bool
}

// page collects the lines.
type page struct {
	m     *Model
	look  pane.Look
	width int
	lines []line
}

func (p *page) say(style theme.Style, text string) {
	for _, part := range draw.Wrap(text, max(1, p.width)) {
		p.lines = append(p.lines, line{draw: func(l *draw.Lines, width int) { l.Fit(style, part, width) }, blank: part == ""})
	}
}

func (p *page) gap() { p.say(p.look.Theme.Text, "") }

// cells is a line of two columns; the first is column cells wide.
func (p *page) cells(first theme.Style, text string, column int, note string) {
	second := p.look.Theme.Faint
	p.lines = append(p.lines, line{draw: func(l *draw.Lines, width int) {
		column := min(column, width)
		l.Cell(first, text, column, min(2, width-column))
		l.Fit(second, note, width-column-2)
	}})
}

// items are the profiles around the selected one, at most so many, and the
// rest of what can be chosen.
func (p *page) items(most int) {
	m, t := p.m, p.look.Theme
	from := max(0, min(m.at-most/2, m.profiles-most))
	to := min(m.profiles, from+most)
	column := 0
	for _, it := range m.items[:m.profiles] {
		column = max(column, min(24, p.width/2, draw.Width(it.text)))
	}
	for i := from; i < to; i++ {
		p.item(i, column)
	}
	if more := m.profiles - (to - from); more > 0 {
		p.say(t.Faint, "  and "+string(draw.AppendCount(nil, more))+" more: ↑ ↓")
	}
	if to > from {
		p.gap()
	}
	for i := m.profiles; i < len(m.items); i++ {
		p.item(i, 1)
	}
	if key := p.look.Keys.Key(keymap.Quit); key != "" {
		p.cells(t.Accent, "  "+model.Visible(key), 3, "quit")
	}
}

func (p *page) item(i, column int) {
	it, t, chosen := p.m.items[i], p.look.Theme, i == p.m.at
	p.lines = append(p.lines, line{draw: func(l *draw.Lines, width int) {
		end := l.Left() - width
		mark, style, note := "", t.Text, t.Faint
		if chosen {
			mark, style = "▸", t.Strong
			if it.key != "" {
				note = t.Text
			}
		}
		l.Cell(t.Accent, mark, min(1, width), 1)
		if it.key != "" {
			l.Cell(t.Accent, it.key, min(column, l.Left()-end), 2)
			l.Fit(note, it.text, l.Left()-end)
			return
		}
		l.Cell(style, it.text, min(column, l.Left()-end), 2)
		l.Fit(note, it.note, l.Left()-end)
	}})
}

// lines is the page's text. A short one begins with what can be done.
func (m *Model) lines(look pane.Look, width int, short bool, most int) []line {
	t := look.Theme
	p := &page{m: m, look: look, width: width}
	p.say(t.Title, "fntop")
	if short {
		p.items(most)
	} else {
		p.say(t.Text, "Watches the functions and triggers of a workspace, shows each run as it happens, and invokes and reruns them.")
		p.gap()
	}
	if m.problem != "" {
		p.say(t.Warn, m.problem)
		p.gap()
	}
	if !short {
		p.items(most)
		p.gap()
	}
	if m.profiles > 0 {
		p.say(t.Faint, "Profiles are kept in "+m.config)
		return p.lines
	}
	p.say(t.Strong, "Or connect by variables")
	p.say(t.Text, "Set these, and start fntop again:")
	column := draw.Width("  CENTRALI_CLIENT_SECRET")
	for _, pair := range [...][2]string{
		{"CENTRALI_WORKSPACE", "the workspace's slug"},
		{"CENTRALI_CLIENT_ID", "of a service account"},
		{"CENTRALI_CLIENT_SECRET", "and its secret"},
		{"CENTRALI_URL", "where it is not the hosted one"},
	} {
		p.cells(t.Text, "  "+pair[0], column, pair[1])
	}
	if m.config != "" {
		p.gap()
		p.say(t.Faint, "Profiles are kept in "+m.config)
		p.say(t.Faint, "\"fntop config init --write\" writes one to fill in.")
	}
	return p.lines
}

// View draws the page.
func (m *Model) View(look pane.Look, w, h int) []string {
	margin := 2
	if w < 30 {
		margin = min(1, w-1)
	}
	width := max(1, min(wide, w-2*margin))
	left := max(margin, (w-wide)/2)
	lines := m.lines(look, width, false, 9)
	if len(lines) > h {
		// Too little room: the blank lines go first, then the explanation,
		// then profiles far from the selected one, then the end.
		if lines = tight(lines); len(lines) > h {
			lines = tight(m.lines(look, width, true, max(1, h-6)))
		}
	}
	// A third of what is left stands above: it looks more even than a half.
	var l draw.Lines
	l.Reset(w)
	l.Fill(max(0, (h-len(lines))/3))
	for _, line := range lines[:min(len(lines), h)] {
		l.Blank(left)
		line.draw(&l, width)
		l.End()
	}
	return l.Take(h)
}

func tight(lines []line) []line {
	var kept []line
	for _, line := range lines {
		if !line.blank {
			kept = append(kept, line)
		}
	}
	return kept
}
