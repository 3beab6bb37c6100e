//go:build unix

package screen

import (
	"errors"
	"sync"

	"fntop/api/clock"

	"golang.org/x/sys/unix"
)

// input is what Bubble Tea reads instead of the terminal. It looks like a file
// whose descriptor is a pipe that holds one byte while there is something to
// read: that is what Bubble Tea waits on and can stop waiting on, while a
// chunk stays a chunk, which bytes in a pipe would not.
//
// From Enter to Leave one goroutine moves bytes from the terminal through the
// filter. In between the terminal's bytes belong to somebody else.
type input struct {
	tty   int
	clock clock.Clock
	ready pipe
	halt  pipe          // a byte in it ends the goroutine
	gone  chan struct{} // closed when the terminal has hung up

	mu     sync.Mutex
	filter filter
	queue  [][]byte
	room   chan struct{} // holds one: the queue has become shorter

	pumping chan struct{} // closed when the goroutine has ended; nil: none
	halted  chan struct{} // closed to end it
	hangUp  sync.Once
}

// queueMax bounds what is read ahead of Bubble Tea. Beyond it the terminal has
// to wait, as it would for any program that is busy.
const queueMax = 256

func newInput(tty int, c clock.Clock) (*input, error) {
	in := &input{tty: tty, clock: c, room: make(chan struct{}, 1), gone: make(chan struct{})}
	err := errors.Join(in.ready.open(), in.halt.open())
	if err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *input) close() {
	in.ready.close()
	in.halt.close()
}

// Fd, Name, Write and Close make it a file to Bubble Tea's reader. Close does
// nothing: the reader is made anew after each external program.
func (in *input) Fd() uintptr               { return uintptr(in.ready.out) }
func (in *input) Name() string              { return "terminal input" }
func (in *input) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }
func (in *input) Close() error              { return nil }

// Read returns one chunk. It blocks while there is none.
func (in *input) Read(p []byte) (int, error) {
	for {
		if n := in.take(p); n > 0 {
			select {
			case in.room <- struct{}{}:
			default:
			}
			return n, nil
		}
		if _, err := readable(in.clock, 0, in.ready.out); err != nil {
			return 0, err
		}
	}
}

func (in *input) take(p []byte) int {
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.queue) == 0 || len(p) == 0 {
		return 0
	}
	n := copy(p, in.queue[0])
	if in.queue[0] = in.queue[0][n:]; len(in.queue[0]) == 0 {
		in.queue = in.queue[1:]
	}
	if len(in.queue) == 0 {
		in.queue = nil
		in.ready.get()
	}
	return n
}

// push queues chunks. The pipe holds a byte exactly while the queue holds a
// chunk.
func (in *input) push(chunks [][]byte) {
	if len(chunks) == 0 {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.queue) == 0 {
		in.ready.put()
	}
	in.queue = append(in.queue, chunks...)
}

// typed takes bytes that came while something else was asked. It is called
// while nothing is moved.
func (in *input) typed(b []byte) { in.push(in.filter.feed(b)) }

// start begins moving bytes; failed is deferred around the goroutine.
func (in *input) start(failed func()) {
	in.pumping, in.halted = make(chan struct{}), make(chan struct{})
	go func(done, halted chan struct{}) {
		defer failed()
		defer close(done)
		in.pump(halted)
	}(in.pumping, in.halted)
}

// stop ends that. What was read stays for Bubble Tea to read.
func (in *input) stop() {
	if in.pumping == nil {
		return
	}
	close(in.halted)
	in.halt.put()
	limit := in.clock.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-in.pumping:
		in.halt.get()
	case <-limit.C(): // stuck in a read that somebody else emptied
	}
	in.pumping = nil
}

func (in *input) pump(halted chan struct{}) {
	var buf [4096]byte
	for {
		fd, err := readable(in.clock, in.filter.wait(), in.halt.out, in.tty)
		switch {
		case err != nil, fd == in.halt.out:
			return
		case fd < 0:
			in.push(in.filter.flush())
			continue
		}
		n, err := unix.Read(in.tty, buf[:])
		if errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN) {
			continue
		}
		if err != nil || n <= 0 {
			in.hangUp.Do(func() { close(in.gone) })
			return
		}
		in.push(in.filter.feed(buf[:n]))
		if !in.wait(halted) {
			return
		}
	}
}

// wait blocks while too much is read ahead, and reports whether to go on.
func (in *input) wait(halted chan struct{}) bool {
	for {
		in.mu.Lock()
		full := len(in.queue) >= queueMax
		in.mu.Unlock()
		if !full {
			return true
		}
		select {
		case <-in.room:
		case <-halted:
			return false
		}
	}
}
