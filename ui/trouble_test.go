package ui_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
)

// The three things that break the demo's functions now and then are three
// groups, and each has as many failures as the server has with its code.
func TestTheDemosClustersAreThreeGroups(t *testing.T) {
	r := start(t, 120, 36).ready()
	ctx := t.Context()
	functions, err := r.provider.Functions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	const enough = 12 // pages, in which all failures of two of the three are
	failures := model.NewFailures()
	want := map[string]int{"GATEWAY_TIMEOUT": 0, "ERP_UNAVAILABLE": 0, "TEMPLATE_FIELD_MISSING": 0}
	runs := 0
	for _, f := range functions {
		for number, more := 1, true; more && number <= enough; number++ {
			page, err := r.provider.Runs(ctx, model.Ask{Function: f.ID, Status: model.Some(model.StatusFailure), Page: number, Limit: model.MaxLimit})
			if err != nil {
				t.Fatal(err)
			}
			more = page.More
			var changes []model.Change
			for i := range page.Runs {
				d := &page.Runs[i]
				runs++
				if _, cluster := want[d.ErrorCode]; cluster {
					want[d.ErrorCode]++
				}
				changes = append(changes, model.Change{New: d.Listed()})
			}
			failures.Take(changes)
		}
	}
	got := map[string][]int{}
	grouped := 0
	for _, g := range failures.Groups() {
		got[g.Code] = append(got[g.Code], len(g.Open)+len(g.Resolved))
		grouped += len(g.Open) + len(g.Resolved)
	}
	for code, n := range want {
		if len(got[code]) != 1 || got[code][0] != n || n < 10 {
			t.Errorf("%s: groups of %v failures; want one of %d", code, got[code], n)
		}
	}
	if grouped != runs {
		t.Errorf("%d failures are in groups; there are %d", grouped, runs)
	}
	t.Logf("%d failures in %d groups; clusters %v", runs, len(failures.Groups()), want)
}

func TestTheInboxListsAGroupAndComesBack(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F", "u")
	r.awaitText("WHAT WENT WRONG")
	r.settle()
	r.Press("tab")
	r.awaitText("made good ")
	r.Press("down")
	_, before := r.row("▸")
	r.Press("enter")
	r.awaitText("group=")
	if strings.Contains(r.Screen(), "status:") {
		t.Errorf("the filter that was in force hides failures of the group:\n%s", r.Screen())
	}
	r.Press("esc")
	r.awaitText("WHAT WENT WRONG")
	if _, row := r.row("▸"); row != before {
		t.Errorf("the group is not selected any more:\n%s\nit was\n%s", r.Screen(), before)
	}
	r.Press("esc")
	r.awaitText("status:failure")
}

// inbox opens the inbox and waits until it has read what it shows.
func (r *rig) inbox() {
	r.t.Helper()
	r.Press("u")
	r.awaitText("WHAT WENT WRONG")
	r.settle()
}

func TestAnAcknowledgedGroupIsOutOfTheCount(t *testing.T) {
	notes := &notebook{}
	r := start(t, 120, 36, withNotes(notes), ailing).ready()
	r.inbox()
	r.awaitText("1 open group, 3 failures")
	r.Press("a", "m", "i", "n", "e", "down", "enter")
	r.awaitText("nothing open ─ 1 acknowledged")
	r.awaitText(": mine")
	if got, ok := model.AckOf(notes.has(r, model.NotedAcks, 1)[0]); !ok || got.Note != "mine" || got.End != model.AckToClean {
		t.Errorf("kept: %+v", got)
	}
	// Another fntop on the same machine begins with it.
	r = start(t, 120, 36, withNotes(notes), ailing).ready()
	r.inbox()
	r.awaitText("1 acknowledged")
	r.Press("a")
	r.awaitText("take it back")
	r.Press("enter")
	r.awaitText("1 open group, 3 failures")
	notes.has(r, model.NotedAcks, 0)
}

func TestAGroupIsRunAgain(t *testing.T) {
	r := start(t, 120, 36, ailing, func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.StateDir = t.TempDir() }).ready()
	r.inbox()
	r.awaitText("r rerun 3")
	r.Press("r")
	r.awaitText("Rerun 3 runs?")
	r.Press("esc", "r")
	r.awaitText("Rerun 3 runs?")
	r.Press("esc", "tab", "G", "r")
	r.awaitText("Every failure of this group was made good since.")
}

func TestGroupsAreMergedAndSplitByHand(t *testing.T) {
	notes := &notebook{}
	r := start(t, 120, 36, withNotes(notes)).ready()
	r.inbox()
	r.Press("tab")
	r.awaitText("tab hides")
	r.Press("m")
	r.awaitText("Merge or split")
	r.Press("m", "e", "r", "g", "e", "enter")
	r.awaitText("1 other group merged into it")
	notes.has(r, model.NotedMerges, 1)
	r.Press("m")
	r.awaitText("as it was before")
	r.Press("u", "n", "d", "o", "enter")
	r.until("it is undone", func(screen string) bool { return !strings.Contains(screen, "merged into it") })
	notes.has(r, model.NotedMerges, 0)
}

// surge is a back end on which something new went wrong three times a minute
// ago, with nothing that succeeded since.
type surge struct {
	api.Provider
	once sync.Once
	at   string // the function it went wrong in
}

func ailing(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
	o.Providers = []api.Provider{&surge{}}
}

func (s *surge) around(p api.Provider) api.Provider { s.Provider = p; return s }

func (s *surge) Runs(ctx context.Context, ask model.Ask) (model.Page, error) {
	page, err := s.Provider.Runs(ctx, ask)
	if err != nil || ask.Function == "" || ask.Page > 1 {
		return page, err
	}
	s.once.Do(func() { s.at = ask.Function })
	for i := range 3 {
		if ask.Function != s.at {
			break
		}
		d := model.RunDetail{}
		d.ID = model.RunID{Profile: "prod", ID: fmt.Sprintf("surge-%d", i)}
		d.Status, d.StatusText, d.Backend = model.StatusFailure, "failure", "centrali"
		d.Function, d.Trigger = model.Ref{ID: s.at}, model.Ref{ID: "surge", Name: "surge"}
		d.ErrorCode, d.ErrorMessage = "E_SURGE", fmt.Sprintf("order %d was refused", i)
		d.Created = noon.Add(-time.Duration(i+1) * time.Minute)
		d.Started, d.Ended = d.Created, d.Created.Add(time.Second)
		page.Runs = append([]model.RunDetail{d}, page.Runs...)
	}
	return page, nil
}

// notebook keeps notes in memory.
type notebook struct {
	mu    sync.Mutex
	notes map[string]map[string]json.RawMessage
}

func (n *notebook) Note(_ context.Context, kind, key string, value json.RawMessage) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.notes == nil {
		n.notes = map[string]map[string]json.RawMessage{}
	}
	if n.notes[kind] == nil {
		n.notes[kind] = map[string]json.RawMessage{}
	}
	if n.notes[kind][key] = value; value == nil {
		delete(n.notes[kind], key)
	}
	return nil
}

func (n *notebook) Notes(_ context.Context, kind string) (notes []model.Note, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key, value := range n.notes[kind] {
		notes = append(notes, model.Note{Key: key, Value: value})
	}
	return notes, nil
}

// has waits until so many notes of a kind are kept.
func (n *notebook) has(r *rig, kind string, want int) (notes []model.Note) {
	r.t.Helper()
	r.await(fmt.Sprintf("%d notes of %s", want, kind), func(string) bool {
		notes, _ = n.Notes(context.Background(), kind)
		return len(notes) == want
	})
	return notes
}

// slowly is a notebook in which the first note takes until it is let go.
type slowly struct {
	notebook
	begun  chan struct{}
	letGo  chan struct{}
	within atomic.Int32
	many   atomic.Bool // two notes were written at the same time
	wrote  atomic.Int32
}

func (s *slowly) Note(ctx context.Context, kind, key string, value json.RawMessage) error {
	if s.within.Add(1) > 1 {
		s.many.Store(true)
	}
	if value != nil {
		close(s.begun)
		<-s.letGo
	}
	err := s.notebook.Note(ctx, kind, key, value)
	s.within.Add(-1)
	s.wrote.Add(1)
	return err
}

// Else what is taken back at once could be written last, and return.
func TestWhatIsSaidOfGroupsIsKeptInTheOrderInWhichItWasSaid(t *testing.T) {
	notes := &slowly{begun: make(chan struct{}), letGo: make(chan struct{})}
	r := start(t, 120, 36, withNotes(notes), ailing).ready()
	r.inbox()
	r.Press("a", "m", "i", "n", "e", "down", "enter")
	r.awaitText("nothing open ─ 1 acknowledged")
	<-notes.begun
	r.Press("a")
	r.awaitText("take it back")
	r.Press("enter")
	r.awaitText("1 open group, 3 failures")
	r.Quiet()
	close(notes.letGo)
	r.await("both notes", func(string) bool { return notes.wrote.Load() == 2 })
	if notes.many.Load() {
		t.Error("the second note was written beside the first")
	}
	notes.has(r, model.NotedAcks, 0)
}

func withNotes(n ui.Notes) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Notes = n }
}
