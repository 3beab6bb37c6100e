package rest

import (
	"net/url"
	"regexp"
	"strings"

	"fntop/model"
)

// reasonLimit is how much of a backend's own words an error shows, in bytes.
const reasonLimit = 300

const redacted = "[redacted]"

// secretForms are what secrets look like that we were never told: JSON web
// tokens, Centrali's client secrets and publishable keys
// (docs.centrali.io/resources/identifiers; CONFIRMED), and bearer headers.
var secretForms = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*` +
	`|\bsk_[0-9A-Za-z]{8,}|\bpk_(?:live|test)_[0-9A-Za-z]+|(?i:\bbearer\s+)[0-9A-Za-z._~+/=-]{8,}`)

// redact takes every known secret, and whatever looks like one, out of s.
func (c *Client) redact(s string) string { return redact(s, c.auth.secrets()) }

func redact(s string, secrets []string) string {
	for _, secret := range secrets {
		if len(secret) < 4 {
			continue // would blot out ordinary letters; nobody's secret is that short
		}
		s = strings.ReplaceAll(s, secret, redacted)
		if escaped := url.QueryEscape(secret); escaped != secret {
			s = strings.ReplaceAll(s, escaped, redacted)
		}
	}
	return secretForms.ReplaceAllString(s, redacted)
}

// reason makes words from outside fit for an error: no secret, visible
// characters only, one line, not long. Secrets go first, for a cut or a
// visible mark in the middle of one would hide it from redact.
func (c *Client) reason(s string) string {
	const enough = 64 << 10 // nothing behind this can be shown
	if len(s) > enough {
		s = s[:enough]
	}
	s = model.Visible(strings.Join(strings.Fields(c.redact(s)), " "))
	if len(s) <= reasonLimit {
		return s
	}
	cut := reasonLimit
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
