// Package centrali is the client of the Centrali platform's compute functions,
// their triggers and their runs.
package centrali

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Backend is the name of this backend in profiles and in JSON.
const Backend = "centrali"

// Requests a minute where the profile names none. A publishable key may read
// 200 times a minute (docs.centrali.io/sdk/authentication; CONFIRMED).
const (
	perMinute    = rest.DefaultPerMinute
	perMinuteKey = 150
)

// Config is one profile on Centrali, its secrets already looked up.
type Config struct {
	Profile, URL, APIURL, AuthURL, TokenPath, Workspace string
	RealtimeURL                                         string // with its path

	// One way to sign in. Token may stand beside the others but the key: it
	// is then the first bearer.
	Token, PublishableKey, ClientID, ClientSecret string
	TokenCommand                                  func(ctx context.Context) (string, error)
	FromEnv                                       bool // set up by variables: errors name them

	RequestsPerMinute  int   // 0: the default
	MaxBody            int64 // bytes of one run read by its id; 0: 256 MiB
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

// Client is one profile on Centrali. It implements api.Provider.
type Client struct {
	info   api.Info
	routes routes
	rest   *rest.Client
	clock  clock.Clock
	setup  api.Setup
	auth   *url.URL // where a token is bought; nil where none is

	mu     sync.Mutex
	firsts map[model.Ask]int // rows of first pages that were shorter than asked for
}

var (
	_ api.Provider = (*Client)(nil)
	_ api.Clocked  = (*Client)(nil)
)

// New returns a client. Its errors are mistakes of configuration, each one
// clear sentence without a secret.
func New(c Config) (*Client, error) {
	if strings.TrimSpace(c.Workspace) == "" {
		return nil, errors.New("no workspace: set CENTRALI_WORKSPACE or workspace in the profile to the workspace's slug")
	}
	o, err := newOrigins(c.URL, c.APIURL, c.AuthURL, c.Insecure)
	if err != nil {
		return nil, err
	}
	realtime, err := o.realtime(c.RealtimeURL, c.Insecure)
	if err != nil {
		return nil, err
	}
	auth, err := newAuth(c, o)
	if err != nil {
		return nil, err
	}
	budget := c.RequestsPerMinute
	if budget <= 0 {
		budget = perMinute
		if c.PublishableKey != "" {
			budget = perMinuteKey
		}
	}
	caps := api.Caps{NoEntries: noEntries, NoInvokeFunction: noInvokeFunction}
	if c.PublishableKey != "" {
		caps.NoWatch = keyNoWatch
	}
	slug := strings.TrimSpace(c.Workspace)
	var bought *url.URL
	if wayOf(c) == api.ByCredentials {
		bought = o.auth
	}
	setup := api.Setup{Way: wayOf(c), FromEnv: c.FromEnv}
	r := rest.New(rest.Config{
		Profile: c.Profile, Version: c.Version, Setup: setup, Auth: auth, PerMinute: budget, MaxBody: c.MaxBody,
		Clock: c.Clock, Observe: c.Observe, Transport: c.HTTP, Timeout: c.Timeout, Patience: c.Patience,
	})
	return &Client{
		auth: bought,
		info: api.Info{
			Profile: c.Profile, Backend: Backend, Host: o.api.Host, Workspace: slug,
			ReadOnly: c.ReadOnly, TypeName: c.TypeName, Color: c.Color, RunPage: c.RunPage, Budget: budget, Statuses: askable,
			Caps: caps,
		},
		routes: routes{api: o.api, live: realtime, slug: slug},
		rest:   r,
		clock:  r.Clock(),
		setup:  setup,
		firsts: map[model.Ask]int{},
	}, nil
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
