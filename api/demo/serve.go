package demo

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// request is one request as handlers see it. Its time is read once, so that
// one answer never tells of two moments.
type request struct {
	server    *Server
	http      *http.Request
	at        time.Time
	now       int64 // at, in milliseconds
	query     url.Values
	body      []byte
	id        string // what stood for {id} in the path
	byKey     bool   // signed in by a publishable key alone
	streaming bool   // counted among the open streams
	requestID string
	job       string   // what an action led to
	faults    []*fault // those that meet this request
}

func (q *request) world() *world { return q.server.stage.w }

// serve takes in a request, lets faults meet it, answers it and writes it down.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		panic(http.ErrAbortHandler)
	}
	defer s.running.Done()
	q := &request{server: s, http: r, requestID: fmt.Sprintf("req_%08x", mix(s.serial.Add(1))>>32)}
	entry := Request{Method: r.Method, Path: r.URL.Path, Query: withoutSecrets(r.URL.RawQuery), Auth: authKind(r.Header)}
	if isTokenPath(r.URL.Path) {
		entry.Auth = "client"
	}
	defer func() {
		if q.streaming {
			s.streams.Add(-1)
		}
	}()
	early := q.takeIn()
	q.setTime(s.clock.Now())
	entry.Time, entry.BodySize = q.at, len(q.body)
	a, sent := answer{}, true
	if early != nil {
		a = *early
	} else {
		q.faults = s.faults.meet(r.URL.Path, r.URL.RawQuery)
		a, sent = q.play()
	}
	entry.Status, entry.Job = a.status, q.job
	if !sent {
		entry.Status = 0
	}
	s.requests.add(entry) // before the client can have its answer, so that a test finds it
	switch {
	case !sent && a.reset:
		reset(w)
		return
	case !sent && a.raw != "":
		utter(w, a.raw)
		return
	case !sent:
		panic(http.ErrAbortHandler) // net/http's way to close a connection without an answer
	}
	w.Header().Set("Date", q.at.UTC().Format(http.TimeFormat))
	write(w, a)
	if a.reset {
		flush(w) // what was said so far goes first
		reset(w)
	}
}

// reset breaks a connection so that the other side is told of it at once.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if l, ok := conn.(*line); ok {
		l.cut()
	}
}

func (q *request) setTime(t time.Time) { q.at, q.now = t, t.UnixMilli() }

// takeIn reads the body and refuses what is too large.
func (q *request) takeIn() *answer {
	r := q.http
	tooLong := func(status int, title, message string) *answer {
		a := q.fail(status, title, "", message)
		return &a
	}
	switch {
	case len(r.URL.EscapedPath()) > maxPath:
		return tooLong(414, "URI Too Long", "URL path is longer than "+strconv.Itoa(maxPath)+" characters")
	case len(r.URL.RawQuery) > maxQuery:
		return tooLong(414, "URI Too Long", "Query string is longer than "+strconv.Itoa(maxQuery)+" characters")
	case len(r.Header.Get("Authorization")) > maxAuth:
		return tooLong(431, "Request Header Fields Too Large", "Authorization header is too long")
	}
	var err error
	q.query = r.URL.Query()
	q.body, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil && !errors.Is(err, io.EOF) {
		return tooLong(400, "Bad Request", "Request body could not be read")
	}
	if len(q.body) > maxBody {
		return tooLong(413, "Payload Too Large", "Request body is larger than "+strconv.Itoa(maxBody)+" bytes")
	}
	return nil
}

// write sends an answer. A client that has gone away is none of our business.
func write(w http.ResponseWriter, a answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.socket != nil {
		a.socket(w)
		return
	}
	if a.stream != nil {
		w.WriteHeader(a.status)
		a.stream(w)
		return
	}
	if w.Header().Get("Content-Length") == "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// utter says something that is no HTTP, and closes the connection.
func utter(w http.ResponseWriter, raw string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(conn, raw)
	_ = conn.Close()
}
