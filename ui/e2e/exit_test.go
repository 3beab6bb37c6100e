//go:build unix

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestDemoShowsRowsAndQuitLeavesTheTerminalAsItWas(t *testing.T) {
	for name, key := range map[string]string{"q": "q", "ctrl+c": "\x03"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			p := onDemo(t, 100, 30)
			p.Await(func(s *vt.Screen) bool {
				return s.Mode(1049) && !s.Mode(25) && !s.Mode(7) && s.Mode(2004) && s.Mode(1004) && strings.HasPrefix(s.Title(), "fntop · acme-shop")
			}, "all modes on")
			if !p.Raw() {
				t.Error("the terminal is not raw")
			}
			p.Type(key)
			if code := p.Wait(); code != 0 {
				t.Errorf("exit status %d", code)
			}
			restored(t, p, before)
			if text := strings.TrimSpace(p.Text()); text != "" {
				t.Errorf("something was left on the screen:\n%s", text)
			}
		})
	}
}

func TestSignalsEndTheProgramWithTheirStatusAndATerminalAsItWas(t *testing.T) {
	for sig, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			p := onDemo(t, 100, 30)
			p.Signal(sig)
			if code := p.Wait(); code != want {
				t.Errorf("exit status %d, want %d", code, want)
			}
			restored(t, p, before)
			if strings.Contains(p.Text(), "goroutine") {
				t.Errorf("a trace was printed:\n%s", p.Text())
			}
		})
	}
}

func TestClosedWindowEndsTheProgram(t *testing.T) {
	t.Parallel()
	p := onDemo(t, 100, 30)
	p.HangUp()
	if code := p.Wait(); code != 129 {
		t.Errorf("exit status %d, want 129", code)
	}
}

func TestCrashRestoresTheTerminalAndNamesItsReport(t *testing.T) {
	for name, crash := range map[string]struct {
		what string // the value of the panic
		act  func(*ptytest.Proc)
	}{
		"panic at the start":   {"in info", func(*ptytest.Proc) {}},
		"panic in a command":   {"in a list of functions", func(*ptytest.Proc) {}},
		"panic in a goroutine": {"in a run", func(p *ptytest.Proc) { p.AwaitText("process-order"); p.Type("f") }},
		"panic in Update":      {"in info", func(p *ptytest.Proc) { p.AwaitText("demo"); p.Type("\r") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			cmd := on(t, name)
			p := ptytest.Start(t, 100, 30, cmd)
			crash.act(p)
			if code := p.Wait(); code != 1 {
				t.Errorf("exit status %d, want 1", code)
			}
			restored(t, p, before)
			p.AwaitGone(func(s *vt.Screen) bool { return s.Contains("For an issue: fntop test") }, "the line for an issue")
			text := strings.ReplaceAll(p.Text(), "\n", "")
			if strings.Contains(text, "goroutine ") {
				t.Errorf("a trace was printed:\n%s", p.Text())
			}
			reports, _ := filepath.Glob(value(cmd, "XDG_STATE_HOME") + "/crash-*.txt")
			if len(reports) != 1 || !strings.Contains(text, "The report is in "+reports[0]) {
				t.Fatalf("there are the reports %v, and the screen is\n%s", reports, p.Text())
			}
			got, err := os.ReadFile(reports[0])
			if err != nil || !strings.Contains(string(got), crash.what) || !strings.Contains(string(got), "program_test.go") {
				t.Errorf("report: %v\n%s", err, got)
			}
		})
	}
}

// value is a variable of a command's environment.
func value(cmd *exec.Cmd, name string) (v string) {
	for _, e := range cmd.Env {
		if rest, ok := strings.CutPrefix(e, name+"="); ok {
			v = rest
		}
	}
	return v
}

func TestSuspendedProgramGivesTheShellItsTerminalAndComesBack(t *testing.T) {
	t.Parallel()
	cmd := fntop(t, nil, "--demo")
	sh := exec.Command("sh", "-i")
	sh.Env = append(cmd.Env, "PS1=shell$ ", "ENV=")
	p := ptytest.Start(t, 100, 30, sh)
	p.AwaitText("shell$")
	before := p.Modes()
	p.Type(cmd.Path + " --demo\r")
	p.Await(live, "live data")
	for round := range 2 {
		p.Type("\x1a")
		p.Await(prompted, "the shell's prompt")
		p.Type(fmt.Sprintf("echo here $((%d+7))\r", round))
		p.AwaitText(fmt.Sprintf("here %d", round+7))
		p.Await(prompted, "the shell's prompt")
		if after := p.Modes(); after != before {
			t.Errorf("the shell got\n%s\nnot\n%s", after, before)
		}
		p.Type("fg\r")
		p.Await(func(s *vt.Screen) bool { return s.Mode(1049) && s.Mode(2004) && !s.Mode(25) && live(s) }, "fntop again")
	}
	p.Type("?")
	p.AwaitText("Help")
	p.Type("\x1b")
	p.Await(live, "the help closed")
	p.Type("q")
	p.Await(prompted, "the shell's prompt")
	p.Type("echo status $?\r")
	p.AwaitText("status 0")
	p.Await(prompted, "the shell's prompt")
	if after := p.Modes(); after != before {
		t.Errorf("the shell is left with\n%s\nnot\n%s", after, before)
	}
	p.Type("exit\r")
	p.Wait()
}

func prompted(s *vt.Screen) bool {
	return onMain(s) && strings.HasSuffix(strings.TrimRight(s.String(), "\n"), "shell$")
}

func TestSuspendSaysWhenThereIsNothingToReturnTo(t *testing.T) {
	t.Parallel()
	p := onDemo(t, 100, 30) // the leader of its session
	p.Type("\x1a")
	p.AwaitText("Not suspended: there is no shell to return to.")
	p.Type("?")
	p.AwaitText("Help")
}

func TestEditorAndPagerReadTheRunOnATerminalAsItWasAndFntopComesBack(t *testing.T) {
	for name, key := range map[string]string{"EDITOR": "e", "PAGER": "|"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			script := filepath.Join(t.TempDir(), "reader")
			lines := "#!/bin/sh\nprintf 'reading %s\\n' \"$(grep -c acme-shop \"$2\") $1\"\nread x\necho \"got $x\"\nread y\n"
			if err := os.WriteFile(script, []byte(lines), 0o700); err != nil {
				t.Fatal(err)
			}
			_, env := server(t, demo.Options{})
			cmd := fntop(t, append(env, name+"="+script+" -x"))
			p := ptytest.Start(t, 100, 30, cmd)
			p.Await(live, "live data")
			p.Type(key)
			p.AwaitText("reading 1 -x")
			if modes := p.Modes(); modes != before {
				t.Errorf("the program outside got\n%s\nnot\n%s", modes, before)
			}
			p.Type("qjr\r")
			p.AwaitText("got qjr")
			p.Resize(110, 32)
			p.Type("\r")
			p.Await(func(s *vt.Screen) bool {
				return s.Mode(1049) && !s.Mode(25) && s.Contains("Overview") && strings.HasPrefix(s.Line(30), "╰")
			}, "fntop again, with the run open, in the new size")
			if left, _ := filepath.Glob(value(cmd, "TMPDIR") + "/fntop-*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			p.Type("\x03")
			if code := p.Wait(); code != 0 {
				t.Errorf("exit status %d", code)
			}
			restored(t, p, before)
		})
	}
}
