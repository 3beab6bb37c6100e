package api

import (
	"context"
	"time"
)

// Prober is a provider whose connection can be tried step by step. Nothing it
// returns holds a secret.
type Prober interface {
	// Addresses are where its services are.
	Addresses() []Address
	// Reach resolves an address, connects to it and shakes hands, and sends
	// no request. What was learned on the way is returned with the error.
	Reach(ctx context.Context, at Address) (Reached, error)
	// SignIn gets what requests are signed with.
	SignIn(ctx context.Context) (SignedIn, error)
	// Stream opens the stream of events once, calls opened, and returns when
	// it has said something, be it a comment.
	Stream(ctx context.Context, opened func()) error
	// Allowance is what the service's answers last said of its own limit;
	// false where they say nothing.
	Allowance() (Allowance, bool)
}

// Address is one service of a backend.
type Address struct {
	What string // "API"
	URL  string // without user, query and fragment
	// Beside: without it the rest works.
	Beside bool
}

// Step is how far a connection got.
type Step uint8

// The steps of reaching an address.
const (
	Resolving Step = iota + 1
	Connecting
	Handshaking
	Connected
)

// Reached is how far an address could be reached.
type Reached struct {
	Step  Step      // Connected, or the one that failed
	Proxy string    // host of the proxy that lies between: it does all the rest
	Names int       // addresses that the name stands for, 0 where it is none
	TLS   string    // version, empty for plain http
	Until time.Time // the certificate's end
}

// SignedIn is how requests are signed.
type SignedIn struct {
	Setup   Setup
	Expires time.Time // zero where that is not known
}

// Allowance is what a service's own limit still allows.
type Allowance struct {
	Left  int
	Reset time.Time
}
