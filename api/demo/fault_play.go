package demo

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// form returns the value of a fault that meets the request, or nothing.
func (q *request) form(name string) string {
	for _, f := range q.faults {
		if f.Name == name {
			if f.Value == "" {
				return "on"
			}
			return f.Value
		}
	}
	return ""
}

// counted is a fault's number, and how many requests it has met with this one;
// zero where it does not meet this one.
func (q *request) counted(name string) (n, met int) {
	for _, f := range q.faults {
		if f.Name == name {
			n, _ = strconv.Atoi(f.Value) // checked when the spec was read
			return n, f.met
		}
	}
	return 0, 0
}

// play answers a request with what its faults make of it; ok is false when
// the connection is to close without an answer.
func (q *request) play() (a answer, ok bool) {
	if slow, err := time.ParseDuration(q.form("slow")); err == nil && !q.wait(slow) {
		return a, false
	}
	if a, ok = q.decided(); ok {
		a = q.slowly(a)
	}
	return a, ok
}

// decided answers with what the fault that decides the answer makes of it.
func (q *request) decided() (a answer, ok bool) {
	var decider *fault
	for _, f := range q.faults {
		if faultKindOf(f.Name).decides {
			decider = f
		}
	}
	if decider == nil {
		return q.dispatch(), true
	}
	if decider.Value == "after" {
		q.dispatch() // carried out, whatever is said of it
	}
	if status, err := strconv.Atoi(decider.Name); err == nil {
		return q.refusal(status, decider.Value), true
	}
	if a, refused := q.streamRefusal(decider); refused {
		return a, true
	}
	switch decider.Name {
	case "drop":
		return answer{}, false
	case "reset":
		return q.broken(decider.Value)
	case "refused", "restart":
		return q.away(decider), false
	case "not-http":
		return answer{raw: "SSH-2.0-OpenSSH_9.7\r\n"}, false
	case "hang":
		<-q.http.Context().Done() // the client went away, or the server closes
		return answer{}, false
	case "redirect":
		return answer{status: 302, header: http.Header{"Location": {decider.Value}}}, true
	case "redirect307":
		return answer{status: 307, header: http.Header{"Location": {decider.Value}}}, true
	case "redirect-loop":
		return answer{status: 302, header: http.Header{"Location": {q.http.URL.RequestURI()}}}, true
	default:
		return q.spoil(decider), true
	}
}

// broken ends in a reset: before anything is done, afterwards, or half-way
// through the answer.
func (q *request) broken(when string) (answer, bool) {
	if when != "within" {
		return answer{reset: true}, false
	}
	a := q.dispatch()
	if a.stream != nil {
		return answer{reset: true}, false
	}
	a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
	a.body, a.reset = a.body[:len(a.body)/2], true
	return a, true
}

// away closes the port for a while, this connection with it.
func (q *request) away(f *fault) answer {
	d, err := time.ParseDuration(f.Value)
	if err != nil {
		d = restartTakes
	}
	if f.Name == "restart" {
		q.server.old.Store(q.server.serial.Load())
	}
	q.server.outage(d)
	return answer{}
}

// restartTakes is how long a server is away that is started anew.
const restartTakes = 3 * time.Second

// wait lets time pass, on the server's clock, and reports whether the client
// is still there afterwards. The answer tells of the moment it is made.
func (q *request) wait(d time.Duration) bool {
	t := q.server.clock.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C():
		q.setTime(q.server.clock.Now())
		return true
	case <-q.http.Context().Done():
		return false
	}
}

// delayNextRun counts a job and returns how much later its run is to appear.
func (s *Server) delayNextRun() time.Duration {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.invoked++
	for _, f := range s.faults.all {
		n, wait, timed := strings.Cut(f.Value, ":")
		if f.Name != "delay-run" || n != strconv.Itoa(s.faults.invoked) {
			continue
		}
		if !timed {
			return time.Duration(s.stage.w.pace.span(jobDelayed)) * time.Millisecond
		}
		d, _ := time.ParseDuration(wait) // checked when the spec was read
		return d
	}
	return 0
}

// refusal is the answer of a fault that is a status code. 409, 422 and the
// bodies of server errors were not seen (UNKNOWN); they take the common form.
func (q *request) refusal(status int, value string) answer {
	switch status {
	case 400:
		return q.invalid("name", "name must not be empty")
	case 401:
		return q.fail(401, "Unauthorized", "TOKEN_EXPIRED", "Token expired")
	case 403:
		return q.fail(403, "Forbidden", "MISSING_SCOPE", "Missing scope: function-runs:list:*")
	case 404:
		return q.notFound("Resource", q.http.URL.Path)
	case 409:
		return q.fail(409, "Conflict", "CONFLICT", "The resource was changed by somebody else")
	case 413:
		return q.fail(413, "Payload Too Large", "PAYLOAD_TOO_LARGE", "Request body is too large")
	case 422:
		return q.fail(422, "Unprocessable Entity", "UNPROCESSABLE", "The payload does not fit the trigger's schema")
	case 429:
		return q.retryLater(value)
	case 502:
		return page(502, "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>")
	default:
		a := q.fail(status, http.StatusText(status), "", "Something went wrong on our side")
		if status == 503 && value != "" {
			a.header.Set("Retry-After", value)
		}
		return a
	}
}

// retryLater is a 429 whose Retry-After has any of the forms that HTTP allows.
func (q *request) retryLater(value string) answer {
	seconds, dated := strings.CutPrefix(value, "date")
	n, err := strconv.Atoi(strings.TrimPrefix(seconds, ":"))
	if err != nil {
		n = 60
	}
	a := q.tooMany(n)
	switch {
	case value == "none":
		a.header.Del("Retry-After")
	case dated:
		a.header.Set("Retry-After", q.at.Add(time.Duration(n)*time.Second).UTC().Format(http.TimeFormat))
	}
	return a
}

// pad writes n letters inside JSON that wraps them.
func pad(w io.Writer, n int64) {
	chunk := []byte(strings.Repeat("x", 64<<10))
	_, err := io.WriteString(w, `{"data":[{"id":"`)
	for ; n > 0 && err == nil; n -= int64(len(chunk)) {
		_, err = w.Write(chunk[:min(n, int64(len(chunk)))])
	}
	if err == nil {
		_, _ = io.WriteString(w, `"}]}`) // nobody is left to tell
	}
}
