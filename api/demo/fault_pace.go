package demo

import (
	"io"
	"net/http"
	"time"
)

// slowly holds back the body of an answer whose headers went at once, or lets
// it come drop by drop. Streams have a pace of their own.
func (q *request) slowly(a answer) answer {
	later, err := time.ParseDuration(q.form("slow-body"))
	rate := rateOf(q.form("drip"))
	if a.stream != nil || len(a.body) == 0 || err != nil && rate == 0 {
		return a
	}
	body := a.body
	a.stream = func(w io.Writer) {
		flush(w)
		if q.wait(later) {
			q.drip(w, body, rate)
		}
	}
	return a
}

// dripEvery is the least time between two drops.
const dripEvery = 100 * time.Millisecond

// drip writes so many bytes a second, on the server's clock, or all at once
// where the rate is zero.
func (q *request) drip(w io.Writer, body []byte, rate int64) {
	began, written := q.server.clock.Now(), 0
	for {
		due := len(body)
		if rate > 0 {
			due = min(due, int(int64(q.server.clock.Now().Sub(began))*rate/int64(time.Second)))
		}
		if due > written {
			if _, err := w.Write(body[written:due]); err != nil {
				return // the client has gone
			}
			flush(w)
			written = due
		}
		if written == len(body) || !q.wait(max(dripEvery, time.Second/time.Duration(rate))) {
			return
		}
	}
}

func flush(w io.Writer) {
	if w, ok := w.(http.ResponseWriter); ok {
		_ = http.NewResponseController(w).Flush() // who is gone needs no drops
	}
}
