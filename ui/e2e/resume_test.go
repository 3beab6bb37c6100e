//go:build unix

package e2e

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fntop/api/demo"
	"fntop/model"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
	"fntop/ui/state"
)

// narrowed tells that the table shows failed runs by function.
func narrowed(s *vt.Screen) bool {
	return s.Contains("status:failure,timeout") && s.Contains("function ↑")
}

// previewed is the beginning of the selected run's id, as the border of the
// preview has it: within it, a long error leaves no room for the id.
func previewed(s *vt.Screen) string {
	_, h := s.Size()
	for y := range h {
		if found := shortID.FindStringSubmatch(s.Line(y)); found != nil {
			return found[1]
		}
	}
	return ""
}

var shortID = regexp.MustCompile(` · ([0-9a-f]{8})… ─ `)

func TestQuitAndStartAgainShowsTheSameFilterOrderAndSelection(t *testing.T) {
	t.Parallel()
	_, env := server(t, demo.Options{})
	cmd := fntop(t, env)
	p := ptytest.Start(t, 120, 36, cmd)
	p.Await(live, "live data")
	press(p, "F", "S")
	p.AwaitText("╭ Order by")
	press(p, "f", "u", "n", "c", "\r")
	p.Await(narrowed, "the filter and the order")
	newest := now(p, previewed)
	press(p, "j", "j", "j")
	p.Await(func(s *vt.Screen) bool { return previewed(s) != "" && previewed(s) != newest }, "another run")
	press(p, "b")
	p.AwaitText("╭ Save this view as")
	press(p, "\x15", "m", "i", "n", "e", "\r")
	p.AwaitText("Saved view mine.")
	selected := now(p, previewed)
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Fatalf("exit status %d", code)
	}

	start := func(args ...string) *ptytest.Proc {
		again := exec.Command(cmd.Path, args...)
		again.Env = cmd.Env
		return ptytest.Start(t, 120, 36, again)
	}
	p = start()
	p.Await(func(s *vt.Screen) bool { return live(s) && narrowed(s) && previewed(s) == selected }, "what was looked at last")
	press(p, "\x1b")
	p.Await(func(s *vt.Screen) bool { return !s.Contains("status:failure") }, "every status")
	p.Type("\x03")
	p.Wait()
	for _, v := range cmd.Env {
		if dir, ok := strings.CutPrefix(v, "XDG_STATE_HOME="); ok {
			s, said := state.Load(filepath.Join(dir, "fntop"))
			if left, ok := s.LastScreen("centrali/acme-shop"); !ok || left.Statuses != 0 || left.Sort.Column != model.ByFunction {
				t.Errorf("ctrl+c left %+v %s", left, said)
			}
		}
	}

	p = start("--view", "mine")
	p.Await(func(s *vt.Screen) bool { return live(s) && narrowed(s) }, "the saved view")
	p.Type("q")
	p.Wait()
}
