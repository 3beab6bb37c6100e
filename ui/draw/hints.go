package draw

import "fntop/theme"

// Hint is a key, and what it does in a word or two.
type Hint [2]string

// Hints are as many of the hints as fit into room cells whole, the first in
// any case: who draws it cuts it.
func Hints(t *theme.Theme, room int, hints ...Hint) []Span {
	spans := make([]Span, 0, 3*len(hints))
	for i, h := range hints {
		room -= Width(h[0]) + 1 + Width(h[1])
		if i > 0 {
			if room -= hintGap; room < 0 {
				break
			}
			spans = append(spans, Span{Text: "  "})
		}
		spans = append(spans, Span{t.Accent, h[0]}, Span{t.Faint, " " + h[1]})
	}
	return spans
}

const hintGap = 2

// Hints writes hints into the line begun, as many as fit into room cells.
func (l *Lines) Hints(t *theme.Theme, room int, hints ...Hint) {
	l.spans(Hints(t, room, hints...), room)
}
