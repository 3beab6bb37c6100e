package ui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/api/connect"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// sizes are those every screen is drawn at.
var sizes = []struct{ w, h int }{{160, 45}, {120, 36}, {100, 30}, {80, 24}, {59, 12}, {20, 5}, {1, 1}}

// screens are how each one is reached from the start, and how it is left.
var screens = []struct {
	name  string
	reach func(r *rig)
	leave []string
}{
	{"runs", func(*rig) {}, nil},
	{"triggers", func(r *rig) { r.Press("1", "j", "j") }, []string{"3"}},
	{"functions", func(r *rig) { r.Press("2", "j") }, []string{"3"}},
	{"failed", func(r *rig) { r.Press("F"); r.settle() }, []string{"0"}},
	{"narrowed", func(r *rig) { r.Press("2", "enter"); r.settle(); r.Press("3") }, []string{"esc"}},
	{"detail", func(r *rig) { r.Press("F"); r.settle(); r.Press("j", "enter"); r.settle() }, []string{"esc", "0"}},
	{"output", func(r *rig) { r.Press("j", "enter"); r.settle(); r.Press("]") }, []string{"esc", "g"}},
	{"timeline", func(r *rig) { r.Press("j", "enter"); r.settle(); r.Press("]", "]", "]") }, []string{"esc", "g"}},
	{"filter", func(r *rig) { r.Press("/", "fn:order dur>1s") }, []string{"esc"}},
	{"filter-wrong", func(r *rig) { r.Press("/", "fun:order") }, []string{"esc"}},
	{"status", func(r *rig) { r.Press("s") }, []string{"esc"}},
	{"sort", func(r *rig) { r.Press("S") }, []string{"esc"}},
	{"window", func(r *rig) { r.Press("w") }, []string{"esc"}},
	{"commands", func(r *rig) { r.Press(":") }, []string{"esc"}},
	{"go-to", func(r *rig) { r.Press("ctrl+p", "mail") }, []string{"esc", "esc"}},
	{"help", func(r *rig) { r.Press("?") }, []string{"esc"}},
	{"compose", func(r *rig) { r.Press("ctrl+p", "retry-mail", "enter", "i") }, []string{"esc", "3"}},
	{"confirm", func(r *rig) { r.Press("F"); r.settle(); r.Press("j", "r") }, []string{"esc", "0"}},
	{"copy", func(r *rig) { r.Press("y") }, []string{"esc"}},
	{"follow", func(r *rig) { r.Press("esc"); r.settle(); r.followedAndLookedAt(3) }, []string{"esc", "0"}},
	{"columns", func(r *rig) { r.Press("c", "j", " ", "J") }, []string{"esc"}},
	{"zoom", func(r *rig) { r.Press("z") }, []string{"esc"}},
	{"board", func(r *rig) { r.Press("d"); r.settle(); r.Press("j", "j") }, []string{"esc"}},
	{"difference", func(r *rig) { r.Press("F"); r.settle(); r.Press("j", "D"); r.settle() }, []string{"esc", "0"}},
}

func TestFrames(t *testing.T) {
	if racing {
		t.Skip("frames are drawn in one goroutine; the run without the race detector compares them")
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			r := unpushed(t)
			r.Send(tea.WindowSizeMsg{Width: size.w, Height: size.h})
			r.settle()
			for _, s := range screens {
				s.reach(r)
				golden(t, fmt.Sprintf("%s-%dx%d", s.name, size.w, size.h), r, size.w, size.h)
				r.Press(s.leave...)
				r.settle()
			}
		})
	}
}

// unpushed is a rig whose stream is still being opened. What was read before it
// is open is read once more then: how much that is is a matter of chance, and
// the header counts requests.
func unpushed(t *testing.T) *rig {
	t.Helper()
	return startWith(t, connect.Options{Timeout: time.Hour}, 120, 36, withFaults("hang@/realtime/")).ready()
}

// TestFrameInColour holds one frame with its colours: the others are about
// the layout.
func TestFrameInColour(t *testing.T) {
	r := unpushed(t)
	compare(t, "runs-120x36-colour", strings.ReplaceAll(strings.Join(r.app.Frame(), "\n"), "\x1b", "␛"))
}

func golden(t *testing.T, name string, r *rig, w, h int) {
	t.Helper()
	frame := r.app.Frame()
	if len(frame) != h {
		t.Errorf("%s: %d lines, want %d", name, len(frame), h)
	}
	for i, line := range frame {
		if got := ansi.StringWidth(line); got != w {
			t.Errorf("%s: line %d is %d cells wide, want %d: %q", name, i, got, w, line)
		}
	}
	compare(t, name, r.Screen())
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	got += "\n"
	path := filepath.Join("testdata", "frames", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	lines, wanted := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(lines), len(wanted)) {
		if lines[i] != wanted[i] {
			t.Errorf("%s differs from line %d on:\n got %s\nwant %s", name, i, lines[i], wanted[i])
			return
		}
	}
	t.Errorf("%s has %d lines, want %d", name, len(lines), len(wanted))
}
