package agentos

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/model"
)

// noon is a moment at which every kind of run is there.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// onDemo is a client on a demo whose clock stands still, while its own waits
// for nothing: what has happened by noon is all there is.
func onDemo(t *testing.T, faults string, change ...func(*Config)) (*Client, *demo.Server) {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{Faults: faults, Clock: clock.NewDriven(noon)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return clientOf(t, s, append([]func(*Config){func(c *Config) { c.Clock = newHasty() }}, change...)...), s
}

func clientOf(t *testing.T, s *demo.Server, change ...func(*Config)) *Client {
	t.Helper()
	r := s.Ready()
	name, value, _ := strings.Cut(r.AgentOS.Headers, ": ")
	config := Config{Profile: "p", URL: r.URL, Token: r.AgentOS.Token, Headers: map[string]string{name: value}, RequestsPerMinute: 10000}
	for _, f := range change {
		f(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

func functionNamed(t *testing.T, c *Client, name string) model.Function {
	t.Helper()
	all, err := c.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(f model.Function) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("no agent is called %s", name)
	}
	return all[i]
}

func TestTheDemoIsRead(t *testing.T) {
	c, s := onDemo(t, "")
	functions, err := c.Functions(t.Context())
	if err != nil || len(functions) != 8 {
		t.Fatalf("%d agents, %v", len(functions), err)
	}
	triggers, err := c.Triggers(t.Context())
	if err != nil || len(triggers) != 8 {
		t.Errorf("%d triggers, %v", len(triggers), err)
	}
	if err := s.SetFaults("triggers-by-agent"); err != nil {
		t.Fatal(err)
	}
	if one, err := clientOf(t, s).Triggers(t.Context()); err != nil || len(one) != 8 {
		t.Errorf("by agent %d triggers, %v", len(one), err)
	}
	for _, f := range functions {
		page, err := c.Runs(t.Context(), model.Ask{Function: f.ID, Page: 1, Limit: 20})
		if err != nil || len(page.Runs) < 10 || page.Skipped != 0 {
			t.Fatalf("%s: %d runs, %v", f.Name, len(page.Runs), err)
		}
		for _, r := range page.Runs {
			if r.Status == model.StatusUnknown || r.Function.ID != f.ID || r.Created.IsZero() || r.Input == nil {
				t.Errorf("%s: %+v", f.Name, r.Run)
			}
		}
		full, err := c.Run(t.Context(), page.Runs[5].ID)
		if err != nil || full.Status != page.Runs[5].Status {
			t.Errorf("%s: %+v, %v", f.Name, full.Run, err)
		}
	}
	if s.URL() == "" || c.Left() == 0 {
		t.Error("nothing is left")
	}
}

// attemptOf is an attempt of the demo that is over, with what pages of events
// tell of it.
func attemptOf(t *testing.T, c *Client, agent string) (model.RunRef, []int64) {
	t.Helper()
	page, err := c.Runs(t.Context(), model.Ask{Function: functionNamed(t, c, agent).ID, Page: 2, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	ref := model.RunRef{ID: page.Runs[0].ID, Attempt: page.Runs[0].Attempt.Value.ID}
	var seqs []int64
	f := &tail{c: c, run: ref, emit: func(e model.Entry) { seqs = append(seqs, e.Seq) }, stop: func() {}}
	if err := f.fill(t.Context(), 0); err != nil || !f.over || len(seqs) < 8 {
		t.Fatalf("%d events, %v", len(seqs), err)
	}
	return ref, seqs
}

// underWay is an attempt of the demo that is not over, and its events so far.
func underWay(t *testing.T, c *Client) (model.RunRef, []int64) {
	t.Helper()
	page, err := c.Runs(t.Context(), model.Ask{Function: functionNamed(t, c, "market-research").ID, Page: 1, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Runs {
		ref := model.RunRef{ID: r.ID, Attempt: r.Attempt.Value.ID}
		var seqs []int64
		f := &tail{c: c, run: ref, emit: func(e model.Entry) { seqs = append(seqs, e.Seq) }, stop: func() {}}
		if r.Status == model.StatusRunning && f.fill(t.Context(), 0) == nil && len(seqs) > 4 {
			return ref, seqs
		}
	}
	t.Fatal("no run is under way for long")
	return model.RunRef{}, nil
}

// Each fault of the demo's streams, met in each place: nothing is lost,
// nothing told twice, and each change of the link is told.
func TestEveryFaultOfTheDemosStreamsIsOutlived(t *testing.T) {
	links := 0
	var last api.LinkChanged
	c, s := onDemo(t, "", func(c *Config) {
		c.Observe = func(e api.Event) {
			if l, ok := e.(api.LinkChanged); ok {
				links++
				last = l
			}
		}
	})
	ref, want := attemptOf(t, c, "scribe")
	for k := 1; k <= len(want); k++ {
		for _, fault := range []string{"run-cut", "run-close", "run-error", "run-hole"} {
			spec := fmt.Sprintf("%s=%d", fault, k)
			follow(t, c, s, spec, ref, want)
		}
	}
	for _, spec := range []string{
		"run-dup", "run-reorder", "run-heartbeat=event", "run-inclusive,run-cut=2", "run-dup,run-cut=3", "run-reorder,run-close=2,run-hole=4",
		"503*2@events/stream", "drop*2@events/stream", "reset*1@events/stream", "404@events/stream", "501@events/stream", "429=1*1@events/stream", "garbage*1@events/stream", "html*1@events/stream",
	} {
		follow(t, c, s, spec, ref, want)
	}
	if links < 50 || last.Run != ref.ID {
		t.Errorf("%d changes of the link, the last %+v", links, last)
	}
}

func follow(t *testing.T, c *Client, s *demo.Server, spec string, ref model.RunRef, want []int64) {
	t.Helper()
	if err := s.SetFaults(spec); err != nil {
		t.Fatal(err)
	}
	var got []int64
	if err := c.Entries(t.Context(), ref, 0, func(e model.Entry) { got = append(got, e.Seq) }); err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: told %v, want %v; %v", spec, got, want, err)
	}
}

// A run that is not over has to be come back to, again and again.
func TestAStreamThatBreaksOfARunUnderWayIsComeBackTo(t *testing.T) {
	c, s := onDemo(t, "")
	ref, want := underWay(t, c)
	for k := 1; k < len(want); k++ {
		for _, spec := range []string{"run-cut=%d", "run-close=%d", "run-cut=%d,run-dup", "run-close=%d,run-inclusive", "run-hole=%d,run-cut=3", "run-cut=%d,run-reorder"} {
			spec = fmt.Sprintf(spec, k)
			if err := s.SetFaults(spec); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			var got []int64
			err := c.Entries(ctx, ref, 0, func(e model.Entry) {
				if got = append(got, e.Seq); len(got) == len(want) {
					stop()
				}
			})
			stop()
			if api.KindOf(err) != api.Canceled || !slices.Equal(got, want) {
				t.Errorf("%s: told %v, want %v; %v", spec, got, want, err)
			}
		}
	}
}

func TestATokenThatEndsInTheMiddleIsSaid(t *testing.T) {
	c, s := onDemo(t, "")
	ref, _ := underWay(t, c)
	if err := s.SetFaults("run-401=3"); err != nil {
		t.Fatal(err)
	}
	var got []int64
	err := c.Entries(t.Context(), ref, 0, func(e model.Entry) { got = append(got, e.Seq) })
	if e := fault(t, err); e.Kind != api.Unauthorized || !strings.Contains(e.Error(), "Renew the profile's token") || len(got) != 3 {
		t.Errorf("told %v, %v", got, e)
	}
}

func TestAStalledStreamOfTheDemoIsOpenedAgain(t *testing.T) {
	clk := newHasty()
	c, s := onDemo(t, "", func(c *Config) { c.Clock = clk })
	ref, want := attemptOf(t, c, "scribe")
	if err := s.SetFaults("run-stall=2*1"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		for ctx.Err() == nil {
			clk.hush()
		}
	}()
	var got []int64
	err := c.Entries(ctx, ref, 0, func(e model.Entry) { got = append(got, e.Seq) })
	stop()
	<-over
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("told %v, want %v; %v", got, want, err)
	}
}

// What a caller does is carried out at most once, and found where the answer
// does not say so.
func TestACreatedRunIsFoundWhateverBecomesOfTheAnswer(t *testing.T) {
	c, s := onDemo(t, "", func(c *Config) { c.Clock = clock.NewDriven(noon) })
	triggers, err := c.Triggers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	trigger := triggers[0]
	for spec, lost := range map[string]bool{"": false, "409=after": false, "409": true, "drop=after": true, "500=after": true, "502=after": true, "garbage=after": true, "503": true} {
		if spec != "" {
			if err := s.SetFaults(spec + "*1"); err != nil {
				t.Fatal(err)
			}
		}
		posts := func() (n int) {
			for _, r := range s.Requests() {
				if r.Method == "POST" {
					n++
				}
			}
			return n
		}
		before := posts()
		input := json.RawMessage(`{"test":"` + spec + `"}`)
		got, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: trigger.ID}, Payload: input})
		if posts() != before+1 {
			t.Errorf("%q: %d actions were sent", spec, posts()-before)
		}
		if lost {
			if e := fault(t, err); !e.Lost || !strings.Contains(e.Error(), "not sent again") {
				t.Errorf("%q: %v", spec, e)
			}
			continue
		}
		r, readErr := c.Run(t.Context(), model.RunID{Profile: "p", ID: got.RunID})
		if err != nil || readErr != nil || string(r.Input) != string(input) {
			t.Errorf("%q: %+v, %v, %v, input %s", spec, got, err, readErr, r.Input)
		}
	}
}

func TestListsOutliveWhatIsOddAboutThem(t *testing.T) {
	c, s := onDemo(t, "")
	agent := functionNamed(t, c, "support")
	for spec, kind := range map[string]api.Kind{
		"": 0, "wrongtypes": 0, "deep": 0, "503*2": 0, "truncated=json": api.Unreadable, "garbage": api.Unreadable, "html": api.Unreadable, "empty": api.Unreadable,
		"401": api.Unauthorized, "403": api.Forbidden, "404": api.NotFound, "501": api.ServerError, "not-http": api.Unreadable, "422": api.Refused,
	} {
		if err := s.SetFaults(spec); err != nil {
			t.Fatal(err)
		}
		page, err := c.Runs(t.Context(), model.Ask{Function: agent.ID, Page: 1, Limit: 20})
		if api.KindOf(err) != kind || kind == 0 && len(page.Runs)+page.Skipped < 10 {
			t.Errorf("%q: %d runs, %v", spec, len(page.Runs), err)
		}
	}
}
