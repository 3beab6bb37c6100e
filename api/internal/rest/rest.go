// Package rest sends every HTTP request of fntop's backends: it signs in,
// keeps to the budget, retries what may be retried, limits what it reads, and
// turns whatever goes wrong into an *api.Error that holds no secret.
package rest

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

// Limits that hold where a Config names no others.
const (
	ListLimit        = 32 << 20  // bytes of a list or of an action's answer
	DetailLimit      = 256 << 20 // bytes of one run read by its id
	DefaultPerMinute = 300       // requests in any 60 s
	DefaultTimeout   = 10 * time.Second
)

// Config is what a Client is made from. It is not kept by reference.
type Config struct {
	Profile   string
	Version   string    // of fntop; empty: "dev"
	Setup     api.Setup // by which errors name what to change
	Auth      Auth      // nil signs in nobody
	PerMinute int       // 0: DefaultPerMinute
	Timeout   time.Duration
	Patience  time.Duration // how long a read waits where the backend asks it to; 0: 20 s
	MaxBody   int64         // bytes of an answer that holds one run; 0: DetailLimit
	Clock     clock.Clock   // nil: the machine's
	Observe   func(api.Event)
	Transport *http.Transport // nil: one like http.DefaultTransport
	// Retry is how often and after how long a GET is tried again; nil: three
	// times, after waits that grow.
	Retry *Retry
	// Headers go with every request, as far as the credential does. They may
	// hold secrets.
	Headers http.Header
}

// Request is one call. Headers and credentials are the client's business.
type Request struct {
	Op     api.Op
	Target string // made visible already
	Method string // empty is GET
	URL    *url.URL
	Body   []byte      // JSON; nil sends none
	Limit  int64       // bytes of the answer; 0: ListLimit
	Header http.Header // beside the client's own, as far as these go
	Auth   Auth        // signs this request in; nil: as the client does
	// Within is how long the answer may take, which is then asked for once:
	// somebody waits for more than this. Zero is as the client does.
	Within time.Duration

	form   bool       // the body is a form and the request carries no credentials
	stream *streaming // the answer is read as it comes; nil: in full
}

// Answer is a reply with a 2xx status, read in full.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Client sends the requests of one profile. Its methods may be called from
// several goroutines.
type Client struct {
	profile   string
	userAgent string
	auth      Auth
	timeout   time.Duration
	patience  time.Duration
	clock     clock.Clock
	observe   func(api.Event)
	perMinute int
	maxBody   int64
	names     names
	setup     api.Setup
	ledger    *ledger
	offset    offset
	permits   permits
	again     Retry
	reads     *http.Transport // GETs: connections are kept and used again
	writes    *http.Transport // everything else: a new connection each
	headers   http.Header
}

// New returns a client for one profile.
func New(c Config) *Client {
	if c.Clock == nil {
		c.Clock = clock.Real()
	}
	if c.PerMinute <= 0 {
		c.PerMinute = DefaultPerMinute
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Patience <= 0 {
		c.Patience = longWait
	}
	if c.Observe == nil {
		c.Observe = func(api.Event) {}
	}
	if c.Auth == nil {
		c.Auth = nobody{}
	}
	if c.Version == "" {
		c.Version = "dev"
	}
	if c.MaxBody <= 0 {
		c.MaxBody = DetailLimit
	}
	again := Retry{Times: retries}
	if c.Retry != nil {
		again = *c.Retry
	}
	return &Client{
		again:     again,
		profile:   c.Profile,
		userAgent: "fntop/" + c.Version,
		perMinute: c.PerMinute,
		maxBody:   c.MaxBody,
		setup:     c.Setup,
		auth:      c.Auth,
		timeout:   c.Timeout,
		patience:  c.Patience,
		clock:     c.Clock,
		observe:   c.Observe,
		ledger:    newLedger(c.PerMinute, c.Clock.Now()),
		reads:     readTransport(c.Transport),
		writes:    writeTransport(c.Transport),
		headers:   c.Headers.Clone(),
	}
}

// Left is how many requests the budget allows now.
func (c *Client) Left() int { return c.ledger.left(c.clock.Now()) }

// PerMinute is how many requests the profile may send in any 60 s.
func (c *Client) PerMinute() int { return c.perMinute }

// MaxBody is how many bytes an answer that holds one run may have.
func (c *Client) MaxBody() int64 { return c.maxBody }

// Clock is the clock that requests are timed by.
func (c *Client) Clock() clock.Clock { return c.clock }

// Observe tells who watches the profile of something that happened.
func (c *Client) Observe(e api.Event) { c.observe(e) }

// UserAgent is what requests name themselves.
func (c *Client) UserAgent() string { return c.userAgent }

// Used is how many requests were sent in the last 60 s.
func (c *Client) Used() int { return c.ledger.used(c.clock.Now()) }

// Budget is how many requests 60 s allow as things stand.
func (c *Client) Budget() int { return c.ledger.budget(c.clock.Now()) }

// CloseIdle closes connections that no request uses, so that a paused
// program is not woken by their keep-alives.
func (c *Client) CloseIdle() {
	c.reads.CloseIdleConnections()
	c.writes.CloseIdleConnections()
}

// fail starts the error of a request.
func fail(r *Request, kind api.Kind, reason string, beneath error) *api.Error {
	return &api.Error{Kind: kind, Op: r.Op, Target: r.Target, Reason: reason, Err: beneath}
}

// BadAnswer is the error of an answer that was read but makes no sense. An
// action's answer that makes no sense does not tell whether it happened.
func BadAnswer(r *Request, a Answer, reason string, beneath error) *api.Error {
	e := fail(r, api.Unreadable, reason, beneath)
	e.Status = a.Status
	e.Lost = acts(r.Method)
	return e
}

// Tell lets an error name what to change as the person wrote it.
func (c *Client) Tell(err *error) {
	var e *api.Error
	if !errors.As(*err, &e) {
		return
	}
	way := e.Setup.Way
	if e.Setup = c.setup; way != 0 {
		e.Setup.Way = way // this request was signed another way
	}
}

// Skipped tells the observer of rows of a list that could not be read. Where
// that was all of them, the answer is not what was asked for.
func (c *Client) Skipped(r *Request, a Answer, rows, of int) error {
	switch rows {
	case 0:
		return nil
	case of:
		return BadAnswer(r, a, "none of its rows has an id", nil)
	}
	c.observe(api.Skipped{At: c.clock.Now(), Profile: c.profile, Op: r.Op, Rows: rows, Of: of})
	return nil
}

// acts reports whether a request of this method may change something, so
// that it must never be sent twice.
func acts(method string) bool {
	return method != "" && method != http.MethodGet && method != http.MethodHead
}

// pathOf is what the log shows of a URL: no host, no user, no secret. The
// query is shown because backends' queries hold pages and statuses only.
func (c *Client) pathOf(u *url.URL) string {
	p := u.EscapedPath()
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return c.redact(p)
}

// statusText names a status where its answer does not.
func statusText(status int) string {
	if t := http.StatusText(status); t != "" {
		return t
	}
	return "status " + strconv.Itoa(status)
}
