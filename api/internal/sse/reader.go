// Package sse reads event streams by the rules of the HTML standard, section
// 9.2.6 (html.spec.whatwg.org/multipage/server-sent-events.html), and limits
// what one may take.
//
// Unlike an EventSource it also tells of comments and of the reconnection
// time: servers send comments so that silence can be noticed.
package sse

import (
	"bytes"
	"errors"
	"io"
	"time"
)

// Limits that hold where a Limits names no others.
const (
	LineLimit  = 64 << 10
	EventLimit = 1 << 20
)

// What ends a stream that takes too much.
var (
	ErrLineTooLong   = errors.New("a line of the event stream is over the size limit")
	ErrEventTooLarge = errors.New("an event is over the size limit")
)

// Kind is what a Frame is.
type Kind uint8

// The kinds there are.
const (
	Event   Kind = iota + 1 // Name, Data and ID are set
	Comment                 // Data is set
	Retry                   // Retry is set
)

// Frame is one thing that a stream says.
type Frame struct {
	Kind  Kind
	Name  string        // "message" where the stream gives none
	Data  []byte        // valid until the next call of Next
	ID    string        // the last event id of the stream so far
	Retry time.Duration // the reconnection time it asks for
}

// Limits bound what a stream may take. Zero is the default of each.
type Limits struct {
	Line  int // bytes of one line
	Event int // bytes of the data of one event
}

// Reader reads the frames of one stream. It is not for several goroutines.
type Reader struct {
	in     lines
	limit  int
	first  bool // no line was read so far
	name   string
	data   []byte // ends with a line feed where there is any
	id     string // of the event under way
	lastID string
	err    error
}

// NewReader returns a reader of in. It reads ahead what in has to give and
// never waits for more than the next end of a line.
func NewReader(in io.Reader, l Limits) *Reader {
	if l.Line <= 0 {
		l.Line = LineLimit
	}
	if l.Event <= 0 {
		l.Event = EventLimit
	}
	return &Reader{in: lines{from: in, limit: l.Line}, limit: l.Event, first: true}
}

// Next returns the next frame. At the end of the stream it returns io.EOF or
// why the reading failed, from then on always; an event that was not finished
// by then is dropped.
func (r *Reader) Next() (Frame, error) {
	const kept = 64 << 10 // of a larger event nothing is held
	if cap(r.data) > kept && len(r.data) == 0 {
		r.data = nil
	}
	for r.err == nil {
		line, err := r.in.next()
		if err != nil {
			r.err = err
			break
		}
		if r.first {
			line, r.first = bytes.TrimPrefix(line, []byte("\ufeff")), false
		}
		f, whole, err := r.take(decode(line))
		if err != nil {
			r.err = err
			break
		}
		if whole {
			return f, nil
		}
	}
	return Frame{}, r.err
}

// take processes one line and reports whether it completes a frame.
func (r *Reader) take(line []byte) (Frame, bool, error) {
	if len(line) == 0 {
		f, whole := r.dispatch()
		return f, whole, nil
	}
	if line[0] == ':' {
		return Frame{Kind: Comment, Data: line[1:], ID: r.lastID}, true, nil
	}
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "event":
		r.name = string(value)
	case "data":
		if len(r.data)+len(value) > r.limit {
			return Frame{}, false, ErrEventTooLarge
		}
		r.data = append(append(r.data, value...), '\n')
	case "id":
		if !bytes.ContainsRune(value, 0) {
			r.id = string(value)
		}
	case "retry":
		if wait, ok := milliseconds(value); ok {
			return Frame{Kind: Retry, Retry: wait, ID: r.lastID}, true, nil
		}
	}
	return Frame{}, false, nil
}

// dispatch ends the event under way. Without any data there is none, but its
// id holds nonetheless.
func (r *Reader) dispatch() (Frame, bool) {
	name := r.name
	r.name, r.lastID = "", r.id
	if len(r.data) == 0 {
		return Frame{}, false
	}
	data := r.data[:len(r.data)-1]
	r.data = r.data[:0]
	if name == "" {
		name = "message"
	}
	return Frame{Kind: Event, Name: name, Data: data, ID: r.lastID}, true
}

// milliseconds reads a number of nothing but digits. What is longer than a
// duration can be is as long as it can be.
func milliseconds(digits []byte) (time.Duration, bool) {
	const most = time.Duration(1<<63-1) / time.Millisecond
	n := time.Duration(0)
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = min(n*10+time.Duration(d-'0'), most/10-1) // so that ten times it still fits
	}
	return n * time.Millisecond, len(digits) > 0
}
