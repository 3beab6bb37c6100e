package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
)

// moment is when every picture is taken: an afternoon with two things going
// wrong, so that there is something to find.
var moment = time.Date(2026, 11, 23, 14, 12, 0, 0, time.UTC)

// stage is fntop on the demo server, on a clock that stands still.
type stage struct {
	*drive.Driver
	app   *ui.App
	asked func() int // requests that were answered
}

// play opens fntop at a size, plays a scene and returns the frame it ends on.
func play(ctx context.Context, s scene, w, h int) ([]string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	clk := clock.NewDriven(moment)
	// The stream stays half open: what was read before it is open is read once
	// more then, and how many requests that takes is a matter of chance.
	server, err := demo.Start(ctx, demo.Options{Clock: clk, Faults: "hang@/realtime/"})
	if err != nil {
		return nil, fmt.Errorf("start the demo: %w", err)
	}
	defer func() { _ = server.Close() }()
	c := server.Ready().Centrali
	traffic := &ui.Traffic{}
	provider, err := connect.Open(connect.Profile{
		Name: "demo", Backend: connect.Centrali, URL: server.URL(), Workspace: c.Workspace,
		ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret), RequestsPerMinute: s.budget,
	}, connect.Options{Clock: clk, Patience: ui.Patience, Timeout: time.Hour, Observe: traffic.Observe, Version: "demo", Context: ctx})
	if err != nil {
		return nil, fmt.Errorf("open the demo: %w", err)
	}
	defer provider.CloseIdle()
	app := ui.New(ui.Options{
		Context: ctx, Clock: clk, Providers: []api.Provider{provider}, Keys: keymap.Default(), Theme: s.theme(),
		Zone: time.UTC, Refresh: 5 * time.Second, Traffic: traffic,
		Env: func(string) (string, bool) { return "", false },
	})
	st := &stage{drive.New(ctx, app, w, h), app, func() int { return traffic.Used("demo", clk.Now()) }}
	if !st.Await(func(screen string) bool { return strings.Contains(screen, "live") && app.Settled() }) {
		return nil, errors.New("the first data never came")
	}
	if err := s.play(st); err != nil {
		return nil, fmt.Errorf("%w; the screen is\n%s", err, st.Screen())
	}
	return app.Frame(), nil
}

// press presses keys and waits until nothing is under way.
func (s *stage) press(keys ...string) error {
	for _, k := range keys {
		s.Press(k)
		if !s.Await(func(string) bool { return s.app.Settled() }) {
			return fmt.Errorf("nothing came to rest after %q", k)
		}
	}
	return nil
}

// show presses keys and makes sure that the screen then holds a text.
func (s *stage) show(text string, keys ...string) error {
	if err := s.press(keys...); err != nil {
		return err
	}
	if !s.Await(func(screen string) bool { return strings.Contains(screen, text) && s.app.Settled() }) {
		return fmt.Errorf("%q is not on the screen", text)
	}
	return nil
}

// answered waits until that many requests have been answered, which the
// header tells.
func (s *stage) answered(n int) error {
	for range 10_000 {
		if s.asked() >= n {
			s.Send(nil) // draws
			return nil
		}
		s.Quiet()
	}
	return fmt.Errorf("%d requests were answered, want %d", s.asked(), n)
}

func themed(depth theme.Depth, ground theme.Ground) func() *theme.Theme {
	return func() *theme.Theme { return theme.New("auto", depth, ground) }
}
