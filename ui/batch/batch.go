package batch

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Status is how a bulk rerun stands.
type Status struct {
	Phase bulk.Phase
	Tally bulk.Tally
	Note  string
	Until time.Time // when the last one leaves
	// Idle: nobody works on it. It is one of the past.
	Idle bool
}

// Model is the screen of one bulk rerun. Its zero value is not usable; New
// makes one.
type Model struct {
	plan    *bulk.Plan
	results []bulk.Result
	status  Status

	cursor  model.Cursor[int]
	longest struct{ function, trigger int }
	lines   draw.Lines
}

// New makes a screen for a bulk rerun. The results are the caller's to change.
func New(plan *bulk.Plan, results []bulk.Result) *Model {
	m := &Model{plan: plan, results: results}
	m.longest.function, m.longest.trigger = len("FUNCTION"), len("TRIGGER")
	for i := range plan.Items {
		m.longest.function = max(m.longest.function, draw.Width(label(plan.Items[i].Function)))
		m.longest.trigger = max(m.longest.trigger, draw.Width(label(plan.Items[i].Trigger)))
	}
	m.cursor.Resize(1)
	m.cursor.Place(len(results), func(i int) (int, bool) { return i, true }, func(i int) int { return i })
	return m
}

func label(r model.Ref) string { return model.Visible(draw.Clip(r.Label(), 200)) }

// SetStatus shows how it stands from now on.
func (m *Model) SetStatus(s Status) { m.status = s }

// Status is how it stands.
func (m *Model) Status() Status { return m.status }

// Selected is the run that is selected and what became of it; false where
// there is none.
func (m *Model) Selected() (bulk.Item, bulk.Result, bool) {
	i := m.cursor.Index()
	if i >= len(m.results) {
		return bulk.Item{}, bulk.Result{}, false
	}
	return m.plan.Items[i], m.results[i], true
}

// Key moves, opens and closes.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	switch action {
	case keymap.Open:
		item, result, ok := m.Selected()
		switch {
		case !ok:
			return nil
		case !result.Run.IsZero():
			return pane.OpenRun{ID: result.Run}
		}
		return pane.OpenRun{ID: item.Run}
	case keymap.Back, keymap.Quit:
		return pane.Close{}
	}
	pane.Move(&m.cursor, action, func(i int) int { return i })
	return nil
}
