package demo

import (
	"fmt"
	"net/http"
	"strings"
)

// admit checks who sends a request: a bearer token or a publishable key in
// x-api-key (CONFIRMED, SDK 4.4.4). Whatever is sent must be right, so a good
// key does not make up for a bad token. The 401 of each refusal is INFERRED
// from "Unauthorized" in its documented body.
func (q *request) admit() *answer {
	refuse := func(code, message string) *answer {
		a := q.fail(401, "Unauthorized", code, message)
		a.header.Set("WWW-Authenticate", "Bearer")
		return &a
	}
	header, key := q.http.Header.Get("Authorization"), q.http.Header.Get("X-Api-Key")
	if header == "" && key == "" {
		return refuse("MISSING_TOKEN", "Missing authentication token")
	}
	if key != "" {
		if !same(key, q.server.identity.publishableKey) {
			return refuse("INVALID_KEY", "Invalid publishable key")
		}
		q.byKey = header == ""
	}
	if header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return refuse("INVALID_TOKEN", "Invalid token")
		}
		switch q.server.check(token, q.at) {
		case tokenBad:
			return refuse("INVALID_TOKEN", "Invalid token")
		case tokenExpired:
			return refuse("TOKEN_EXPIRED", "Token expired")
		}
	}
	return nil
}

// permit checks what a publishable key may do. Its scopes read
// resource:action:target, and a missing one is a 403 that names it
// (CONFIRMED, docs.centrali.io/sdk/authentication). Triggers can be executed
// with a key; that runs and functions can be read with one is this demo's
// kindness: no such scope is documented.
func (q *request) permit(r *route) *answer {
	if !q.byKey {
		return nil
	}
	denied := r.scope == "" || q.form("no-scope") != ""
	if !denied {
		return nil
	}
	scope := r.scope
	if scope == "" {
		scope = r.resource + ":write:" + q.id
	}
	a := q.fail(403, "Forbidden", "MISSING_SCOPE", "Missing scope: "+scope)
	return &a
}

// admitWorkspace checks the slug in the path. What the service answers for a
// slug that is not the caller's is UNKNOWN.
func (q *request) admitWorkspace(slug string) *answer {
	if slug == workspace {
		return nil
	}
	a := q.fail(404, "Not Found", "WORKSPACE_NOT_FOUND", fmt.Sprintf("Workspace %q not found", slug))
	return &a
}

// authKind says for the log how a request signs in, never with what.
func authKind(h http.Header) string {
	bearer, key := h.Get("Authorization") != "", h.Get("X-Api-Key") != ""
	switch {
	case bearer && key:
		return "both"
	case bearer:
		return "bearer"
	case key:
		return "key"
	default:
		return "none"
	}
}
