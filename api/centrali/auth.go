package centrali

import (
	"errors"
	"fmt"
	"strings"

	"fntop/api"
	"fntop/api/internal/rest"
)

// newAuth picks the one way to sign in. What excludes what is the SDK's rule
// (my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.1/4.4.4, the constructor;
// CONFIRMED).
func newAuth(c Config, o origins) (rest.Auth, error) {
	credentials := c.ClientID != "" || c.ClientSecret != ""
	if err := mixed(c, credentials); err != nil {
		return nil, err
	}
	for _, s := range []struct{ name, value string }{
		{"CENTRALI_TOKEN", c.Token}, {"CENTRALI_PUBLISHABLE_KEY", c.PublishableKey},
	} {
		if s.value != "" && !rest.Sendable(s.value) {
			return nil, fmt.Errorf("%s holds a space, a line break or another character that no token has", s.name)
		}
	}
	switch {
	case c.PublishableKey != "":
		return rest.Key(keyHeader, c.PublishableKey), nil
	case c.TokenCommand != nil:
		return rest.TokenCommand(c.TokenCommand, c.Token), nil
	case credentials:
		first, fallback, err := o.tokenURLs(strings.TrimSpace(c.TokenPath))
		if err != nil {
			return nil, err
		}
		return rest.ClientCredentials(rest.Credentials{
			ID: c.ClientID, Secret: c.ClientSecret, URL: first, Fallback: fallback,
			Scopes: []string{tokenScope}, First: c.Token,
		}), nil
	case c.Token != "":
		return rest.StaticToken(c.Token), nil
	}
	return nil, errors.New("nothing to sign in with: set CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET, CENTRALI_TOKEN_COMMAND, CENTRALI_TOKEN or CENTRALI_PUBLISHABLE_KEY")
}

// wayOf is the way that newAuth picks.
func wayOf(c Config) api.Way {
	switch {
	case c.PublishableKey != "":
		return api.ByKey
	case c.TokenCommand != nil:
		return api.ByCommand
	case c.ClientID != "":
		return api.ByCredentials
	}
	return api.ByToken
}

func mixed(c Config, credentials bool) error {
	if c.PublishableKey != "" {
		for _, other := range []struct {
			set  bool
			name string
		}{
			{c.Token != "", "a token (CENTRALI_TOKEN)"},
			{c.TokenCommand != nil, "a token command (CENTRALI_TOKEN_COMMAND)"},
			{credentials, "client credentials (CENTRALI_CLIENT_ID, CENTRALI_CLIENT_SECRET)"},
		} {
			if other.set {
				return fmt.Errorf("a publishable key (CENTRALI_PUBLISHABLE_KEY) and %s are both set; keep one", other.name)
			}
		}
	}
	switch {
	case c.TokenCommand != nil && credentials:
		return errors.New("a token command (CENTRALI_TOKEN_COMMAND) and client credentials (CENTRALI_CLIENT_ID, CENTRALI_CLIENT_SECRET) are both set; keep one")
	case c.ClientID != "" && c.ClientSecret == "":
		return errors.New("CENTRALI_CLIENT_ID is set without CENTRALI_CLIENT_SECRET; client credentials need both")
	case c.ClientID == "" && c.ClientSecret != "":
		return errors.New("CENTRALI_CLIENT_SECRET is set without CENTRALI_CLIENT_ID; client credentials need both")
	}
	return nil
}
