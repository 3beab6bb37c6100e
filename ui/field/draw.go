package field

import (
	"slices"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// Text is a line with a cursor in it, as it is drawn. Places are bytes of
// Value.
type Text struct {
	Value  string // as it was typed
	Cursor int    // what the cursor is on; behind the end there is a blank
	Shift  int    // cells left out on the left, more where the cursor is far

	WrongFrom, WrongTo int // what is no good; it may be the blank at the end
}

// part is a stretch of the text in one style.
type part struct {
	style theme.Style
	text  string
}

// Draw writes the text into room cells of the line begun, its cursor in
// sight.
func (x Text) Draw(l *draw.Lines, t *theme.Theme, room int) {
	parts, cursor := x.parts(t)
	need := 0
	for _, p := range parts[:cursor+1] {
		need += draw.Width(p.text)
	}
	shift := max(x.Shift, need-room)
	end := l.Left() - room
	for _, p := range parts {
		width := draw.Width(p.text)
		if shift > 0 && shift >= width {
			shift -= width
			continue
		}
		if shift > 0 {
			p.text, shift = without(p.text, shift), 0
		}
		l.Fit(p.style, p.text, l.Left()-end)
	}
}

// parts cuts the text where its style changes. One of them is under the
// cursor.
func (x Text) parts(t *theme.Theme) (parts []part, cursor int) {
	text := x.Value + " "
	at := min(x.Cursor, len(x.Value))
	from, to := boundary(text, x.WrongFrom), boundary(text, x.WrongTo)
	cuts := []int{0, at, after(text, at), len(x.Value), from, to}
	slices.Sort(cuts)
	cuts = slices.Compact(append(cuts, len(text)))
	for i, end := range cuts[1:] {
		begin := cuts[i]
		wrong := begin >= from && begin < to
		if begin == len(x.Value) && begin != at && !wrong {
			break // nothing to see on the blank at the end
		}
		style := t.Text
		if wrong {
			style = t.Wrong
		}
		if begin == at {
			style += t.Cursor
			cursor = len(parts)
		}
		parts = append(parts, part{style, draw.Anchored(model.Visible(text[begin:end]))})
	}
	return parts, cursor
}

// without is text with at least the first n cells of it left out.
func without(text string, n int) string {
	rest := ansi.TruncateLeft(text, n, "")
	if draw.Width(rest) > draw.Width(text)-n {
		rest = ansi.TruncateLeft(text, n+1, "") // n was in the middle of a wide sign
	}
	return draw.Anchored(rest)
}

// boundary is the end of the character that byte i is in, where i is not the
// beginning of one.
func boundary(text string, i int) int {
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return min(i, len(text))
}

// after is where the character ends that begins at byte i.
func after(text string, i int) int {
	_, size := utf8.DecodeRuneInString(text[i:])
	return i + size
}
