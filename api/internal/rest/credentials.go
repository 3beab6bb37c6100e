package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"fntop/api"
)

// refreshEarly is how long before its end a token is replaced, as the
// documents' sample client does (docs.centrali.dev/guides/authentication-overview; CONFIRMED).
const refreshEarly = 5 * time.Minute

// tokenLimit is the size of a token answer. They are a few kilobytes.
const tokenLimit = 1 << 20

// Credentials are a client id and secret, and where they buy a token.
type Credentials struct {
	ID, Secret string
	URL        *url.URL
	// Fallback is tried once where URL answers 404, and remembered; nil for none.
	Fallback *url.URL
	Scopes   []string
	First    string // the first bearer; empty fetches one
}

// ClientCredentials signs in with a token that is fetched when it is first
// needed, refreshed before it ends, and renewed when it is refused.
func ClientCredentials(c Credentials) Auth {
	return &credentials{Credentials: c, tokens: newTokens(c.First)}
}

type credentials struct {
	Credentials
	tokens   *tokens
	fallback atomic.Bool // URL answered 404
}

func (a *credentials) sign(ctx context.Context, c *Client) (credential, error) {
	text, err := a.tokens.obtain(ctx, c, "", func(ctx context.Context) (token, error) { return a.fetch(ctx, c) })
	return bearer(text), err
}

func (a *credentials) renew(ctx context.Context, c *Client, refused credential) (credential, bool, error) {
	text, err := a.tokens.obtain(ctx, c, tokenOf(refused), func(ctx context.Context) (token, error) { return a.fetch(ctx, c) })
	return bearer(text), true, err
}

func (a *credentials) secrets() []string { return append(a.tokens.texts(), a.Secret) }

func (a *credentials) fetch(ctx context.Context, c *Client) (token, error) {
	if !a.fallback.Load() {
		got, err := a.buy(ctx, c, a.URL)
		if a.Fallback == nil || err == nil || err.Status != http.StatusNotFound {
			return got, plain(err)
		}
		got, again := a.buy(ctx, c, a.Fallback)
		if again != nil && again.Status == http.StatusNotFound {
			return got, err // neither is there: name the one that was asked for
		}
		a.fallback.Store(true)
		return got, plain(again)
	}
	got, err := a.buy(ctx, c, a.Fallback)
	return got, plain(err)
}

// plain keeps a nil *api.Error from becoming an error that is not nil.
func plain(e *api.Error) error {
	if e == nil {
		return nil
	}
	return e
}

// buy makes the one exchange of credentials for a token.
func (a *credentials) buy(ctx context.Context, c *Client, at *url.URL) (token, *api.Error) {
	r := Request{
		Op: signIn, Target: c.reason(at.Host), Method: http.MethodPost, URL: at, Limit: tokenLimit, form: true,
	}
	wire := &tokenWire{client: c, request: r}
	config := clientcredentials.Config{
		ClientID: a.ID, ClientSecret: a.Secret, TokenURL: at.String(), Scopes: a.Scopes,
		AuthStyle: oauth2.AuthStyleInParams,
	}
	began := c.clock.Now()
	got, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: wire}))
	if wire.fault != nil {
		return token{}, wire.fault
	}
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused): // an error in a 200 answer
		e := fail(&r, api.Unauthorized, c.reason(refused.ErrorCode+" "+refused.ErrorDescription), nil)
		e.Status = wire.status
		return token{}, e
	case err != nil: // its text may quote the answer, so it is not kept
		e := fail(&r, api.Unreadable, "the answer holds no access token", nil)
		e.Status = wire.status
		return token{}, e
	case !Sendable(got.AccessToken):
		return token{}, fail(&r, api.Unreadable, "the access token cannot stand in a header", nil)
	}
	return lived(got, began), nil
}

// lived says how long a bought token is good for.
func lived(got *oauth2.Token, began time.Time) token {
	t := token{text: got.AccessToken}
	if life := expiresIn(got.Extra("expires_in")); life > 0 {
		t.hard = began.Add(life)
		// A token that lives for minutes only is not replaced before each request.
		t.soft = t.hard.Add(-min(refreshEarly, life/5))
	} else if exp := jwtExpiry(t.text); exp.After(began) {
		t.hard = exp
		t.soft = exp.Add(-min(refreshEarly, exp.Sub(began)/5))
	}
	return t
}

// expiresIn reads expires_in, which some servers send as a string.
func expiresIn(v any) time.Duration {
	switch v := v.(type) {
	case float64:
		return seconds(v)
	case string:
		s, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0
		}
		return seconds(s)
	}
	return 0
}

// tokenWire sends the token request through the client, so that it is
// counted, limited and logged like any other.
type tokenWire struct {
	client  *Client
	request Request
	status  int
	fault   *api.Error
}

func (w *tokenWire) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, err
	}
	w.request.Body = body
	answer, fault := w.client.attempt(req.Context(), &hopRequest{Request: &w.request, url: req.URL, attempt: 1})
	if fault == nil && redirects(answer.Status) {
		_, fault = w.client.redirect(&w.request, req.URL, answer, 0)
		fault.Next = "Set {auth} to the address that answers."
	}
	w.status = answer.Status
	if fault != nil {
		w.fault = judged(fault, answer.Body)
		return nil, w.fault
	}
	return &http.Response{
		StatusCode: answer.Status, Header: answer.Header, Request: req,
		Body: io.NopCloser(bytes.NewReader(answer.Body)), ContentLength: int64(len(answer.Body)),
	}, nil
}

// judged tells credentials that were refused from a request that was. A token
// is no action: a lost one has changed nothing.
func judged(e *api.Error, body []byte) *api.Error {
	e.Lost = false
	var form struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(body, &form) // whatever it is, the status remains
	switch {
	case e.Kind == api.Forbidden:
		e.Kind = api.Unauthorized
	case e.Kind == api.Refused && (form.Error == "invalid_client" || form.Error == "unauthorized_client" ||
		form.Error == "invalid_grant" || form.Error == "access_denied"):
		e.Kind = api.Unauthorized // RFC 6749, 5.2: these come with 400
	}
	return e
}
