package setup

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

const (
	wide = 78
	high = 16
	tall = 22 // while a try is shown, which has more lines
)

// Size is how large the wizard wants to be: it does not change with what is
// typed, so that the box stays still.
func (m *Model) Size(w, h int) (int, int) {
	want := high
	if m.stage != asking {
		want = tall
	}
	return min(w, wide), min(h, want)
}

// row draws the inside of one line.
type row func(l *draw.Lines, t *theme.Theme)

// View draws the wizard.
func (m *Model) View(look pane.Look, w, h int) []string {
	var l draw.Lines
	l.Reset(w)
	t := look.Theme
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: t.Strong, Text: "Set up a connection"}}, Note: m.progress(t)}
	if h > 1 {
		l.Top(box)
	}
	inside, width := max(0, h-2), max(0, w-2*margin(w)-2)
	var rows []row
	if m.stage == asking {
		rows = m.question(t, width, inside)
	} else {
		rows = m.trial(width, inside)
	}
	// Drawn on lines of their own, so that no row reaches the border.
	var own draw.Lines
	own.Reset(width)
	rows = rows[:min(len(rows), inside)]
	for _, r := range rows {
		r(&own, t)
		own.End()
	}
	for _, line := range own.Take(len(rows)) {
		l.Side(box)
		l.Blank(min(margin(w), l.Left()-1))
		l.Drawn(line, max(0, min(width, l.Left()-1)))
		l.EndSide(box)
	}
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

// margin is how far the text stands from the border.
func margin(w int) int {
	if w < 36 {
		return 1
	}
	return 2
}

func (m *Model) progress(t *theme.Theme) []draw.Span {
	if m.stage != asking {
		return nil
	}
	return []draw.Span{{Style: t.Faint, Text: fmt.Sprintf("%d of %d", m.form.at().page, namePage)}}
}

// question is the page of the form, with its heading above and, at the foot,
// what the entry means or what is wrong with it, and the keys. Where there is
// little room, blank lines go first, then the heading and the keys.
func (m *Model) question(t *theme.Theme, width, inside int) []row {
	e := m.form.at()
	above, below := m.around(e, width, inside)
	page := m.page(t, width, max(1, inside-len(above)-len(below)))
	// Only now is it known what an entry has said of itself.
	above, below = m.around(e, width, inside)
	return append(append(above, page...), below...)
}

// around is what stands above the entries and below them.
func (m *Model) around(e *entry, width, inside int) (above, below []row) {
	heading := text(pageTitle(e.page, m.form.chosenWay()), strong)
	style, said := m.foot(e)
	most := 2
	if e.err != "" && inside >= 8 {
		most = 3
	}
	foot := wrapped(said, width, most, style)
	for len(foot) < 2 {
		foot = append(foot, blank)
	}
	switch {
	case inside >= 13:
		return []row{blank, heading, blank}, append(append([]row{blank}, foot...), blank, m.keys(e))
	case inside >= 8:
		return []row{heading}, append(foot, m.keys(e))
	case inside >= 4:
		return nil, wrapped(said, width, 2, style)
	case e.err != "" || m.leaving:
		return nil, wrapped(said, width, 1, style)
	}
	return nil, nil
}

// page is the entries, as many lines as there is room for.
func (m *Model) page(t *theme.Theme, width, room int) []row {
	f := m.form
	f.sheet.theme, f.sheet.width, f.sheet.height = t, width, room
	f.huh.WithWidth(max(1, width)).WithHeight(room)
	f.send(drawn{}) // which lays the entries out anew
	lines := strings.Split(f.huh.View(), "\n")
	rows := make([]row, room)
	for i := range rows {
		rows[i] = blank
		if i < len(lines) {
			line := ansi.Truncate(lines[i], width, "")
			rows[i] = func(l *draw.Lines, _ *theme.Theme) { l.Drawn(line, ansi.StringWidth(line)) }
		}
	}
	return rows
}

// drawn tells the form that it is looked at; no entry takes it for anything.
type drawn struct{}

// foot is what there is to say of the entry.
func (m *Model) foot(e *entry) (func(*theme.Theme) theme.Style, string) {
	switch {
	case m.leaving:
		return warn, "Press esc again to drop what you typed."
	case e.err != "":
		return bad, e.err
	}
	return faint, e.note()
}

func (m *Model) keys(e *entry) row {
	on, back, move := "go on", "close", "move"
	if e.last {
		on = "try it"
	}
	if e.page > wherePage {
		back = "back"
	}
	if _, ok := e.input.(*choice); ok {
		move = "choose"
	}
	hints := []draw.Hint{{"enter", on}, {"esc", back}, {"↑ ↓", move}, {"shift+tab", "up"}}
	return func(l *draw.Lines, t *theme.Theme) { l.Hints(t, l.Left(), hints...) }
}

func blank(*draw.Lines, *theme.Theme) {}

func plain(t *theme.Theme) theme.Style  { return t.Text }
func good(t *theme.Theme) theme.Style   { return t.Good }
func faint(t *theme.Theme) theme.Style  { return t.Faint }
func warn(t *theme.Theme) theme.Style   { return t.Warn }
func bad(t *theme.Theme) theme.Style    { return t.Bad }
func strong(t *theme.Theme) theme.Style { return t.Strong }

func text(line string, style func(*theme.Theme) theme.Style) row {
	return func(l *draw.Lines, t *theme.Theme) { l.Fit(style(t), line, l.Left()) }
}

// wrapped is a sentence in at most so many lines.
func wrapped(said string, width, most int, style func(*theme.Theme) theme.Style) []row {
	if said == "" {
		return nil
	}
	parts := draw.Wrap(said, width)
	if len(parts) > most {
		parts[most-1] += " …"
		parts = parts[:most]
	}
	rows := make([]row, len(parts))
	for i, part := range parts {
		rows[i] = text(part, style)
	}
	return rows
}
