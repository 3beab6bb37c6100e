package connect

import (
	"context"
	"errors"
	"strings"

	"github.com/zalando/go-keyring"

	"fntop/api/clock"
)

// resolve fetches one secret of the profile from where it is kept.
func (p Profile) resolve(ctx context.Context, clk clock.Clock, key string, s Secret) (string, error) {
	e := p.env.complete()
	switch {
	case s.keyring != "":
		return p.fromKeyring(ctx, clk, e, key, s.keyring)
	case s.env != "":
		secret := e.value(s.env)
		if secret == "" {
			return "", p.wrong("Set it, or change the profile.",
				"%s comes from the variable %s, which is not set", key, s.env)
		}
		if why := unfitSecret(secret); why != "" {
			return "", p.wrong("Set it to one line.", "%s comes from the variable %s, which %s", key, s.env, why)
		}
		return secret, nil
	case len(s.command) > 0:
		secret, err := e.fetch(ctx, clk, Command{Argv: s.command})
		if err != nil {
			wrong := p.wrong("Run the command by hand to see why.", "the command of %s failed: %s", key, err)
			if ctx.Err() != nil {
				wrong.Err = ctx.Err()
			}
			return "", wrong
		}
		return secret, nil
	}
	return s.literal, nil
}

// fromKeyring asks the system's keyring, which may hang while it waits for
// somebody to unlock it and cannot be interrupted: past the limit its answer
// is no longer waited for.
func (p Profile) fromKeyring(ctx context.Context, clk clock.Clock, e Env, key, place string) (string, error) {
	service, account, _ := strings.Cut(place, "/")
	type answer struct {
		secret string
		err    error
	}
	got := make(chan answer, 1)
	go func() {
		secret, err := e.Keyring.Get(service, account)
		got <- answer{secret, err}
	}()
	timer := clk.NewTimer(keyringLimit)
	defer timer.Stop()
	select {
	case a := <-got:
		if a.err != nil {
			return "", p.keyringFailed(e, key, place, a.err)
		}
		secret := strings.TrimSpace(a.secret)
		if why := unfitSecret(secret); secret == "" || why != "" {
			return "", p.wrong(putThere, "%s in the system keyring at %s cannot be used as a secret", key, quote(place))
		}
		return secret, nil
	case <-timer.C():
		return "", p.wrong("Unlock it and try again.", "the system keyring gave no answer for %s", key)
	case <-ctx.Done():
		e := p.wrong("Unlock it and try again.", "the system keyring gave no answer for %s", key)
		e.Err = ctx.Err()
		return "", e
	}
}

// putThere is what to do about a secret that the keyring has not, or has wrong.
// fntop puts secrets there only when it sets a connection up.
const putThere = "Put it there, or use { env = \"NAME\" } or { command = [...] } for it instead."

// keyringFailed never repeats the keyring's own words: they tell a user about
// D-Bus, not about what to do.
func (p Profile) keyringFailed(e Env, key, place string, err error) *ConfigError {
	if errors.Is(err, keyring.ErrNotFound) {
		return p.wrong(putThere, "%s is not in the system keyring at %s", key, quote(place))
	}
	next := `Use { env = "NAME" } or { command = [...] } for it instead.`
	if e.GOOS == "linux" || e.GOOS == "freebsd" {
		next = "Start a keyring service such as GNOME Keyring or KWallet, or use " + strings.TrimPrefix(next, "Use ")
	}
	wrong := p.wrong(next, "%s is in the system keyring, which cannot be reached here", key)
	wrong.Err = err
	return wrong
}

// fetched are a profile's secrets, at hand.
type fetched struct{ token, publishableKey, clientSecret, apiKey string }

// secrets fetches what signing in takes, and nothing else: a
// keyring may ask for a password each time.
func (p Profile) secrets(o Options) (got fetched, err error) {
	for _, s := range []struct {
		key  string
		from Secret
		to   *string
	}{
		{"token", p.Token, &got.token},
		{"publishable_key", p.PublishableKey, &got.publishableKey},
		{"api_key", p.APIKey, &got.apiKey},
		{"client_secret", p.ClientSecret, &got.clientSecret},
	} {
		if *s.to, err = p.resolve(o.Context, o.Clock, s.key, s.from); err != nil {
			return fetched{}, err
		}
		if s.key == "client_secret" {
			continue // goes into a form, which takes any text
		}
		if why := unfitToken(*s.to); why != "" {
			return fetched{}, p.wrong("Copy it once more.", "%s %s", p.called(s.key), why)
		}
	}
	return got, nil
}

// tokenCommand is what asks the token command for a token, nil without one.
// Its errors complete "the token command failed: …", which is the client's to
// say.
func (p Profile) tokenCommand(clk clock.Clock) func(context.Context) (string, error) {
	if p.TokenCommand == "" {
		return nil
	}
	e := p.env.complete()
	return func(ctx context.Context) (string, error) {
		token, err := e.fetch(ctx, clk, Command{Shell: p.TokenCommand})
		if err != nil {
			return "", err
		}
		if why := unfitToken(token); why != "" {
			return "", errors.New("it printed a token that " + why)
		}
		return token, nil
	}
}
