package pane

import (
	"strconv"
	"time"

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

// AsOf says when the data of a row was read; nothing when it never was.
func AsOf(look Look, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return "as of " + at.In(look.Times.Zone(look.Zone)).Format("15:04:05")
}

// Note is a faint note for a lower border; nothing for no text.
func Note(look Look, text string) []draw.Span {
	if text == "" {
		return nil
	}
	return []draw.Span{{Style: look.Theme.Faint, Text: text}}
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
