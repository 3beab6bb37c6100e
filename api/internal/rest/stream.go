package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"fntop/api"
)

// Streaming says what Open expects.
type Streaming struct {
	Type string // the media type of the answer
	// Refusals are what codes in the body of a refusal mean, whatever its
	// status is.
	Refusals map[string]Refusal
}

// Refusal is what one code means.
type Refusal struct {
	Kind  api.Kind
	Final bool // another token would be refused as well
}

// streaming is a request whose answer is read as it comes.
type streaming struct {
	Streaming
	body  io.ReadCloser // of the answer
	renew bool          // another credential may be let in
}

// refusalLimit is how much of a refusal's body is read.
const refusalLimit = 64 << 10

// Open makes one attempt at a GET whose answer has no end, signing in like any
// other request, and returns its body. Only the wait for its head is limited;
// reading goes on until ctx ends. It is counted as one request and not tried
// again, for whoever holds streams has a pace of its own. What the answer says
// of the budget is not heeded: a limit of streams is none of requests. Every
// error is an *api.Error, and so is every error of reading but io.EOF and
// io.ErrUnexpectedEOF.
func (c *Client) Open(ctx context.Context, r Request, s Streaming) (io.ReadCloser, error) {
	r.Method, r.stream = http.MethodGet, &streaming{Streaming: s}
	renewed := false
	if _, err := c.once(ctx, &r, 1, &renewed); err != nil {
		return nil, err
	}
	return r.stream.body, nil
}

// open is exchange for a stream: it reads no further than the answer's head
// where that is as it should be.
func (c *Client) open(ctx context.Context, h *hopRequest) (Answer, int64, *api.Error) {
	limited, cancel := context.WithCancelCause(ctx)
	late := time.AfterFunc(c.timeout, func() { cancel(context.DeadlineExceeded) })
	res, err := c.reads.RoundTrip(c.request(limited, h))
	if err != nil {
		late.Stop()
		defer cancel(nil)
		return Answer{}, 0, c.netError(ctx, limited, h.Request, err)
	}
	answer := Answer{Status: res.StatusCode, Header: res.Header}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")) // what cannot be read is another
	if res.StatusCode == http.StatusOK && kind == h.stream.Type && late.Stop() {
		h.stream.body = &streamBody{res.Body, c, ctx, h.Request, cancel}
		return answer, 0, nil
	}
	defer cancel(nil)
	defer late.Stop()
	defer func() { _ = res.Body.Close() }()
	answer.Body, _ = readBody(res, refusalLimit) // what is there tells enough
	read := int64(len(answer.Body))
	switch {
	case redirects(res.StatusCode):
		return answer, read, nil
	case !good(res.StatusCode):
		return answer, read, c.refused(h, answer)
	case limited.Err() != nil:
		return answer, read, c.netError(ctx, limited, h.Request, limited.Err())
	case res.StatusCode == http.StatusNoContent:
		// "Tells the client to stop reconnecting" (HTML standard, 9.2.3).
		e := fail(h.Request, api.Refused, "the service has nothing to tell and asks not to come back", nil)
		e.Status = res.StatusCode
		return answer, read, e
	}
	e := BadAnswer(h.Request, answer, "the answer is no event stream", nil)
	if looksLikeHTML(res.Header, answer.Body) {
		e.Reason, e.Next = "the answer looks like a web page, not like data", pageNext(h)
	}
	return answer, read, e
}

// refused is the error of a stream that was refused.
func (c *Client) refused(h *hopRequest, a Answer) *api.Error {
	e := c.statusError(h, a, askedWait(a.Header, a.Body, c.clock.Now()))
	said, known := h.stream.Refusals[codeOf(a.Body)]
	if known {
		e.Kind = said.Kind
	}
	h.stream.renew = !said.Final && (e.Kind == api.Unauthorized || e.Kind == api.Forbidden)
	return e
}

// codeOf reads the code of an error, which stands in code, else in error.
func codeOf(body []byte) string {
	var form struct {
		Code  json.RawMessage `json:"code"`
		Error json.RawMessage `json:"error"`
	}
	_ = json.Unmarshal(body, &form) // whatever it is, the status remains
	if code := words(form.Code); code != "" {
		return code
	}
	var nested struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(form.Error, &nested) == nil && nested.Code != "" {
		return nested.Code
	}
	return words(form.Error)
}

// renewable reports whether another credential may be let in where this one
// was not.
func renewable(r *Request, fault *api.Error) bool {
	if r.stream != nil {
		return r.stream.renew
	}
	return fault.Status == http.StatusUnauthorized || fault.Status == http.StatusForbidden
}

// streamBody is the body of a stream. Its errors are classified.
type streamBody struct {
	io.ReadCloser
	client  *Client
	ctx     context.Context
	request *Request
	cancel  context.CancelCauseFunc
}

func (b *streamBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		err = b.client.netError(b.ctx, b.ctx, b.request, err)
	}
	return n, err
}

// Close ends the connection: a stream is never read to its end.
func (b *streamBody) Close() error {
	b.cancel(nil)
	return b.ReadCloser.Close()
}
