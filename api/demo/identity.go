package demo

import (
	"encoding/hex"
)

// workspace is the slug in every path. It is a slug and never a UUID, although
// the SDK calls the option workspaceId (CONFIRMED, SDK 4.4.5 README).
const workspace = "acme-shop"

// identity is who the demo's customer is: everything needed to sign in. It
// follows from the seed alone, so that profiles survive a restart.
type identity struct {
	clientID       string // ci_ + 24 hex (CONFIRMED, docs.centrali.io/resources/identifiers)
	clientSecret   string // sk_ + 64 hex (CONFIRMED, same page)
	publishableKey string // pk_live_ + random (CONFIRMED, same page)
	token          string
	signingKey     []byte
	userID         string
}

// farFuture is when the ready line's own token ends: 2100-01-01. It is fixed,
// so that the token is the same after a restart.
const farFuture int64 = 4102444800

func newIdentity(seed uint64) identity {
	d := newDice(seed, diceSecret)
	id := identity{
		clientID:       "ci_" + d.hex(24),
		clientSecret:   "sk_" + d.hex(64),
		publishableKey: "pk_live_" + d.word(32),
		userID:         uuid(seed, idUser, 1),
	}
	id.signingKey, _ = hex.DecodeString(d.hex(64)) // hex by construction
	id.token = id.sign(claims{
		Subject:    id.userID,
		Workspace:  workspace,
		Workspaces: []string{workspace},
		IssuedAt:   farFuture - 100*365*86400,
		Expires:    farFuture,
		ExpiresMS:  farFuture * 1000,
		ID:         "ready",
	})
	return id
}

// Ready is what a caller needs to use the server; its JSON form is the line
// that "demo serve" prints. Back ends that this version lacks are left out.
type Ready struct {
	URL      string        `json:"url"`
	Centrali CentraliReady `json:"centrali"`
}

// CentraliReady holds each of the ways to sign in to the Centrali wire.
type CentraliReady struct {
	Workspace      string `json:"workspace"`
	ClientID       string `json:"clientId"`
	ClientSecret   string `json:"clientSecret"`
	Token          string `json:"token"`
	PublishableKey string `json:"publishableKey"`
	TokenCommand   string `json:"tokenCommand"`
}

func (id identity) ready(url string) Ready {
	return Ready{URL: url, Centrali: CentraliReady{
		Workspace:      workspace,
		ClientID:       id.clientID,
		ClientSecret:   id.clientSecret,
		Token:          id.token,
		PublishableKey: id.publishableKey,
		// A JWT has no character that sh or cmd would read as its own.
		TokenCommand: "echo " + id.token,
	}}
}
