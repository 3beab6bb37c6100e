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
	agentToken     string // of the AgentOS wire; what a real one looks like is UNKNOWN
	agentSpace     string

	// Of Flowcore: a key of the new form, fc_{id}_{secret}, which holds its id
	// (npm @flowcore/sdk 1.79.0; CONFIRMED), and a bearer token.
	flowKey, flowKeyID, flowToken string
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
	a := newDice(seed, diceSecret, 1)
	id.agentToken, id.agentSpace = "aos_"+a.word(40), "ws_"+a.word(12)
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
	f := newDice(seed, diceFlowKey)
	id.flowKeyID = f.hex(12)
	id.flowKey = "fc_" + id.flowKeyID + "_" + f.hex(48)
	id.flowToken = id.sign(claims{
		Subject: id.userID, Workspace: flowTenant, IssuedAt: farFuture - 100*365*86400, Expires: farFuture, ExpiresMS: farFuture * 1000, ID: "flowcore",
	})
	return id
}

// Ready is what a caller needs to use the server; its JSON form is the line
// that "demo serve" prints. Back ends that this version lacks are left out.
type Ready struct {
	URL      string        `json:"url"`
	Centrali CentraliReady `json:"centrali"`
	Flowcore FlowcoreReady `json:"flowcore"`
	AgentOS  AgentOSReady  `json:"agentos"`
}

// FlowcoreReady holds each of the ways to sign in to the Flowcore wire.
type FlowcoreReady struct {
	Tenant   string `json:"tenant"`
	DataCore string `json:"dataCore"`
	Token    string `json:"token"`
	APIKey   string `json:"apiKey"`
	APIKeyID string `json:"apiKeyId"`
}

// AgentOSReady is how to sign in to the AgentOS wire. Headers has the form of
// the variable AGENTOS_HEADERS.
type AgentOSReady struct {
	Token   string `json:"token"`
	Headers string `json:"headers"`
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
	}, Flowcore: FlowcoreReady{
		Tenant: flowTenant, DataCore: flowCore, Token: id.flowToken, APIKey: id.flowKey, APIKeyID: id.flowKeyID,
	}, AgentOS: AgentOSReady{Token: id.agentToken, Headers: agentHeader + ": " + id.agentSpace}}
}
