package demo

import (
	"crypto/subtle"
	"mime"
	"net/url"
	"strconv"
	"time"
)

// tokenLife is how long an issued token is good: seven hours (CONFIRMED,
// docs.centrali.dev/guides/authentication-overview).
const tokenLife = 25200 * time.Second

// signIn exchanges client credentials for a token: a form in the body
// (CONFIRMED, same page). It is served at both paths that the documentation
// names. Refusals that are not about the credentials take OAuth's form
// (INFERRED).
func signIn(q *request) answer {
	if kind, _, _ := mime.ParseMediaType(q.http.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return q.oauth(400, "invalid_request", "the body must be application/x-www-form-urlencoded")
	}
	form, err := url.ParseQuery(string(q.body))
	if err != nil {
		return q.oauth(400, "invalid_request", "the body is not a form")
	}
	switch grant := form.Get("grant_type"); grant {
	case "client_credentials":
	case "":
		return q.oauth(400, "invalid_request", "grant_type is missing")
	default:
		return q.oauth(400, "unsupported_grant_type", "only client_credentials is supported")
	}
	me := q.server.identity
	if !same(form.Get("client_id"), me.clientID) || !same(form.Get("client_secret"), me.clientSecret) {
		return q.json(401, wireError{Error: "Unauthorized", Message: "Invalid client credentials", RequestID: q.requestID})
	}
	life := tokenLife
	if short := q.form("expire"); short != "" {
		life, _ = time.ParseDuration(short) // checked when the spec was read
	}
	token := me.issue(q.at, life, strconv.FormatUint(q.server.serial.Add(1), 10))
	a := q.json(200, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int64  `json:"expires_in"`
		Scope       string `json:"scope"`
	}{token, "Bearer", int64((life + time.Second - 1) / time.Second), "openid"})
	a.header.Set("Cache-Control", "no-store")
	return a
}

func (q *request) oauth(status int, code, description string) answer {
	return q.json(status, map[string]string{"error": code, "error_description": description})
}

func same(given, right string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(right)) == 1
}
