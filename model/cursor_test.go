package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// table is a view with a cursor on it, as the runs pane has it.
type table struct {
	store  *Store
	view   View
	cursor Cursor[RunID]
}

func (t *table) find(id RunID) (int, bool) { return t.view.Place(t.store.Run(id)) }
func (t *table) at(i int) RunID            { return t.view.Rows()[i].ID }
func (t *table) place()                    { t.cursor.Place(len(t.view.Rows()), t.find, t.at) }
func (t *table) line() int {
	top, _ := t.cursor.Window()
	return t.cursor.Index() - top
}

func newTable(height int) *table {
	t := &table{store: NewStore(0)}
	t.view.Reset(nil, keepAll, NewestFirst)
	t.cursor.Resize(height)
	return t
}

func keepAll(*Run) bool { return true }

func TestSelectionKeepsItsRunAndLineWhileRunsArriveAbove(t *testing.T) {
	tab := newTable(10)
	for i := range 30 {
		tab.store.Merge([]*Run{run(fmt.Sprintf("a%d", i), StatusCompleted, time.Duration(i)*time.Minute)})
	}
	tab.view.Reset(tab.store.Newest(), keepAll, NewestFirst)
	tab.place()
	tab.cursor.Move(4, tab.at)
	id, line := tab.at(4), tab.line()
	for i := range 25 {
		tab.view.Apply(tab.store.Merge([]*Run{run(fmt.Sprintf("b%d", i), StatusRunning, -time.Duration(i)*time.Second)}), keepAll)
		tab.place()
		if got, _ := tab.cursor.Key(); got != id || tab.at(tab.cursor.Index()) != id {
			t.Fatalf("selected %v, want %v", got, id)
		}
		if got := tab.line(); got != line {
			t.Fatalf("it stands on line %d, want %d", got, line)
		}
	}
}

func TestStuckSelectionFollowsTheNewest(t *testing.T) {
	tab := newTable(5)
	tab.cursor.Stick = true
	for i := range 8 {
		tab.view.Apply(tab.store.Merge([]*Run{run(fmt.Sprintf("a%d", i), StatusRunning, -time.Duration(i)*time.Second)}), keepAll)
		tab.place()
	}
	if got, _ := tab.cursor.Key(); got.ID != "a7" {
		t.Errorf("selected %v, want the newest", got)
	}
	tab.cursor.Move(1, tab.at)
	if tab.cursor.Stick {
		t.Error("a move away did not end the sticking")
	}
}

func TestFilteredOutSelectionPassesToTheNearestInTime(t *testing.T) {
	tab := newTable(5)
	for i := range 40 {
		status := StatusCompleted
		if i%10 == 9 {
			status = StatusFailure
		}
		tab.store.Merge([]*Run{run(fmt.Sprintf("a%02d", i), status, time.Duration(i)*time.Minute)})
	}
	tab.view.Reset(tab.store.Newest(), keepAll, NewestFirst)
	tab.place()
	tab.cursor.Select(22, tab.at)
	tab.view.Reset(tab.store.Newest(), func(r *Run) bool { return r.Status == StatusFailure }, NewestFirst)
	tab.place()
	if got, _ := tab.cursor.Key(); got.ID != "a29" {
		t.Errorf("selected %v, want the failure next to it in time", got)
	}
}

func TestSelectionThatIsGonePassesToTheRowInItsPlace(t *testing.T) {
	tab := newTable(5)
	tab.store.Merge([]*Run{run("a1", StatusRunning, 1), run("a2", StatusFailure, 2), run("a3", StatusRunning, 3)})
	tab.view.Reset(tab.store.Newest(), keepAll, NewestFirst)
	tab.place()
	tab.cursor.Select(1, tab.at)
	tab.view.Reset(tab.store.Newest(), func(r *Run) bool { return r.Status == StatusRunning }, NewestFirst)
	tab.place()
	if got, _ := tab.cursor.Key(); got.ID != "a3" {
		t.Errorf("selected %v, want the run that took its place", got)
	}
}

// TestSelectionHoldsThroughAnything does random inserts, sorts, filters and
// drops. As long as the selected run is in the rows it stays selected, and it
// stays on its line unless fewer rows than that line are left above it.
func TestSelectionHoldsThroughAnything(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		tab := newTable(1 + rnd.IntN(12))
		tab.store.limit = 40 + rnd.IntN(40)
		order, keep := NewestFirst, keepAll
		tab.view.Reset(nil, keep, order)
		for range 200 {
			id, picked := tab.cursor.Key()
			line, stick := tab.line(), tab.cursor.Stick
			switch rnd.IntN(6) {
			case 0: // another order
				order = FirstWay(Columns[rnd.IntN(len(Columns))])
				tab.view.Reset(tab.store.Newest(), keep, order)
			case 1: // another filter
				only := Statuses[rnd.IntN(4)]
				keep = func(r *Run) bool { return r.Status != only }
				tab.view.Reset(tab.store.Newest(), keep, order)
			case 2: // a person moves
				tab.cursor.Move(rnd.IntN(9)-4, tab.at)
				continue
			default: // data arrives, and the oldest go
				var batch []*Run
				for range 1 + rnd.IntN(6) {
					batch = append(batch, run(fmt.Sprintf("r%d", rnd.IntN(200)), Statuses[rnd.IntN(len(Statuses))], time.Duration(rnd.IntN(500))*time.Second))
				}
				tab.view.Apply(tab.store.Merge(batch), keep)
			}
			tab.place()
			if len(tab.view.Rows()) == 0 {
				continue
			}
			now, _ := tab.cursor.Key()
			if tab.at(tab.cursor.Index()) != now {
				t.Fatal("the selected row is not the selected run")
			}
			if from, to := tab.cursor.Window(); tab.cursor.Index() < from || tab.cursor.Index() >= to {
				t.Fatal("the selection is outside the window")
			}
			row, still := tab.find(id)
			if !picked || stick || !still {
				continue
			}
			if now != id {
				t.Fatalf("selected %v, want %v", now, id)
			}
			if want := min(line, row); tab.line() != want {
				t.Fatalf("it stands on line %d, want %d", tab.line(), want)
			}
		}
	}
}

func TestSettleLeavesNoBlankWhileRowsAreAbove(t *testing.T) {
	for _, c := range []struct{ rows, picked, top int }{
		{13, 10, 0}, // all fit
		{25, 18, 5},
		{40, 18, 7}, // nothing blank: it stays where it is
	} {
		tab := newTable(20)
		for i := range 60 {
			tab.store.Merge([]*Run{run(fmt.Sprintf("a%02d", i), StatusCompleted, time.Duration(i)*time.Minute)})
		}
		tab.view.Reset(tab.store.Newest(), keepAll, NewestFirst)
		tab.place()
		tab.cursor.Move(26, tab.at)
		tab.cursor.Select(c.picked, tab.at)
		tab.cursor.top = 7
		tab.view.Reset(tab.store.Newest()[:c.rows], keepAll, NewestFirst)
		tab.place()
		id, line := tab.at(tab.cursor.Index()), tab.line()
		if line != c.picked-7 {
			t.Errorf("%d rows: arriving data moved the selection to line %d", c.rows, line)
		}
		tab.cursor.Settle()
		if top, _ := tab.cursor.Window(); top != c.top || tab.at(tab.cursor.Index()) != id {
			t.Errorf("%d rows: the window begins with row %d, want %d, and the same selection", c.rows, top, c.top)
		}
	}
	var empty Cursor[int]
	empty.Settle()
	if from, to := empty.Window(); from != 0 || to != 0 {
		t.Errorf("an empty cursor shows %d to %d", from, to)
	}
}
