package connect

import (
	"errors"
	"strings"

	"github.com/zalando/go-keyring"
)

// KeyringPlace is the key of the profile whose secret is in the system
// keyring, and its place there: what `login` and `logout` work on.
func (p Profile) KeyringPlace() (key, place string, ok bool) {
	for _, k := range profileKeys {
		if s, is := k.at(&p).(*Secret); is && s.keyring != "" {
			return k.name, s.keyring, true
		}
	}
	return "", "", false
}

// Keep puts the profile's secret into the system keyring. Every error is a
// *ConfigError.
func (p Profile) Keep(secret string) error {
	key, place, ok := p.KeyringPlace()
	if !ok {
		return p.notInKeyring()
	}
	secret = strings.TrimSpace(secret)
	if secret == "" {
		return p.wrong("Type or paste it again.", "the secret is empty")
	}
	if why := unfitSecret(secret); why != "" {
		return p.wrong("Type or paste it again.", "the secret %s", why)
	}
	service, account, _ := strings.Cut(place, "/")
	e := p.env.complete()
	if err := e.Keyring.Set(service, account, secret); err != nil {
		if errors.Is(err, keyring.ErrSetDataTooBig) {
			return p.wrong("Check what was pasted.", "the secret is too long for the system keyring")
		}
		return p.keyringFailed(e, key, place, err)
	}
	return nil
}

// Forget removes the profile's secret from the system keyring. That it is not
// there is no error: gone is gone.
func (p Profile) Forget() error {
	key, place, ok := p.KeyringPlace()
	if !ok {
		return p.notInKeyring()
	}
	service, account, _ := strings.Cut(place, "/")
	e := p.env.complete()
	if err := e.Keyring.Delete(service, account); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return p.keyringFailed(e, key, place, err)
	}
	return nil
}

func (p Profile) notInKeyring() *ConfigError {
	return p.wrong(`Write client_secret = { keyring = `+quote("fntop/"+p.Name)+` } in its section of the configuration file.`,
		"no secret of it is kept in the system keyring")
}
