package connect

import "strings"

// environment says which variables make a profile of which back end, in the
// order in which the profiles are opened. CENTRALI_URL and FLOWCORE_URL are
// not among them: an address alone says nothing about what to open. AgentOS
// has none but the one that is set.
var environment = []struct {
	backend   string
	variables []string
	profile   func(Env) Profile
}{
	{Centrali, []string{
		"CENTRALI_WORKSPACE", "CENTRALI_WORKSPACE_ID", "CENTRALI_CLIENT_ID", "CENTRALI_CLIENT_SECRET",
		"CENTRALI_TOKEN_COMMAND", "CENTRALI_TOKEN", "CENTRALI_PUBLISHABLE_KEY",
	}, centraliFromEnv},
	{Flowcore, []string{
		"FLOWCORE_TENANT", "FLOWCORE_DATA_CORE", "FLOWCORE_TOKEN", "FLOWCORE_API_KEY", "FLOWCORE_API_KEY_ID",
	}, flowcoreFromEnv},
	{AgentOS, []string{"AGENTOS_URL", "AGENTOS_TOKEN", "AGENTOS_HEADERS"}, agentosFromEnv},
}

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

// fromEnv makes a profile of each back end of whose variables one is set.
func (c *Config) fromEnv() []Profile {
	var all []Profile
	for _, of := range environment {
		if len(c.env.set(of.variables)) == 0 {
			continue
		}
		p := of.profile(c.env)
		p.Name, p.Backend, p.FromEnv, p.env = of.backend, of.backend, true, c.env
		all = append(all, p)
	}
	return all
}

func centraliFromEnv(e Env) Profile {
	p := Profile{
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
	return p
}

// checkEnv is for what Validate cannot see: the values themselves.
func (p Profile) checkEnv() error {
	for _, v := range []struct{ name, value string }{
		{"client_id", p.ClientID}, {"client_secret", p.ClientSecret.literal},
		{"token", p.Token.literal}, {"publishable_key", p.PublishableKey.literal},
		{"api_key", p.APIKey.literal}, {"api_key_id", p.APIKeyID}, {"tenant", p.Tenant}, {"data_core", p.DataCore},
	} {
		if why := unfitSecret(v.value); why != "" {
			return p.wrong("Set it to one line.", "%s %s", p.called(v.name), why)
		}
	}
	if why := wrongURL(p.URL); why != "" {
		return p.wrong("Write it like "+sampleOf(p.Backend)+".", "%s %s", p.called("url"), why)
	}
	if _, why := parseHeaders(p.env.value("AGENTOS_HEADERS")); why != "" && p.Backend == AgentOS {
		return p.wrong(`Write it like "X-Team: on-call; X-Workspace-Id: 42".`, "AGENTOS_HEADERS %s", why)
	}
	if why := wrongWorkspace(p.Workspace); why != "" {
		return p.wrong("Set it to the workspace's slug.", "%s %s", p.called("workspace"), why)
	}
	return nil
}

// sampleOf is an address as a profile of that back end has it.
func sampleOf(backend string) string {
	switch backend {
	case AgentOS:
		return "https://agents.example.com" // none is public
	case Flowcore:
		return "http://localhost:8080" // the public ones are several
	}
	return "https://centrali.io"
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
