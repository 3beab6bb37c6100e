//go:build unix

package e2e

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestCopySendsTheRunIDToTheTerminalsClipboard(t *testing.T) {
	for name, tmux := range map[string]string{"in a terminal": "", "in tmux": "TMUX=/tmp/tmux-0/default,1,0"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := onDemo(t, 120, 36, tmux)
			p.Type("y")
			p.AwaitText("╭ Copy")
			id := uuid.FindString(now(p, func(s *vt.Screen) string { return row(s, "run id") }))
			if id == "" {
				t.Fatalf("no run id is on offer:\n%s", p.Text())
			}
			p.Type("\r")
			p.AwaitText("Sent the run id to the terminal's clipboard")
			code := base64.StdEncoding.EncodeToString([]byte(id))
			if clips := now(p, func(s *vt.Screen) []string { return slices.Clone(s.Clips()) }); len(clips) == 0 || clips[0] != code {
				t.Errorf("the clipboard got %q, want %q", clips, code)
			}
			plain := strings.Count(p.Output(), "\x1b]52;c;"+code+"\a")
			inTmux := strings.Count(p.Output(), "\x1bPtmux;\x1b\x1b]52;c;"+code+"\a\x1b\\")
			if tmux == "" && (plain != 1 || inTmux != 0) || tmux != "" && (plain != 2 || inTmux != 1) { // one inside the other
				t.Errorf("sent %d times, %d of them for tmux", plain, inTmux)
			}
		})
	}
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
