package detail

import (
	"bytes"
	"errors"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/jq"
	"fntop/ui/pane"
)

// expression is the line in which one for jq is written.
type expression struct {
	open    bool
	input   *field.Model
	history *jq.History
	back    int    // how far back in it one is; 0 is what is being written
	draft   string // and that, meanwhile
	wrong   *jq.Error
	busy    bool
	number  int // of the question that is answered next; others are late
	tab     tab // that it is about
}

// longestExpression is how many characters one may have.
const longestExpression = 4096

func newExpression() expression {
	return expression{input: field.New(longestExpression), history: &jq.History{}}
}

// answer is what an expression made of a tab's document, and stands in its
// place.
type answer struct {
	expr    string
	raw     []byte // one result, or all of several as an array
	count   int
	payload *payload

	at, cursor place // where one was in the whole
}

// SetHistory gives the expressions of before, which outlive the open run.
func (m *Model) SetHistory(h *jq.History) { m.asks.history = h }

// ask opens the line, with the expression in force in it.
func (m *Model) ask() {
	expr := ""
	if a := m.answers[m.tab]; a != nil {
		expr = a.expr
	}
	m.asks.open, m.asks.wrong, m.asks.back, m.asks.tab = true, nil, 0, m.tab
	m.asks.input.Set(expr, utf8.RuneCountInString(expr))
}

// asked hears of a key while the line is open.
func (m *Model) asked(msg tea.KeyMsg) pane.Intent {
	s := &m.asks
	switch msg.Type {
	case tea.KeyEsc:
		return m.stopAsking()
	case tea.KeyEnter:
		return m.evaluate()
	case tea.KeyUp:
		m.remember(1)
		return nil
	case tea.KeyDown:
		m.remember(-1)
		return nil
	case tea.KeyBackspace:
		if s.input.Value() == "" {
			return m.stopAsking()
		}
	}
	if s.input.Key(msg) {
		s.wrong = nil
	}
	return nil
}

// stopAsking closes the line. What is under way for it is not wanted any more.
func (m *Model) stopAsking() pane.Intent {
	s := &m.asks
	busy := s.busy
	s.open, s.busy, s.wrong = false, false, nil
	s.number++
	if busy {
		return pane.StopJQ{}
	}
	return nil
}

// remember goes to an expression of before, and back to what was written.
func (m *Model) remember(by int) {
	s := &m.asks
	if s.back == 0 {
		s.draft = s.input.Value()
	}
	line, ok := s.history.Back(s.back + by)
	switch {
	case s.back+by == 0:
		line = s.draft
	case !ok:
		return
	}
	s.back += by
	s.wrong = nil
	s.input.Set(line, utf8.RuneCountInString(line))
}

// evaluate asks for what the expression makes of the whole document.
func (m *Model) evaluate() pane.Intent {
	s := &m.asks
	q, err := jq.Parse(s.input.Value())
	if err != nil {
		s.wrong = wrongIn(err)
		return nil
	}
	s.number++
	s.busy, s.wrong = true, nil
	return pane.RunJQ{Number: s.number, Query: q, Document: m.received(s.tab)}
}

func wrongIn(err error) *jq.Error {
	var wrong *jq.Error
	if errors.As(err, &wrong) {
		return wrong
	}
	return &jq.Error{At: -1, Reason: err.Error()}
}

// SetAnswer gives what an expression made of the document, unless something
// else was asked since.
func (m *Model) SetAnswer(number int, q *jq.Query, results [][]byte, err error) {
	s := &m.asks
	if number != s.number || !s.busy {
		return
	}
	s.busy = false
	if err != nil {
		s.wrong = wrongIn(err)
		return
	}
	s.open = false
	s.history.Add(q.String())
	a := &answer{expr: q.String(), count: len(results), at: m.at[s.tab], cursor: m.cursor[s.tab]}
	if before := m.answers[s.tab]; before != nil {
		a.at, a.cursor = before.at, before.cursor
	}
	switch len(results) {
	case 0:
	case 1:
		a.raw = results[0]
	default:
		a.raw = append(append([]byte("["), bytes.Join(results, []byte(","))...), ']')
	}
	if len(a.raw) > 0 {
		a.payload = layout(a.raw, s.tab != rawTab)
	}
	m.answers[s.tab] = a
	m.clearSearch() // it was about what stood there
	m.at[s.tab], m.cursor[s.tab] = place{}, place{}
}

// whole shows the whole document of the open tab again, from where one was.
// It reports false where it is shown already.
func (m *Model) whole() bool {
	a := m.answers[m.tab]
	if a == nil {
		return false
	}
	m.answers[m.tab] = nil
	m.at[m.tab], m.cursor[m.tab] = a.at, a.cursor
	m.refind()
	return true
}

// said is what is told of an answer above it.
func (a *answer) said() string {
	count := "one result"
	switch {
	case a.count == 0:
		count = "no result"
	case a.count > 1:
		count = draw.Count(a.count) + " results"
	}
	return "jq " + model.Visible(a.expr) + " · " + count
}

// path is where a value of the answer stands in the whole document, as jq
// writes it.
func (a *answer) path(within string) string {
	from := a.expr
	if a.count > 1 {
		from = "[" + from + "]"
	}
	switch within {
	case "":
		return ""
	case ".":
		return from
	}
	return from + " | " + within
}

// askLine draws the line, what is wrong in it underlined.
func (m *Model) askLine(look pane.Look, width int) {
	l, t, s := &m.lines, look.Theme, &m.asks
	l.Fit(t.Accent, "jq ", width)
	busy := ""
	if s.busy {
		busy = " …"
	}
	text := field.Text{Value: s.input.Value(), Cursor: s.input.Cursor()}
	if s.wrong != nil && s.wrong.At >= 0 {
		text.WrongFrom, text.WrongTo = s.wrong.At, len(text.Value)+1
	}
	text.Draw(l, t, max(1, width-len("jq ")-draw.Width(busy)))
	l.Fit(t.Faint, busy, draw.Width(busy))
}

// Answered is what an expression made of the open tab, which the tab shows in
// place of its document; false where it shows that. of is what the document is
// called in the JSON of a run on the command line, empty where it has no name
// there.
func (m *Model) Answered() (expr, of string, raw []byte, ok bool) {
	a := m.answers[m.tab]
	if a == nil {
		return "", "", nil, false
	}
	switch m.tab {
	case outputTab:
		of = ".runData"
	case inputTab:
		of = ".input"
	}
	return a.expr, of, a.raw, true
}
