//go:build unix

package screen

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	_ "fntop/theme/ground" // or Bubble Tea eats what is typed at the start
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"

	tea "github.com/charmbracelet/bubbletea"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
)

// The tests run this test binary again, in a pseudo terminal, as a small
// program on a screen: a key makes it do what a test is about.
const asProgram = "FNTOP_SCREEN_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(program())
	}
	goleak.VerifyTestMain(m)
}

// program returns its exit status, as main would.
func program() int {
	s, err := New(Options{
		Clock: clock.Real(), Mouse: true, Title: true, Program: "fntop test",
		Report: func(value any, stack []byte) (string, error) {
			path := os.Getenv("FNTOP_REPORT")
			return path, os.WriteFile(path, fmt.Appendf(nil, "%v\n%s", value, stack), 0o600)
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx, stop := s.Signals(context.Background())
	defer stop()
	s.SetTitle("fntop test") // before Enter: the old title must be put away first
	ground := ""
	if os.Getenv("FNTOP_ASK") != "" {
		dark, known := s.AskDark(100 * time.Millisecond)
		ground = fmt.Sprintf("dark=%v known=%v", dark, known)
	}
	if err := s.Enter(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer s.Leave()
	running, end := context.WithCancel(ctx)
	p := tea.NewProgram(s.Guarded(&counter{s: s, ctx: ctx, ground: ground}), append(s.TeaOptions(), tea.WithContext(ctx))...)
	s.Spawn(running, func(ctx context.Context) { s.Resizes(ctx, p.Send) })
	_, err = p.Run()
	end()
	if problem := s.Close(); problem != nil {
		fmt.Fprintln(os.Stderr, problem)
		return 1
	}
	if code := ExitCode(ctx); code != 0 {
		return code
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// counter is the program's model. It shows what it was told.
type counter struct {
	s      *Screen
	ctx    context.Context
	w, h   int
	n      int
	keys   []string
	notice string
	ground string
}

func (c *counter) Init() tea.Cmd { return nil }

func (c *counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := c.handle(msg)
	c.show()
	return c, cmd
}

func (c *counter) View() string { return "" }

func (c *counter) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		c.w, c.h = msg.Width, msg.Height
	case tea.ResumeMsg:
		c.notice = "resumed"
	case tea.FocusMsg:
		c.notice = "focus"
	case tea.BlurMsg:
		c.notice = "blur"
	case tea.MouseMsg:
		c.notice = fmt.Sprintf("mouse %d,%d", msg.X, msg.Y)
	case visited:
		c.notice = fmt.Sprintf("back %v", msg.err)
	case tea.KeyMsg:
		if msg.Type == tea.KeyTab {
			return nil
		}
		c.keys = append(c.keys, msg.String())
		return c.key(msg.String())
	}
	return nil
}

type visited struct{ err error }

func (c *counter) key(k string) tea.Cmd {
	switch k {
	case "j":
		c.n++
	case "q":
		return tea.Quit
	case "U":
		panic("in update")
	case "C":
		return func() tea.Msg { panic("in a command") }
	case "B":
		return tea.Batch(nil, func() tea.Msg { return nil }, func() tea.Msg { panic("in a batch") })
	case "S":
		return tea.Sequence(func() tea.Msg { return nil }, func() tea.Msg { var m map[string]int; m["x"] = 1; return nil })
	case "G":
		c.s.Spawn(c.ctx, func(context.Context) { panic("in a goroutine") })
	case "H": // an event loop that hangs
		select {}
	case "T":
		c.s.SetTitle("runs\x1b]2;evil\a")
	case "Y":
		c.s.Write([]byte("\x1b]52;c;aGVsbG8=\a"))
	case "E", "ctrl+e":
		e := exec.CommandContext(c.ctx, "sh", "-c", os.Getenv("FNTOP_EDITOR"))
		return c.s.Run(e, func(err error) tea.Msg { return visited{err} })
	case "ctrl+z":
		cmd, why := c.s.Suspend()
		c.notice = why
		return cmd
	case "Z":
		_ = unix.Kill(os.Getpid(), unix.SIGSTOP)
	case "ctrl+l":
		c.s.Redraw()
	}
	return nil
}

func (c *counter) show() {
	lines := make([]string, c.h)
	if c.h < 5 {
		return
	}
	lines[0] = fmt.Sprintf("size %dx%d", c.w, c.h)
	lines[1] = fmt.Sprintf("count %d", c.n)
	lines[2] = "keys " + strings.Join(c.keys, " ") + "."
	lines[3] = "notice " + c.notice
	lines[4] = "ground " + c.ground
	lines[c.h-1] = strings.Repeat("─", c.w)
	c.s.Show(lines)
}

// self is the command that runs the program.
func self(t testing.TB, env ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), asProgram+"=1", "GORACE=atexit_sleep_ms=0", "FNTOP_REPORT="+filepath.Join(t.TempDir(), "report"))
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// started runs the program and returns the modes the terminal had before.
func started(t testing.TB, env ...string) (p *ptytest.Proc, before string) {
	t.Helper()
	before = fresh(t)
	p = ptytest.Start(t, 60, 12, self(t, env...))
	p.AwaitText("size 60x12")
	return p, before
}

// fresh returns the modes of a terminal that nobody touched.
func fresh(t testing.TB) string {
	t.Helper()
	p := ptytest.Start(t, 60, 12, exec.Command("true"))
	p.Wait()
	return p.Modes()
}

func notOnAlt(s *vt.Screen) bool { return !s.Mode(1049) && s.Mode(25) }

// restored fails the test unless the terminal is as it was.
func restored(t testing.TB, p *ptytest.Proc, before string) {
	t.Helper()
	p.AwaitGone(notOnAlt, "the main screen")
	if after := p.Modes(); after != before {
		t.Errorf("the terminal is left as\n%s\nit was\n%s", after, before)
	}
	if u := p.Unknown(); len(u) > 0 {
		t.Errorf("the program wrote sequences nobody knows: %v", u)
	}
}
