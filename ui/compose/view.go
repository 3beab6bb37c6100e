package compose

import (
	"strconv"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

const (
	wide = 92
	high = 18
)

// Size is how large the composer wants to be: it does not grow with the text,
// so that the box stays still while one types.
func (m *Model) Size(w, h int) (int, int) { return min(w, wide), min(h, high) }

// View draws the composer.
func (m *Model) View(look pane.Look, w, h int) []string {
	t := look.Theme
	var l draw.Lines
	l.Reset(w)
	style, said := m.verdict(t)
	box := draw.Box{
		Border: look.Border(),
		Title:  []draw.Span{{Style: t.Strong, Text: m.o.Title}},
		Note:   []draw.Span{{Style: style, Text: draw.Cut(said, w-8)}},
	}
	if h > 1 {
		l.Top(box)
	}
	inside := h - 2
	below := m.below(inside)
	if m.o.Hint != "" && inside-below > 6 {
		line(&l, box, func() { l.Fit(t.Faint, m.o.Hint, l.Left()-2) })
		line(&l, box, func() {})
		inside -= 2
	}
	m.viewText(&l, box, t, inside-below)
	m.viewBelow(&l, box, t, below)
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

// line draws one line inside the box, one blank from its border.
func line(l *draw.Lines, box draw.Box, inside func()) {
	l.Side(box)
	l.Blank(min(1, l.Left()-1))
	inside()
	l.EndSide(box)
}

// verdict is what the lower border says of the text.
func (m *Model) verdict(t *theme.Theme) (theme.Style, string) {
	c := m.check
	switch {
	case m.leaving:
		return t.Warn, "press esc again to drop your text"
	case c.problem != "":
		return t.Bad, c.where() + " " + c.problem
	case c.empty && m.o.Action.Kind == model.Rerun:
		return t.Faint, "empty: the input stays as it was"
	case c.empty:
		return t.Faint, "empty: no payload is sent"
	case !c.object:
		return t.Warn, "JSON, but not an object"
	}
	return t.Good, "JSON ✓"
}

// below is how many lines stand under the text: two fields and a blank line
// for a rerun, a blank line and the keys for all.
func (m *Model) below(inside int) int {
	wanted := 2
	if m.o.WithRerunFields {
		wanted = 5
	}
	if inside-wanted >= 4 {
		return wanted
	}
	// Too little room: the fields matter more than blank lines and keys.
	if m.o.WithRerunFields && (inside >= 4 || m.inReason && inside > 0) {
		return min(inside, 2)
	}
	return 0
}

func (m *Model) viewBelow(l *draw.Lines, box draw.Box, t *theme.Theme, room int) {
	if room == 0 {
		return
	}
	airy := room != 2 || !m.o.WithRerunFields
	if airy {
		line(l, box, func() {})
	}
	if m.o.WithRerunFields {
		line(l, box, func() { m.viewReason(l, t) })
		if room > 1 {
			line(l, box, func() { m.viewLatest(l, t) })
		}
	}
	if !airy {
		return
	}
	if m.o.WithRerunFields {
		line(l, box, func() {})
	}
	line(l, box, func() { m.viewKeys(l, t) })
}

const labels = 13

func (m *Model) viewReason(l *draw.Lines, t *theme.Theme) {
	label := t.Faint
	if m.inReason {
		label = t.Accent
	}
	l.Cell(label, "reason", min(labels, l.Left()-1), 0)
	value := m.reason.Value()
	if !m.inReason {
		if value == "" {
			l.Fit(t.Faint, "none (tab)", l.Left()-2)
		}
		l.Fit(t.Text, model.Visible(value), l.Left()-2)
		return
	}
	m.reason.Draw(l, t, l.Left()-2)
}

func (m *Model) viewLatest(l *draw.Lines, t *theme.Theme) {
	l.Cell(t.Faint, "latest code", min(labels, l.Left()-1), 0)
	if m.latest {
		l.Fit(t.Accent, "[x] ", l.Left()-2)
	} else {
		l.Fit(t.Text, "[ ] ", l.Left()-2)
	}
	l.Fit(t.Faint, "run the function as it is now (ctrl+t)", l.Left()-2)
}

func (m *Model) viewKeys(l *draw.Lines, t *theme.Theme) {
	hints := []draw.Hint{{"ctrl+s", "go on"}, {"esc", "close"}, {"ctrl+f", "format"}, {"ctrl+e", "$EDITOR"}}
	if m.o.WithRerunFields {
		hints = append(hints, draw.Hint{"tab", "reason"})
	}
	l.Hints(t, l.Left()-2, hints...)
}

// viewText draws the lines around the cursor, and those before the cut where
// the text is held.
func (m *Model) viewText(l *draw.Lines, box draw.Box, t *theme.Theme, room int) {
	if room <= 0 {
		return
	}
	row, col := m.editor.at()
	if m.editor.held {
		line(l, box, func() {
			l.Fit(t.Warn, "too long or too odd to edit here: ctrl+e opens it in $EDITOR", l.Left()-2)
		})
		row, col, room = -1, 0, room-1
	}
	lines := m.editor.lines
	top := max(0, min(row-room/2, len(lines)-room))
	digits := len(strconv.Itoa(max(len(lines), 10)))
	var shift int
	if row >= 0 {
		shift = sideways(cellsBefore(lines[row], col), l.Left()-digits-7)
	}
	for i := top; i < min(top+room, len(lines)); i++ {
		line(l, box, func() {
			m.viewNumber(l, t, i, digits)
			if i == row && !m.inReason {
				field.Text{Value: lines[i], Cursor: byteOf(lines[i], col), Shift: shift}.Draw(l, t, l.Left()-2)
				return
			}
			// Four bytes make at least half a cell.
			text := draw.Clip(lines[i], 8*(shift+l.Left())+64)
			l.Fit(t.Text, ansi.TruncateLeft(model.Visible(text), shift, ""), l.Left()-2)
		})
	}
	for i := len(lines) - top; i < room; i++ {
		line(l, box, func() {})
	}
}

func (m *Model) viewNumber(l *draw.Lines, t *theme.Theme, i, digits int) {
	if l.Left() < 24 {
		return // the text needs the room more than its numbers
	}
	style, mark := t.Faint, " "
	if m.check.problem != "" && m.check.line == i+1 {
		style, mark = t.Bad, "!"
	}
	l.Fit(style, mark, 1)
	l.Right(style, strconv.Itoa(i+1), digits, 2)
}

// sideways is how far lines are moved to the left for column to be in sight:
// in steps, so that they stand still between them.
func sideways(column, room int) int {
	room = max(room, 4)
	if column < room {
		return 0
	}
	step := room / 2
	return (column - room + step) / step * step
}

func cellsBefore(text string, col int) int {
	return draw.Width(model.Visible(text[:byteOf(text, col)]))
}

// byteOf is where rune number col of a text begins.
func byteOf(text string, col int) int {
	for i := range text {
		if col == 0 {
			return i
		}
		col--
	}
	return len(text)
}
