package runs

import (
	"testing"

	"fntop/ui/panetest"
)

func TestAClickSelectsTheRunUnderIt(t *testing.T) {
	rows := many(60)
	m := filled(rows)
	view(m, 91, 12)
	top := m.Top()
	for _, line := range []int{-1, 0, 1, 11, 12} {
		if m.Click(line) || m.Selected() != rows[0] {
			t.Errorf("line %d of 12 holds a run", line)
		}
	}
	if !m.Click(5) || m.Selected() != rows[3] || m.Top() != top {
		t.Errorf("line 5 selected %v", m.Selected().ID)
	}
	show(m, rows, 0)
	if m.Selected() != rows[3] {
		t.Error("the table goes on sticking to the newest run")
	}
}

func TestAClickKnowsWhereTheTableIsScrolledTo(t *testing.T) {
	rows := many(60)
	m := filled(rows)
	view(m, 91, 12)
	panetest.Press(m, "G")
	if !m.Click(2) || m.Selected() != rows[51] || m.Top() != 51 {
		t.Errorf("the first row selected %v", m.Selected().ID)
	}
}

func TestRowsOfABareTableBeginAtItsTop(t *testing.T) {
	m := filled(some())
	m.Resize(10, true)
	view(m, 40, 10)
	if row, ok := m.RowAt(0); row != 0 || !ok {
		t.Errorf("the first line is row %d, %v", row, ok)
	}
	if _, ok := m.RowAt(8); ok {
		t.Error("a line beneath the rows holds one")
	}
}

func TestAnEmptyTableHasNoRowToClick(t *testing.T) {
	m := filled(nil)
	view(m, 91, 12)
	for line := range 12 {
		if m.Click(line) {
			t.Errorf("line %d holds a run", line)
		}
	}
}
