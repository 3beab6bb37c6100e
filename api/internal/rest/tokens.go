package rest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// token is a bearer token and how long it is good for.
type token struct {
	text string
	// soft is when a fresh one should be asked for, hard when this one ends.
	// Zero is never: it is used until it is refused.
	soft, hard time.Time
}

// refreshPause is how long a token that still holds is used after an attempt
// to replace it failed.
const refreshPause = 30 * time.Second

// tokens keeps the current token and lets one caller at a time replace it.
type tokens struct {
	turn chan struct{} // of capacity 1: who holds it may fetch

	mu      sync.Mutex
	current token
	before  string // the token before, which answers may still quote
	rounds  int    // fetches that came to an end
	failure error  // of the last fetch
}

func newTokens(first string) *tokens {
	return &tokens{turn: make(chan struct{}, 1), current: token{text: first}}
}

// usable returns the current token unless it is the refused one or has gone
// stale, and how many fetches came to an end so far.
func (t *tokens) usable(now time.Time, refused string) (string, bool, int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ok := t.current.text != "" && t.current.text != refused && (t.current.soft.IsZero() || now.Before(t.current.soft))
	return t.current.text, ok, t.rounds
}

// obtain returns a token other than the refused one. However many callers ask
// at once, one fetches and the rest get what it got: a failure too, but not
// its being cancelled.
func (t *tokens) obtain(ctx context.Context, c *Client, refused string, fetch func(context.Context) (token, error)) (string, error) {
	text, ok, rounds := t.usable(c.clock.Now(), refused)
	if ok {
		return text, nil
	}
	select {
	case t.turn <- struct{}{}:
	case <-ctx.Done():
		return "", c.contextError(&Request{Op: signIn}, ctx.Err())
	}
	defer func() { <-t.turn }()
	if text, ok, _ := t.usable(c.clock.Now(), refused); ok {
		return text, nil
	}
	if text, err, done := t.since(rounds); done {
		return text, err
	}
	got, err := fetch(ctx)
	if err != nil && ctx.Err() != nil {
		return "", c.contextError(&Request{Op: signIn}, ctx.Err())
	}
	return t.settle(got, err, refused, c.clock.Now())
}

// since returns what a fetch came to that ended after so many rounds.
func (t *tokens) since(rounds int) (string, error, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rounds == rounds {
		return "", nil, false
	}
	if t.failure != nil {
		return "", t.failure, true
	}
	return t.current.text, nil, true
}

// settle notes what a fetch came to.
func (t *tokens) settle(got token, err error, refused string, now time.Time) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rounds++
	t.failure = err
	if err == nil {
		t.before, t.current = t.current.text, got
		return got.text, nil
	}
	if t.current.text != "" && t.current.text != refused && now.Before(t.current.hard) {
		// It still holds: better than no answer at all.
		if t.current.soft = now.Add(refreshPause); t.current.soft.After(t.current.hard) {
			t.current.soft = t.current.hard
		}
		t.failure = nil
		return t.current.text, nil
	}
	return "", err
}

// texts are the tokens that must not be shown.
func (t *tokens) texts() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return []string{t.current.text, t.before}
}

// jwtExpiry reads the exp claim of a JSON web token without judging it, zero
// where there is none.
func jwtExpiry(text string) time.Time {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return time.Time{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}
	}
	var claims struct {
		Exp float64 `json:"exp"`
	}
	const farthest = 1 << 40 // seconds; beyond, a date is nonsense
	if json.Unmarshal(payload, &claims) != nil || !(claims.Exp > 0) || claims.Exp > farthest {
		return time.Time{}
	}
	return time.Unix(int64(claims.Exp), 0)
}
