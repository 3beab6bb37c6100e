package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"fntop/api"
)

// hopRequest is one request as it goes over the wire.
type hopRequest struct {
	*Request
	url     *url.URL
	cred    credential
	foreign bool // another address was on the way: nothing of ours goes along
	attempt int
}

// attempt sends one request over the wire once and reads its answer in full.
// Redirects are returned as answers; every other status but 2xx is an error.
func (c *Client) attempt(ctx context.Context, h *hopRequest) (Answer, *api.Error) {
	if err := c.budgeted(ctx, h.Request); err != nil {
		return Answer{}, err
	}
	began := c.clock.Now()
	exchange := c.exchange
	if h.stream != nil {
		exchange = c.open
	}
	answer, read, fault := exchange(ctx, h)
	event := api.Requested{
		At: began, Method: h.Method, Path: c.pathOf(h.url), Status: answer.Status,
		Took: c.clock.Now().Sub(began), Attempt: h.attempt, Used: c.Used(), Budget: c.Budget(),
		Profile: c.profile, Transfer: read,
	}
	if fault != nil {
		event.Kind = fault.Kind
	}
	c.observe(event)
	return answer, fault
}

// exchange is attempt without its bookkeeping. It also returns how many bytes
// of the answer's body were read.
func (c *Client) exchange(ctx context.Context, h *hopRequest) (Answer, int64, *api.Error) {
	limited, cancel := context.WithTimeout(ctx, c.limit(h.Request))
	defer cancel()
	var sent sending
	req := c.request(httptrace.WithClientTrace(limited, sent.trace()), h)

	transport := c.reads
	if acts(h.Method) {
		transport = c.writes
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		e := c.netError(ctx, limited, h.Request, err)
		e.Lost = acts(h.Method) && sent.maybeWhole()
		return Answer{}, 0, e
	}
	defer func() { _ = res.Body.Close() }()
	if !h.form && sameOrigin(h.Request.URL, h.url) {
		c.offset.learn(c.clock.Now(), res.Header)
	}

	answer := Answer{Status: res.StatusCode, Header: res.Header}
	body, err := readBody(res, h.Limit)
	answer.Body = body
	now := c.clock.Now()
	wait := time.Duration(0)
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500 {
		wait = askedWait(res.Header, body, now)
	}
	if !h.form { // where tokens are bought other limits hold
		c.ledger.learn(now, res.Header, wait, kindOfStatus(res.StatusCode))
	}

	if redirects(res.StatusCode) {
		return answer, int64(len(body)), nil // whatever its body is
	}
	if !good(res.StatusCode) {
		// The status tells enough where the body cannot be read.
		return answer, int64(len(body)), c.statusError(h, answer, wait)
	}
	if err != nil {
		e := c.netError(ctx, limited, h.Request, err)
		if e.Status = res.StatusCode; e.Kind == api.TimedOut && ctx.Err() == nil {
			e.Reason = "not whole within " + c.limit(h.Request).String()
		}
		if errors.Is(err, errTooLarge) {
			e = fail(h.Request, api.TooLarge, "more than "+size(h.Limit), err)
		}
		e.Lost = acts(h.Method)
		return answer, int64(len(body)), e
	}
	if looksLikeHTML(res.Header, body) {
		e := BadAnswer(h.Request, answer, "the answer looks like a web page, not like data", nil)
		e.Next = pageNext(h)
		return answer, int64(len(body)), e
	}
	return answer, int64(len(body)), nil
}

// limit is how long an answer to the request may take.
func (c *Client) limit(r *Request) time.Duration {
	if r.Within > 0 {
		return min(r.Within, c.timeout)
	}
	return c.timeout
}

func good(status int) bool { return status >= 200 && status < 300 }

// request builds what goes over the wire. Credentials are set here, for this
// hop alone, and never by a RoundTripper, which would add them on every hop.
func (c *Client) request(ctx context.Context, h *hopRequest) *http.Request {
	req := (&http.Request{
		Method: h.Method, URL: h.url, Host: h.url.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Accept": {"application/json"}},
	}).WithContext(ctx)
	if h.stream != nil {
		req.Header.Set("Accept", h.stream.Type)
		req.Header.Set("Accept-Encoding", "identity") // what compresses, holds back
		req.Header.Set("Cache-Control", "no-cache")
	}
	if c.userAgent != "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	if h.Body != nil {
		// GetBody stays nil: net/http cannot send the body a second time.
		req.Body = io.NopCloser(bytes.NewReader(h.Body))
		req.ContentLength = int64(len(h.Body))
		req.Header.Set("Content-Type", "application/json")
		if h.form {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
	}
	if h.form || h.foreign {
		return req
	}
	for _, own := range []http.Header{c.headers, h.Header} {
		for name, values := range own {
			req.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	if h.cred != (credential{}) {
		req.Header.Set(h.cred.header, h.cred.value)
	}
	return req
}

// sending knows how far a request got onto the wire.
type sending struct{ state atomic.Int32 }

const (
	headersBuffered = 1 + iota // from here on the whole request may have left
	wholeWritten
	writeFailed
)

func (s *sending) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		// Called before the headers are flushed, so never too late.
		WroteHeaders: func() { s.state.CompareAndSwap(0, headersBuffered) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err != nil {
				s.state.Store(writeFailed)
				return
			}
			s.state.Store(wholeWritten)
		},
	}
}

// maybeWhole reports whether the backend may have got the whole request.
// While the write is still under way that is possible, too: net/http gives up
// on a broken connection without waiting for its writer.
func (s *sending) maybeWhole() bool {
	state := s.state.Load()
	return state == headersBuffered || state == wholeWritten
}
