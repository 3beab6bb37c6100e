package connect

import (
	"errors"
	"strings"
	"testing"
)

const two = `
[profiles.prod]
workspace = "acme"
token = "t1"
[profiles.stage]
workspace = "acme-stage"
token = "t2"
read_only = true
`

const one = `
[profiles.only]
workspace = "acme"
token = "t1"
`

var signedIn = map[string]string{"CENTRALI_WORKSPACE": "env-ws", "CENTRALI_TOKEN": "t3"}

// with is a copy of m with further variables.
func with(m map[string]string, pairs ...string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func TestProfilesAreChosenInTheOrderOfTheContract(t *testing.T) {
	tests := []struct {
		name, text string
		variables  map[string]string
		flag       []string
		want       string
	}{
		{"flag before all", "default_profile='prod'\n" + two, with(signedIn, "FNTOP_PROFILE", "prod"), []string{"stage"}, "stage"},
		{"flag with a list", two, nil, []string{"stage,prod", "prod"}, "stage prod"},
		{"variable before the environment's own", two, with(signedIn, "FNTOP_PROFILE", "prod, stage"), nil, "prod stage"},
		{"environment before default_profile", "default_profile='prod'\n" + two, signedIn, nil, "centrali!"},
		{"environment before the only profile", one, signedIn, nil, "centrali!"},
		{"default_profile", "default_profile='stage'\n" + two, nil, nil, "stage"},
		{"the only profile", one, nil, nil, "only"},
		{"the environment's by name", two, signedIn, []string{"centrali"}, "centrali!"},
		{"the file's before the environment's by name", strings.ReplaceAll(one, "only", "centrali"), signedIn, []string{"centrali"}, "centrali"},
		{"an address alone is no profile", one, map[string]string{"CENTRALI_URL": "https://x.example"}, nil, "only"},
		{"empty variables are not set", one, map[string]string{"CENTRALI_TOKEN": "", "CENTRALI_WORKSPACE": " "}, nil, "only"},
		{"a broken environment is no matter when a profile is named", two, map[string]string{"CENTRALI_CLIENT_ID": "ci"}, []string{"prod"}, "prod"},
		{"all back ends of the environment together", one, with(with(with(with(signedIn, "FLOWCORE_TENANT", "acme"), "FLOWCORE_DATA_CORE", "shop"), "FLOWCORE_API_KEY", "fc_a_b"), "AGENTOS_URL", "h.example", "AGENTOS_TOKEN", "t"), nil, "centrali! flowcore! agentos!"},
		{"Flowcore's by name", two, map[string]string{"FLOWCORE_TENANT": "acme", "FLOWCORE_DATA_CORE": "shop", "FLOWCORE_TOKEN": "t"}, []string{"flowcore", "prod"}, "flowcore! prod"},
		{"an address of Flowcore alone is no profile", one, map[string]string{"FLOWCORE_URL": "https://x.example"}, nil, "only"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			profiles, err := load(t, test.text, test.variables).Select(test.flag)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range profiles {
				name := p.Name
				if p.FromEnv {
					name += "!"
				}
				got = append(got, name)
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("selected %q, want %q", s, test.want)
			}
		})
	}
}

func TestVariablesNeverAlterANamedProfile(t *testing.T) {
	c := load(t, two, with(signedIn, "CENTRALI_URL", "https://env.example", "FNTOP_READ_ONLY", "0"))
	profiles, err := c.Select([]string{"stage"})
	if err != nil {
		t.Fatal(err)
	}
	p := profiles[0]
	if p.URL != "" || p.Workspace != "acme-stage" || p.Token.literal != "t2" || !p.ReadOnly {
		t.Error("a variable went into the profile")
	}
}

func TestChoicesThatCannotBeMadeSayWhy(t *testing.T) {
	tests := []struct {
		name, text string
		variables  map[string]string
		flag       []string
		beneath    error
		want       []string
	}{
		{"nothing at all", "", nil, nil, ErrNoProfile, []string{"no profile is set up", "fntop --demo"}},
		{"several and none chosen", two, nil, nil, ErrNoProfile, []string{"prod and stage", "--profile"}},
		{"misspelt flag", two, nil, []string{"prdo"}, nil, []string{`"prdo"`, `Did you mean "prod"?`}},
		{"the long form", two, nil, []string{"production"}, nil, []string{`"production"`, `Did you mean "prod"?`}},
		{"misspelt variable", two, map[string]string{"FNTOP_PROFILE": "stag"}, nil, nil, []string{"FNTOP_PROFILE", `"stage"`}},
		{"misspelt default", "default_profile = 'prood'\n" + two, nil, nil, nil, []string{"config.toml:1:", "default_profile", `"prod"`}},
		{"Flowcore without a data core", "", map[string]string{"FLOWCORE_TENANT": "a", "FLOWCORE_API_KEY": "b"}, nil, nil, []string{"FLOWCORE_DATA_CORE is missing"}},
		{"Flowcore without sign-in", "", map[string]string{"FLOWCORE_TENANT": "a", "FLOWCORE_DATA_CORE": "b"}, nil, nil, []string{"nothing to sign in with", "FLOWCORE_API_KEY, which", "FLOWCORE_TOKEN"}},
		{"Flowcore with the id of no key", "", map[string]string{"FLOWCORE_TENANT": "a", "FLOWCORE_DATA_CORE": "b", "FLOWCORE_API_KEY_ID": "c"}, nil, nil, []string{"FLOWCORE_API_KEY_ID is set without FLOWCORE_API_KEY"}},
		{"an odd address of Flowcore", "", map[string]string{"FLOWCORE_URL": "ftp://x", "FLOWCORE_TENANT": "a", "FLOWCORE_DATA_CORE": "b", "FLOWCORE_TOKEN": "t"}, nil, nil, []string{"FLOWCORE_URL must begin with https://"}},
		{"Flowcore in the file without a tenant", "[profiles.f]\nbackend='flowcore'\ndata_core='a'\n", nil, nil, nil, []string{"config.toml:1:", "tenant is missing"}},
		{"AgentOS without sign-in", "", map[string]string{"AGENTOS_URL": "http://localhost"}, nil, nil, []string{"nothing to sign in with", "AGENTOS_TOKEN, or AGENTOS_HEADERS"}},
		{"AgentOS without an address", "", map[string]string{"AGENTOS_TOKEN": "t"}, nil, nil, []string{"AGENTOS_URL is missing"}},
		{"headers that are none", "", map[string]string{"AGENTOS_URL": "http://localhost", "AGENTOS_TOKEN": "t", "AGENTOS_HEADERS": "X-Team"}, nil, nil, []string{"AGENTOS_HEADERS must be pairs"}},
		{"an odd address of AgentOS", "", map[string]string{"AGENTOS_URL": "ftp://x", "AGENTOS_TOKEN": "t"}, nil, nil, []string{"AGENTOS_URL must begin with https://"}},
		{"AgentOS in the file without an address", "[profiles.a]\nbackend='agentos'\ntoken='t'\n", nil, nil, nil, []string{"config.toml:1:", "url is missing"}},
		{"id without secret", "", map[string]string{"CENTRALI_WORKSPACE": "w", "CENTRALI_CLIENT_ID": "i"}, nil, nil, []string{"CENTRALI_CLIENT_ID is set without CENTRALI_CLIENT_SECRET"}},
		{"secret without id", "", map[string]string{"CENTRALI_WORKSPACE": "w", "CENTRALI_CLIENT_SECRET": "s"}, nil, nil, []string{"CENTRALI_CLIENT_SECRET is set without CENTRALI_CLIENT_ID"}},
		{"key and token", "", with(signedIn, "CENTRALI_PUBLISHABLE_KEY", "pk"), nil, nil, []string{"CENTRALI_PUBLISHABLE_KEY and CENTRALI_TOKEN"}},
		{"key and command", "", map[string]string{"CENTRALI_WORKSPACE": "w", "CENTRALI_PUBLISHABLE_KEY": "pk", "CENTRALI_TOKEN_COMMAND": "c"}, nil, nil, []string{"CENTRALI_PUBLISHABLE_KEY and CENTRALI_TOKEN_COMMAND"}},
		{"command and credentials", "", map[string]string{"CENTRALI_WORKSPACE": "w", "CENTRALI_TOKEN_COMMAND": "c", "CENTRALI_CLIENT_ID": "i", "CENTRALI_CLIENT_SECRET": "s"}, nil, nil, []string{"CENTRALI_TOKEN_COMMAND and CENTRALI_CLIENT_ID"}},
		{"no workspace", "", map[string]string{"CENTRALI_TOKEN": "t"}, nil, nil, []string{"CENTRALI_WORKSPACE is missing"}},
		{"no sign-in", "", map[string]string{"CENTRALI_WORKSPACE": "w"}, nil, nil, []string{"nothing to sign in with", "CENTRALI_TOKEN_COMMAND"}},
		{"odd address", "", with(signedIn, "CENTRALI_URL", "ftp://x"), nil, nil, []string{"CENTRALI_URL", "https://"}},
		{"token of two lines", "", with(signedIn, "CENTRALI_TOKEN", "a\nb"), nil, nil, []string{"CENTRALI_TOKEN", "line break"}},
		{"half a pair in the file", "[profiles.a]\nworkspace='w'\nclient_id='i'\n", nil, nil, nil, []string{"config.toml:1:", `profile "a"`, "client_id is set without client_secret"}},
		{"no workspace in the file", "[profiles.a]\ntoken='t'\n", nil, nil, nil, []string{"workspace is missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, test.text, test.variables).Select(test.flag)
			e := mistake(t, err)
			if test.beneath != nil && !errors.Is(err, test.beneath) {
				t.Errorf("%v is not %v", err, test.beneath)
			}
			if test.beneath == nil && e.Err != nil {
				t.Errorf("beneath it lies %v", e.Err)
			}
			for _, want := range test.want {
				if !strings.Contains(e.Error(), want) {
					t.Errorf("%q does not say %q", e, want)
				}
			}
			if !strings.HasSuffix(e.Next, ".") && !strings.HasSuffix(e.Next, "?") {
				t.Errorf("the next step is %q", e.Next)
			}
		})
	}
}

func TestATokenMayStandBesideCredentialsOrACommand(t *testing.T) {
	for _, variables := range []map[string]string{
		with(signedIn, "CENTRALI_CLIENT_ID", "i", "CENTRALI_CLIENT_SECRET", "s"),
		with(signedIn, "CENTRALI_TOKEN_COMMAND", "c"),
	} {
		if _, err := load(t, "", variables).Select(nil); err != nil {
			t.Error(err)
		}
	}
}

func TestEachBackEndWhoseVariablesAreSetIsAProfile(t *testing.T) {
	c := load(t, two, with(signedIn, "AGENTOS_URL", "http://127.0.0.1:1", "AGENTOS_TOKEN", "t", "AGENTOS_HEADERS", "X-Team: on-call; X-Workspace-Id: 42"))
	profiles, err := c.Select(nil)
	if err != nil || len(profiles) != 2 || profiles[0].Name != "centrali" || profiles[1].Name != "agentos" || profiles[1].Backend != AgentOS {
		t.Fatalf("got %v, %v", profiles, err)
	}
	p := profiles[1]
	if p.URL != "http://127.0.0.1:1" || p.Token.literal != "t" || p.Headers["X-Team"].literal != "on-call" || p.Headers["X-Workspace-Id"].literal != "42" {
		t.Error("the profile is not what the variables say")
	}
	if one, err := c.Select([]string{"agentos"}); err != nil || len(one) != 1 || one[0].Name != "agentos" {
		t.Errorf("by name: %v, %v", one, err)
	}
	provider, err := Open(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if info := provider.Info(); info.Backend != "agentos" || info.Host != "127.0.0.1:1" || info.Profile != "agentos" {
		t.Errorf("opened %+v", info)
	}
}

func TestTheOldNameOfTheWorkspaceWillDo(t *testing.T) {
	c := load(t, "", map[string]string{"CENTRALI_WORKSPACE_ID": "old", "CENTRALI_TOKEN": "t"})
	profiles, err := c.Select(nil)
	if err != nil || profiles[0].Workspace != "old" {
		t.Errorf("got %v, %v", profiles, err)
	}
	c = load(t, "", with(signedIn, "CENTRALI_WORKSPACE_ID", "old"))
	profiles, err = c.Select(nil)
	if err != nil || profiles[0].Workspace != "env-ws" {
		t.Errorf("got %v, %v", profiles, err)
	}
	if w := c.Warnings(); len(w) != 1 || !strings.Contains(w[0], "differ") {
		t.Errorf("warnings %q", w)
	}
}

func TestAKeyOfAnotherBackEndIsWarnedOf(t *testing.T) {
	c := load(t, one+"tenant = 'x'\n", nil)
	if w := c.Warnings(); len(w) != 1 || !strings.Contains(w[0], "config.toml:5:") || !strings.Contains(w[0], "tenant") {
		t.Errorf("warnings %q", w)
	}
}
