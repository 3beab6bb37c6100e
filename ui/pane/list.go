package pane

import (
	"strconv"

	"fntop/theme"
	"fntop/ui/draw"
)

// ListTitle is the title of a side pane: its name and how many it holds.
func ListTitle(look Look, name string, count int) []draw.Span {
	style := look.Theme.Faint
	if look.Focused {
		style = look.Theme.Strong
	}
	return []draw.Span{{Style: style, Text: name}, {Style: look.Theme.Faint, Text: " " + strconv.Itoa(count)}}
}

// ListMark begins a row of a side pane: the selection, and the mark of what
// the runs are narrowed to. It returns the style of the row's name.
func ListMark(l *draw.Lines, look Look, selected, narrowed bool) theme.Style {
	t := look.Theme
	if selected {
		l.On(look.Selected())
		l.Fit(t.Accent, "▸", 1)
	} else {
		l.Blank(1)
	}
	if narrowed {
		l.Fit(t.Accent, "●", 1)
		return t.Accent
	}
	l.Blank(1)
	return t.Text
}
