package centrali

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"fntop/model"
)

func TestOriginsFollowTheBaseURLRule(t *testing.T) {
	for base, want := range map[string]string{
		"":                                "https://api.centrali.io/ https://auth.centrali.io/",
		"https://centrali.io":             "https://api.centrali.io/ https://auth.centrali.io/",
		"https://api.centrali.io/":        "https://api.centrali.io/ https://auth.centrali.io/",
		"https://auth.centrali.io":        "https://api.centrali.io/ https://auth.centrali.io/",
		"https://dev.centrali.io":         "https://api.dev.centrali.io/ https://auth.dev.centrali.io/",
		"HTTPS://Centrali.IO":             "https://api.centrali.io/ https://auth.centrali.io/",
		"centrali.io":                     "https://api.centrali.io/ https://auth.centrali.io/",
		"https://centrali.example:8443":   "https://api.centrali.example:8443/ https://auth.centrali.example:8443/",
		"http://localhost:4000":           "http://localhost:4000/ http://localhost:4000/",
		"localhost:4000":                  "http://localhost:4000/ http://localhost:4000/",
		"http://acme.localhost:4000/":     "http://acme.localhost:4000/ http://acme.localhost:4000/",
		"http://127.0.0.1:4000":           "http://127.0.0.1:4000/ http://127.0.0.1:4000/",
		"http://[::1]:4000":               "http://[::1]:4000/ http://[::1]:4000/",
		"https://10.0.0.7:4000":           "https://10.0.0.7:4000/ https://10.0.0.7:4000/",
		"https://10.0.0.7/prefix/":        "https://10.0.0.7/prefix https://10.0.0.7/prefix",
		"https://localhost.evil.example":  "https://api.localhost.evil.example/ https://auth.localhost.evil.example/",
		"https://api.auth.centrali.io":    "https://api.centrali.io/ https://auth.centrali.io/",
		"https://apiary.example":          "https://api.apiary.example/ https://auth.apiary.example/",
		"http://127.0.0.1.nip.example":    "",
		"http://10.0.0.7:4000":            "",
		"http://centrali.io":              "",
		"ftp://centrali.io":               "",
		"https://":                        "",
		"https://u:hunter2@centrali.io":   "",
		"https://centrali.io/?token=abcd": "",
		"https://cent rali.io":            "",
	} {
		o, err := newOrigins(base, "", "", false)
		if err != nil {
			if want != "" || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "abcd") {
				t.Errorf("%s: %v", base, err)
			}
			continue
		}
		if got := o.api.String() + " " + o.auth.String(); got != want {
			t.Errorf("%s is %s, want %s", base, got, want)
		}
	}
	if _, err := newOrigins("http://10.0.0.7", "", "", true); err != nil {
		t.Errorf("insecure: %v", err)
	}
	o, err := newOrigins("https://centrali.io", "https://a.example", "https://b.example/x", false)
	if err != nil || o.api.Host != "a.example" || o.auth.String() != "https://b.example/x" {
		t.Errorf("overrides: %v, %v", o, err)
	}
}

func TestConfigurationMistakesAreOneClearSentence(t *testing.T) {
	command := func(context.Context) (string, error) { return "", nil }
	for name, c := range map[string]struct {
		config Config
		parts  []string
	}{
		"no workspace":            {Config{Token: "sec-ret"}, []string{"CENTRALI_WORKSPACE"}},
		"nothing to sign in with": {Config{Workspace: "a"}, []string{"CENTRALI_TOKEN", "CENTRALI_CLIENT_ID"}},
		"key and token":           {Config{Workspace: "a", PublishableKey: "sec-ret", Token: "sec-ret"}, []string{"CENTRALI_PUBLISHABLE_KEY", "CENTRALI_TOKEN"}},
		"key and command":         {Config{Workspace: "a", PublishableKey: "sec-ret", TokenCommand: command}, []string{"CENTRALI_PUBLISHABLE_KEY", "CENTRALI_TOKEN_COMMAND"}},
		"key and credentials":     {Config{Workspace: "a", PublishableKey: "sec-ret", ClientID: "i", ClientSecret: "sec-ret"}, []string{"CENTRALI_PUBLISHABLE_KEY", "CENTRALI_CLIENT_ID"}},
		"command and credentials": {Config{Workspace: "a", TokenCommand: command, ClientID: "i", ClientSecret: "sec-ret"}, []string{"CENTRALI_TOKEN_COMMAND", "CENTRALI_CLIENT_ID"}},
		"no secret":               {Config{Workspace: "a", ClientID: "i"}, []string{"CENTRALI_CLIENT_SECRET"}},
		"no id":                   {Config{Workspace: "a", ClientSecret: "sec-ret"}, []string{"CENTRALI_CLIENT_ID"}},
		"token of two lines":      {Config{Workspace: "a", Token: "sec-ret\nx"}, []string{"CENTRALI_TOKEN"}},
		"bad token path":          {Config{Workspace: "a", ClientID: "i", ClientSecret: "sec-ret", TokenPath: "https://x"}, []string{"token_path"}},
		"plain http":              {Config{Workspace: "a", Token: "sec-ret", APIURL: "http://api.example"}, []string{"api_url", "insecure"}},
	} {
		_, err := New(c.config)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		for _, part := range c.parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v does not name %s", name, err, part)
			}
		}
		if strings.Contains(err.Error(), "sec-ret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTokenBesideCredentialsIsTheFirstBearer(t *testing.T) {
	b := serve(t, func(asked string) (int, string) {
		if strings.Contains(asked, "/oidc/token") {
			return 200, fixture(t, "token")
		}
		return 200, `[]`
	})
	both := func(c *Config) { c.ClientID, c.ClientSecret = "ci_1", "sk_secret" }
	if _, err := b.client(t, both).Functions(t.Context()); err != nil || b.requests() != "GET compute-functions" {
		t.Errorf("%v after %s", err, b.requests())
	}
	b.seen = nil
	only := func(c *Config) { both(c); c.Token = "" }
	if _, err := b.client(t, only).Functions(t.Context()); err != nil {
		t.Error(err)
	}
	want := "POST /oidc/token client_id=ci_1&client_secret=sk_secret&grant_type=client_credentials&scope=openid|GET compute-functions"
	if b.requests() != want {
		t.Errorf("asked %s", b.requests())
	}
}

func TestTokenPathOfTheProfileHasNoSecond(t *testing.T) {
	b := serve(t, func(string) (int, string) { return 404, `{"message":"no"}` })
	_, err := b.client(t, func(c *Config) {
		c.Token, c.ClientID, c.ClientSecret, c.TokenPath = "", "ci_1", "sk_secret", "/my/token"
	}).Functions(t.Context())
	if e := fault(t, err); e.Status != 404 || !strings.HasPrefix(b.requests(), "POST /my/token") || strings.Contains(b.requests(), "|") {
		t.Errorf("%v after %s", e, b.requests())
	}
	if strings.Contains(err.Error(), "CENTRALI_WORKSPACE") {
		t.Errorf("a missing token path is taken for a missing workspace: %v", err)
	}
}

func TestInfoHoldsNoSecretAndAKeyHasASmallerBudget(t *testing.T) {
	c, err := New(Config{Profile: "p", Workspace: "acme", PublishableKey: "pk_live_1", TypeName: true, Color: "red", HTTP: &http.Transport{}})
	if err != nil {
		t.Fatal(err)
	}
	i := c.Info()
	if i.Host != "api.centrali.io" || i.Backend != "centrali" || i.Workspace != "acme" || i.Budget != 150 || !i.TypeName || i.Color != "red" {
		t.Errorf("%+v", i)
	}
}

func TestRunOverItsOwnLimitIsTooLarge(t *testing.T) {
	b := serve(t, always(fixture(t, "run_bare")))
	_, err := b.client(t, func(c *Config) { c.MaxBody = 100 }).Run(t.Context(), model.RunID{ID: "x"})
	if err == nil || !strings.Contains(err.Error(), "Raise max_body") {
		t.Errorf("got %v", err)
	}
}
