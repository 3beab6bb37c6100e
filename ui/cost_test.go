package ui

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
)

// still is a provider that answers nothing: what is on screen was put there.
type still struct{ api.Provider }

func (still) Left() int      { return 300 }
func (still) CloseIdle()     {}
func (still) Info() api.Info { return api.Info{Profile: "p", Backend: "centrali", Workspace: "acme"} }

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// many makes n runs as a week of twelve functions has them.
func many(n int) []*model.Run {
	runs := make([]*model.Run, n)
	for i := range runs {
		at := noon.Add(-time.Duration(i) * 3500 * time.Millisecond)
		r := &model.Run{
			ID: model.RunID{Profile: "p", ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", i*2654435761, i)}, Backend: "centrali",
			Status: model.StatusCompleted, StatusText: "completed", Source: "trigger",
			Function:    model.Ref{ID: fmt.Sprintf("f%d", i%12), Name: fmt.Sprintf("process-order-%d", i%12)},
			Trigger:     model.Ref{ID: fmt.Sprintf("t%d", i%18), Name: fmt.Sprintf("order-hook-%d", i%18)},
			TriggerType: "http-trigger", JobID: fmt.Sprintf("job_%020d", i), ExecutionID: fmt.Sprintf("%036d", i),
			Created: at, Started: at, Ended: at.Add(time.Duration(i%9000) * time.Millisecond), Updated: at.Add(time.Minute),
			FunctionVersion: "38", FunctionCodeHash: "aa6aa85e6faa13792fe36ad60714e73fa58d654a5b5e2b21b9dadc93a7898e9d",
			MemoryBytes: model.Some(int64(i)), CPUSeconds: model.Some(1.5),
		}
		if i%20 == 0 {
			r.Status, r.StatusText, r.ErrorCode = model.StatusFailure, "failure", "E_COUPON"
			r.ErrorMessage = fmt.Sprintf("Coupon SUMMER-%d expired at checkout step 3", i)
		}
		runs[i] = r
	}
	return runs
}

// full is the UI with n runs on a screen of 200×60.
func full(tb testing.TB, n int) *App {
	tb.Helper()
	a := New(Options{
		Context: context.Background(), Clock: clock.NewDriven(noon), Providers: []api.Provider{still{}}, Keys: keymap.Default(),
		Theme: theme.New("dark", theme.TrueColor, theme.Dark), Zone: time.UTC, Refresh: 5 * time.Second, Traffic: &Traffic{},
		Env: func(string) (string, bool) { return "", false },
	})
	a.live.paused = true
	for i := range 12 {
		a.functions = append(a.functions, model.Function{Profile: "p", ID: fmt.Sprintf("f%d", i), Name: fmt.Sprintf("process-order-%d", i)})
	}
	for i := range 18 {
		a.triggers = append(a.triggers, model.Trigger{Profile: "p", ID: fmt.Sprintf("t%d", i), Name: fmt.Sprintf("order-hook-%d", i), Type: model.HTTPTrigger, Enabled: true, Path: "orders"})
	}
	a.fnPane.SetRows(a.functions)
	a.trigPane.SetRows(a.triggers)
	a.followSources()
	a.named()
	a.changed(a.store.Merge(many(n)))
	a.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	return a
}

func TestFrameWith100000RunsCostsFewAllocations(t *testing.T) {
	a := full(t, 100_000)
	if n := testing.AllocsPerRun(100, func() { a.draw() }); n > 100 {
		t.Errorf("%v allocations a frame, want at most 100", n)
	}
}

// boarded is the UI with n runs and the board open on a screen of 200×60.
func boarded(tb testing.TB, n int) *App {
	tb.Helper()
	a := full(tb, n)
	a.boardKey()
	a.gotSurvey(a.surveyAgain()().(surveyMsg))
	a.draw()
	return a
}

func TestBoardWith100000RunsCostsFewAllocations(t *testing.T) {
	a := boarded(t, 100_000)
	clk := a.o.Clock.(*clock.Driven)
	if n := testing.AllocsPerRun(100, func() { clk.Advance(time.Second); a.draw() }); n > 200 {
		t.Errorf("%v allocations a frame of another second, want at most 200", n)
	}
	if n := testing.AllocsPerRun(100, func() { a.draw() }); n > 100 {
		t.Errorf("%v allocations a frame that nothing changed in, want at most 100", n)
	}
}

func TestRunInTheStoreWeighsAtMostAKibibyte(t *testing.T) {
	const n = 100_000
	weigh := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := weigh()
	s := model.NewStore(model.StoreLimit)
	var v model.View
	v.Reset(nil, func(*model.Run) bool { return true }, model.NewestFirst)
	v.Apply(s.Merge(many(n)), func(*model.Run) bool { return true })
	got := (weigh() - before) / n
	t.Logf("%d bytes a run, the view included", got)
	if got > 1024 {
		t.Errorf("a run weighs %d bytes, want at most 1024", got)
	}
	runtime.KeepAlive(s)
	runtime.KeepAlive(&v)
}

func BenchmarkFrame200x60With100kRuns(b *testing.B) {
	a := full(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		a.draw()
	}
}

func BenchmarkBoard200x60With100kRuns(b *testing.B) {
	a := boarded(b, 100_000)
	clk := a.o.Clock.(*clock.Driven)
	b.ReportAllocs()
	for b.Loop() {
		clk.Advance(time.Second) // every age on it is another
		a.draw()
	}
}

// BenchmarkSurveyBegunWith100kRuns is what a survey costs the loop: all else
// is done beside it.
func BenchmarkSurveyBegunWith100kRuns(b *testing.B) {
	a := boarded(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		a.surveys.runs = a.surveyed().Runs
	}
}

func BenchmarkKeyWith100kRuns(b *testing.B) {
	a := full(b, 100_000)
	keys := []tea.KeyMsg{{Type: tea.KeyDown}, {Type: tea.KeyDown}, {Type: tea.KeyPgDown}, {Type: tea.KeyUp}}
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		a.Update(keys[i%len(keys)])
		i++
	}
}

func BenchmarkPageOf100Into100kRuns(b *testing.B) {
	a := full(b, 100_000)
	next := 0
	for b.Loop() {
		b.StopTimer()
		page := many(100)
		for i, r := range page {
			r.ID.ID = fmt.Sprintf("%036d", next/2+i)
			r.Created = noon.Add(time.Duration(next/2+i) * time.Second)
		}
		next += 100
		b.StartTimer()
		a.view.Apply(a.store.Merge(page), func(*model.Run) bool { return true })
	}
}
