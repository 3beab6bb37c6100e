//go:build unix

package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// home is an environment in which nothing of the machine's shows: no profile,
// no settings, no language.
func home(t testing.TB) []string {
	t.Helper()
	dir := t.TempDir()
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + dir + "/config", "XDG_STATE_HOME=" + dir + "/state",
		"TMPDIR=" + dir, "TZ=UTC", "LANG=C.UTF-8", "TERM=xterm-256color",
	}
}

// fntop is the command that runs the program, with an environment of its own
// and what env adds to it.
func fntop(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Env = append(home(t), env...)
	return cmd
}

// onDemo starts fntop --demo in a terminal and waits for its rows.
func onDemo(t testing.TB, w, h int, env ...string) *ptytest.Proc {
	t.Helper()
	p := ptytest.Start(t, w, h, fntop(t, env, "--demo"))
	p.Await(live, "live data")
	return p
}

// live tells that the header says so and that there are runs.
func live(s *vt.Screen) bool {
	return strings.Contains(s.Line(0), "● live") && s.Contains("✓")
}

// server starts the demo in the test's process, where its requests can be
// read, and returns the environment that signs in to it.
func server(t testing.TB, o demo.Options) (*demo.Server, []string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := demo.Start(ctx, o)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = s.Close()
	})
	return s, signIn(s.Ready())
}

// signIn is the environment for client credentials.
func signIn(r demo.Ready) []string {
	return []string{
		"CENTRALI_URL=" + r.URL, "CENTRALI_WORKSPACE=" + r.Centrali.Workspace,
		"CENTRALI_CLIENT_ID=" + r.Centrali.ClientID, "CENTRALI_CLIENT_SECRET=" + r.Centrali.ClientSecret,
	}
}

// serve runs "fntop demo serve" as a process of its own and reads its line.
func serve(t testing.TB, args ...string) (demo.Ready, *exec.Cmd) {
	t.Helper()
	cmd := fntop(t, nil, append([]string{"demo", "serve"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	var ready demo.Ready
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("demo serve said %q: %v", line, err)
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatalf("demo serve said %q: %v", line, err)
	}
	return ready, cmd
}

// sent lists the requests that were to change something.
func sent(s *demo.Server) (paths []string) {
	for _, r := range s.Requests() {
		if r.Method != "GET" && r.Auth != "client" {
			paths = append(paths, r.Method+" "+r.Path)
		}
	}
	return paths
}

// fresh returns the modes of a terminal that nobody touched.
func fresh(t testing.TB) string {
	t.Helper()
	p := ptytest.Start(t, 100, 30, exec.Command("true"))
	p.Wait()
	return p.Modes()
}

func onMain(s *vt.Screen) bool { return !s.Mode(1049) && s.Mode(25) }

// restored fails the test unless the terminal is as it was.
func restored(t testing.TB, p *ptytest.Proc, before string) {
	t.Helper()
	p.AwaitGone(onMain, "the main screen")
	if after := p.Modes(); after != before {
		t.Errorf("the terminal is left as\n%s\nit was\n%s", after, before)
	}
	if u := p.Unknown(); len(u) > 0 {
		t.Errorf("the program wrote sequences nobody knows: %v", u)
	}
}

// selected is the row of the runs that is selected, or -1. It is for screens
// of under 100 columns, where the runs are alone.
func selected(s *vt.Screen) int {
	_, h := s.Size()
	for y := range h {
		if strings.Contains(s.Line(y), "▸ ") {
			return y
		}
	}
	return -1
}

func selects(row int) func(*vt.Screen) bool {
	return func(s *vt.Screen) bool { return selected(s) == row }
}

// press types keys, each of which arrives by itself: the focus report behind
// it ends what the program reads at once, and makes a lone esc a key.
func press(p *ptytest.Proc, keys ...string) {
	for _, key := range keys {
		p.Type(key + "\x1b[I")
	}
}

// now reads the screen once.
func now[T any](p *ptytest.Proc, read func(*vt.Screen) T) (v T) {
	p.Await(func(s *vt.Screen) bool { v = read(s); return true }, "the screen")
	return v
}

// pause stops the polling, so that rows stand still.
func pause(p *ptytest.Proc) {
	p.Type("p")
	p.Await(func(s *vt.Screen) bool { return strings.Contains(s.Line(0), "‖ paused") }, "the pause")
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
