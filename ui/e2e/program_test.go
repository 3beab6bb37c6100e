//go:build unix

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/model"
	_ "fntop/theme/ground" // as main does
	"fntop/ui"
)

// program shows the UI on a provider as main does, and returns the exit
// status.
func program(name string) int {
	o := ui.Options{
		Clock: clock.Real(), Keys: keymap.Default(), Zone: time.UTC, Refresh: time.Hour,
		Traffic: &ui.Traffic{}, Env: os.LookupEnv,
	}
	switch name {
	case "steady":
		o.Providers = []api.Provider{steady()}
	case "many":
		o.Providers = []api.Provider{many()}
	case "hostile":
		o.Providers = []api.Provider{hostile()}
	case "panic at the start":
		o.Providers = []api.Provider{panicsInInfo{steady()}}
	case "panic in a command":
		o.Providers = []api.Provider{panicsInFunctions{steady()}}
	case "panic in a goroutine":
		o.Providers = []api.Provider{panicsInRun{unfinished()}}
	case "panic in Update":
		o.Demo = func(context.Context) ([]api.Provider, error) { return []api.Provider{panicsInInfo{steady()}}, nil }
	default:
		fmt.Fprintln(os.Stderr, "no such provider:", name)
		return 2
	}
	err := ui.Run(context.Background(), o, ui.Terminal{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Theme: "auto",
		StateDir: os.Getenv("XDG_STATE_HOME"), Program: "fntop test",
	})
	var exit *ui.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.Code
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// on is the command that runs the UI on a provider.
func on(t testing.TB, name string, env ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path)
	cmd.Env = append(append(home(t), asProgram+"="+name, "GORACE=atexit_sleep_ms=0"), env...)
	return cmd
}

type panicsInInfo struct{ api.Provider }

func (panicsInInfo) Info() api.Info { panic("in info") }

type panicsInFunctions struct{ api.Provider }

func (panicsInFunctions) Functions(context.Context) ([]model.Function, error) {
	panic("in a list of functions")
}

type panicsInRun struct{ api.Provider }

func (panicsInRun) Run(context.Context, model.RunID) (model.RunDetail, error) { panic("in a run") }

// memory is a provider that holds everything in memory and never changes.
type memory struct {
	info      api.Info
	functions []model.Function
	triggers  []model.Trigger
	runs      map[string][]model.RunDetail // by function, newest first
}

func (m *memory) Info() api.Info                                      { return m.info }
func (m *memory) Functions(context.Context) ([]model.Function, error) { return m.functions, nil }
func (m *memory) Triggers(context.Context) ([]model.Trigger, error)   { return m.triggers, nil }
func (m *memory) Left() int                                           { return 300 }
func (m *memory) CloseIdle()                                          {}
func (m *memory) Entries(context.Context, model.RunRef, int64, func(model.Entry)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.ReadEntries}
}
func (m *memory) Watch(context.Context, func(api.Event)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.WatchRuns}
}
func (m *memory) Do(context.Context, model.Action) (model.Receipt, error) {
	return model.Receipt{}, nil
}
func (m *memory) Runs(_ context.Context, a model.Ask) (model.Page, error) {
	return model.Page{Runs: m.runs[a.Function]}, nil
}

func (m *memory) Run(_ context.Context, id model.RunID) (model.RunDetail, error) {
	for _, runs := range m.runs {
		for i := range runs {
			if runs[i].ID == id {
				return runs[i], nil
			}
		}
	}
	return model.RunDetail{}, &api.Error{Kind: api.NotFound}
}

// longAgo is when the runs in memory were: their ages stand still for a day.
var longAgo = time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)

// filled is a provider with so many runs of each function, all of them over.
func filled(runs int, functions ...string) *memory {
	m := &memory{
		info: api.Info{Profile: "test", Backend: "centrali", Workspace: "acme", Host: "localhost", Budget: 300},
		runs: map[string][]model.RunDetail{},
	}
	for n, name := range functions {
		id := fmt.Sprintf("f%d", n)
		m.functions = append(m.functions, model.Function{Profile: "test", ID: id, Name: name})
		m.triggers = append(m.triggers, model.Trigger{Profile: "test", ID: "t" + id, Name: name + "-trigger", Type: model.OnDemand, Enabled: true, Function: model.Ref{ID: id}})
		list := make([]model.RunDetail, runs)
		for i := range list {
			r := &list[i].Run
			r.ID = model.RunID{Profile: "test", ID: fmt.Sprintf("run-%d-%06d", n, i)}
			r.Backend, r.Function, r.Trigger = "centrali", model.Ref{ID: id}, model.Ref{ID: "t" + id}
			r.Created = longAgo.Add(-time.Duration(i*len(functions)+n) * time.Second)
			r.Started, r.Ended = r.Created, r.Created.Add(time.Duration(i%900)*time.Millisecond)
			r.Status, r.StatusText, r.Source = model.StatusCompleted, "completed", "manual"
			if i%7 == 3 {
				r.Status, r.StatusText, r.ErrorCode = model.StatusFailure, "failure", "E_TEST"
				r.ErrorMessage = strings.Repeat(fmt.Sprintf("attempt %d of 商品 failed; ", i), 1+i%5)
			}
		}
		m.runs[id] = list
	}
	return m
}

func steady() *memory { return filled(60, "process-order", "翻訳", "sync-stock") }

// unfinished is steady with a run that goes on for ever.
func unfinished() *memory {
	m := steady()
	r := &m.runs["f0"][0].Run
	r.Status, r.StatusText, r.Ended = model.StatusRunning, "running", time.Time{}
	return m
}

func many() *memory {
	names := make([]string, 10)
	for i := range names {
		names[i] = fmt.Sprintf("function-%d", i)
	}
	return filled(10_000, names...)
}

// hostile is a provider whose every text tries to take over the terminal.
func hostile() *memory {
	m := filled(5, "evil")
	m.info.Workspace, m.info.Profile, m.info.Host = evil("workspace"), evil("profile"), evil("host")
	m.functions[0].Profile, m.functions[0].Name, m.functions[0].Description = m.info.Profile, evil("function"), evil("description")
	m.triggers[0].Profile, m.triggers[0].Name, m.triggers[0].Description = m.info.Profile, evil("trigger"), evil("description")
	m.triggers[0].Path, m.triggers[0].Schedule, m.triggers[0].Event = evil("path"), evil("schedule"), evil("event")
	runs := m.runs["f0"]
	for i := range runs {
		r := &runs[i].Run
		r.ID = model.RunID{Profile: m.info.Profile, ID: evil(r.ID.ID)}
		r.StatusText, r.Source, r.TriggerType = evil("status"), evil("source"), evil("type")
		r.ErrorCode, r.ErrorMessage, r.JobID, r.ExecutionID = evil("code"), evil("message"), evil("job"), evil("execution")
		r.FunctionVersion, r.FunctionCodeHash, r.CreatedBy, r.Workspace = evil("version"), evil("hash"), evil("by"), evil("workspace")
		r.IsRerun, r.OriginalRunID, r.RerunBy, r.RerunReason = model.Some(true), evil("original"), evil("by"), evil("reason")
		runs[i].RunData = []byte(`{"` + "k\u009b31m\u202e" + `":"` + "v\u009d0;x\u009c\u2066" + `","e":"\u001b[2J"}`)
		runs[i].Raw = runs[i].RunData
	}
	return m
}

// evil is a text with every kind of control in it.
func evil(name string) string {
	return name + "\x1b]0;EVIL\x07\x1b[2J\x1b[?1049l\x1b[6n\u009b31m\u009d2;EVIL\u009c\x90q\x9c\u202egpj\u202c\u2066x\u2069\x7f\x00\r\n\t\x08!"
}
