package connect

import "strings"

// The variables that make a profile. CENTRALI_URL and FLOWCORE_URL are not
// among them: an address alone says nothing about what to open.
var (
	centraliVariables = []string{
		"CENTRALI_WORKSPACE", "CENTRALI_WORKSPACE_ID", "CENTRALI_CLIENT_ID", "CENTRALI_CLIENT_SECRET",
		"CENTRALI_TOKEN_COMMAND", "CENTRALI_TOKEN", "CENTRALI_PUBLISHABLE_KEY",
	}
	laterVariables = []string{
		"FLOWCORE_TENANT", "FLOWCORE_DATA_CORE", "FLOWCORE_TOKEN", "FLOWCORE_API_KEY", "FLOWCORE_API_KEY_ID",
		"AGENTOS_URL", "AGENTOS_TOKEN", "AGENTOS_HEADERS",
	}
)

// set returns which of the variables are set.
func (e Env) set(names []string) []string {
	var set []string
	for _, name := range names {
		if e.value(name) != "" {
			set = append(set, name)
		}
	}
	return set
}

// fromEnv makes the profile of CENTRALI_*, and reports false where none of
// the variables that make one is set.
func (c *Config) fromEnv() (Profile, bool) {
	e := c.env
	if len(e.set(centraliVariables)) == 0 {
		return Profile{}, false
	}
	p := Profile{
		Name: Centrali, Backend: Centrali, FromEnv: true, env: e,
		URL:            e.value("CENTRALI_URL"),
		Workspace:      e.value("CENTRALI_WORKSPACE"),
		ClientID:       e.value("CENTRALI_CLIENT_ID"),
		ClientSecret:   Literal(e.value("CENTRALI_CLIENT_SECRET")),
		Token:          Literal(e.value("CENTRALI_TOKEN")),
		TokenCommand:   e.value("CENTRALI_TOKEN_COMMAND"),
		PublishableKey: Literal(e.value("CENTRALI_PUBLISHABLE_KEY")),
	}
	if p.Workspace == "" {
		p.Workspace = e.value("CENTRALI_WORKSPACE_ID")
	}
	return p, true
}

// checkEnv is for what Validate cannot see: the values themselves.
func (p Profile) checkEnv() error {
	for _, v := range []struct{ name, value string }{
		{"client_id", p.ClientID}, {"client_secret", p.ClientSecret.literal},
		{"token", p.Token.literal}, {"publishable_key", p.PublishableKey.literal},
	} {
		if why := unfitSecret(v.value); why != "" {
			return p.wrong("Set it to one line.", "%s %s", p.called(v.name), why)
		}
	}
	if why := wrongURL(p.URL); why != "" {
		return p.wrong("Write it like https://centrali.io.", "CENTRALI_URL %s", why)
	}
	if why := wrongWorkspace(p.Workspace); why != "" {
		return p.wrong("Set it to the workspace's slug.", "%s %s", p.called("workspace"), why)
	}
	return nil
}

// truth reads a variable that is yes or no.
func (e Env) truth(name string) (value, set bool, err error) {
	switch strings.ToLower(e.value(name)) {
	case "":
		return false, false, nil
	case "1", "true", "yes", "on":
		return true, true, nil
	case "0", "false", "no", "off":
		return false, true, nil
	}
	return false, false, &ConfigError{
		What: name + " is neither yes nor no",
		Next: "Set it to 1, true, yes or on, or to 0, false, no or off.",
	}
}
