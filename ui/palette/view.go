package palette

import (
	"cmp"
	"strconv"
	"strings"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// The picker is as wide as a line that is read at a glance, and as high as
// its items, up to most of the screen.
const (
	wide  = 76
	wider = 116 // where items are sentences
	rows  = 18
	frame = 2
)

// Size is how large the picker wants to be.
func (m *Model) Size(w, h int) (int, int) {
	// All items count, not those that match: the box stays still while one
	// types.
	high := frame + min(rows, max(1, len(m.lines)))
	if m.typing() {
		high += 2
	}
	if m.o.Free != nil {
		high++
	}
	most := wide
	if m.o.Sentences {
		most = wider
	}
	return min(w, most), min(h, high)
}

// View draws the picker.
func (m *Model) View(look pane.Look, w, h int) []string {
	t := look.Theme
	var l draw.Lines
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: m.title(t), Note: m.hints(t, w-7)}
	if h > 1 {
		l.Top(box)
	}
	inside := h - frame
	if m.typing() && inside > 1 {
		m.viewLine(&l, box, t)
		inside--
		// The blank line goes first where there is little room.
		if inside > 4 {
			l.Side(box)
			l.EndSide(box)
			inside--
		}
	}
	m.viewRows(&l, box, look, max(0, inside))
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

func (m *Model) title(t *theme.Theme) []draw.Span {
	count := strconv.Itoa(len(m.lines))
	if n := m.items(); n != len(m.lines) {
		count = strconv.Itoa(n) + " of " + count
	}
	if len(m.lines) == 0 || m.o.Free != nil || !m.o.Filter && !m.o.Multi { // there is no end of what can be typed, and answers are not counted
		return []draw.Span{{Style: t.Strong, Text: m.o.Title}}
	}
	return []draw.Span{{Style: t.Strong, Text: m.o.Title}, {Style: t.Faint, Text: " " + count}}
}

func (m *Model) items() int {
	if len(m.rows) > 0 && m.rows[0] == free {
		return len(m.rows) - 1
	}
	return len(m.rows)
}

func (m *Model) hints(t *theme.Theme, room int) []draw.Span {
	if m.o.Multi {
		return draw.Hints(t, room, draw.Hint{"space", "tick"}, draw.Hint{"enter", "show"}, draw.Hint{"esc", "close"})
	}
	hints := []draw.Hint{{"enter", cmp.Or(m.o.Does, "choose")}}
	for _, k := range m.o.Keys {
		hints = append(hints, k.Hint)
	}
	return draw.Hints(t, room, append(hints, draw.Hint{"esc", "close"})...)
}

// viewLine draws what is typed, with its end in sight.
func (m *Model) viewLine(l *draw.Lines, box draw.Box, t *theme.Theme) {
	l.Side(box)
	l.Fit(t.Accent, " › ", l.Left()-1)
	m.input.Draw(l, t, l.Left()-2)
	switch {
	case m.typed != "":
	case m.o.Free != nil:
		l.Fit(t.Faint, " type one of your own", l.Left()-1)
	default:
		l.Fit(t.Faint, " type to narrow", l.Left()-1)
	}
	l.EndSide(box)
}

func (m *Model) viewRows(l *draw.Lines, box draw.Box, look pane.Look, room int) {
	t := look.Theme
	if m.freeError != "" && room > 1 {
		l.Side(box)
		l.Fit(t.Warn, "   "+m.freeError, l.Left()-2)
		l.EndSide(box)
		room--
	}
	if len(m.rows) == 0 && room > 0 && m.freeError == "" {
		l.Side(box)
		l.Fit(t.Faint, "   "+m.o.Empty, l.Left()-2)
		l.EndSide(box)
		return
	}
	// The selection stays in the middle while there is more on both sides.
	top := max(0, min(m.at-room/2, len(m.rows)-room))
	column := min(m.widest, max(8, l.Left()/2))
	for row := top; row < min(top+room, len(m.rows)); row++ {
		l.Side(box)
		m.viewRow(l, look, row, column)
		l.EndSide(box)
	}
}

func (m *Model) viewRow(l *draw.Lines, look pane.Look, row, column int) {
	t, mark := look.Theme, "   "
	if row == m.at {
		l.On(look.Selected())
		mark = " ▸ "
	}
	l.Fit(t.Accent, mark, l.Left()-1)
	i := m.rows[row]
	if i == free {
		l.Fit(t.Strong, model.Visible(strings.TrimSpace(m.typed)), l.Left()-12)
		l.Fit(t.Faint, "  as typed", l.Left()-1)
		return
	}
	item, line := &m.o.Items[i], &m.lines[i]
	if m.o.Multi {
		tick, style := "[ ] ", t.Faint
		if m.checked[i] {
			tick, style = "[x] ", t.Accent
		}
		l.Fit(style, tick, l.Left()-1)
	}
	if item.Glyph != "" {
		l.Fit(item.Style, item.Glyph+" ", l.Left()-1)
	}
	right := draw.Width(line.right)
	// The key at the right is the first to go; the text is never cut for it.
	if right > 0 && right+column+4 > l.Left() {
		right = 0
	}
	text := t.Text
	if item.Disabled != "" {
		text = t.Faint
	}
	start := l.Left()
	room := min(start-1-right, column)
	m.viewText(l, t, text, row, room)
	l.Blank(min(room-(start-l.Left())+2, l.Left()-1))
	if right == 0 {
		l.Fit(t.Faint, line.note, l.Left()-2)
		return
	}
	l.Fit(t.Faint, line.note, l.Left()-right-4)
	l.Blank(l.Left() - right - 2)
	l.Fit(t.Accent, line.right, right)
}

// viewText draws an item's text with the letters that the filter hit.
func (m *Model) viewText(l *draw.Lines, t *theme.Theme, style theme.Style, row, room int) {
	text, hits := m.lines[m.rows[row]].text, m.matched[row]
	if draw.Width(text) > room || len(hits) == 0 {
		l.Fit(style, text, room)
		return
	}
	from := 0
	for n := 0; n < len(hits); {
		to := n + 1
		end := hits[n]
		end += sizeAt(text, end)
		for to < len(hits) && hits[to] == end {
			end += sizeAt(text, end)
			to++
		}
		l.Fit(style, text[from:hits[n]], l.Left())
		l.Fit(t.Strong+t.Accent, text[hits[n]:end], l.Left())
		from, n = end, to
	}
	l.Fit(style, text[from:], l.Left())
}

func sizeAt(text string, at int) int {
	for size := 1; at+size < len(text); size++ {
		if text[at+size]&0xC0 != 0x80 {
			return size
		}
	}
	return len(text) - at
}
