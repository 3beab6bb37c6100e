package rest

import (
	"encoding/base64"
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
// (docs.centrali.io/resources/identifiers; CONFIRMED), Flowcore's API keys
// (npm @flowcore/sdk 1.79.0, common/flowcore-client; CONFIRMED), and bearer headers.
var secretForms = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*` +
	`|\bsk_[0-9A-Za-z]{8,}|\bpk_(?:live|test)_[0-9A-Za-z]+|\bfc_[0-9A-Za-z-]+_[0-9A-Za-z-]{6,}|(?i:\bbearer\s+)[0-9A-Za-z._~+/=-]{8,}`)

// redact takes every known secret, and whatever looks like one, out of s.
func (c *Client) redact(s string) string {
	secrets := c.auth.secrets()
	for _, values := range c.headers {
		secrets = append(secrets[:len(secrets):len(secrets)], values...)
	}
	return redact(s, secrets)
}

func redact(s string, secrets []string) string {
	for _, secret := range secrets {
		if len(secret) < 4 {
			continue // would blot out ordinary letters; nobody's secret is that short
		}
		s = strings.ReplaceAll(s, secret, redacted)
		for _, form := range formsOf(secret) {
			s = redactBeginning(s, form)
		}
	}
	return secretForms.ReplaceAllString(s, redacted)
}

// leastBeginning is how much of a secret gives away enough of it. Servers and
// proxies like to quote the beginning of what they refuse.
const leastBeginning = 12

// redactBeginning takes out of s whatever begins as the secret does, as far
// as it goes on so.
func redactBeginning(s, secret string) string {
	if len(secret) < leastBeginning || !strings.Contains(s, secret[:leastBeginning]) {
		return s
	}
	var out strings.Builder
	for {
		at := strings.Index(s, secret[:leastBeginning])
		if at < 0 {
			out.WriteString(s)
			return out.String()
		}
		end := leastBeginning
		for end < len(secret) && at+end < len(s) && s[at+end] == secret[end] {
			end++
		}
		out.WriteString(s[:at])
		out.WriteString(redacted)
		s = s[at+end:]
	}
}

// formsOf are the spellings in which a secret may turn up: itself, in a
// query, and in base64, where it may stand behind something else, as the
// password of basic authentication stands behind the name.
func formsOf(secret string) []string {
	forms := []string{secret, url.QueryEscape(secret)}
	for behind := range 3 {
		coded := base64.StdEncoding.EncodeToString(append(make([]byte, behind), secret...))
		// The first and last characters also hold bits of what stands around.
		coded = coded[(behind*8+5)/6 : (behind+len(secret))*8/6]
		forms = append(forms, coded, strings.NewReplacer("+", "-", "/", "_").Replace(coded))
	}
	return forms
}

// Reason makes words from a backend fit for an error.
func (c *Client) Reason(s string) string { return c.reason(s) }

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
