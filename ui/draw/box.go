package draw

import "fntop/theme"

// Span is text in one style.
type Span struct {
	Style theme.Style
	Text  string
}

// Box is a rounded border with a title on top and, if wanted, a note at the
// right of its bottom.
type Box struct {
	Border theme.Style
	Title  []Span
	Note   []Span
}

// Top writes the box's upper border as a whole line.
func (l *Lines) Top(b Box) {
	l.Text(b.Border, "╭")
	if room := l.Left() - 1; len(b.Title) > 0 && room > 4 {
		l.Text(b.Border, " ")
		l.spans(b.Title, room-3)
		l.Text(b.Border, " ")
	}
	l.Repeat(b.Border, "─", l.Left()-1)
	l.Text(b.Border, "╮")
	l.End()
}

// Side writes the left border; EndSide the right one and ends the line.
func (l *Lines) Side(b Box) { l.Text(b.Border, "│") }

// EndSide pads the line's inside and writes the right border.
func (l *Lines) EndSide(b Box) {
	l.Blank(l.Left() - 1)
	l.base = ""
	l.Text(b.Border, "│")
	l.End()
}

// Bottom writes the box's lower border as a whole line.
func (l *Lines) Bottom(b Box) {
	l.Text(b.Border, "╰")
	if w := spansWidth(b.Note); w > 0 && w+4 < l.Left() {
		l.Repeat(b.Border, "─", l.Left()-w-4)
		l.Text(b.Border, " ")
		l.spans(b.Note, w)
		l.Text(b.Border, " ")
		l.Repeat(b.Border, "─", 1)
	}
	l.Repeat(b.Border, "─", l.Left()-1)
	l.Text(b.Border, "╯")
	l.End()
}

// FillBox writes empty inside lines until height lines are there.
func (l *Lines) FillBox(b Box, height int) {
	for l.Height() < height {
		l.Side(b)
		l.EndSide(b)
	}
}

// Spans writes spans one behind the other as far as there is room.
func (l *Lines) Spans(spans []Span) { l.spans(spans, l.Left()) }

func (l *Lines) spans(spans []Span, room int) {
	for _, s := range spans {
		before := l.col
		l.Fit(s.Style, s.Text, room)
		room -= l.col - before
	}
}

func spansWidth(spans []Span) int {
	w := 0
	for _, s := range spans {
		w += Width(s.Text)
	}
	return w
}
