package model_test

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/model"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// ended is a run of a trigger that ended so many minutes after noon.
func ended(id, trigger string, minute int, status model.Status, message string) *model.Run {
	r := &model.Run{
		ID: model.RunID{Profile: "p", ID: id}, Status: status, ErrorMessage: message,
		Created: noon.Add(time.Duration(minute) * time.Minute), Trigger: model.Ref{ID: trigger, Name: trigger},
		Function: model.Ref{ID: "fn-" + trigger, Name: "fn-" + trigger},
	}
	if status.Trouble() {
		r.ErrorCode = "E"
	}
	return r
}

func again(r *model.Run, original string) *model.Run {
	r.OriginalRunID, r.IsRerun = original, model.Some(true)
	return r
}

func failuresOf(runs ...*model.Run) *model.Failures {
	f := model.NewFailures()
	take(f, runs...)
	return f
}

func take(f *model.Failures, runs ...*model.Run) bool {
	changes := make([]model.Change, 0, len(runs))
	for _, r := range runs {
		changes = append(changes, model.Change{New: r})
	}
	return f.Take(changes)
}

// only is the one group there is.
func only(t *testing.T, f *model.Failures) *model.Group {
	t.Helper()
	if n := len(f.Groups()); n != 1 {
		t.Fatalf("%d groups; want one", n)
	}
	return f.Groups()[0]
}

func TestAGroupLeavesWhenItsTriggerSucceedsLater(t *testing.T) {
	fail, bad := model.StatusFailure, "order 1 was refused"
	f := failuresOf(
		ended("ok0", "hook", 0, model.StatusCompleted, ""),
		ended("a", "hook", 5, fail, bad), ended("b", "hook", 7, fail, "order 2 was refused"), ended("c", "cron", 6, fail, "order 3 was refused"))
	if g := only(t, f); len(g.Open) != 3 || len(g.Resolved) != 0 || !g.First.Equal(noon.Add(5*time.Minute)) || !g.Last.Equal(noon.Add(7*time.Minute)) {
		t.Errorf("open %d, resolved %d, first %v, last %v", len(g.Open), len(g.Resolved), g.First, g.Last)
	}
	if !take(f, ended("ok1", "hook", 6, model.StatusCompleted, "")) {
		t.Error("a success between two failures was not told of")
	}
	if g := only(t, f); len(g.Open) != 2 || len(g.Resolved) != 1 || g.Resolved[0].ID.ID != "a" {
		t.Errorf("after a success between them: open %d, resolved %d", len(g.Open), len(g.Resolved))
	}
	take(f, ended("ok2", "hook", 9, model.StatusCompleted, ""), ended("ok3", "cron", 9, model.StatusCompleted, ""))
	if g := only(t, f); !g.Gone() || g.ByRerun != 0 || len(g.Resolved) != 3 {
		t.Errorf("after both triggers succeeded: gone %v, by rerun %d", g.Gone(), g.ByRerun)
	}
	take(f, ended("d", "hook", 50, model.StatusTimeout, bad))
	if g := only(t, f); g.Gone() || !g.Marks(noon.Add(51*time.Minute), noon).Regressed {
		t.Error("a group that came back after 43 quiet minutes is not called regressed")
	}
}

func TestARerunMakesItsOwnOriginalGoodAndNoOther(t *testing.T) {
	fail, done, bad := model.StatusFailure, model.StatusCompleted, "order 1 was refused"
	f := failuresOf(
		ended("a", "hook", 1, fail, bad), ended("b", "hook", 2, fail, bad),
		again(ended("a2", "hook", 5, fail, bad), "a"),
		again(ended("a3", "hook", 6, done, ""), "a2"))
	g := only(t, f)
	if len(g.Open) != 1 || g.Open[0].ID.ID != "b" || g.ByRerun != 2 {
		t.Errorf("open %d, by rerun %d; want b open, a and its failed rerun made good", len(g.Open), g.ByRerun)
	}
	// The order in which they are heard of makes no difference.
	f = failuresOf(
		again(ended("a3", "hook", 6, done, ""), "a2"),
		again(ended("a2", "hook", 5, fail, bad), "a"),
		ended("b", "hook", 2, fail, bad), ended("a", "hook", 1, fail, bad))
	if g := only(t, f); len(g.Open) != 1 || g.ByRerun != 2 {
		t.Errorf("in the other order: open %d, by rerun %d", len(g.Open), g.ByRerun)
	}
}

func TestWhatIsNoTroubleIsInNoGroup(t *testing.T) {
	f := failuresOf(ended("a", "hook", 1, model.StatusCancelled, "stopped by jane"), ended("b", "hook", 1, model.StatusRunning, ""))
	if n := len(f.Groups()); n != 0 {
		t.Errorf("%d groups of a cancelled and a running run", n)
	}
	take(f, ended("b", "hook", 1, model.StatusFailure, "x"))
	only(t, f)
	// A newer attempt of the very run.
	take(f, ended("b", "hook", 1, model.StatusRunning, ""))
	if n := len(f.Groups()); n != 0 {
		t.Errorf("%d groups while the run is under way again", n)
	}
	take(f, ended("b", "hook", 1, model.StatusFailure, "x"))
	f.Take([]model.Change{{Old: ended("b", "hook", 1, model.StatusFailure, "x")}})
	if n := len(f.Groups()); n != 0 {
		t.Errorf("%d groups of a run that the store let go", n)
	}
}

func TestOneProfilesSuccessIsNotAnothers(t *testing.T) {
	other := ended("ok", "hook", 9, model.StatusCompleted, "")
	other.ID.Profile = "q"
	if g := only(t, failuresOf(ended("a", "hook", 1, model.StatusFailure, "x"), other)); g.Gone() {
		t.Error("a success in another profile made it good")
	}
}

// The index hears of one change after another; whatever their order, it says
// what one that hears of the last state alone would say.
func TestGroupsDoNotDependOnTheOrderOfChanges(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	for round := range 40 {
		var runs []*model.Run
		for i := range 60 {
			status := []model.Status{model.StatusFailure, model.StatusTimeout, model.StatusCompleted, model.StatusCompleted, model.StatusRunning}[r.Intn(5)]
			run := ended(fmt.Sprint("r", i), fmt.Sprint("t", r.Intn(4)), r.Intn(500), status, fmt.Sprintf("trouble %s of %d", []string{"a", "b", "c"}[r.Intn(3)], i))
			if i > 0 && r.Intn(5) == 0 {
				again(run, fmt.Sprint("r", r.Intn(i)))
			}
			runs = append(runs, run)
		}
		whole := describe(failuresOf(runs...))
		r.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
		f := model.NewFailures()
		for _, run := range runs {
			if r.Intn(3) == 0 {
				before := *run
				before.Status, before.ErrorMessage = model.StatusRunning, ""
				take(f, &before)
			}
			take(f, run)
			f.Groups()
		}
		if got := describe(f); got != whole {
			t.Fatalf("round %d: piece by piece\n%s\nat once\n%s", round, got, whole)
		}
	}
}

func describe(f *model.Failures) string {
	var s string
	for _, g := range f.Groups() {
		s += fmt.Sprintf("%s %q open %d resolved %d by rerun %d %v %v:", g.Key, g.Title, len(g.Open), len(g.Resolved), g.ByRerun, g.First, g.Last)
		for _, r := range slices.Concat(g.Open, g.Resolved) {
			s += " " + r.ID.ID
		}
		s += "\n"
	}
	return s
}

func TestAPersonMergesAndSplitsGroups(t *testing.T) {
	fail := model.StatusFailure
	f := failuresOf(
		ended("a", "hook", 1, fail, "disk is full"), ended("b", "cron", 2, fail, "no space left"),
		ended("c", "cron", 3, fail, `no such key "x"`), ended("d", "hook", 4, fail, `no such key "y"`))
	key := func(message string) model.GroupKey {
		return model.GroupKey{Print: model.FingerprintOf("E", message)}
	}
	full, space, such := key("disk is full"), key("no space left"), key(`no such key "z"`)
	count := func(h model.Hand) string {
		f.SetHand(h)
		var s string
		for _, g := range f.Groups() {
			s += fmt.Sprintf("%d+%d ", len(g.Open), g.Merged)
		}
		return s
	}
	var h model.Hand
	for _, step := range []struct {
		what string
		do   func()
		want string
	}{
		{"nothing", func() {}, "2+0 1+0 1+0 "},
		{"a merge", func() { h = h.Merge(full, space) }, "2+0 2+1 "},
		{"the same the other way round", func() { h = h.Merge(space, full) }, "2+0 2+1 "},
		{"a merge into what was merged", func() { h = h.Merge(such, full) }, "4+2 "},
		{"undone", func() { h = h.Undo(space) }, "2+0 1+0 1+0 "},
		{"split by trigger", func() { h = h.Divide(such.Print, model.SplitByTrigger) }, "1+0 1+0 1+0 1+0 "},
		{"split by words", func() { h = h.Divide(such.Print, model.SplitByWords) }, "1+0 1+0 1+0 1+0 "},
		{"split by function", func() { h = h.Divide(such.Print, model.SplitByFunction) }, "1+0 1+0 1+0 1+0 "},
		{"undone from a part", func() { h = h.Undo(model.GroupKey{Print: such.Print, Part: "fn-cron"}) }, "2+0 1+0 1+0 "},
	} {
		step.do()
		if parts := h.Touched(model.GroupKey{Print: such.Print, Part: "fn-cron"}); parts != strings.HasPrefix(step.what, "split") {
			t.Errorf("after %s: a part is said to be touched: %v", step.what, parts)
		}
		if got := count(h); got != step.want {
			t.Errorf("after %s: %s; want %s", step.what, got, step.want)
		}
	}
	// What two programs kept at once may go in a circle.
	circle := model.Hand{Into: map[model.GroupKey]model.GroupKey{full: space, space: full, such: full}}
	if got := count(circle); got != "4+2 " && got != "4+3 " {
		t.Errorf("in a circle: %s", got)
	}
	for _, k := range []model.GroupKey{full, {Print: such.Print, Part: "fn/with/slashes"}} {
		if back, ok := model.ParseGroupKey(k.String()); !ok || back != k {
			t.Errorf("%s reads as %s", k, back)
		}
	}
}

func TestMarksSayWhatIsNew(t *testing.T) {
	fail := model.StatusFailure
	now := noon.Add(4 * time.Hour)
	late := func(ids string, minute int) (runs []*model.Run) {
		for i, id := range ids {
			runs = append(runs, ended(string(id), "hook", minute+i, fail, "x"))
		}
		return runs
	}
	long := noon.Add(-time.Hour)
	for _, c := range []struct {
		what  string
		runs  []*model.Run
		known time.Time
		want  model.Marks
	}{
		{"three, minutes ago", late("abc", 230), long, model.Marks{New: true, Growing: true}},
		{"three, minutes ago, of a view that goes back no further", late("abc", 230), noon.Add(220 * time.Minute), model.Marks{Growing: true}},
		{"one of old", late("a", 10), long, model.Marks{}},
		{"as many as before", append(late("abc", 215), late("def", 230)...), long, model.Marks{New: true}},
		{"unknown how far back", late("a", 239), time.Time{}, model.Marks{}},
	} {
		if got := only(t, failuresOf(c.runs...)).Marks(now, c.known); got != c.want {
			t.Errorf("%s: %+v; want %+v", c.what, got, c.want)
		}
	}
	g := only(t, failuresOf(late("abc", 230)...))
	if got := g.Trend(now, 4*time.Hour, 4); !slices.Equal(got, []int{0, 0, 0, 3}) {
		t.Errorf("the trend is %v", got)
	}
}

func TestAGroupsAcknowledgementEndsWhenItShould(t *testing.T) {
	fail := model.StatusFailure
	f := failuresOf(ended("a", "hook", 1, fail, "x"))
	at := noon.Add(10 * time.Minute)
	key := only(t, f).Key
	acks := map[string]*model.GroupAck{
		"an hour": {Key: key, Ack: model.Ack{At: at, Until: at.Add(time.Hour)}},
		"next":    {Key: key, Ack: model.Ack{At: at}, End: model.AckToNext},
		"clean":   {Key: key, Ack: model.Ack{At: at}, End: model.AckToClean},
		"ever":    {Key: key, Ack: model.Ack{At: at}},
		"another": {Ack: model.Ack{At: at}},
		"none":    nil,
	}
	check := func(what string, now time.Time, want ...string) {
		t.Helper()
		for name, a := range acks {
			if got := a.Holds(only(t, f), now); got != slices.Contains(want, name) {
				t.Errorf("%s: %q holds: %v", what, name, got)
			}
		}
	}
	check("at once", at, "an hour", "next", "clean", "ever")
	take(f, ended("b", "hook", 20, fail, "x"))
	check("after another failure", at.Add(11*time.Minute), "an hour", "clean", "ever")
	take(f, ended("ok", "hook", 30, model.StatusCompleted, ""))
	take(f, ended("c", "hook", 99, fail, "x"))
	check("come back", at.Add(2*time.Hour), "ever")
	for _, e := range []model.AckEnd{model.AckTimed, model.AckToNext, model.AckToClean} {
		if back, ok := model.ParseAckEnd(e.String()); !ok || back != e {
			t.Errorf("%s reads as %s", e, back)
		}
	}
}

func TestWhatPeopleSaidIsReadAsItWasWritten(t *testing.T) {
	a, b, c := model.GroupKey{Print: 1}, model.GroupKey{Print: 2, Part: "fn/1"}, model.GroupKey{Print: 3}
	kept := map[string]map[string]model.Note{"merge": {}, "split": {}}
	var before model.Hand
	for i, hand := range []model.Hand{
		before.Merge(a, b), before.Merge(a, b).Merge(c, b), before.Merge(c, a).Divide(7, model.SplitByTrigger), before.Divide(7, model.SplitByWords), {},
	} {
		merges, splits := before.Changes(hand)
		for kind, notes := range map[string][]model.Note{"merge": merges, "split": splits} {
			for _, n := range notes {
				if kept[kind][n.Key] = n; n.Value == nil {
					delete(kept[kind], n.Key)
				}
			}
		}
		got := model.HandOf(slices.Collect(maps.Values(kept["merge"])), slices.Collect(maps.Values(kept["split"])))
		if !maps.Equal(got.Into, hand.Into) || !maps.Equal(got.Split, hand.Split) {
			t.Errorf("step %d: read %+v; written %+v", i, got, hand)
		}
		before = hand
	}
	ack := model.GroupAck{Key: b, End: model.AckToNext, Ack: model.Ack{By: "jane", Note: "mine", At: noon, Until: noon.Add(time.Hour)}}
	if got, ok := model.AckOf(ack.Noted()); !ok || got != ack {
		t.Errorf("read %+v; written %+v", got, ack)
	}
	for _, n := range []model.Note{{}, {Key: "f0:0000000000000001", Value: []byte("{}")}, {Key: a.String(), Value: []byte("{")}, {Key: a.String(), Value: []byte(`{"end":"x"}`)}} {
		if _, ok := model.AckOf(n); ok {
			t.Errorf("%s %s is taken for an acknowledgement", n.Key, n.Value)
		}
		if h := model.HandOf([]model.Note{n}, []model.Note{n}); !h.Empty() {
			t.Errorf("%s %s is taken for a merge or a split", n.Key, n.Value)
		}
	}
}

// BenchmarkGroups is a back end on which everything fails: one more failure
// among as many as a store keeps.
func BenchmarkGroups(b *testing.B) {
	f := model.NewFailures()
	var runs []*model.Run
	for i := range 100_000 {
		runs = append(runs, ended(fmt.Sprint("r", i), fmt.Sprint("t", i%18), i, model.StatusFailure, fmt.Sprintf("trouble %c of %d", 'a'+i%25, i)))
	}
	take(f, runs...)
	f.Groups()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		take(f, ended(fmt.Sprint("n", i), "t1", 100_000+i, model.StatusFailure, "trouble a of 1"))
		f.Groups()
	}
}
