package api

import (
	"context"
	"fmt"
)

// Profiles are the connections that a person has set up, and the way to
// another. Calls block until they are done or ctx ends. Errors are a sentence
// and a next step, without a secret.
type Profiles interface {
	// Open returns the provider of a profile of the configuration file.
	Open(ctx context.Context, name string) (Provider, error)
	// Wrong says what is wrong with a part of a draft and what to do about it;
	// empty where nothing is. No I/O.
	Wrong(d Draft, part Part) string
	// Keyring says why no secret can be kept in the system's keyring, in words
	// that speak of it; empty where one can.
	Keyring(ctx context.Context) string
	// Try tries the draft's connection, step by step.
	Try(ctx context.Context, d Draft, tell func(Finding))
	// Save keeps the draft in the configuration file, and its secret where
	// the draft says. It overwrites no profile.
	Save(ctx context.Context, d Draft) (Kept, error)
}

// Choice is a profile that can be opened.
type Choice struct {
	Name, Workspace, Host string
	ReadOnly              bool
}

// Kept is a profile that was saved, and the file that it is in.
type Kept struct {
	Choice
	Path string
}

// Keep is where a secret is kept.
type Keep uint8

// The places there are. A secret in a variable is not typed: it is there.
const (
	InKeyring Keep = iota + 1
	InVariable
	InFile
)

// Part is a part of a draft that can be wrong by itself.
type Part uint8

// The parts there are.
const (
	PartURL Part = iota + 1
	PartWorkspace
	PartClientID
	PartCommand
	PartSecret
	PartVariable
	PartName
)

// Draft is a connection that is being set up and kept nowhere yet.
type Draft struct {
	Name      string
	URL       string // empty: the hosted one
	Workspace string
	Way       Way
	ClientID  string // ByCredentials
	Command   string // ByCommand
	Secret    string // the client secret, the token or the key, as it was typed
	Keep      Keep   // of the secret
	Variable  string // InVariable
	ReadOnly  bool
}

// Format shows the name alone: the rest may hold secrets.
func (d Draft) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "draft %q", d.Name) }

// MarshalText is what encoders get, for the same reason.
func (d Draft) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "draft %q", d.Name), nil }
