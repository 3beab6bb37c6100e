package runs

import "fntop/model"

// markSign stands before a marked run, one cell wide.
const markSign = "*"

// SetMarks gives the table a way to tell which runs are marked; nil where none
// is. The marks are the root's: they are of runs and not of rows, so that they
// outlive every filter and refresh.
func (m *Model) SetMarks(marked func(model.RunID) bool) { m.marked = marked }

func (m *Model) isMarked(id model.RunID) bool { return m.marked != nil && m.marked(id) }

// BeginRange marks from the selected run on, to wherever the selection is
// moved, until EndRange.
func (m *Model) BeginRange() {
	if r := m.Selected(); r != nil {
		m.from = r.ID
		m.Hold()
	}
}

// Ranging reports whether a range is being marked.
func (m *Model) Ranging() bool { return !m.from.IsZero() }

// EndRange ends the range and returns its runs: none where the run that it
// began at is no longer shown, for then nobody can see what is between.
func (m *Model) EndRange() []*model.Run {
	r := m.ranged()
	m.from = model.RunID{}
	return m.rows[r.first:r.end]
}

// span is some rows in a line: from first up to end.
type span struct{ first, end int }

func (s span) has(row int) bool { return s.first <= row && row < s.end }

// ranged is the rows of the range that is being marked.
func (m *Model) ranged() span {
	if !m.Ranging() || m.find == nil || len(m.rows) == 0 {
		return span{}
	}
	at, shown := m.find(m.from)
	if !shown {
		return span{}
	}
	return span{min(at, m.cursor.Index()), max(at, m.cursor.Index()) + 1}
}
