package inbox

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// noteLimit is how long a note may be: a sentence or two, with a link.
const noteLimit = 300

// Ask is the question how long a group is to be left alone, and why. Letters
// go to the note at all times; arrows choose.
type Ask struct {
	title string
	ways  []way
	at    int
	note  *field.Model
	lines draw.Lines
}

// way is one of the answers.
type way struct {
	text, note string
	intent     pane.AckGroup
}

// NewAsk asks about a group. What was said before can be taken back.
func NewAsk(r Row) *Ask {
	key := r.Group.Key
	a := &Ask{note: field.New(noteLimit)}
	a.title = model.Visible(draw.Clip(r.Group.Title, 200))
	if r.Group.Code != "" {
		a.title = model.Visible(draw.Clip(r.Group.Code, 80))
	}
	a.ways = []way{
		{"until it fails again", "", pane.AckGroup{Key: key, End: model.AckToNext}},
		{"until it is made good", "it shows again if it comes back", pane.AckGroup{Key: key, End: model.AckToClean}},
		{"for an hour", "", pane.AckGroup{Key: key, For: time.Hour}},
		{"for 4 hours", "", pane.AckGroup{Key: key, For: 4 * time.Hour}},
		{"for a day", "", pane.AckGroup{Key: key, For: 24 * time.Hour}},
		{"for a week", "", pane.AckGroup{Key: key, For: 7 * 24 * time.Hour}},
		{"for good", "whatever happens", pane.AckGroup{Key: key}},
	}
	if r.Ack != nil {
		a.note.Set(r.Ack.Note, len([]rune(r.Ack.Note)))
		a.ways = append([]way{{"take it back", "it is open again", pane.AckGroup{Key: key, Drop: true}}}, a.ways...)
	}
	return a
}

// Key chooses and types.
func (a *Ask) Key(msg tea.KeyMsg, _ keymap.Action) pane.Intent {
	if !msg.Paste {
		switch msg.Type {
		case tea.KeyEsc:
			return pane.Close{}
		case tea.KeyEnter:
			intent := a.ways[a.at].intent
			intent.Note = a.note.Value()
			return intent
		case tea.KeyUp, tea.KeyCtrlP, tea.KeyShiftTab:
			a.at = max(0, a.at-1)
			return nil
		case tea.KeyDown, tea.KeyCtrlN, tea.KeyTab:
			a.at = min(len(a.ways)-1, a.at+1)
			return nil
		}
	}
	a.note.Key(msg)
	return nil
}

const askWide = 72

// Size is how large the question wants to be.
func (a *Ask) Size(w, h int) (int, int) { return min(w, askWide), min(h, len(a.ways)+6) }

// View draws the question, exactly w×h.
func (a *Ask) View(look pane.Look, w, h int) []string {
	l, t := &a.lines, look.Theme
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: t.Strong, Text: "Leave alone"}, {Style: t.Faint, Text: "  " + a.title}}}
	l.Top(box)
	inside := func(line func()) {
		if l.Height() >= h-1 {
			return
		}
		l.Side(box)
		line()
		l.EndSide(box)
	}
	rows := len(a.ways)
	if room := h - 4; room < rows { // the note and the keys go first
		rows = max(1, room)
	}
	from := max(0, min(a.at-rows/2, len(a.ways)-rows))
	for i := from; i < min(from+rows, len(a.ways)); i++ {
		inside(func() {
			if i == a.at {
				l.On(look.Selected())
				l.Fit(t.Accent, "▸ ", l.Left()-1)
			} else {
				l.Blank(min(2, l.Left()-1))
			}
			l.Cell(t.Text, a.ways[i].text, min(23, l.Left()-1), 0)
			l.Fit(t.Faint, a.ways[i].note, l.Left()-2)
		})
	}
	if h >= len(a.ways)+6 {
		inside(func() {})
	}
	inside(func() {
		l.Fit(t.Faint, "  note  ", l.Left()-1)
		a.note.Draw(l, t, max(0, l.Left()-2))
	})
	if h >= len(a.ways)+5 {
		inside(func() {})
	}
	inside(func() {
		l.Blank(min(2, l.Left()-1))
		l.Hints(t, l.Left()-2, draw.Hint{"enter", "leave alone"}, draw.Hint{"esc", "not now"}, draw.Hint{"↑ ↓", "choose"}, draw.Hint{"letters", "note"})
	})
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}
