//go:build unix

package screen

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// Run returns a command that gives the terminal to another program, such as
// an editor or a pager, and takes it back afterwards; done makes the message
// that says how it went. What c leaves open of standard input, output and
// error is the terminal. Build c with exec.CommandContext, so that a signal
// that ends fntop ends it too.
func (s *Screen) Run(c *exec.Cmd, done func(error) tea.Msg) tea.Cmd {
	return tea.Exec(&visit{s: s, run: func() error {
		if c.Stdin == nil {
			c.Stdin = s.o.In
		}
		if c.Stdout == nil {
			c.Stdout = s.o.Out
		}
		if c.Stderr == nil {
			c.Stderr = os.Stderr
		}
		// Keys that signal go to the whole foreground group: they are meant
		// for the other program.
		mine := make(chan os.Signal, 1)
		signal.Notify(mine, unix.SIGINT, unix.SIGQUIT)
		defer signal.Stop(mine)
		return c.Run()
	}}, func(err error) (msg tea.Msg) { // called on the event loop, outside of Update
		defer s.Recover()
		if done == nil {
			return nil
		}
		return done(err)
	})
}

// visit is something that happens on the terminal while it is not ours. Bubble
// Tea calls Run on its event loop, with nobody reading the input.
type visit struct {
	s   *Screen
	run func() error
}

func (v *visit) Run() (err error) {
	defer v.s.Recover()
	v.s.away.Store(true)
	defer v.s.away.Store(false)
	if err := v.s.Leave(); err != nil {
		return errors.Join(err, v.s.back())
	}
	err = v.run()
	return errors.Join(err, v.s.back())
}

// back enters the screen again, once a terminal that took no output when it was
// left takes some again.
func (s *Screen) back() error {
	s.turn.Lock()
	stuck := s.stuck
	s.turn.Unlock()
	if stuck != nil {
		<-stuck.done
	}
	return s.Enter()
}

// Bubble Tea offers the input it reads, which is not the terminal.
func (v *visit) SetStdin(io.Reader)  {}
func (v *visit) SetStdout(io.Writer) {}
func (v *visit) SetStderr(io.Writer) {}
