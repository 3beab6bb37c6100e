package ui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
)

// empty is fntop with no profile at all.
func empty(t *testing.T, demo func(context.Context) ([]api.Provider, error)) *drive.Driver {
	t.Helper()
	return drive.New(t.Context(), ui.New(ui.Options{
		Context: t.Context(), Clock: clock.NewDriven(noon), Demo: demo, Keys: keymap.Default(), Zone: time.UTC, Refresh: 5 * time.Second,
		Theme: theme.New("dark", theme.TrueColor, theme.Dark), Traffic: &ui.Traffic{}, ConfigPath: "~/.config/fntop/config.toml",
		Env: func(string) (string, bool) { return "", false },
	}), 120, 36)
}

func TestWithoutProfileThereIsAStartPage(t *testing.T) {
	d := empty(t, nil)
	for _, want := range []string{"open the demo", "CENTRALI_WORKSPACE", "config.toml"} {
		if !strings.Contains(d.Screen(), want) {
			t.Errorf("the start page does not say %q\n%s", want, d.Screen())
		}
	}
	// Keys that need a profile say so, and none of them does harm.
	for _, a := range keymap.All() {
		if a == keymap.Quit || a == keymap.QuitNow || a == keymap.Open {
			continue
		}
		for _, k := range keymap.Default().Keys(a) {
			d.Press(k)
			d.Press("esc")
		}
	}
	d.Press("i")
	if !strings.Contains(d.Screen(), "No profile is open yet. Enter opens what is marked.") {
		t.Errorf("a key that needs a profile does not say so\n%s", d.Screen())
	}
}

func TestStartPageOpensTheDemo(t *testing.T) {
	r := start(t, 120, 36)
	provider := r.provider
	d := empty(t, func(context.Context) ([]api.Provider, error) { return []api.Provider{provider}, nil })
	d.Press("enter")
	if !d.AwaitText("● live") {
		t.Errorf("the demo did not open\n%s", d.Screen())
	}
}

// What nothing has come of yet says what it waits for.
func TestEmptyTableSaysWhatIsWaitedFor(t *testing.T) {
	for fault, want := range map[string]string{
		"hang": "waiting for prod: functions …", "hang@/function-runs/": "waiting for prod: runs …",
	} {
		r := startWithin(t, time.Hour, 120, 36, withFaults(fault))
		if !r.AwaitText(want) {
			t.Errorf("%s: the screen does not say %q\n%s", fault, want, r.Screen())
		}
		if err := r.server.SetFaults(""); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStartPageSaysWhyTheDemoDidNotOpen(t *testing.T) {
	d := empty(t, func(context.Context) ([]api.Provider, error) { return nil, errors.New("no port is free") })
	d.Press("enter")
	if !d.AwaitText("No port is free") {
		t.Errorf("the failure is not told\n%s", d.Screen())
	}
}

func TestFramesOfTheStartPage(t *testing.T) {
	d := empty(t, nil)
	for _, size := range sizes {
		d.Send(tea.WindowSizeMsg{Width: size.w, Height: size.h})
		compare(t, fmt.Sprintf("start-%dx%d", size.w, size.h), d.Screen())
	}
}
