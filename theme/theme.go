// Package theme turns palette tokens into styles: the one place where a
// status gets its colour and glyph.
package theme

import "fntop/model"

// Style is a way to draw text: the escape sequence that begins it, resolved
// once, so that drawing a cell is two copies. The zero Style draws plainly.
type Style string

// Attribute reports whether the style is an attribute alone, as reverse video:
// what stands on it keeps to one style, since colours turned around or faint
// text on a bright ground are hard to read.
func (s Style) Attribute() bool { return len(s) == len("\x1b[7m") }

// Reset ends every style.
const Reset = "\x1b[m"

// Theme is every style there is. No style is made anywhere else.
type Theme struct {
	Text     Style // what is read
	Faint    Style // what is there if wanted: borders' titles, ages, hints
	Strong   Style // headings, names that matter
	Border   Style
	Focus    Style // the border of the pane that keys go to
	Selected Style // the selected row, on top of its glyph
	Idle     Style // the selected row of a pane without focus
	Accent   Style // keys in hints, marks, the narrowing
	Good     Style
	Bad      Style
	Warn     Style
	Match    Style // what a search found
	Current  Style // the one of them that one stands on
	Cursor   Style // the cell under a text cursor, on top of another style
	Wrong    Style // text that cannot be read as what it should be
	Title    Style // the header's name
	Key      Style // JSON: a field's name
	String   Style // JSON: a string
	Number   Style // JSON: a number
	Word     Style // JSON: true, false, null
	Mark     Style // a mark that stands for something unseen

	status  [len(glyphs)]Style
	painter painter
}

// Status is the colour of a status.
func (t *Theme) Status(s model.Status) Style { return t.status[s] }

var glyphs = [...]string{
	model.StatusUnknown: "?", model.StatusPending: "○", model.StatusRunning: "●",
	model.StatusWaiting: "◆", model.StatusCompleted: "✓", model.StatusFailure: "✗",
	model.StatusTimeout: "◷", model.StatusCancelled: "⊘", model.StatusRecorded: "▪",
}

// Glyph is the sign of a status, one cell wide.
func Glyph(s model.Status) string { return glyphs[s] }

// TriggerGlyph is the sign of a kind of trigger, one cell wide.
func TriggerGlyph(k model.TriggerType) string {
	switch k {
	case model.Scheduled:
		return "◷"
	case model.HTTPTrigger:
		return "↯"
	case model.OnDemand:
		return "▸"
	case model.EventDriven:
		return "◇"
	case model.Endpoint:
		return "⇄"
	}
	return "·"
}
