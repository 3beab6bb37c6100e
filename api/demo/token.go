package demo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// claims are what a token says. The documentation names the workspace claim
// both "workspace" (docs.centrali.io/resources/ai-troubleshooting) and
// "workspaces" (docs.centrali.dev/guides/realtime/troubleshooting); both are
// given, for a client should depend on neither.
type claims struct {
	Subject    string   `json:"sub"`
	Workspace  string   `json:"workspace"`
	Workspaces []string `json:"workspaces"`
	IssuedAt   int64    `json:"iat"`
	Expires    int64    `json:"exp"`
	// ExpiresMS is ours: faults make lives shorter than a second.
	ExpiresMS int64  `json:"exp_ms"`
	ID        string `json:"jti"`
}

const tokenHeader = `{"alg":"HS256","typ":"JWT"}`

func (id identity) sign(c claims) string {
	body, err := json.Marshal(c)
	if err != nil {
		panic("demo: claims of plain fields do not marshal: " + err.Error())
	}
	text := base64.RawURLEncoding.EncodeToString([]byte(tokenHeader)) + "." + base64.RawURLEncoding.EncodeToString(body)
	return text + "." + id.signature(text)
}

func (id identity) signature(text string) string {
	mac := hmac.New(sha256.New, id.signingKey)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// issue makes a token that lives for life from now.
func (id identity) issue(now time.Time, life time.Duration, serial string) string {
	end := now.Add(life)
	return id.sign(claims{
		Subject:    id.userID,
		Workspace:  workspace,
		Workspaces: []string{workspace},
		IssuedAt:   now.Unix(),
		Expires:    (end.UnixMilli() + 999) / 1000,
		ExpiresMS:  end.UnixMilli(),
		ID:         serial,
	})
}

// tokenState is the outcome of checking a token.
type tokenState int

const (
	tokenGood tokenState = iota
	tokenBad
	tokenExpired
)

// check judges a token: one that was given out before the server was started
// anew is no good either.
func (s *Server) check(token string, now time.Time) tokenState {
	c, state := s.identity.check(token, now)
	if n, err := strconv.ParseUint(c.ID, 10, 64); err == nil && n <= s.old.Load() {
		return tokenBad
	}
	return state
}

// check judges a token by its signature and its end, and tells what it says.
func (id identity) check(token string, now time.Time) (claims, tokenState) {
	dot := strings.LastIndexByte(token, '.')
	if dot < 0 || !hmac.Equal([]byte(token[dot+1:]), []byte(id.signature(token[:dot]))) {
		return claims{}, tokenBad
	}
	_, body, ok := strings.Cut(token[:dot], ".")
	if !ok {
		return claims{}, tokenBad
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return claims{}, tokenBad
	}
	var c claims
	if err := json.Unmarshal(raw, &c); err != nil {
		return claims{}, tokenBad
	}
	if now.UnixMilli() >= c.ExpiresMS {
		return c, tokenExpired
	}
	return c, tokenGood
}
