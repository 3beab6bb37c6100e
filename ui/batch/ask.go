// Package batch is about running many runs again at once: the question before
// it, and the screen that shows how it goes.
//
// Nothing is sent by accident: the question lists what it is about, enter
// alone does not answer it, nor does anything that may have been pasted or
// typed ahead.
package batch

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Options are what is asked. Texts may come from a backend as they are.
type Options struct {
	// Title is what the runs have in common, where a person chose them by that.
	Title string
	// Shown and Hidden are the marked runs that can be sent, in the order of
	// the table: those that the filter shows, and those that it hides, which
	// are taken along only where the person says so.
	Shown, Hidden []*model.Run
	LeftOut       []string // which of the marked cannot be sent, and why
	Where         []string // profiles and their workspaces
	Warnings      []string
	TypeName      string // where not empty, this name must be typed
	// Plain: no profile of theirs takes a reason, or a choice of the code.
	Plain bool
	// Rest is a bulk rerun to be continued: what it does was confirmed before.
	Rest *bulk.Record
}

// rates and stops are what can be chosen with a key; the command line takes
// any.
var (
	rates = [...]time.Duration{10 * time.Second, 5 * time.Second, bulk.Usual, time.Second, time.Second / 2, time.Second / 5}
	stops = [...]int{1, 3, bulk.StopAfter, 10, 25, 0}
)

// Ask is one question.
type Ask struct {
	o      Options
	rate   int // in rates
	stop   int // in stops
	order  bulk.Order
	follow bool
	latest bool
	hidden bool        // these are taken along
	items  []bulk.Item // what would be sent, in order
	top    int         // of these the first that is in sight
	page   int         // and how many were when it was last drawn
	byID   map[model.RunID]*model.Run

	reason   *field.Model
	inReason bool // letters are the reason's

	naming bool // the name is being typed
	name   *field.Model
	wrong  bool // enter was pressed on another name
	sent   bool
}

// NewAsk makes a question.
func NewAsk(o Options) *Ask {
	m := &Ask{
		o: o, rate: slices.Index(rates[:], bulk.Usual), stop: slices.Index(stops[:], bulk.StopAfter), follow: true,
		name: field.New(mostName), reason: field.New(mostReason), hidden: len(o.Shown) == 0, byID: map[model.RunID]*model.Run{},
	}
	for _, r := range slices.Concat(o.Shown, o.Hidden) {
		m.byID[r.ID] = r
	}
	m.arrange()
	return m
}

// How many characters a name and a reason may have; a reason as many as where
// one run is run again.
const (
	mostName   = 200
	mostReason = 500
)

// arrange makes the items anew: which, or their order, is another.
func (m *Ask) arrange() {
	runs := m.o.Shown
	if m.hidden {
		runs = slices.Concat(runs, m.o.Hidden)
	}
	m.items = bulk.ItemsOf(runs, m.order)
}

// plan is what was chosen, but for what the root knows.
func (m *Ask) plan() bulk.Plan {
	return bulk.Plan{
		Every: rates[m.rate], StopAfter: stops[m.stop], Follow: m.follow, LatestCode: m.latest,
		Reason: strings.TrimSpace(m.reason.Value()), Items: m.items,
	}
}

// Key answers, or changes how it is done. What keys mean elsewhere does not
// matter here.
func (m *Ask) Key(msg tea.KeyMsg, _ keymap.Action) pane.Intent {
	if m.inReason {
		m.typeReason(msg)
		return nil
	}
	if msg.Type == tea.KeyEsc && !msg.Paste {
		return pane.Close{}
	}
	if m.naming {
		return m.typeName(msg)
	}
	if m.o.Rest == nil && !msg.Paste && !msg.Alt && m.around(msg) {
		return nil
	}
	if msg.Type != tea.KeyRunes || msg.Paste || msg.Alt || len(msg.Runes) != 1 {
		return nil
	}
	switch msg.Runes[0] {
	case 'y', 'Y':
		if m.o.TypeName != "" {
			m.naming = true
			return nil
		}
		return m.send()
	case 'n', 'N':
		return pane.Close{}
	}
	if m.o.Rest == nil {
		m.choose(msg.Runes[0])
	}
	return nil
}

// choose changes how it is done.
func (m *Ask) choose(key rune) {
	switch key {
	case '+':
		m.rate = min(m.rate+1, len(rates)-1)
	case '-':
		m.rate = max(m.rate-1, 0)
	case 'o':
		m.order = m.order.Next()
	case 's':
		m.stop = (m.stop + 1) % len(stops)
	case 'f':
		m.follow = !m.follow
	case 'c':
		m.latest = !m.latest && !m.o.Plain
	case 'h':
		m.hidden = len(m.o.Hidden) > 0 && (!m.hidden || len(m.o.Shown) == 0)
	}
	m.arrange()
}

// around opens the field for a reason or moves the list, and reports whether
// the key was for one of these.
func (m *Ask) around(msg tea.KeyMsg) bool {
	if msg.Type == tea.KeyTab && !m.o.Plain {
		m.inReason = true
		return true
	}
	return m.scroll(msg)
}

func (m *Ask) typeReason(msg tea.KeyMsg) {
	switch msg.Type {
	case tea.KeyTab, tea.KeyShiftTab, tea.KeyEnter, tea.KeyEsc:
		m.inReason = msg.Paste
	default:
		m.reason.Key(msg)
	}
}

func (m *Ask) typeName(msg tea.KeyMsg) pane.Intent {
	if msg.Type != tea.KeyEnter || msg.Paste {
		m.wrong = false
		m.name.Key(msg)
		return nil
	}
	// A name may hold signs that no keyboard has; as it is shown will do.
	if typed := m.name.Value(); typed == m.o.TypeName || typed == model.Visible(m.o.TypeName) {
		return m.send()
	}
	m.wrong = true
	return nil
}

// send answers once: a second y before the question is taken away must not
// send it again.
func (m *Ask) send() pane.Intent {
	if m.sent {
		return nil
	}
	m.sent = true
	if m.o.Rest != nil {
		return pane.ContinueMany{Path: m.o.Rest.Path}
	}
	return pane.SendMany{Plan: m.plan()}
}
