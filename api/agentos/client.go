// Package agentos is the client of the AgentOS platform: its agents as
// functions, their triggers, their runs, and what a run does on its way.
//
// Hardly anything of its wire is public. What is known and what is guessed
// stands in routes.go, piece by piece.
package agentos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Backend is the name of this backend in profiles and in JSON.
const Backend = "agentos"

// Why some things cannot be done here.
const (
	noPause       = "how AgentOS pauses a trigger is not known"
	noReasons     = "AgentOS keeps no reason with a run"
	noWatch       = "AgentOS has no stream of all runs, as far as is known"
	noTriggerRuns = "runs of AgentOS do not name their trigger"
	noJobs        = "AgentOS has no jobs"
)

// rerunsAnew is what a rerun is where the profile does not name AgentOS' own.
const rerunsAnew = "a new run with the same agent, thread and input"

// Config is one profile on AgentOS, its secrets already looked up.
type Config struct {
	Profile, URL string
	Token        string            // a bearer token; empty where headers do
	Headers      map[string]string // what else goes with every request
	FromEnv      bool              // set up by variables: errors name them
	// NativeRerun asks AgentOS itself to rerun. Its call for that is a guess.
	NativeRerun bool
	// Cancel and Resume have AgentOS asked for that. Both calls are guesses.
	Cancel, Resume bool

	RequestsPerMinute  int   // 0: the default
	MaxBody            int64 // bytes of one run read by its id, and of one event; 0: 256 MiB
	Insecure           bool  // plain http to other machines
	ReadOnly, TypeName bool
	Color, Version     string
	RunPage            string        // of people, with {run} in it; empty: none
	Timeout            time.Duration // of one request; 0: ten seconds
	Patience           time.Duration // how long a read waits where the backend asks it to; 0: 20 s

	Clock   clock.Clock     // nil: the machine's
	Observe func(api.Event) // nil: nobody watches
	HTTP    *http.Transport // nil: one of its own
}

// Client is one profile on AgentOS. It implements api.Provider.
type Client struct {
	info    api.Info
	routes  routes
	rest    *rest.Client
	native  bool         // reruns are asked of AgentOS itself
	outside []api.Header // of requests that others send
	clock   clock.Clock
	setup   api.Setup

	mu      sync.Mutex
	agents  map[string]string   // by trigger
	inboxes map[string]string   // by trigger, the credential that leads to its inbox
	sizes   map[pageOf]int      // rows of first pages that were shorter than asked for
	deaf    map[string]bool     // words that the server refuses as a filter
	singly  bool                // the server lists triggers of one agent at a time
	perhaps map[string]perAgent // the triggers of each agent, where that is so
}

var (
	_ api.Provider = (*Client)(nil)
	_ api.Clocked  = (*Client)(nil)
)

// sampleURL is no address of AgentOS': none is public.
const sampleURL = "https://agents.example.com"

// New returns a client. Its errors are mistakes of configuration, each one
// clear sentence without a secret.
func New(c Config) (*Client, error) {
	if strings.TrimSpace(c.URL) == "" {
		return nil, errors.New("no address: set AGENTOS_URL or url in the profile to where AgentOS answers")
	}
	base, err := rest.ParseOrigin("url", c.URL, sampleURL, c.Insecure)
	if err != nil {
		return nil, err
	}
	auth, headers, err := signing(c)
	if err != nil {
		return nil, err
	}
	caps := api.Caps{NoPause: noPause, NoWatch: noWatch, NoTriggerRuns: noTriggerRuns, NoJobs: noJobs, RerunsAnew: rerunsAnew}
	if c.NativeRerun {
		caps.RerunsAnew, caps.NoReason = "", noReasons
	}
	caps.Cancels, caps.Resumes = c.Cancel, c.Resume
	way := api.ByToken
	if c.Token == "" {
		way = 0
	}
	setup := api.Setup{Backend: Backend, Way: way, FromEnv: c.FromEnv}
	r := rest.New(rest.Config{
		Profile: c.Profile, Version: c.Version, Setup: setup, Auth: auth, Headers: headers, PerMinute: c.RequestsPerMinute, MaxBody: c.MaxBody,
		Clock: c.Clock, Observe: c.Observe, Transport: c.HTTP, Timeout: c.Timeout, Patience: c.Patience,
	})
	return &Client{
		info: api.Info{
			Profile: c.Profile, Backend: Backend, Host: base.Host, Workspace: base.Host, ReadOnly: c.ReadOnly, TypeName: c.TypeName,
			Color: c.Color, RunPage: c.RunPage, Budget: r.PerMinute(), Statuses: statuses, Caps: caps,
		},
		routes:  newRoutes(base),
		rest:    r,
		native:  c.NativeRerun,
		outside: outsideHeaders(c.Token, headers),
		clock:   r.Clock(),
		setup:   setup,
		agents:  map[string]string{},
		inboxes: map[string]string{},
		sizes:   map[pageOf]int{},
		deaf:    map[string]bool{},
		perhaps: map[string]perAgent{},
	}, nil
}

// signing is what goes with every request: a token, and the profile's own
// headers, which may sign in where there is no token.
func signing(c Config) (rest.Auth, http.Header, error) {
	if c.Token == "" && len(c.Headers) == 0 {
		return nil, nil, errors.New("nothing to sign in with: set AGENTOS_TOKEN, or AGENTOS_HEADERS")
	}
	headers := http.Header{}
	for name, value := range c.Headers {
		own := http.CanonicalHeaderKey(name)
		switch {
		case slices.ContainsFunc(ownHeaders[:], func(h string) bool { return strings.EqualFold(h, own) }):
			return nil, nil, fmt.Errorf("the header %s is fntop's own; leave it out", own)
		case own == authorization && c.Token != "":
			return nil, nil, errors.New("a token and the header Authorization are both set; keep one")
		case headers[own] != nil:
			return nil, nil, fmt.Errorf("the header %s is set twice; keep one", own)
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
			return nil, nil, fmt.Errorf("the header %s holds a character that no header can have; copy its value once more", own)
		}
		headers[own] = []string{value}
	}
	switch {
	case c.Token == "":
		return nil, headers, nil
	case !rest.Sendable(c.Token):
		return nil, nil, errors.New("AGENTOS_TOKEN holds a space, a line break or another character that no token has")
	}
	return rest.StaticToken(c.Token), headers, nil
}

// Info says what this profile is; it does no I/O.
func (c *Client) Info() api.Info { return c.info }

// CloseIdle lets go of connections that no request uses.
func (c *Client) CloseIdle() { c.rest.CloseIdle() }

// Left is how many requests the profile's budget allows now.
func (c *Client) Left() int { return c.rest.Left() }

// Offset is how far the backend's clock is ahead of ours, where its answers
// tell. It makes the client api.Clocked.
func (c *Client) Offset() (ahead time.Duration, known bool) { return c.rest.Offset() }

// Watch has nothing to watch: what AgentOS pushes is about one run at a time.
func (c *Client) Watch(context.Context, func(api.Event)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.WatchRuns, Target: c.target(), Reason: noWatch, Setup: c.setup}
}

// target is the deployment as errors name it.
func (c *Client) target() string { return c.rest.Target(c.routes.base) }

// runTarget is a run as errors name it.
func runTarget(id model.RunID) string { return rest.Named("run", id.ID) }
