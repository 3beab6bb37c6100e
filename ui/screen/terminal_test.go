//go:build unix

package screen

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestQuitLeavesTheTerminalAsItWas(t *testing.T) {
	t.Parallel()
	p, before := started(t)
	p.Type("j")
	p.AwaitText("count 1")
	p.Await(func(s *vt.Screen) bool {
		return s.Mode(1049) && !s.Mode(25) && !s.Mode(7) && s.Mode(2004) && s.Mode(1004) && s.Mode(1000) && s.Mode(1006)
	}, "all modes on")
	if !p.Raw() {
		t.Error("the terminal is not raw")
	}
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
	restored(t, p, before)
}

func TestSignalsRestoreTheTerminalAndSayWhichItWas(t *testing.T) {
	for sig, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			p, before := started(t)
			p.Signal(sig)
			if code := p.Wait(); code != want {
				t.Errorf("exit status %d, want %d", code, want)
			}
			restored(t, p, before)
		})
	}
}

func TestSecondSignalEndsAProgramThatHangs(t *testing.T) {
	t.Parallel()
	p, before := started(t)
	p.Type("H")
	p.Signal(syscall.SIGTERM)
	p.Signal(syscall.SIGHUP)
	if code := p.Wait(); code != 143 && code != 129 {
		t.Errorf("exit status %d", code)
	}
	restored(t, p, before)
}

func TestHangUpEndsTheProgram(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	p.HangUp()
	if code := p.Wait(); code != 129 {
		t.Errorf("exit status %d, want 129", code)
	}
}

func TestPanicRestoresTheTerminalAndNamesItsReport(t *testing.T) {
	for key, what := range map[string]string{
		"U": "in update", "C": "in a command", "B": "in a batch", "G": "in a goroutine", "S": "assignment to entry in nil map",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			cmd := self(t)
			p := ptytest.Start(t, 60, 12, cmd)
			p.AwaitText("size 60x12")
			p.Type(key)
			if code := p.Wait(); code != 1 {
				t.Errorf("exit status %d, want 1", code)
			}
			restored(t, p, before)
			p.AwaitGone(func(s *vt.Screen) bool { return s.Contains("For an issue: fntop test") }, "the line for an issue")
			text := strings.ReplaceAll(p.Text(), "\n", "")
			report := strings.TrimPrefix(cmd.Env[len(cmd.Env)-1], "FNTOP_REPORT=")
			if !strings.Contains(text, "The report is in "+report) {
				t.Errorf("the report is not named:\n%s", p.Text())
			}
			if strings.Contains(text, "goroutine 1") {
				t.Errorf("a trace was printed:\n%s", p.Text())
			}
			if !strings.Contains(text, "program_test.go:") {
				t.Errorf("the line for an issue does not say where:\n%s", p.Text())
			}
			got, err := os.ReadFile(report)
			if err != nil || !strings.Contains(string(got), what) || !strings.Contains(string(got), "program_test.go") {
				t.Errorf("report: %v\n%s", err, got)
			}
		})
	}
}

func TestSuspendedProgramGivesTheShellItsTerminalAndComesBack(t *testing.T) {
	t.Parallel()
	cmd := self(t)
	sh := exec.Command("sh", "-i")
	sh.Env = append(cmd.Env, "PS1=shell$ ", "ENV=")
	p := ptytest.Start(t, 60, 12, sh)
	p.AwaitText("shell$")
	before := p.Modes()
	for round := range 2 {
		if round == 0 {
			p.Type(cmd.Path + "\r")
			p.AwaitText("size 60x12")
			p.Type("j")
		}
		p.AwaitText("count 1")
		p.Type("\x1a")
		p.Await(prompted, "the shell's prompt")
		p.Type(fmt.Sprintf("echo here $((%d+7))\r", round))
		p.AwaitText(fmt.Sprintf("here %d", round+7))
		p.Await(prompted, "the shell's prompt")
		if after := p.Modes(); after != before {
			t.Errorf("the shell got\n%s\nnot\n%s", after, before)
		}
		if round == 1 {
			p.Resize(50, 10) // heard of only after waking up
		}
		p.Type("fg\r")
		p.AwaitText("notice resumed")
		p.Await(func(s *vt.Screen) bool { return s.Mode(1049) && s.Mode(2004) && !s.Mode(25) }, "the modes back on")
	}
	p.AwaitText("size 50x10")
	p.Type("j")
	p.AwaitText("count 2")
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

func TestProgramStoppedFromOutsideTakesTheTerminalAgain(t *testing.T) {
	t.Parallel()
	cmd := self(t)
	sh := exec.Command("sh", "-i")
	sh.Env = append(cmd.Env, "PS1=shell$ ", "ENV=")
	p := ptytest.Start(t, 60, 12, sh)
	p.AwaitText("shell$")
	before := p.Modes()
	p.Type(cmd.Path + "\r")
	p.AwaitText("size 60x12")
	p.Type("Z")
	p.Await(func(s *vt.Screen) bool { // on our alternate screen, without autowrap
		return s.Line(11) != strings.Repeat("─", 60)
	}, "the shell's prompt")
	p.Type("stty sane; printf '\\033[?1049l\\033[?25h\\033[?7hre''stored\\n'\n")
	p.AwaitText("restored")
	p.Await(prompted, "the shell's prompt")
	if p.Raw() {
		t.Fatal("the terminal is still raw")
	}
	p.Type("fg\r")
	p.Await(func(s *vt.Screen) bool { return s.Mode(1049) && !s.Mode(25) && s.Line(0) == "size 60x12" }, "the program back")
	p.Type("j")
	p.AwaitText("count 1")
	p.Type("q")
	p.Await(prompted, "the shell's prompt")
	p.Type("exit\r")
	p.Wait()
	private, _, _ := strings.Cut(before, "iflag")
	if after := p.Modes(); !strings.HasPrefix(after, private) {
		t.Errorf("the terminal is left as\n%s\nit was\n%s", after, before)
	}
}

// prompted tells that the shell waits for a command: its prompt stands left of
// the cursor. That need not be the last line: the shell names the program that
// it wakes while that takes the terminal, and the place to come back to is
// where the cursor was then.
func prompted(s *vt.Screen) bool {
	x, y := s.Cursor()
	line := []rune(s.Line(y))
	return notOnAlt(s) && strings.HasSuffix(strings.TrimRight(string(line[:min(x, len(line))]), " "), "shell$")
}

func TestSuspendSaysWhenThereIsNothingToReturnTo(t *testing.T) {
	t.Parallel()
	p, _ := started(t) // the leader of its session
	p.Type("\x1a")
	p.AwaitText("notice there is no shell to return to")
	p.Type("j")
	p.AwaitText("count 1")

	cmd := self(t)
	sh := exec.Command("sh", "-c", cmd.Path+"; true") // a shell without job control
	sh.Env = cmd.Env
	p = ptytest.Start(t, 60, 12, sh)
	p.AwaitText("size 60x12")
	p.Type("\x1a")
	p.AwaitText("notice there is no shell to return to")
}

func TestExternalProgramGetsTheTerminalAsItWasAndKeysComeBack(t *testing.T) {
	t.Parallel()
	p, before := started(t, `FNTOP_EDITOR=printf ready; read x; echo "got $x"; read y`)
	p.Type("jE")
	p.AwaitText("keys jE.") // two letters are one message, and no command
	p.Type("E")
	p.AwaitText("ready")
	if modes := p.Modes(); modes != before {
		t.Errorf("the external program got\n%s\nnot\n%s", modes, before)
	}
	p.Type("words\r")
	p.AwaitText("got words")
	p.Resize(70, 14)
	p.Type("\r")
	p.AwaitText("notice back <nil>")
	p.AwaitText("size 70x14")
	p.Type("j")
	p.AwaitText("count 1")
	if !p.Raw() {
		t.Error("the terminal is not raw again")
	}
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
	restored(t, p, before)
}

func TestKeysThatSignalAreForTheExternalProgram(t *testing.T) {
	t.Parallel()
	p, _ := started(t, `FNTOP_EDITOR=trap 'echo caught' INT; trap 'echo caught too' QUIT; printf ready; read x; read y; read z`)
	p.Type("E")
	p.AwaitText("ready")
	p.Type("\x03")
	p.AwaitText("caught")
	p.Type("\x1c")
	p.AwaitText("caught too")
	p.Type("\r\r\r")
	p.AwaitText("notice back")
	p.Type("j")
	p.AwaitText("count 1")
}

func TestSignalEndsAnExternalProgramToo(t *testing.T) {
	t.Parallel()
	p, before := started(t, `FNTOP_EDITOR=printf ready; exec sleep 1000`)
	p.Type("E")
	p.AwaitText("ready")
	p.Signal(syscall.SIGTERM)
	if code := p.Wait(); code != 143 {
		t.Errorf("exit status %d, want 143", code)
	}
	restored(t, p, before)
}

func TestTitleAndCopiesReachTheTerminalOnceAndTheOldTitleComesBack(t *testing.T) {
	t.Parallel()
	p, before := started(t)
	p.Type("T")
	p.Await(func(s *vt.Screen) bool { return s.Title() == "runs]2;evil" }, "the title without controls")
	n := p.Bytes()
	p.Type("T")
	p.AwaitText("T T.")
	p.Type("Y")
	p.Await(func(s *vt.Screen) bool { return len(s.Clips()) == 1 && s.Clips()[0] == "aGVsbG8=" }, "the copy")
	if got := strings.Count(p.Output()[n:], "\x1b]2;"); got != 0 {
		t.Errorf("an unchanged title was written %d times more", got)
	}
	p.Type("q")
	p.Wait()
	restored(t, p, before)
}

func TestResizedWindowIsDrawnWhole(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	for _, size := range [][2]int{{80, 20}, {40, 8}, {100, 30}} {
		p.Resize(size[0], size[1])
		p.Await(func(s *vt.Screen) bool {
			return s.Line(0) == fmt.Sprintf("size %dx%d", size[0], size[1]) && s.Line(size[1]-1) == strings.Repeat("─", size[0])
		}, "the new size")
	}
}

func TestRedrawRepairsTheScreen(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	p.Spoil("\x1b[2;1Hnoise of another program")
	p.AwaitText("noise")
	p.Type("\x0c")
	p.Await(func(s *vt.Screen) bool { return s.Line(1) == "count 0" }, "the row repaired")
}
