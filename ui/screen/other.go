//go:build !unix

package screen

import (
	"context"
	"os"
	"os/exec"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"
)

// port is empty here: Bubble Tea's renderer draws what View returns, and the
// terminal's modes are Bubble Tea's too. The methods below keep their callers
// free of cases.
type port struct{}

var ending = []os.Signal{os.Interrupt}

// Owns tells that frames are drawn by Show; here they are not.
func (s *Screen) Owns() bool { return false }

func (s *Screen) open() error {
	if !term.IsTerminal(int(s.o.In.Fd())) || !term.IsTerminal(int(s.o.Out.Fd())) {
		return ErrNoTerminal
	}
	return nil
}

func (s *Screen) release()                {}
func (s *Screen) visited() bool           { return false }
func (s *Screen) hungUp() <-chan struct{} { return nil }

// Enter does nothing: Bubble Tea takes the terminal.
func (s *Screen) Enter() error { return nil }

// Leave does nothing: Bubble Tea gives the terminal back.
func (s *Screen) Leave() error { return nil }

// Show does nothing: View returns the frame.
func (s *Screen) Show([]string) {}

// Redraw does nothing: return tea.ClearScreen where a whole frame is wanted.
func (s *Screen) Redraw() {}

// SetTitle does nothing.
func (s *Screen) SetTitle(string) {}

// Write passes bytes on as they are.
func (s *Screen) Write(raw []byte) { _, _ = s.o.Out.Write(raw) }

// Size returns the terminal's columns and rows.
func (s *Screen) Size() (w, h int) {
	w, h, err := term.GetSize(int(s.o.Out.Fd()))
	if err != nil || w <= 0 || h <= 0 {
		return 80, 24
	}
	return w, h
}

// Resizes waits for ctx: Bubble Tea sends the sizes.
func (s *Screen) Resizes(ctx context.Context, _ func(tea.Msg)) { <-ctx.Done() }

// Run gives the terminal to another program and takes it back afterwards.
func (s *Screen) Run(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return tea.ExecProcess(c, done)
}

// Suspend answers ctrl+z.
func (s *Screen) Suspend() (cmd tea.Cmd, why string) {
	return nil, "this system cannot suspend a program"
}

// AskDark does not ask: the answer cannot be told from keys here.
func (s *Screen) AskDark(time.Duration) (dark, known bool) { return false, false }

// TeaOptions are what tea.NewProgram needs on this screen. Panics that are not
// caught by Guarded are left to Bubble Tea, which has the terminal.
func (s *Screen) TeaOptions() []tea.ProgramOption {
	o := []tea.ProgramOption{
		tea.WithInput(s.o.In),
		tea.WithOutput(s.o.Out),
		tea.WithAltScreen(),
		tea.WithReportFocus(),
		tea.WithoutSignalHandler(),
	}
	if s.o.Mouse {
		o = append(o, tea.WithMouseCellMotion())
	}
	return o
}
