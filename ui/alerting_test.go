package ui_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/api/history"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/alarm"
	"fntop/ui/drive"
)

func withAlerts(ways alarm.Ways, rules ...model.AlertRule) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
		o.Alerting = ui.Alerting{Rules: rules, Ways: ways}
	}
}

var unreached = model.AlertRule{Name: "link", Kind: model.AlertLink}

func TestAlertIsToldOnScreenOnceAndIsOver(t *testing.T) {
	r := start(t, 140, 36, withAlerts(alarm.Ways{AtMost: 6}, unreached)).ready()
	r.faults("drop")
	r.untilText("⚑ prod: link: prod has not been reached")
	r.awaitText("⚑ 1 alert")
	r.Press("?", "esc")
	r.until("the notice to be read", func(s string) bool { return !strings.Contains(s, "prod: link:") || strings.Contains(s, "⚑ 1 alert") })
	r.faults("")
	r.until("its end", func(s string) bool { return !strings.Contains(s, "⚑ 1 alert") })
	r.Press("ctrl+g")
	r.awaitText("Over: prod: link:")
	if n := strings.Count(r.Screen(), "⚑ prod: link:"); n > 1 {
		t.Errorf("it was told %d times\n%s", n, r.Screen())
	}
}

func TestAlertIsNotToldAgainAfterARestart(t *testing.T) {
	notes := &notebook{}
	r := start(t, 140, 36, withNotes(notes), withAlerts(alarm.Ways{AtMost: 6}, unreached)).ready()
	r.faults("drop")
	r.untilText("⚑ prod: link:")
	notes.has(r, "alert", 1)
	again := start(t, 140, 36, withNotes(notes), withAlerts(alarm.Ways{AtMost: 6}, unreached),
		func(_ *connect.Profile, _ *ui.Options, d *demo.Options) { d.Faults = "drop" })
	again.untilText("⚑ 1 alert")
	if strings.Contains(again.Screen(), "⚑ prod: link:") {
		t.Errorf("told again\n%s", again.Screen())
	}
}

func TestDemoOfTheStartPageLeavesNoTraceOfItsAlerts(t *testing.T) {
	r := start(t, 120, 36)
	provider, clk := r.provider, r.clk
	past := history.New(history.Options{Dir: t.TempDir(), Clock: clk})
	t.Cleanup(func() { _ = past.Close(t.Context()) })
	rule := model.DefaultAlert(model.AlertFailureRate)
	rule.Window, rule.Above = 24*time.Hour, 0.3
	d := drive.New(t.Context(), ui.New(ui.Options{
		Context: t.Context(), Clock: clk, Keys: keymap.Default(), Zone: time.UTC, Refresh: 5 * time.Second,
		Theme: theme.New("dark", theme.TrueColor, theme.Dark), Traffic: &ui.Traffic{}, Env: func(string) (string, bool) { return "", false },
		Past: past, Notes: past, Alerting: ui.Alerting{Rules: []model.AlertRule{rule}, Ways: alarm.Ways{AtMost: 6}},
		Demo: func(context.Context) ([]api.Provider, error) {
			past.Forgetful()
			return []api.Provider{provider}, nil
		},
	}), 140, 36)
	d.Press("?", "esc", "enter")
	d.AwaitText("● live")
	for range 100 {
		if strings.Contains(d.Screen(), "⚑") {
			break
		}
		clk.Advance(time.Second)
		d.Quiet()
	}
	if !strings.Contains(d.Screen(), "⚑") {
		t.Errorf("nobody is told\n%s", d.Screen())
	}
	if _, err := os.Stat(past.Path()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the demo made %s (%v)", past.Path(), err)
	}
}

func TestFailuresOfTheDemoAreAlerts(t *testing.T) {
	rule := model.DefaultAlert(model.AlertFailureRate)
	rule.Window, rule.Above = 24*time.Hour, 0.3
	r := start(t, 140, 36, withAlerts(alarm.Ways{AtMost: 6}, rule)).ready()
	r.untilText("⚑ prod: failure rate: import-feed: ")
}

func TestProgramIsRunForAnAlert(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell")
	}
	took := filepath.Join(t.TempDir(), "took")
	r := start(t, 140, 36, withAlerts(alarm.Ways{AtMost: 6, Command: []string{"sh", "-c", `cat >"$0.new" && mv "$0.new" "$0"`, took}}, unreached)).ready()
	r.faults("drop")
	r.untilText("⚑ prod: link:")
	r.await("the program", func(string) bool {
		raw, err := os.ReadFile(took)
		return err == nil && strings.Contains(string(raw), `"rule":"link"`)
	})
}

func TestAcknowledgedAlertCountsNoMoreAndSurvivesARestart(t *testing.T) {
	notes := &notebook{}
	options := []option{withNotes(notes), withAlerts(alarm.Ways{AtMost: 6}, unreached)}
	r := start(t, 140, 36, options...).ready()
	r.faults("drop")
	r.untilText("⚑ 1 alert")
	r.Press("!")
	r.awaitText("╭ Alerts 1")
	r.awaitText("prod has not been reached")
	r.Press("enter")
	r.awaitText("╭ link of prod")
	r.Press("enter")
	r.awaitText("Acknowledged until it is over.")
	if strings.Contains(r.Screen(), "⚑ 1 alert") {
		t.Errorf("it still counts\n%s", r.Screen())
	}
	r.await("the note", func(string) bool {
		kept, _ := notes.Notes(t.Context(), "alert")
		return len(kept) == 1 && strings.Contains(string(kept[0].Value), `"Ack":{`)
	})
	r.Press("!", "enter")
	r.awaitText("take the acknowledgement back")
	r.Press("enter")
	r.awaitText("⚑ 1 alert")
}

func TestRuleThatCannotBeEvaluatedIsListedWithItsReason(t *testing.T) {
	r := start(t, 140, 36, withAlerts(alarm.Ways{AtMost: 6}, model.DefaultAlert(model.AlertFailureRate)),
		func(_ *connect.Profile, _ *ui.Options, d *demo.Options) { d.Faults = "drop" })
	r.untilText("unreachable")
	r.Press("!")
	r.untilText("not evaluated: not everything has been read yet")
}
