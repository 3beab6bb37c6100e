// Package history keeps what was seen of runs, for longer than the program
// runs: one SQLite file, history.db in the state folder, which any sqlite3
// can read. What its tables hold is told in schema.go.
//
// Whoever reads runs through a provider that was given to Recorded has them
// kept. They are gathered and written by whoever calls Run, once, and what did
// not change since it was written is not written again: a program that reads
// nothing new writes nothing, and one that reads nothing never wakes. Several
// programs may use one file at once.
//
// History is never a reason not to go on. A file that makes no sense or was
// made by a later version is set aside, and where no file can be had what is
// seen is kept in memory until the program ends; either is told in a sentence.
//
// Kept are runs as back ends tell them, their errors in full and their outputs
// up to a limit. Never kept are headers, the params of triggers, secrets of a
// profile, and an output that its backend has removed.
package history

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"fntop/api/clock"
)

// Name is the file's name in the state folder.
const Name = "history.db"

// Options are where and how much is kept.
type Options struct {
	// Dir is the state folder; without one everything is kept in memory.
	Dir   string
	Clock clock.Clock
	// Told hears of what a person should know. It is called from any
	// goroutine; nil where nobody listens.
	Told func(error)

	Keep    time.Duration // how old runs become; 0 is DefaultKeep
	MaxSize int64         // of the file in bytes; 0 is DefaultMaxSize
	// NoPayloads keeps no outputs and inputs.
	NoPayloads bool
}

// What is kept where nothing is said.
const (
	DefaultKeep    = 30 * 24 * time.Hour
	DefaultMaxSize = 1 << 30
)

// closing is how long Close takes at the most.
const closing = 2 * time.Second

// ErrClosed is the error of whatever is asked after Close.
var ErrClosed = errors.New("the history is closed")

// History is what was seen. Its methods may be called from several goroutines.
type History struct {
	o       Options
	pending *pending

	mu     sync.Mutex // guards what is below
	base   *base      // nil before it is first needed
	memory bool
	closed bool
	places map[string]*place // the recorded profiles by name

	writing   sync.Mutex // one batch, note or cleaning at a time
	cleaned   time.Time  // when that was done last; guarded by writing, as is the next
	shrinking bool
	plight    plight
}

// New returns the history of a state folder. Nothing is opened or made there
// before it is needed.
func New(o Options) *History {
	if o.Keep <= 0 {
		o.Keep = DefaultKeep
	}
	if o.MaxSize <= 0 {
		o.MaxSize = DefaultMaxSize
	}
	return &History{o: o, pending: newPending(), memory: o.Dir == "", places: map[string]*place{}}
}

// Forgetful keeps everything in memory from now on, if nothing is open yet:
// the demo leaves no trace.
func (h *History) Forgetful() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.memory = h.memory || h.base == nil
}

// InMemory reports whether nothing outlives the program.
func (h *History) InMemory() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.memory
}

// Path is where the file is, or would be.
func (h *History) Path() string { return filepath.Join(h.o.Dir, Name) }

// open returns what is read and written, and opens it the first time.
func (h *History) open(ctx context.Context) (*base, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	if h.base != nil {
		return h.base, nil
	}
	ctx = context.WithoutCancel(ctx) // half opened is worse than opened in vain
	if !h.memory {
		f, err := h.openFile(ctx)
		if err == nil {
			h.base = f
			return f, nil
		}
		h.memory = true
		h.told(err)
	}
	f, err := h.openMemory(ctx)
	if err != nil {
		return nil, err
	}
	h.base = f
	return f, nil
}

// Ready opens the file, so that what there is to say of it is said.
func (h *History) Ready(ctx context.Context) { _, _ = h.open(ctx) }

// Close writes what is not written yet, for a moment at the most, and lets go
// of the file.
func (h *History) Close(ctx context.Context) error {
	err := h.flush(context.WithoutCancel(ctx), h.o.Clock.Now().Add(closing))
	h.writing.Lock()
	defer h.writing.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	if h.base != nil {
		err = errors.Join(err, h.base.close())
		h.base = nil
	}
	return err
}

// Said is what a person should know and was not asked for yet, one sentence
// after the other.
func (h *History) Said() string { return h.plight.take() }

func (h *History) told(err error) {
	h.plight.note(err)
	if h.o.Told != nil {
		h.o.Told(err)
	}
}
