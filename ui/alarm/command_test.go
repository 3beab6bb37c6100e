//go:build unix

package alarm

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"fntop/model"
)

func TestProgramGetsTheAlertAsJSON(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	alert := model.Alert{Sign: model.Sign{
		Rule: "stuck", Key: "prod/f", Profile: "prod", Function: model.Ref{ID: "f", Name: "charge"}, Text: "charge: 1 run is under way.", Runs: []model.RunID{{Profile: "prod", ID: "r1"}},
	}, Since: at, Told: at}
	if err := Run(t.Context(), []string{"sh", "-c", `cat >"$0"; echo noise`, out}, MessageOf(&alert, at)); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got["change"] != "fired" || got["rule"] != "stuck" || got["at"] != "2026-11-20T12:00:00Z" || got["trigger"] != nil || got["resolvedAt"] != nil ||
		got["function"].(map[string]any)["name"] != "charge" || got["runs"].([]any)[0] != "r1" {
		t.Errorf("got %s", raw)
	}
}

func TestProgramThatFailsIsSaidWithWhatItSaid(t *testing.T) {
	for _, c := range []struct {
		command []string
		want    []string
	}{
		{[]string{"sh", "-c", "echo no such channel >&2; exit 3"}, []string{"sh", "exit status 3", "no such channel"}},
		{[]string{"/nowhere/at-all"}, []string{"/nowhere/at-all", "no such file"}},
		{[]string{"sh", "-c", "printf '\\033]0;x\\a' >&2; exit 1"}, []string{"exit status 1"}},
	} {
		err := Run(t.Context(), c.command, Message{})
		if err == nil {
			t.Errorf("%v did not fail", c.command)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not say %q", err, want)
			}
		}
		if strings.ContainsAny(err.Error(), "\x1b\a") {
			t.Errorf("%q acts on a terminal", err)
		}
	}
}

func TestProgramThatHangsEndsWithAllThatItStarted(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, []string{"sh", "-c", `sleep 600 & echo $! >"$0.new"; mv "$0.new" "$0"; wait`, pid}, Message{})
	}()
	var child int
	for child == 0 {
		if raw, err := os.ReadFile(pid); err == nil {
			child, _ = strconv.Atoi(strings.TrimSpace(string(raw)))
		}
		runtime.Gosched()
	}
	stop()
	if err := <-ended; err == nil {
		t.Error("nothing is said of it")
	}
	for syscall.Kill(child, 0) == nil && !zombie(child) { // until the system has ended it
		runtime.Gosched()
	}
}

// zombie reports whether a process has ended and nobody has asked how.
func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}
