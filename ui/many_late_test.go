package ui

import (
	"errors"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/batch"
)

// planOf is a plan that nothing is ever sent of: its profile is not open.
func planOf(ids ...string) bulk.Plan {
	p := bulk.Plan{Made: time.Unix(1e9, 0), Every: bulk.Usual, Places: []bulk.Place{bulk.PlaceOf(api.Info{Profile: "prod"})}}
	for _, id := range ids {
		p.Items = append(p.Items, bulk.Item{Run: model.RunID{Profile: "prod", ID: id}})
	}
	return p
}

func journalOf(t *testing.T, dir string, ids ...string) *bulk.Journal {
	t.Helper()
	j, err := bulk.Create(dir, planOf(ids...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func lateApp(t *testing.T) *App {
	t.Helper()
	return New(Options{Context: t.Context(), Clock: clock.Real(), Keys: keymap.Default()})
}

func TestRestOfOneThatIsGivenUpLateLeavesTheNextBulkRerunAlone(t *testing.T) {
	a, j := lateApp(t), journalOf(t, t.TempDir(), "r1")
	a.many = newMany(&j.Record, batch.Status{})
	a.abandoned(abandonedMsg{path: j.Path + "-of-before"})
	if a.many == nil {
		t.Error("the answer about another bulk rerun took this one away")
	}
	a.abandoned(abandonedMsg{path: j.Path})
	if a.many != nil {
		t.Error("its own answer was not taken in")
	}
}

func TestJournalThatNobodyWaitsForIsLetGoOf(t *testing.T) {
	a, j := lateApp(t), journalOf(t, t.TempDir(), "r1")
	a.manyAsked = 7
	cmd := a.gotJournal(journalMsg{ticket: 3, journal: j})
	if cmd == nil || a.many != nil || a.manyAsked != 7 {
		t.Fatalf("another journal was taken for the one that is waited for: %+v", a.many)
	}
	cmd()
	if bulk.Held(j.Path) {
		t.Error("it cannot be continued: it is still held")
	}
	a.gotJournal(journalMsg{ticket: 3, err: errors.New("late")})
	if a.manyAsked != 7 || a.notice.text != "" {
		t.Errorf("the error of another journal was taken for this one's: %q", a.notice.text)
	}
}

func TestNewsOfTheRunnerBeforeAreDropped(t *testing.T) {
	a := lateApp(t)
	j := journalOf(t, t.TempDir(), "r1")
	a.manyAsked = 5
	a.gotJournal(journalMsg{ticket: 5, journal: j})
	if a.many == nil || a.many.runner == nil {
		t.Fatal("it did not begin")
	}
	a.gotNews(newsMsg{ticket: a.many.ticket + 1, over: true, news: []bulk.News{{N: 0, Result: bulk.Result{State: bulk.Refused}}}})
	if a.many.runner == nil || a.many.results[0].State == bulk.Refused {
		t.Error("what another runner told was taken for this one's")
	}
	a.gotNews(newsMsg{ticket: a.many.ticket, over: true})
	if a.many.runner != nil {
		t.Error("its own news were not taken in")
	}
}
