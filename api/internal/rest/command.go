package rest

import (
	"context"
	"strings"
	"time"

	"fntop/api"
)

const signIn = api.SignIn

// commandLife is how long a command's token is kept that names no expiry.
const commandLife = 5 * time.Minute

// TokenCommand signs in with what a command prints. The SDK calls its token
// callback before every request and again after a 401 or 403
// (my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.1/4.4.4; CONFIRMED);
// running a program that often is too much, so its token is kept until it is
// refused or expires. first, if any, is used until it is refused.
func TokenCommand(run func(context.Context) (string, error), first string) Auth {
	return &command{run: run, tokens: newTokens(first)}
}

type command struct {
	run    func(context.Context) (string, error)
	tokens *tokens
}

func (a *command) sign(ctx context.Context, c *Client) (credential, error) {
	text, err := a.tokens.obtain(ctx, c, "", func(ctx context.Context) (token, error) { return a.fetch(ctx, c) })
	return bearer(text), err
}

func (a *command) renew(ctx context.Context, c *Client, refused credential) (credential, bool, error) {
	text, err := a.tokens.obtain(ctx, c, tokenOf(refused), func(ctx context.Context) (token, error) { return a.fetch(ctx, c) })
	return bearer(text), true, err
}

func (a *command) secrets() []string { return a.tokens.texts() }

// fetch runs the command. Its failure is a failure to sign in.
func (a *command) fetch(ctx context.Context, c *Client) (token, error) {
	printed, err := a.run(ctx)
	if err != nil {
		e := fail(&Request{Op: signIn}, api.Unauthorized, c.reason("the token command failed: "+redact(err.Error(), []string{printed})), err)
		e.Next = "Run the token command by hand and see why it fails."
		return token{}, e
	}
	text, _, _ := strings.Cut(printed, "\n")
	text = strings.TrimSpace(text)
	if !Sendable(text) {
		why := "the token command printed nothing"
		if text != "" {
			why = "the token command printed something that is no token"
		}
		e := fail(&Request{Op: signIn}, api.Unauthorized, why, nil)
		e.Next = "Run the token command by hand: the first line of its output must be the token alone."
		return token{}, e
	}
	until := jwtExpiry(text)
	if until.IsZero() {
		until = c.clock.Now().Add(commandLife)
	}
	return token{text: text, soft: until}, nil
}

func tokenOf(c credential) string { return strings.TrimPrefix(c.value, "Bearer ") }
