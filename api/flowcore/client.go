// Package flowcore is the client of the Flowcore platform: a data core's flow
// types stand for functions, its event types for triggers, and each event that
// is stored for a run, which is over as soon as it is there. Where a token signs
// in, its Data Pathways are functions as well, and what they deliver are runs.
package flowcore

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Backend is the name of this backend in profiles and in JSON.
const Backend = "flowcore"

// What the SDK does where a read fails (npm @flowcore/sdk 1.79.0,
// flowcore-client; CONFIRMED). Only reads are tried again here: the SDK
// repeats an ingestion as well, which may record an event twice.
const (
	retryTimes = 3
	retryWait  = 250 * time.Millisecond
)

// Config is one profile on Flowcore, its secrets already looked up.
type Config struct {
	Profile      string
	URL          string // one address for all services; empty: the public ones
	RealtimeURL  string // of notifications, with its path
	Tenant, Core string // names

	// Token or APIKey signs in; with both, the key only ingests. APIKeyID may
	// be left out where the key holds it.
	Token, APIKey, APIKeyID string
	FromEnv                 bool // set up by variables: errors name them

	RequestsPerMinute  int // 0: the default
	MaxBody            int64
	Insecure           bool // plain http to other machines
	ReadOnly, TypeName bool
	Color, Version     string
	RunPage            string        // of people, with {run} in it; empty: none
	Timeout            time.Duration // of one request; 0: ten seconds
	Patience           time.Duration // how long a read waits where it is asked to; 0: 20 s
	Retries            int           // of a read; 0: three, less: none
	RetryWait          time.Duration // before each; 0: 250 ms

	Clock   clock.Clock     // nil: the machine's
	Observe func(api.Event) // nil: nobody watches
	HTTP    *http.Transport // nil: one of its own
}

// Client is one profile on Flowcore. It implements api.Provider.
type Client struct {
	info   api.Info
	hosts  hosts
	rest   *rest.Client
	ingest rest.Auth  // nil: no key
	bearer bool       // a token signs in, which Data Pathways want
	socket url.Values // signs the socket in
	clock  clock.Clock
	setup  api.Setup

	place    place
	own      ownHost
	book     book
	shelves  *shelves
	accepted accepted
	pathways pathways
	logs     logs
	restarts restarts
	repeats  repeats
}

var (
	_ api.Provider = (*Client)(nil)
	_ api.Clocked  = (*Client)(nil)
)

// New returns a client. Its errors are mistakes of configuration, each one
// clear sentence without a secret.
func New(c Config) (*Client, error) {
	tenant, core := strings.TrimSpace(c.Tenant), strings.TrimSpace(c.Core)
	switch {
	case tenant == "":
		return nil, errors.New("no tenant; set FLOWCORE_TENANT or tenant in the profile to the tenant's name")
	case core == "":
		return nil, errors.New("no data core; set FLOWCORE_DATA_CORE or data_core in the profile to the data core's name")
	}
	h, err := newHosts(c.URL, c.RealtimeURL, tenant, c.Insecure)
	if err != nil {
		return nil, err
	}
	signing, err := newSigning(c.Token, c.APIKey, c.APIKeyID)
	if err != nil {
		return nil, err
	}
	caps := api.Caps{NoPause: "event types of Flowcore cannot be paused", NoEntries: noEntries, NoInvokeFunction: noInvokeFunction, PagesStay: true}
	caps.RerunsAnew = "an event that is stored does not happen once more: its payload is ingested again, as a new event"
	statuses, bearer := model.NewStatusSet(model.StatusRecorded), signing.way == api.ByToken
	if bearer {
		statuses |= pathwayStatuses()
		caps.JobsAreRuns, caps.NoEntries = true, noEntriesDelivers
		caps.NoInvokeFunction += noInvokePathway
	}
	if signing.ingest == nil {
		caps.NoInvoke = noInvoke // a rerun of an event neither, which each event says
	}
	setup := api.Setup{Backend: Backend, Way: signing.way, FromEnv: c.FromEnv}
	r := rest.New(rest.Config{
		Profile: c.Profile, Version: c.Version, Setup: setup, Auth: signing.reads, PerMinute: c.RequestsPerMinute, MaxBody: c.MaxBody,
		Clock: c.Clock, Observe: c.Observe, Transport: c.HTTP, Timeout: c.Timeout, Patience: c.Patience, Retry: retrying(c),
	})
	return &Client{
		info: api.Info{
			Profile: c.Profile, Backend: Backend, Host: h.core.Host, Workspace: tenant + "/" + core,
			ReadOnly: c.ReadOnly, TypeName: c.TypeName, Color: c.Color, RunPage: c.RunPage, Budget: r.PerMinute(),
			Statuses: statuses, Caps: caps,
		},
		hosts: h, ingest: signing.ingest, bearer: bearer, socket: signing.socket,
		rest:     r,
		clock:    r.Clock(),
		setup:    setup,
		place:    place{tenant: tenant, core: core, turn: newTurn()},
		own:      ownHost{turn: newTurn()},
		book:     newBook(),
		shelves:  newShelves(),
		accepted: accepted{all: map[string]sentEvent{}},
		pathways: pathways{turn: newTurn()},
		logs:     newLogs(),
		restarts: restarts{sent: map[string]sentRestart{}},
	}, nil
}

func retrying(c Config) *rest.Retry {
	r := rest.Retry{Times: c.Retries, Wait: c.RetryWait}
	if r.Times == 0 {
		r.Times = retryTimes
	}
	if r.Wait <= 0 {
		r.Wait = retryWait
	}
	return &r
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

// now is the time by the backend's clock, as far as that is known.
func (c *Client) now() time.Time {
	ahead, _ := c.rest.Offset()
	return c.clock.Now().Add(ahead)
}

// turn lets one caller at a time do something that the others then need not
// do again.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

// take waits for the turn. Its error is an *api.Error.
func (t turn) take(ctx context.Context, r *rest.Request) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &api.Error{Kind: api.Canceled, Op: r.Op, Target: r.Target, Err: ctx.Err()}
	}
}

func (t turn) done() { <-t }
