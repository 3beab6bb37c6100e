//go:build unix

package screen

import (
	"context"
	"os"
	"os/signal"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// Size returns the terminal's columns and rows.
func (s *Screen) Size() (w, h int) { return s.measure() }

// measure asks for the size and keeps the height, which bounds what is drawn.
// A terminal that does not know its size counts as 80×24.
func (s *Screen) measure() (w, h int) {
	w, h, err := term.GetSize(s.outFd)
	if err != nil || w <= 0 || h <= 0 {
		w, h = 80, 24
	}
	s.mu.Lock()
	s.box.height = h
	s.mu.Unlock()
	return w, h
}

// Resizes sends the size at the start, whenever the window changes, and after
// the terminal was given away and taken back, until ctx ends. What is on the
// terminal after a change is unknown, so the next frame is written whole. A
// SIGCONT that nobody here asked for (kill -STOP, then fg) counts as a change
// too, and finds the modes as the shell left them: they are set again.
func (s *Screen) Resizes(ctx context.Context, send func(tea.Msg)) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, unix.SIGWINCH)
	defer signal.Stop(changed)
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, unix.SIGCONT)
	defer signal.Stop(woken)
	select {
	case <-s.sizes: // what Enter noted is sent first anyway
	default:
	}
	for {
		w, h := s.measure()
		send(tea.WindowSizeMsg{Width: w, Height: h})
		select {
		case <-ctx.Done():
			return
		case <-s.sizes: // after Enter, which forgets by itself
		case <-changed:
			s.forget()
		case <-woken:
			s.retake()
		}
	}
}
