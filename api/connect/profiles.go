package connect

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"fntop/api"
	"fntop/api/clock"
)

// Profiles are the profiles of one configuration file. They implement
// api.Profiles.
type Profiles struct {
	path string
	env  Env
	o    Options
}

var _ api.Profiles = (*Profiles)(nil)

// NewProfiles returns the profiles of the file at path, which need not be
// there yet. o holds for each that is opened or tried.
func NewProfiles(path string, env Env, o Options) *Profiles {
	if o.Clock == nil {
		o.Clock = clock.Real()
	}
	return &Profiles{path: path, env: env.complete(), o: o}
}

const (
	// tryLimit is how long all steps of a try may take: as long as a command.
	tryLimit = 30 * time.Second
	// askLimit is how long the keyring may take to say that it is there.
	askLimit = 3 * time.Second
)

// Choices are the file's profiles, in its order.
func (c *Config) Choices() []api.Choice {
	var all []api.Choice
	for _, p := range c.profiles {
		p.ReadOnly = p.ReadOnly || c.readOnly
		all = append(all, p.choice())
	}
	return all
}

func (p Profile) choice() api.Choice {
	c := api.Choice{Name: p.Name, Workspace: p.Workspace, Host: "centrali.io", ReadOnly: p.ReadOnly}
	if p.Workspace == "" {
		c.Workspace = strings.Trim(p.Tenant+"/"+p.DataCore, "/")
	}
	if p.Backend != Centrali && p.Backend != "" {
		c.Host = p.Backend
	}
	text := p.URL
	if text != "" && !strings.Contains(text, "://") {
		text = "//" + text
	}
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		c.Host = u.Host
	}
	return c
}

// Open reads the file once more, since a profile may have been added to it,
// and opens one of its profiles.
func (s *Profiles) Open(ctx context.Context, name string) (api.Provider, error) {
	c, err := Load(s.path, s.env)
	if err != nil {
		return nil, err
	}
	chosen, err := c.Select([]string{name})
	if err != nil {
		return nil, err
	}
	o := s.o
	o.Context = ctx
	return Open(chosen[0], o)
}

// Keyring asks the system's keyring for what is not there.
func (s *Profiles) Keyring(ctx context.Context) string {
	got := make(chan error, 1)
	go func() {
		_, err := s.env.Keyring.Get("fntop", "is the keyring there?")
		got <- err
	}()
	timer := s.o.Clock.NewTimer(askLimit)
	defer timer.Stop()
	select {
	case err := <-got:
		if err == nil || errors.Is(err, keyring.ErrNotFound) {
			return ""
		}
		return "none can be reached here"
	case <-timer.C():
		return "it gives no answer"
	case <-ctx.Done():
		return "it was not asked"
	}
}

// Try tries the draft's connection with the secret as it was typed.
func (s *Profiles) Try(ctx context.Context, d api.Draft, tell func(api.Finding)) {
	p := profileOf(d)
	p.env = s.env
	o := s.o
	o.Context, o.Watched = ctx, nil
	x := api.Examination{Clock: o.Clock, Tell: tell}
	provider, err := Open(p, o)
	if err != nil {
		f := api.Finding{Result: api.Failed, What: "set-up", Detail: visible(err.Error()), Err: err}
		var wrong *ConfigError
		if errors.As(err, &wrong) {
			f.Detail, f.Next = visible(strings.TrimPrefix(wrong.What, p.label()+": ")), visible(wrong.Next)
		}
		tell(f)
		return
	}
	defer provider.CloseIdle()
	_ = within(ctx, o.Clock, tryLimit, func(ctx context.Context) error {
		x.Examine(ctx, provider)
		return nil
	})
}

// Save puts the secret into the keyring, where it is to be kept there, and
// then the profile into the file. Where the latter cannot be done the keyring
// is left as it was.
func (s *Profiles) Save(_ context.Context, d api.Draft) (api.Kept, error) {
	if s.path == "" {
		_, _, err := Locate("", s.env) // says why there is no place for it
		return api.Kept{}, err
	}
	p := profileOf(d)
	p.env = s.env
	undo := func() {}
	if d.Keep == api.InKeyring && d.Way != api.ByCommand {
		*p.secretOf(d.Way) = InKeyring("fntop/" + p.Name)
		if err := s.vacant(p); err != nil {
			return api.Kept{}, err
		}
		before, err := s.env.Keyring.Get("fntop", p.Name)
		undo = func() { _ = p.Forget() }
		if err == nil {
			undo = func() { _ = s.env.Keyring.Set("fntop", p.Name, before) }
		}
		if err := p.Keep(d.Secret); err != nil {
			return api.Kept{}, err
		}
	}
	if err := Add(s.path, p, s.env); err != nil {
		undo()
		return api.Kept{}, err
	}
	return api.Kept{Choice: p.choice(), Path: s.path}, nil
}

// vacant checks that the file takes the profile before its secret replaces
// one in the keyring that may belong to a profile of that name.
func (s *Profiles) vacant(p Profile) error {
	text, err := s.env.ReadFile(s.path)
	if err != nil {
		return nil // Add says what is wrong with it, if anything is
	}
	return free(s.path, p.Name, text, s.env)
}
