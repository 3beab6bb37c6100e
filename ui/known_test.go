package ui_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
)

// memory is a history that knows one thing.
type memory struct {
	known model.Known
	said  string
	err   error

	figures func(w model.Window, now time.Time) (map[model.Subject]*model.Figures, error)
	asked   []model.Window // the figures of which windows were
}

func (m *memory) Run(ctx context.Context) { <-ctx.Done() }
func (m *memory) Last(_ context.Context, info api.Info, _ int) (model.Known, error) {
	for _, r := range m.known.Runs {
		r.ID.Profile = info.Profile
	}
	return m.known, m.err
}
func (m *memory) Said() string { return m.said }
func (m *memory) Figures(_ context.Context, _ model.SubjectKind, _ []string, w model.Window, now time.Time, _ int) (map[model.Subject]*model.Figures, error) {
	m.asked = append(m.asked, w)
	if m.figures == nil {
		return nil, nil
	}
	return m.figures(w, now)
}

func withHistory(h ui.History) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.History = h }
}

// held is a back end that answers no list before it is let.
type held struct {
	api.Provider
	free chan struct{}
}

func (h *held) around(p api.Provider) api.Provider { h.Provider = p; return h }

func (h *held) Functions(ctx context.Context) ([]model.Function, error) {
	return wait(ctx, h.free, h.Provider.Functions)
}

func (h *held) Triggers(ctx context.Context) ([]model.Trigger, error) {
	return wait(ctx, h.free, h.Provider.Triggers)
}

func (h *held) Runs(ctx context.Context, ask model.Ask) (model.Page, error) {
	return wait(ctx, h.free, func(ctx context.Context) (model.Page, error) { return h.Provider.Runs(ctx, ask) })
}

func wait[T any](ctx context.Context, free chan struct{}, ask func(context.Context) (T, error)) (none T, err error) {
	select {
	case <-free:
		return ask(ctx)
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// past is what was known twenty minutes ago of the demo: its functions, and
// two runs that it has no more.
func past(t *testing.T) *memory {
	t.Helper()
	r := start(t, 120, 36).ready()
	functions, err := r.provider.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ghost := func(id string, status model.Status, ago time.Duration) *model.Run {
		return &model.Run{ID: model.RunID{ID: id}, Backend: "centrali", Status: status, StatusText: status.String(),
			Function: model.Ref{ID: functions[0].ID}, Created: noon.Add(-ago), Started: noon.Add(-ago), JobID: id, ErrorMessage: "of " + id}
	}
	runs := []*model.Run{ghost("ghost-1", model.StatusRunning, 20*time.Minute), ghost("ghost-2", model.StatusFailure, 21*time.Minute)}
	runs[1].Ended = noon.Add(-20 * time.Minute)
	return &memory{known: model.Known{As: noon.Add(-20 * time.Minute), Functions: functions, Runs: runs}}
}

func TestStartShowsWhatWasKnownLastAndSaysThatItIsOld(t *testing.T) {
	h := past(t)
	back := &held{free: make(chan struct{})}
	r := start(t, 140, 36, withHistory(h), func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Providers = []api.Provider{back} })
	r.awaitText("of ghost-2")
	for _, want := range []string{"asking … · as of 11:40:00", h.known.Functions[0].Name} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the screen does not say %q\n%s", want, r.Screen())
		}
	}
	close(back.free)
	r.ready()
	r.await("only what the back end has", func(s string) bool { return r.withJob("ghost-1") == nil && r.withJob("ghost-2") == nil })
	if strings.Contains(r.Screen(), "as of") || len(r.app.Runs()) == 0 {
		t.Errorf("what was read does not stand in its place\n%s", r.Screen())
	}
}

func TestWithoutTheNetworkWhatWasKnownLastStaysAndSaysSinceWhen(t *testing.T) {
	r := start(t, 140, 36, withHistory(past(t)), withFaults("503"))
	r.awaitText("of ghost-2")
	r.until("that nothing answers", func(s string) bool { return strings.Contains(s, "stale since 11:40:00") })
	if r.withJob("ghost-1") == nil {
		t.Errorf("what was known is gone\n%s", r.Screen())
	}
}

func TestHistoryThatCannotBeReadStopsNothing(t *testing.T) {
	r := start(t, 120, 36, withHistory(&memory{err: errors.New("read what was known last of the history: broken")}))
	r.awaitText("Read what was known last of the history: broken")
	r.ready()
}

func TestWhatTheHistoryHasToSayIsSaid(t *testing.T) {
	r := start(t, 160, 36, withHistory(&memory{said: "the history was set aside as x"}))
	r.awaitText("The history was set aside as x")
}
