//go:build unix

package ground_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// fntop builds the program.
func fntop(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fntop")
	if out, err := exec.Command("go", "build", "-o", path, "fntop").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.Command(path, args...)
	// Without CI and with a terminal that Bubble Tea would ask; COLORFGBG
	// would tell it.
	cmd.Env = []string{"TERM=xterm-256color", "HOME=" + t.TempDir()}
	return cmd
}

func TestVersionAsksTheTerminalNothing(t *testing.T) {
	t.Parallel()
	p := ptytest.StartWith(t, 80, 24, fntop(t, "--version"), ptytest.Options{Mute: true})
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
	p.AwaitGone(func(s *vt.Screen) bool {
		_, line := s.Cursor() // its last byte may come by itself
		return s.Contains("fntop ") && line == 1
	}, "the version and the end of its line")
	out := p.Output()
	if n := strings.Count(out, "\x1b"); n > 0 {
		t.Errorf("%d escape bytes were written: %q", n, out)
	}
	if strings.TrimSpace(out) == "" || strings.Count(out, "\n") != 1 {
		t.Errorf("the answer is not one line: %q", out)
	}
}
