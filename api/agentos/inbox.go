package agentos

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
)

var _ api.Inboxer = (*Client)(nil)

// noInbox is why an address is not told: what a credential says openly is not
// enough, and the rest of it is secret.
const noInbox = "the credential does not say openly where the inbox is, and fntop reads no secrets"

// leadsToInbox reports whether triggers of a type, on a platform, have an inbox
// (DIFF; CONFIRMED).
func leadsToInbox(kind, platform string) bool {
	return kind == chatPlatform || strings.Contains(kind, whatsapp) && (platform == "" || platform == chatPlatform)
}

// Inbox asks for the address of a trigger's inbox: the trigger names a
// credential, and that says openly where its platform is and whose account it
// leads to. The SDK asks for the credential's values as well, to find an
// account that is not said by signing in with them; fntop does not.
func (c *Client) Inbox(ctx context.Context, trigger string) (_ string, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ReadInbox, Target: c.rest.Called("trigger", trigger)}
	if _, err := c.agentOf(ctx, trigger); err != nil {
		return "", as(api.ReadInbox, err)
	}
	c.mu.Lock()
	credential := c.inboxes[trigger]
	c.mu.Unlock()
	if credential == "" {
		return "", &api.Error{Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: "the trigger has no inbox"}
	}
	r.URL = c.routes.credential(credential)
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return "", err
	}
	f, _, err := single(answer.Body)
	if err != nil {
		return "", rest.BadAnswer(&r, answer, "no credential", nil)
	}
	for _, name := range keysPublic {
		if public, err := loose.Fields(f[name]); err == nil {
			if address := inboxOf(public); address != "" {
				return address, nil
			}
		}
	}
	return "", &api.Error{Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: noInbox}
}

// inboxOf is the address that a credential's open part makes; empty where it
// makes none. Who signs in, a query and a fragment have no place in it.
func inboxOf(public map[string]json.RawMessage) string {
	first := func(names []string) string {
		for _, name := range names {
			if text := loose.Text(public[name]); text != "" {
				return text
			}
		}
		return ""
	}
	account := first(keysAccount[:])
	base, err := url.Parse(first(keysAddress[:]))
	if err != nil || account == "" || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return ""
	}
	at := url.URL{Scheme: base.Scheme, Host: base.Host, Path: base.Path}
	return at.JoinPath(inboxPath(account)...).String()
}
