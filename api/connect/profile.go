package connect

import (
	"fmt"
	"slices"
	"strings"
)

// Profile is one connection as the user described it. Its zero values stand
// for the defaults of `fntop config init`.
type Profile struct {
	Name    string
	Backend string // "centrali"; empty is the same
	FromEnv bool   // made of environment variables, not of the file

	URL         string
	APIURL      string
	AuthURL     string
	RealtimeURL string
	TokenPath   string
	Insecure    bool // plain http to a host that is not loopback

	Workspace      string // Centrali
	ClientID       string
	ClientSecret   Secret
	Token          Secret // all three back ends
	TokenCommand   string // for the shell
	PublishableKey Secret

	Tenant   string // Flowcore
	DataCore string
	APIKey   Secret
	APIKeyID string
	Retry    string // "3 x 250ms" or "none"; empty is the former

	Headers      map[string]Secret // AgentOS
	Experimental []string          // calls that nothing public tells of

	RequestsPerMinute int
	MaxBody           int64
	ReadOnly          bool
	Confirm           string // "key" or "name"; empty is "key"
	Color             string
	RunPage           string // an address with {run} in it

	// env fetches the secrets; zero is the real one.
	env Env
	// at is the file and line of the profile, for errors.
	path string
	line int
}

// Format shows the name alone: a command line among the fields may hold a
// secret, and so may a header.
func (p Profile) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte("profile " + quote(p.Name)))
}

// MarshalText is what encoders get, for the same reason.
func (p Profile) MarshalText() ([]byte, error) { return []byte("profile " + quote(p.Name)), nil }

// TypeName reports whether an action is confirmed by typing its target's name.
func (p Profile) TypeName() bool { return p.Confirm == "name" }

func (p Profile) label() string {
	if p.FromEnv {
		return "the environment"
	}
	return "profile " + quote(p.Name)
}

func (p Profile) wrong(next, what string, args ...any) *ConfigError {
	return &ConfigError{
		Path: p.path, Line: p.line,
		What: p.label() + ": " + fmt.Sprintf(what, args...), Next: next,
	}
}

// called is what the user knows a key by: the variable where the profile was
// made of variables.
func (p Profile) called(key string) string {
	if p.FromEnv {
		return strings.ToUpper(p.Backend + "_" + key)
	}
	return key
}

// tries reports whether the profile asks for something experimental.
func (p Profile) tries(what string) bool { return slices.Contains(p.Experimental, what) }

// Validate checks what no key can tell alone: whether the ways to sign in go
// together and nothing is missing. Every error is a *ConfigError.
func (p Profile) Validate() error {
	switch p.Backend {
	case Centrali, "":
	case AgentOS:
		return p.validateAgentOS()
	case Flowcore:
		return p.validateFlowcore()
	default:
		return p.wrong(`Write backend = "centrali".`, "%s is no back end", quote(p.Backend))
	}
	if err := p.validateSignIn(); err != nil {
		return err
	}
	if p.Workspace == "" {
		return p.wrong("Set it to the workspace's slug, as in the address of its console.",
			"%s is missing", p.called("workspace"))
	}
	return nil
}

func (p Profile) validateSignIn() error {
	id, secret := p.ClientID != "", !p.ClientSecret.IsZero()
	ways := []struct {
		key string
		set bool
	}{
		{"client_id", id}, {"client_secret", secret},
		{"token_command", p.TokenCommand != ""}, {"token", !p.Token.IsZero()},
	}
	if !p.PublishableKey.IsZero() {
		for _, w := range ways {
			if w.set {
				return p.wrong("Keep one of the two.", "%s and %s cannot be used together",
					p.called("publishable_key"), p.called(w.key))
			}
		}
		return nil
	}
	switch {
	case p.TokenCommand != "" && (id || secret):
		key := "client_id"
		if !id {
			key = "client_secret"
		}
		return p.wrong("Keep one of the two.", "%s and %s cannot be used together",
			p.called("token_command"), p.called(key))
	case id && !secret:
		return p.wrong("Set both.", "%s is set without %s", p.called("client_id"), p.called("client_secret"))
	case secret && !id:
		return p.wrong("Set both.", "%s is set without %s", p.called("client_secret"), p.called("client_id"))
	case !id && p.TokenCommand == "" && p.Token.IsZero():
		return p.wrong(fmt.Sprintf("Set %s and %s, or one of %s, %s and %s.",
			p.called("client_id"), p.called("client_secret"), p.called("token_command"),
			p.called("token"), p.called("publishable_key")), "there is nothing to sign in with")
	}
	return nil
}
