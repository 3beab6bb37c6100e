//go:build unix

package screen

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// gap is the least time between two writes: short enough that no eye and no
// key waits for it, long enough that a burst of changes is drawn once.
const gap = 8 * time.Millisecond

// rawLimit bounds what Write keeps for a terminal that takes nothing.
const rawLimit = 4 << 20

// outbox is what waits to be written. One goroutine, which runs from Enter to
// Leave, empties it; the latest frame wins, so a slow terminal costs one frame.
type outbox struct {
	frame  []string
	framed bool // a frame was handed over since the last one was taken
	known  bool // frame has been set at all
	forget bool // what is on the terminal is not to be trusted
	raw    []byte
	title  string // as wanted
	titled bool   // it has changed
	height int
	wake   chan struct{} // holds one
}

// Show hands over the finished frame, one string a row, each beginning and
// ending with colours unset. It copies the slice, never blocks and costs no
// allocation; the frame is written unless a later one comes first. An
// identical frame writes nothing.
func (s *Screen) Show(lines []string) {
	s.mu.Lock()
	s.box.frame = append(s.box.frame[:0], lines...)
	s.box.framed, s.box.known = true, true
	s.mu.Unlock()
	s.nudge()
}

// Redraw forgets what is on the terminal and writes the frame whole.
func (s *Screen) Redraw() {
	s.forget()
	s.nudge()
}

// forget makes the next frame a whole one, without asking for it.
func (s *Screen) forget() {
	s.mu.Lock()
	s.box.forget = true
	s.mu.Unlock()
}

// SetTitle sets the window's title, where Options.Title asks for it. Control
// characters are dropped.
func (s *Screen) SetTitle(title string) {
	title = plain(title)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.o.Title || title == s.box.title {
		return
	}
	s.box.title, s.box.titled = title, true
	s.nudge()
}

// Write passes bytes on as they are, in order with the frames: for OSC 52
// copies. What a terminal that takes nothing would pile up is dropped.
func (s *Screen) Write(raw []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.box.raw)+len(raw) > rawLimit {
		return
	}
	s.box.raw = append(s.box.raw, raw...)
	s.nudge()
}

func (s *Screen) nudge() {
	select {
	case s.box.wake <- struct{}{}:
	default:
	}
}

// drawing is one stretch of writing, from Enter to Leave.
type drawing struct {
	stop chan struct{}
	done chan struct{} // closed when the goroutine has ended
	left bool          // it has written the way out; read after done
}

// draw writes what comes, until it is stopped, and then the way out: the
// goroutine that writes frames writes that too, so that it never lands in the
// middle of one.
func (s *Screen) draw(d *drawing) {
	var (
		paint painter
		frame []string
		buf   []byte
		last  time.Time
	)
	for {
		select {
		case <-d.stop:
			d.left = s.put(s.last()) == nil
			return
		case <-s.box.wake:
		}
		if rest := gap - s.o.Clock.Now().Sub(last); rest > 0 && !last.IsZero() {
			t := s.o.Clock.NewTimer(rest)
			select {
			case <-d.stop:
				t.Stop()
				d.left = s.put(s.last()) == nil
				return
			case <-t.C():
			}
		}
		buf, frame = s.collect(buf[:0], &paint, frame)
		if len(buf) == 0 {
			continue
		}
		if err := s.put(buf); err != nil {
			paint.known = false // who knows how much of it arrived
		}
		last = s.o.Clock.Now()
	}
}

// collect empties the outbox into dst. The frame changes places with the
// buffer of the one before, so that Show finds room without allocating.
func (s *Screen) collect(dst []byte, p *painter, spare []string) ([]byte, []string) {
	s.mu.Lock()
	b := &s.box
	dst = append(dst, b.raw...) // the way in, perhaps, which puts the old title away
	b.raw = b.raw[:0]
	if cap(b.raw) > 1<<16 {
		b.raw = nil
	}
	if b.titled {
		dst = append(append(append(dst, "\x1b]2;"...), b.title...), '\a')
		b.titled = false
	}
	if b.forget {
		p.known, b.forget = false, false
		b.framed = b.known
	}
	if !b.framed {
		s.mu.Unlock()
		return dst, spare
	}
	b.framed = false
	spare = append(spare[:0], b.frame...)
	height := b.height
	s.mu.Unlock()
	return p.paint(dst, spare, height), spare
}

// last returns the last bytes before the terminal is given back: copies that
// still wait, and the way out.
func (s *Screen) last() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := append(s.box.raw, s.wayOut()...)
	s.box.raw = nil
	return b
}

// put writes all of b. A terminal shared with a program that made it
// non-blocking answers EAGAIN when it is full: then it is waited for.
func (s *Screen) put(b []byte) error {
	for len(b) > 0 {
		n, err := s.o.Out.Write(b)
		b = b[max(n, 0):]
		switch {
		case err == nil:
		case errors.Is(err, unix.EAGAIN):
			ready := []unix.PollFd{{Fd: int32(s.outFd), Events: unix.POLLOUT}}
			if _, err := unix.Poll(ready, -1); err != nil && !errors.Is(err, unix.EINTR) {
				return os.NewSyscallError("poll", err)
			}
		default:
			return err
		}
	}
	return nil
}
