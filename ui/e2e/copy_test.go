//go:build unix

package e2e

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestCopySendsTheRunIDToTheTerminalsClipboard(t *testing.T) {
	for name, env := range map[string]string{"in a terminal": "A=1", "in tmux": "TMUX=/nowhere/tmux,1,0", "in screen": "STY=1.pts-0.host"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := onDemo(t, 120, 36, env)
			id := copyID(t, p)
			p.AwaitText("Copied the run id (36 bytes) to the terminal's clipboard: " + id)
			code := base64.StdEncoding.EncodeToString([]byte(id))
			if clips := now(p, func(s *vt.Screen) []string { return slices.Clone(s.Clips()) }); name != "in screen" && (len(clips) == 0 || clips[0] != code) {
				t.Errorf("the clipboard got %q, want %q", clips, code)
			}
			plain := "\x1b]52;c;" + code + "\a"
			wants := map[string]string{
				"in a terminal": plain, "in tmux": plain + "\x1bPtmux;\x1b" + plain + "\x1b\\", "in screen": "\x1bP" + plain + "\x1b\\",
			}
			if out := p.Output(); !strings.Contains(out, wants[name]) || strings.Count(out, code) != strings.Count(wants[name], code) ||
				name != "in tmux" && strings.Contains(out, "tmux;") {
				t.Errorf("what was sent is not once %q", wants[name])
			}
		})
	}
}

// copyID copies the id of a run of Centrali's and returns it: those of the
// other back ends are longer, and which run comes first is the demo's to choose.
func copyID(t *testing.T, p *ptytest.Proc) string {
	t.Helper()
	if !now(p, func(s *vt.Screen) bool { return s.Contains("Runs ─ profile:centrali") }) {
		p.Type("/profile:centrali\r")
		p.AwaitText("Runs ─ profile:centrali")
	}
	p.Type("y")
	var id string
	p.Await(func(s *vt.Screen) bool {
		id = uuid.FindString(row(s, "run id"))
		return s.Contains("╭ Copy") && id != ""
	}, "a run id on offer")
	p.Type("\r")
	return id
}

// row is the first row of the screen that holds text.
func row(s *vt.Screen, text string) string {
	_, h := s.Size()
	for y := range h {
		if line := s.Line(y); strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

// tmux as nobody has set it up takes no sequence and hands none through.
func TestCopyReachesTheTerminalThroughARealTmuxHoweverItIsSetUp(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("there is no tmux")
	}
	for name, settings := range map[string]string{
		"as it comes":           "",
		"set-clipboard":         "set -g set-clipboard on\n",
		"passthrough":           "set -g set-clipboard off\nset -g allow-passthrough on\n",
		"named by its own TERM": "set -g default-terminal tmux-256color\n",
	} {
		t.Run(name, func(t *testing.T) { // one after the other: each is two programs and a server
			dir := t.TempDir()
			conf := filepath.Join(dir, "tmux.conf")
			if err := os.WriteFile(conf, []byte(settings), 0o600); err != nil {
				t.Fatal(err)
			}
			socket := filepath.Join(dir, "s")
			// The server is no child of ours: where the test fails it would stay.
			t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-session", "-t", "fntop-copy").Run() })
			cmd := exec.Command(tmux, "-S", socket, "-f", conf, "new-session", "-x", "120", "-y", "36", "-s", "fntop-copy", binary(t)+" --demo")
			cmd.Env = home(t)
			p := ptytest.Start(t, 120, 37, cmd)
			p.Await(live, "live data")
			id := copyID(t, p)
			code := base64.StdEncoding.EncodeToString([]byte(id))
			p.Await(func(s *vt.Screen) bool { return slices.Contains(s.Clips(), code) }, "the copy in the terminal around tmux")
			p.Type("\x03")
			p.Wait()
		})
	}
}

// fakeProgram puts a program of that name into a folder: it writes what it was
// given to a file beside itself, and much to its terminal.
func fakeProgram(t *testing.T, dir, name, took string) {
	t.Helper()
	script := "#!/bin/sh\necho LEAKED; echo LEAKED >&2; (echo LEAKED >/dev/tty) 2>/dev/null\n" + took + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestMachinesClipboardIsUsedOnlyWithADisplayAndIsNotHeard(t *testing.T) {
	for name, display := range map[string]string{"with a display": "DISPLAY=:99", "without": "DISPLAY="} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			fakeProgram(t, dir, "xclip", `cat >"$0.took"`)
			p := onDemo(t, 120, 36, "PATH="+dir+":"+os.Getenv("PATH"), display)
			id := copyID(t, p)
			if display == "DISPLAY=" {
				p.AwaitText("to the terminal's clipboard: " + id)
				p.Type("y") // whatever was begun has had its time by then
				p.AwaitText("╭ Copy")
			} else {
				p.AwaitText("to the terminal's clipboard and this machine's: " + id)
			}
			took, err := os.ReadFile(filepath.Join(dir, "xclip.took"))
			if want := map[bool]string{true: id}[display != "DISPLAY="]; string(took) != want {
				t.Errorf("xclip took %q (%v), want %q", took, err, want)
			}
			if strings.Contains(p.Output(), "LEAKED") {
				t.Error("what xclip said is on the terminal")
			}
		})
	}
}

func TestClipboardThatHangsHoldsNothingUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fakeProgram(t, dir, "xclip", `trap "" TERM; while read -r line; do :; done; exec sleep 5`)
	p := onDemo(t, 120, 36, "PATH="+dir+":"+os.Getenv("PATH"), "DISPLAY=:99")
	copyID(t, p)
	p.AwaitText("to the terminal's clipboard: ")
	copyID(t, p)
	p.AwaitText("; this machine's is busy with the copy before")
	p.Type("\x03")
	if code := p.Wait(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestLastCopyReachesTheTerminalBeforeFntopIsGone(t *testing.T) {
	t.Parallel()
	p := ptytest.Start(t, 120, 36, on(t, "steady"))
	p.Await(live, "live data")
	p.Type("y")
	p.AwaitText("╭ Copy")
	p.Type("\r\x03")
	p.Wait()
	p.AwaitGone(func(s *vt.Screen) bool { return len(s.Clips()) == 1 }, "the copy")
}
