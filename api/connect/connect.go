// Package connect turns what a user wrote, in the configuration file or in
// the environment, into open providers. It holds profiles, the places where
// secrets come from, and the one switch over the names of back ends. What the
// keys and variables mean is CLI.md's "Environment" and "Configuration file".
package connect

import (
	"context"
	"errors"
	"net/http"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

// The back ends that a profile can name.
const (
	Centrali = "centrali"
	Flowcore = "flowcore"
	AgentOS  = "agentos"
)

// Options are what a provider needs beside its profile.
type Options struct {
	Clock   clock.Clock     // nil is the clock of the machine
	Observe func(api.Event) // nil where nobody listens
	// Watched hears of what the provider's Watch emits; nil where nobody listens.
	Watched func(api.Event)
	// Acted hears of every action that was sent, and its answer; nil where
	// nobody keeps a record of them.
	Acted func(api.Acted)
	// Recorded returns a provider whose answers are kept; nil where none are.
	Recorded func(api.Provider) api.Provider
	Version  string // for the user agent
	// Timeout is how long one request may take; 0 is ten seconds.
	Timeout time.Duration
	// Patience is how long a read waits where the backend asks it to, before
	// it fails and says so; 0 is 20 seconds.
	Patience time.Duration
	// HTTP carries the requests; nil is a transport of their own.
	HTTP *http.Transport

	// ReadOnly adds to the profile's own read_only; neither takes away the other.
	ReadOnly bool

	// Context ends the fetching of secrets early. Without one, only the time
	// limit of each secret ends it: Open itself sends nothing to a back end.
	Context context.Context
}

// Open fetches the profile's secrets from where they are kept and returns its
// provider. It sends no request. Every error is a *ConfigError.
func Open(p Profile, o Options) (api.Provider, error) {
	if o.Clock == nil {
		o.Clock = clock.Real()
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	provider, err := p.opener()(p, o)
	if err == nil && o.Watched != nil {
		provider = api.Tap(provider, o.Watched)
	}
	if err == nil && o.Acted != nil {
		provider = api.Witness(provider, o.Acted)
	}
	if err == nil && o.Recorded != nil {
		provider = o.Recorded(provider)
	}
	return provider, err
}

// opener is the one switch over the names of back ends.
func (p Profile) opener() func(Profile, Options) (api.Provider, error) {
	switch p.Backend {
	case AgentOS:
		return openAgentOS
	case Flowcore:
		return openFlowcore
	}
	return openCentrali // Validate lets nothing else through
}

// OpenAll opens each profile that can be opened, and says why the others
// cannot.
func OpenAll(profiles []Profile, o Options) (opened []api.Provider, err error) {
	for _, p := range profiles {
		provider, why := Open(p, o)
		if err = errors.Join(err, why); why == nil {
			opened = append(opened, provider)
		}
	}
	return opened, err
}
