// Package filterbar is the line in which the filter is written. Each change
// that reads as a query is in force at once; while it does not, the last good
// one stays, and the line says what is wrong. Enter keeps the filter, esc goes
// back to the one before.
package filterbar

import (
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// mostHistory is how many queries of this session up and down go through.
const mostHistory = 100

// Model is the line. It is made once, for it remembers what was typed.
type Model struct {
	input *field.Model
	words model.Words
	zone  *time.Location

	before  pane.SetQuery // what esc goes back to
	wrong   *model.QueryError
	offer   offer
	cycling bool // tab goes on to the next of what is offered

	history []string
	past    int    // which of history is shown; len(history) is none
	draft   string // what was typed before going there
}

// offer is how the text can go on at the cursor.
type offer struct {
	from, to int // bytes that an option takes the place of
	options  []string
	at       int // the option that is in the text, while cycling
}

// New makes a line that nobody writes in yet.
func New() *Model { return &Model{input: field.New(0)} }

// Open begins with the query that is in force. words are the names to
// complete; times without a zone are times in zone.
func (m *Model) Open(text string, words model.Words, zone *time.Location) {
	m.words, m.zone = words, zone
	m.put(text, len([]rune(text)))
	query, _ := model.ParseQuery(text, zone)
	m.before = pane.SetQuery{Text: text, Query: query, Done: true}
	m.past, m.draft = len(m.history), ""
	m.read()
}

// Height is how many lines it takes: the text, and below it what is wrong or
// how it can go on. It is always the same, so that nothing jumps while one
// types.
func (m *Model) Height() int { return 2 }

// Key edits, completes and closes.
func (m *Model) Key(msg tea.KeyMsg, _ keymap.Action) pane.Intent {
	was := m.input.Value()
	if !msg.Paste {
		switch msg.Type {
		case tea.KeyEsc:
			return m.before
		case tea.KeyEnter:
			return m.keep()
		case tea.KeyTab:
			m.complete(1)
			return m.changed(was)
		case tea.KeyShiftTab:
			m.complete(-1)
			return m.changed(was)
		case tea.KeyUp, tea.KeyCtrlP:
			m.remember(-1)
			return m.changed(was)
		case tea.KeyDown, tea.KeyCtrlN:
			m.remember(1)
			return m.changed(was)
		}
	}
	m.cycling = false
	m.input.Key(msg)
	return m.changed(was)
}

// changed reads the text again, and answers with it where it is another and
// a query.
func (m *Model) changed(was string) pane.Intent {
	query, ok := m.read()
	if !ok || m.input.Value() == was {
		return nil
	}
	return pane.SetQuery{Text: m.input.Value(), Query: query}
}

func (m *Model) read() (model.Query, bool) {
	text := m.input.Value()
	query, err := model.ParseQuery(text, m.zone)
	m.wrong = nil
	if err != nil && !errors.As(err, &m.wrong) {
		m.wrong = &model.QueryError{To: len(text), Reason: err.Error()}
	}
	if !m.cycling {
		m.offer = offer{}
		m.offer.from, m.offer.to, m.offer.options = model.Complete(text, m.input.Cursor(), m.words)
	}
	return query, err == nil
}

// keep closes the line where it holds a query. One that does not read is not
// thrown away: the line stays and says why.
func (m *Model) keep() pane.Intent {
	query, ok := m.read()
	if !ok {
		return pane.Say{Text: model.Visible(m.wrong.Reason)}
	}
	text := m.input.Value()
	m.history = slices.DeleteFunc(m.history, func(h string) bool { return h == text })
	if !query.Empty() {
		m.history = append(m.history, text)
	}
	m.history = m.history[max(0, len(m.history)-mostHistory):]
	return pane.SetQuery{Text: text, Query: query, Done: true}
}

// remember goes through the queries that were kept, and at the end back to
// what was being typed.
func (m *Model) remember(by int) {
	m.cycling = false
	to := max(0, min(m.past+by, len(m.history)))
	if to == m.past {
		return
	}
	if m.past == len(m.history) {
		m.draft = m.input.Value()
	}
	text := m.draft
	if to < len(m.history) {
		text = m.history[to]
	}
	m.past = to
	m.put(text, len([]rune(text)))
}

// put replaces the text and sets the cursor to a rune of it.
func (m *Model) put(text string, at int) {
	m.input.Set(text, at)
	m.cycling = false
}
