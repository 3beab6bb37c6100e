//go:build unix

package screen

import (
	"errors"
	"os"
	"time"

	"fntop/api/clock"

	"golang.org/x/sys/unix"
)

// readable blocks until one of the descriptors has something to read and
// returns it, or -1 when the time is over; a time of zero means for ever. It
// uses select, which works on every terminal of every Unix: macOS has ttys
// that poll and kqueue refuse.
func readable(c clock.Clock, wait time.Duration, fds ...int) (int, error) {
	end := c.Now().Add(wait)
	for {
		var set unix.FdSet
		top := 0
		for _, fd := range fds {
			set.Set(fd)
			top = max(top, fd)
		}
		var limit *unix.Timeval
		if wait > 0 {
			rest := max(end.Sub(c.Now()), time.Microsecond)
			tv := unix.NsecToTimeval(rest.Nanoseconds())
			limit = &tv
		}
		n, err := unix.Select(top+1, &set, nil, nil, limit)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return -1, os.NewSyscallError("select", err)
		case n == 0:
			return -1, nil
		}
		for _, fd := range fds {
			if set.IsSet(fd) {
				return fd, nil
			}
		}
	}
}

// pipe is a pipe used as a flag that select can see: it holds a byte or none.
type pipe struct {
	r, w *os.File // kept so that the descriptors stay open
	out  int      // the end to read
}

func (p *pipe) open() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	p.r, p.w, p.out = r, w, int(r.Fd())
	return nil
}

func (p *pipe) put() { _, _ = p.w.Write([]byte{0}) }

// get takes the byte; one must be in.
func (p *pipe) get() {
	var one [1]byte
	_, _ = p.r.Read(one[:])
}

func (p *pipe) close() {
	if p.r != nil {
		_, _ = p.r.Close(), p.w.Close()
	}
}
