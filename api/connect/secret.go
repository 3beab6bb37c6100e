package connect

import (
	"fmt"
	"strings"
)

// Hidden is what is printed where a secret stands. It says nothing of the
// secret, its length included.
const Hidden = "(hidden)"

// Secret is where a secret comes from. It is fetched when its profile is
// opened. However it is printed, it shows nothing of itself.
type Secret struct {
	literal string
	keyring string // service/account
	env     string
	command []string
}

// Literal is a secret that is already at hand.
func Literal(secret string) Secret { return Secret{literal: secret} }

// InKeyring is a secret in the system keyring, at "service/account".
func InKeyring(place string) Secret { return Secret{keyring: place} }

// InVariable is a secret in an environment variable.
func InVariable(name string) Secret { return Secret{env: name} }

// FromCommand is the first line of what a command prints.
func FromCommand(argv ...string) Secret { return Secret{command: argv} }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool {
	return s.literal == "" && s.keyring == "" && s.env == "" && len(s.command) == 0
}

// Format hides the secret from every verb of fmt, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(Hidden)) }

// MarshalText hides the secret from every encoder that asks.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }

// source is the secret as `config show` prints it: where it comes from, and
// nothing that could be it. A command's words may hold secrets of their own.
func (s Secret) source() string {
	switch {
	case s.keyring != "":
		return fmt.Sprintf("{ keyring = %s }", quote(s.keyring))
	case s.env != "":
		return fmt.Sprintf("{ env = %s }", quote(s.env))
	case len(s.command) > 0:
		return fmt.Sprintf("{ command = [%s] }", quote(Hidden))
	}
	return quote(Hidden)
}

// parseSecret reads the forms a secret has in the file. It returns why it
// cannot, without a word of what was written.
func parseSecret(raw any) (Secret, string) {
	switch v := raw.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return Secret{}, "is empty; leave the key out or give it a value"
		}
		v = strings.TrimSpace(v)
		if why := unfitSecret(v); why != "" {
			return Secret{}, why
		}
		return Literal(v), ""
	case map[string]any:
		return parseSource(v)
	}
	return Secret{}, "must be text in quotes, or one of " + secretForms
}

const secretForms = `{ keyring = "service/account" }, { env = "NAME" }, { command = ["program", "argument"] }`

func parseSource(table map[string]any) (Secret, string) {
	if len(table) != 1 {
		return Secret{}, "must have exactly one source: " + secretForms
	}
	for name, raw := range table {
		switch name {
		case "keyring":
			place, ok := raw.(string)
			if service, account, cut := strings.Cut(place, "/"); !ok || !cut || service == "" || account == "" {
				return Secret{}, `has a keyring that is not of the form "service/account"`
			}
			return InKeyring(place), ""
		case "env":
			variable, ok := raw.(string)
			if !ok || !isVariable(variable) {
				return Secret{}, "has an env that is not the name of a variable"
			}
			return InVariable(variable), ""
		case "command":
			argv, ok := texts(raw)
			if !ok || len(argv) == 0 || argv[0] == "" {
				return Secret{}, `has a command that is not a list of words, like ["op", "read", "op://vault/item"]`
			}
			return FromCommand(argv...), ""
		}
	}
	return Secret{}, "must be one of " + secretForms
}

// unfitSecret says why a secret cannot be sent as it is, in a header or a form.
func unfitSecret(secret string) string {
	for _, r := range secret {
		if r < ' ' || r == 0x7f {
			return "holds a line break or another control character"
		}
	}
	return ""
}

// unfitToken is unfitSecret for what becomes a header without further ado: a
// space in it means that more was copied than the token.
func unfitToken(token string) string {
	for _, r := range token {
		if r <= ' ' || r > '~' {
			return "holds a space or another character that no token has"
		}
	}
	return ""
}

func isVariable(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
