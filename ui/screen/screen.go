// Package screen owns the terminal: its modes, its size, what is drawn on it
// and what is read from it. Frames are written when something changed, at once
// and only the lines that differ; while nothing changes not one byte is
// written and nothing wakes up.
//
// Bubble Tea stays the event loop, the key parser and the command runner, with
// its renderer switched off: that one ticks sixty times a second and makes
// every key wait for a tick. What its renderer did besides drawing is done
// here: raw mode, the alternate screen, the size, external programs,
// suspension, and giving the terminal back after a panic or a signal.
//
// Where that cannot be done well (Windows) Bubble Tea's renderer draws what
// View returns; Owns tells which of the two holds.
package screen

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"fntop/api/clock"
)

// Options say which terminal a screen owns and what happens when fntop
// crashes on it. In, Out, Err and Exit may be left out.
type Options struct {
	In, Out *os.File
	Err     io.Writer // where a crash says where its report is
	Clock   clock.Clock
	Mouse   bool // report clicks and the wheel
	Title   bool // set the window title, and put the old one back

	// Program is the name and version that the line to paste into an issue
	// begins with.
	Program string
	// Report writes a crash report and returns its path.
	Report func(value any, stack []byte) (path string, err error)
	// Exit ends the program after a crash, or when it does not end by itself
	// after a signal.
	Exit func(code int)
}

// Screen is the terminal. All of its methods may be called from several
// goroutines.
type Screen struct {
	o     Options
	group sync.WaitGroup // what Spawn started
	crash sync.Once
	over  atomic.Bool // the terminal was given back for good
	port              // what the platform needs
}

// ErrNoTerminal is returned by New when input or output is not a terminal.
var ErrNoTerminal = errors.New("not a terminal")

// New returns the screen of a terminal. It writes nothing yet.
func New(o Options) (*Screen, error) {
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if o.Err == nil {
		o.Err = os.Stderr
	}
	if o.Exit == nil {
		o.Exit = os.Exit
	}
	if o.Clock == nil {
		return nil, errors.New("a screen needs a clock")
	}
	s := &Screen{o: o}
	if err := s.open(); err != nil {
		return nil, err
	}
	return s, nil
}

// Close gives the terminal back, waits for what Spawn started and lets go of
// the input. The context given to Spawn must have ended before.
func (s *Screen) Close() error {
	err := s.Leave()
	s.group.Wait()
	s.release()
	return err
}
