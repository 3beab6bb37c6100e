package detail

import (
	"fntop/keymap"
	"fntop/ui/pane"
)

// unfold unfolds the payload of the entry under the cursor, or folds it again.
// Inside a payload it folds what a document folds.
func (m *Model) unfold(action keymap.Action) pane.Intent {
	t := m.timeline()
	i, sub := t.at(m.cursor[timelineTab].line)
	if action != keymap.Fold {
		return m.unfoldAll(action == keymap.UnfoldAll, i)
	}
	if i >= len(t.items) || t.items[i].kind != entryItem {
		return pane.Say{Text: "There is nothing to unfold here: only what a run told has a payload."}
	}
	it := &t.items[i]
	e, open := &t.tries[it.try].entries[it.n], t.open[it.key]
	switch {
	case e.large > 0:
		return pane.Say{Text: "The payload was too large to be kept."}
	case e.payload == nil:
		return pane.Say{Text: "The entry has no payload."}
	case open == nil:
		t.unfold(it)
	case sub > 0 && open.view != nil:
		at, ok := open.view.Toggle(sub - 1)
		if ok {
			sub = at + 1
			break
		}
		fallthrough
	default:
		delete(t.open, it.key)
		sub = 0
	}
	m.refolded(i, sub)
	return nil
}

// unfoldAll unfolds every entry in sight, or folds all there are.
func (m *Model) unfoldAll(on bool, selected int) pane.Intent {
	t := m.timeline()
	clear(t.open)
	if on {
		for _, r := range m.rows {
			if i, _ := t.at(r.line); r.line < t.len() && t.items[i].kind == entryItem {
				t.unfold(&t.items[i])
			}
		}
	}
	m.refolded(selected, 0)
	return nil
}

// unfold lays out the payload of an entry.
func (t *timeline) unfold(it *item) {
	if e := &t.tries[it.try].entries[it.n]; e.payload != nil {
		if t.open == nil {
			t.open = map[itemKey]*payload{}
		}
		t.open[it.key] = layout(e.payload, true)
	}
}

// refolded goes to a line of an item after something was folded or unfolded.
func (m *Model) refolded(item, sub int) {
	m.tl.refold()
	m.selectRow(place{line: m.tl.lineOf(item) + sub})
	m.refind()
}
