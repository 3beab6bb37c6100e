//go:build unix

package screen

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// port is what the platform needs.
type port struct {
	inFd, outFd int

	mu  sync.Mutex // guards box
	box outbox

	turn    sync.Mutex // Enter and Leave, one at a time; guards the rest
	cooked  *term.State
	drawing *drawing // nil while the terminal is not ours
	stuck   *drawing // left without having come to its end
	input   *input
	sizes   chan struct{} // holds one: the size may have changed
	away    atomic.Bool   // another program has the terminal
}

// patience is how long Leave waits for a terminal that takes no output before
// it gives it back as it is.
const patience = time.Second

var (
	errStalled = errors.New("the terminal takes no output")
	errOver    = errors.New("the program is ending")
)

// The way in and the way out, mirrored. Autowrap is off, so that a row that is
// too long for the terminal never spills into the next.
const (
	modesOn   = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1004h\x1b[m\x1b[H\x1b[2J"
	modesOff  = "\x1b[m\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
	mouseOn   = "\x1b[?1000h\x1b[?1006h"
	mouseOff  = "\x1b[?1006l\x1b[?1000l"
	titlePush = "\x1b[22;2t"
	titlePop  = "\x1b[23;2t"
)

// Owns tells that frames are drawn by Show; View's answer is not looked at.
func (s *Screen) Owns() bool { return true }

func (s *Screen) open() error {
	s.inFd, s.outFd = int(s.o.In.Fd()), int(s.o.Out.Fd())
	if !term.IsTerminal(s.inFd) || !term.IsTerminal(s.outFd) {
		return ErrNoTerminal
	}
	s.box.wake = make(chan struct{}, 1)
	s.sizes = make(chan struct{}, 1)
	in, err := newInput(s.inFd, s.o.Clock)
	if err != nil {
		return fmt.Errorf("open the input: %w", err)
	}
	s.input = in
	s.measure()
	return nil
}

func (s *Screen) release() { s.input.close() }

// Enter takes the terminal: raw mode, the alternate screen and all modes. With
// Leave it is the one pair that does so. The last frame, if any, is written.
func (s *Screen) Enter() error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.drawing != nil {
		return nil
	}
	if s.over.Load() { // a visit that ends while the program is dying
		return errOver
	}
	if s.stuck != nil {
		select {
		case <-s.stuck.done:
			s.stuck = nil
		default:
			return errStalled
		}
	}
	cooked, err := term.MakeRaw(s.inFd)
	if err != nil {
		return fmt.Errorf("enter raw mode: %w", err)
	}
	s.cooked = cooked
	s.measure()

	s.mu.Lock()
	b := &s.box
	b.raw = append([]byte(s.wayIn()), b.raw...)
	b.forget, b.titled = true, b.title != ""
	s.mu.Unlock()
	s.nudge()

	d := &drawing{stop: make(chan struct{}), done: make(chan struct{})}
	s.drawing = d
	go func() {
		defer s.Recover()
		defer close(d.done)
		s.draw(d)
	}()
	s.input.start(s.Recover)
	select {
	case s.sizes <- struct{}{}:
	default:
	}
	return nil
}

// Leave gives the terminal back as it was. It may be called at any time, from
// any goroutine and more than once. It waits for a write in flight, but not
// for ever: then the modes stay, and the error says so.
func (s *Screen) Leave() error {
	s.turn.Lock()
	defer s.turn.Unlock()
	d := s.drawing
	if d == nil {
		return nil
	}
	s.drawing = nil
	s.input.stop()
	close(d.stop)
	var problem error
	limit := s.o.Clock.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-d.done:
		if !d.left {
			problem = s.put([]byte(s.wayOut()))
		}
	case <-limit.C():
		problem, s.stuck = errStalled, d
	}
	if err := term.Restore(s.inFd, s.cooked); err != nil && problem == nil {
		problem = err
	}
	if problem != nil && !errors.Is(problem, unix.EIO) { // EIO: it is gone
		return fmt.Errorf("give the terminal back: %w", problem)
	}
	return nil
}

// retake sets the modes again that somebody else has changed. What Leave
// restores stays what Enter found, and so does the title that was put away.
func (s *Screen) retake() {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.drawing == nil {
		return
	}
	_, _ = term.MakeRaw(s.inFd)
	s.mu.Lock()
	s.box.raw = append([]byte(s.modes()), s.box.raw...)
	s.mu.Unlock()
	s.Redraw()
}

func (s *Screen) wayIn() string {
	if s.o.Title {
		return titlePush + s.modes()
	}
	return s.modes()
}

func (s *Screen) modes() string {
	if s.o.Mouse {
		return modesOn + mouseOn
	}
	return modesOn
}

func (s *Screen) wayOut() string {
	seq := modesOff
	if s.o.Mouse {
		seq = mouseOff + seq
	}
	if s.o.Title {
		seq += titlePop
	}
	return syncOff + seq
}
