package demo

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// What a stream does unless a fault says otherwise. The close after an hour is
// CONFIRMED (docs.centrali.dev/guides/realtime/troubleshooting), and so are
// retry and the comments (docs.centrali.io/api-reference/realtime); how often
// a ping comes is UNKNOWN.
const (
	streamLasts = time.Hour
	pingEvery   = 20 * time.Second
	streamRetry = 3 * time.Second
)

// feed is one open stream. Nothing waits in it: what a slow reader has not
// taken has not been written.
type feed struct {
	q      *request
	out    io.Writer
	choice choice
	agenda *agenda
	began  int64
	err    error // of writing: nobody reads any more
	full   []byte
	frames int
	held   []byte // of two endings that change places the first

	ping, nextPing, closeAt, silentAt int64
	cut                               int
	rate, flooded                     int64
	old                               []run // what a flood tells again
}

func newFeed(q *request, out io.Writer) *feed {
	f := &feed{q: q, out: out, choice: q.choice(), agenda: q.server.stage.newAgenda(q.now), began: q.now}
	f.ping = f.lasts("sse-ping", pingEvery)
	f.nextPing = f.began + f.ping
	f.closeAt = f.began + f.lasts("sse-close", streamLasts)
	f.silentAt = forever
	if q.form("sse-silent") != "" {
		f.silentAt = f.began + f.lasts("sse-silent", 0)
	}
	f.cut, _ = strconv.Atoi(q.form("sse-cut"))
	if f.rate = rateOf(q.form("sse-flood")); f.rate > 0 {
		f.old = q.server.stage.newAgenda(q.now - 10*minute).take(q.now)
	}
	return f
}

// lasts is the duration of a fault in milliseconds.
func (f *feed) lasts(name string, otherwise time.Duration) int64 {
	if d, err := time.ParseDuration(f.q.form(name)); err == nil {
		otherwise = d
	}
	return otherwise.Milliseconds()
}

// run writes the stream until it closes, is cut, or nobody reads any more.
func (f *feed) run() {
	s := f.q.server
	f.greet()
	for {
		changed := s.stage.changes() // before looking, so that nothing is missed
		now := s.clock.Now().UnixMilli()
		f.tell(min(now, f.closeAt))
		f.flush()
		if now >= f.closeAt || f.err != nil {
			return
		}
		next := f.next()
		timer := s.clock.NewTimer(time.Duration(next-now) * time.Millisecond)
		if s.clock.Now().UnixMilli() != now { // a clock that is driven moves at any time
			timer.Stop()
			continue
		}
		select {
		case <-timer.C():
		case <-changed:
		case <-f.q.http.Context().Done(): // the client went away, or the server closes
			f.err = io.ErrClosedPipe
		}
		timer.Stop()
		if f.err != nil {
			return
		}
	}
}

func (f *feed) greet() {
	retry := ""
	if wait := f.lasts("sse-retry", streamRetry); wait > 0 {
		retry = fmt.Sprintf("retry: %d\n", wait)
	}
	f.write([]byte(retry + ": connected to workspace " + workspace + "\n\n"))
}

// tell writes everything up to a moment.
func (f *feed) tell(now int64) {
	for _, r := range f.agenda.take(now) {
		if frame := f.frame(r); frame != nil {
			f.ended(frame)
		}
	}
	f.flood(now)
	if now >= f.nextPing {
		f.write([]byte(": ping\n\n"))
		f.nextPing = now + f.ping
	}
	if now >= f.closeAt {
		if f.held != nil {
			f.write(f.held)
		}
		if f.q.form("sse-bye") != "" {
			f.write([]byte("event: close\ndata: {\"reason\":\"max_duration\"}\n\n"))
		}
	}
}

// ended writes an ending, twice or after the next one where a fault wants it.
func (f *feed) ended(frame []byte) {
	if f.q.form("sse-reorder") != "" && f.held == nil {
		f.held = frame
		return
	}
	f.write(frame)
	if f.q.form("sse-dup") != "" {
		f.write(frame)
	}
	if f.held != nil {
		f.write(f.held)
		f.held = nil
	}
}

// flood tells old endings again and again. A server that was stopped does not
// make up for more than a second.
func (f *feed) flood(now int64) {
	if len(f.old) == 0 {
		return
	}
	due := (now - f.began) * f.rate / second
	f.flooded = max(f.flooded, due-f.rate)
	for ; f.flooded < due && f.err == nil; f.flooded++ {
		if frame := f.frame(f.old[f.flooded%int64(len(f.old))]); frame != nil {
			f.write(frame)
		}
	}
}

// next returns when there is something to do.
func (f *feed) next() int64 {
	next := min(f.agenda.next(), f.nextPing, f.closeAt)
	if len(f.old) > 0 {
		next = min(next, f.began+((f.flooded+1)*second+f.rate-1)/f.rate)
	}
	return next
}

// write adds one frame, unless the stream has fallen silent. After so many
// frames it breaks off within one.
func (f *feed) write(frame []byte) {
	if f.err != nil || f.q.server.clock.Now().UnixMilli() >= f.silentAt {
		return
	}
	f.full = append(f.full, frame...)
	f.frames++
	if f.cut > 0 && f.frames == f.cut {
		f.full = append(f.full, "event: message\ndata: {\"event\":\"function_r"...)
		f.flush()
		panic(http.ErrAbortHandler) // net/http's way to close a connection
	}
	const enough = 64 << 10
	if len(f.full) > enough {
		f.flush()
	}
}

func (f *feed) flush() {
	if f.err == nil && len(f.full) > 0 {
		_, f.err = f.out.Write(f.full)
	}
	f.full = f.full[:0]
	if w, ok := f.out.(http.ResponseWriter); ok && f.err == nil {
		f.err = http.NewResponseController(w).Flush()
	}
}
