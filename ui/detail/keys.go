package detail

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Typing reports whether a line is open: letters are its own then.
func (m *Model) Typing() bool { return m.search.open || m.asks.open }

// Hints are the keys that act while a line is open.
func (m *Model) Hints() []draw.Hint {
	if m.asks.open {
		return []draw.Hint{{"enter", "run"}, {"esc", "leave"}, {"↑", "earlier expressions"}}
	}
	return []draw.Hint{{"enter", "keep"}, {"esc", "undo"}}
}

// Back takes away a search in force or being typed, then what jq made of the
// document. It reports false where there is neither, and whoever asked closes
// the run.
func (m *Model) Back() bool {
	if !m.search.open && !m.search.inForce() {
		return m.whole()
	}
	if m.search.open {
		m.goBack()
	}
	m.clearSearch()
	return true
}

// Key hears of a key. Actions that are not about reading are left to the root.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	switch {
	case m.asks.open:
		return m.asked(msg)
	case m.search.open:
		m.typed(msg)
		return nil
	}
	if why := m.WhyNot(action); why != "" {
		return pane.Say{Text: why}
	}
	switch action {
	case keymap.NextTab, keymap.NextPane:
		return m.turned(1)
	case keymap.PrevTab, keymap.PrevPane:
		return m.turned(-1)
	case keymap.Search:
		m.openSearch()
	case keymap.NextMatch:
		return m.nextMatch(1)
	case keymap.PrevMatch:
		return m.nextMatch(-1)
	case keymap.Fold:
		if m.tab == lineageTab {
			return m.openRelative()
		}
		return m.fold(action)
	case keymap.FlatText:
		m.flatten()
	case keymap.JQ:
		m.ask()
	case keymap.FoldAll, keymap.UnfoldAll:
		return m.fold(action)
	case keymap.Back:
		if !m.Back() {
			return pane.Close{}
		}
	default:
		m.scroll(action)
	}
	return nil
}

// turned opens another tab. What the lineage is made of is read when somebody
// looks.
func (m *Model) turned(by int) pane.Intent {
	if m.turn(by); m.tab == lineageTab {
		return pane.ReadLineage{}
	}
	return nil
}

func (m *Model) turn(by int) {
	m.tab = (m.tab + tabs + tab(by)) % tabs
	if m.search.inForce() {
		m.find(m.stands())
	}
}

func (m *Model) nextMatch(by int) pane.Intent {
	if m.document() == nil && m.search.width != m.space().width {
		m.refind() // the overview has other lines at other widths
	}
	switch {
	case !m.search.inForce():
		return pane.Say{Text: "nothing is searched for yet"}
	case m.search.found.Len() == 0:
		return pane.Say{Text: "no match in " + tabNames[m.tab]}
	}
	m.step(by)
	return nil
}

func (m *Model) scroll(action keymap.Action) {
	height := m.measure()
	by, ok := pane.Step(action, height)
	if !ok {
		return
	}
	if m.tab == lineageTab && len(m.lineage) > 0 {
		m.pick(action, by)
		return
	}
	if m.selects() {
		m.walk(action, by, height)
		return
	}
	b := m.body()
	at := place{}
	switch action {
	case keymap.Top:
	case keymap.Bottom:
		at.line = b.len()
	default:
		at, _ = m.wraps.move(b, m.wraps.settle(b, m.at[m.tab], height), by)
	}
	m.at[m.tab] = m.wraps.settle(b, at, height)
}
