package connect

import "fmt"

// key is one key of the configuration file. The table of them drives reading,
// the list for unknown keys, `config show` and `config init` alike, so that
// none of these can know a key that another does not.
type key[T any] struct {
	name    string
	at      func(*T) any    // a pointer to the field it fills
	check   func(*T) string // why the value does not do, else nothing
	example string          // the default where there is one, else a sample; TOML
	note    string
	only    string // the back end it is for, empty for all
	preset  bool   // example is what holds where the file is silent
}

const (
	minRequests, maxRequests = 1, 10_000
	minBody, maxBody         = 64 << 10, 4 << 30
)

// requestsPerMinute is the budget of DESIGN.md's "Polling under a
// budget".
const requestsPerMinute = 300

var profileKeys = []key[Profile]{
	{name: "backend", at: func(p *Profile) any { return &p.Backend }, check: checkBackend,
		example: `"centrali"`, preset: true, note: "which kind of back end this is"},
	{name: "url", at: func(p *Profile) any { return &p.URL }, check: func(p *Profile) string { return wrongURL(p.URL) },
		example: `"https://centrali.io"`, preset: true, note: "base address; the services' own addresses follow from it. AgentOS has no default,\nand Flowcore's is one address for all of its services, in place of the public ones"},
	{name: "workspace", at: func(p *Profile) any { return &p.Workspace }, check: func(p *Profile) string { return wrongWorkspace(p.Workspace) },
		example: `"acme"`, note: "the workspace's slug; has no default", only: Centrali},
	{name: "client_id", at: func(p *Profile) any { return &p.ClientID }, check: func(p *Profile) string { return unfitSecret(p.ClientID) },
		example: `"ci_0123"`, note: "sign in as a service account: this and client_secret", only: Centrali},
	{name: "client_secret", at: func(p *Profile) any { return &p.ClientSecret },
		example: `{ keyring = "fntop/prod" }`, note: "a secret is { keyring = \"service/account\" }, { env = \"NAME\" },\n{ command = [\"op\", \"read\", \"…\"] } or a literal text", only: Centrali},
	{name: "token_command", at: func(p *Profile) any { return &p.TokenCommand },
		example: `"my-login --print-token"`, note: "or: a line for the shell; the first line it prints is the token", only: Centrali},
	{name: "token", at: func(p *Profile) any { return &p.Token },
		example: `{ env = "MY_TOKEN" }`, note: "or: a bearer token; beside client_id it is the first one used"},
	{name: "publishable_key", at: func(p *Profile) any { return &p.PublishableKey },
		example: `{ env = "MY_PUBLISHABLE_KEY" }`, note: "or: a publishable key, with nothing beside it; it may not be allowed to read runs", only: Centrali},
	{name: "api_url", at: func(p *Profile) any { return &p.APIURL }, check: func(p *Profile) string { return wrongURL(p.APIURL) },
		example: `"https://api.centrali.io"`, note: "where the API is; follows from url", only: Centrali},
	{name: "auth_url", at: func(p *Profile) any { return &p.AuthURL }, check: func(p *Profile) string { return wrongURL(p.AuthURL) },
		example: `"https://auth.centrali.io"`, note: "where tokens come from; follows from url", only: Centrali},
	{name: "realtime_url", at: func(p *Profile) any { return &p.RealtimeURL }, check: func(p *Profile) string { return wrongURL(p.RealtimeURL) },
		example: `"https://api.centrali.io/realtime"`, note: "where events come from, with its path; follows from url"},
	{name: "token_path", at: func(p *Profile) any { return &p.TokenPath }, check: checkTokenPath,
		example: `"/oidc/token"`, note: "the path of the token request at auth_url", only: Centrali},
	{name: "tenant", at: func(p *Profile) any { return &p.Tenant },
		example: `"acme"`, note: "Flowcore: the tenant's name", only: Flowcore},
	{name: "data_core", at: func(p *Profile) any { return &p.DataCore },
		example: `"orders"`, note: "Flowcore: the data core's name", only: Flowcore},
	{name: "api_key", at: func(p *Profile) any { return &p.APIKey },
		example: `{ env = "MY_API_KEY" }`, note: "Flowcore: sign in with an API key, which recording events takes in any case; a token beside it reads", only: Flowcore},
	{name: "api_key_id", at: func(p *Profile) any { return &p.APIKeyID },
		example: `"key-1"`, note: "Flowcore: the key's id, where the key is not of the form fc_{id}_{secret}", only: Flowcore},
	{name: "retry", at: func(p *Profile) any { return &p.Retry }, check: checkRetry,
		example: `"3 x 250ms"`, preset: true, note: "Flowcore: how often and after how long a read is tried again, or \"none\"; what records an event never is", only: Flowcore},
	{name: "headers", at: func(p *Profile) any { return &p.Headers },
		example: `{ X-Team = "on-call" }`, note: "AgentOS: further headers, which may sign in where there is no token; a value is text or a secret", only: AgentOS},
	{name: "experimental", at: func(p *Profile) any { return &p.Experimental }, check: checkExperimental,
		example: "[]", preset: true, note: "AgentOS: calls that nothing public tells of. \"rerun\": it reruns by itself, where else a new run is created; \"cancel\", \"resume\": it can be asked for that", only: AgentOS},
	{name: "requests_per_minute", at: func(p *Profile) any { return &p.RequestsPerMinute }, check: checkRequests,
		example: fmt.Sprint(requestsPerMinute), preset: true, note: "how many requests fntop allows itself; 150 with a publishable key"},
	{name: "max_body", at: func(p *Profile) any { return &p.MaxBody }, check: checkMaxBody,
		example: `"256MiB"`, preset: true, note: "the largest answer that is read: bytes, or text like \"256MiB\""},
	{name: "read_only", at: func(p *Profile) any { return &p.ReadOnly },
		example: "false", preset: true, note: "true: no invoke, no rerun, no pause"},
	{name: "confirm", at: func(p *Profile) any { return &p.Confirm }, check: checkConfirm,
		example: `"key"`, preset: true, note: "how an action is confirmed. \"key\": y or n. \"name\": type the trigger's name"},
	{name: "color", at: func(p *Profile) any { return &p.Color }, check: checkColor,
		example: `"red"`, note: "of the header, to tell profiles apart: a name or \"#rrggbb\"; none by default"},
	{name: "run_page", at: func(p *Profile) any { return &p.RunPage }, check: checkRunPage,
		example: `"https://console.example.com/{workspace}/runs/{run}"`, note: "where a browser shows a run; also {function}, {trigger} and {profile}. Without it,\nthe run's address in the API is opened and copied"},
	{name: "insecure", at: func(p *Profile) any { return &p.Insecure },
		example: "false", preset: true, note: "true: plain http to a host that is not this machine"},
}

var uiKeys = []key[UI]{
	{name: "theme", at: func(u *UI) any { return &u.Theme }, check: checkTheme,
		example: `"auto"`, note: "the colours; FNTOP_THEME and --theme go before it"},
	{name: "refresh", at: func(u *UI) any { return &u.Refresh }, check: checkRefresh,
		example: `"5s"`, note: "how often the runs in sight are read again, from \"500ms\" to \"1h\""},
	{name: "mouse", at: func(u *UI) any { return &u.Mouse },
		example: "false", note: "true: wheel and click; the terminal's own selection then needs shift"},
	{name: "restore", at: func(u *UI) any { return &u.Restore },
		example: "true", note: "false: fntop begins with every run, not with what was looked at last, as with --no-restore"},
}

func names[T any](keys []key[T]) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}
