package connect

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"fntop/api"
)

func TestOpenPassesTheProfileOn(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set("fntop", "prod", "sk_1"); err != nil {
		t.Fatal(err)
	}
	c := load(t, contract+"[profiles.prod2]\nworkspace='w'\ntoken='t'\nurl='http://127.0.0.1:1'\ncolor='red'\n", nil)
	profiles, err := c.Select([]string{"prod", "prod2"})
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Info{
		{Profile: "prod", Backend: "centrali", Host: "api.centrali.io", Workspace: "acme", ReadOnly: true, TypeName: true, Budget: 300},
		{Profile: "prod2", Backend: "centrali", Host: "127.0.0.1:1", Workspace: "w", Color: "red", Budget: 300},
	}
	for i, p := range profiles {
		provider, err := Open(p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := provider.Info()
		got.Caps, got.Statuses = api.Caps{}, 0
		if got != want[i] {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
	}
	provider, err := Open(profiles[1], Options{ReadOnly: true})
	if err != nil || !provider.Info().ReadOnly {
		t.Errorf("the option does not make it read-only, %v", err)
	}
}

func TestOnlyAProfileThatSaysSoTriesWhatAgentOSMayKnow(t *testing.T) {
	c := load(t, "[profiles.a]\nbackend='agentos'\nurl='h.example'\ntoken='t'\n[profiles.b]\nbackend='agentos'\nurl='h.example'\nheaders={ X-Key = 'k' }\nexperimental=['rerun', 'cancel', 'resume']\n", nil)
	profiles, err := c.Select([]string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range profiles {
		provider, err := Open(p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if anew := provider.Info().Caps.RerunsAnew != ""; anew != (i == 0) {
			t.Errorf("profile %s: a rerun is a new run: %t", p.Name, anew)
		}
		if caps := provider.Info().Caps; caps.Cancels != (i == 1) || caps.Resumes != (i == 1) {
			t.Errorf("profile %s: it cancels %t, resumes %t", p.Name, caps.Cancels, caps.Resumes)
		}
	}
	if _, err := Load(write(t, "[profiles.a]\nbackend='agentos'\nexperimental=['replay']\n"), environ(t, nil)); err == nil || !strings.Contains(err.Error(), `experimental may hold "rerun"`) {
		t.Errorf("got %v", err)
	}
}

func TestHowOftenFlowcoreIsAskedAgainIsReadFromTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"3 x 250ms": "", "1x1s": "", "none": "", "": "", "0 x 1s": "retry must be", "11 x 1s": "retry must be", "3": "retry must be", "3 x 1h": "retry must be", "x": "retry must be",
	} {
		c, err := Load(write(t, "[profiles.f]\nbackend='flowcore'\ntenant='a'\ndata_core='b'\ntoken='t'\nretry='"+text+"'\n"), environ(t, nil))
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		profiles, err := c.Select(nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(profiles[0], Options{})
		if err != nil || p.Info().Workspace != "a/b" || p.Info().Caps.NoInvoke == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestOpenTakesAProfileMadeByHand(t *testing.T) {
	p := Profile{Name: "demo", URL: "http://127.0.0.1:1", Workspace: "w", ClientID: "ci", ClientSecret: Literal("sk")}
	if _, err := Open(p, Options{}); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefusesWhatCannotWork(t *testing.T) {
	keyring.MockInit()
	tests := []struct {
		name    string
		p       Profile
		want    []string
		beneath error
	}{
		{"Flowcore over plain http", Profile{Name: "f", Backend: Flowcore, Tenant: "a", DataCore: "b", Token: Literal("t"), URL: "http://h.example"}, []string{"plain http", "insecure = true"}, nil},
		{"Flowcore with a key that has no id", Profile{Name: "f", Backend: Flowcore, Tenant: "a", DataCore: "b", APIKey: Literal("planted")}, []string{"does not hold its id", "api_key_id"}, nil},
		{"Flowcore with a key of two words", Profile{Name: "f", Backend: Flowcore, Tenant: "a", DataCore: "b", APIKey: Literal("planted x")}, []string{"api_key holds a space"}, nil},
		{"AgentOS over plain http", Profile{Name: "a", Backend: AgentOS, URL: "http://h.example", Token: Literal("t")}, []string{"plain http", "insecure = true"}, nil},
		{"a header that is fntop's own", Profile{Name: "a", Backend: AgentOS, URL: "h.example", Headers: map[string]Secret{"Host": Literal("planted")}}, []string{"Host", "Leave it out"}, nil},
		{"a header that is not stored", Profile{Name: "a", Backend: AgentOS, URL: "h.example", Headers: map[string]Secret{"X-Key": InKeyring("x/y")}}, []string{"header X-Key", "Put it there"}, nil},
		{"no back end at all", Profile{Name: "f", Backend: "x"}, []string{"no back end"}, nil},
		{"half a pair", Profile{Name: "a", Workspace: "w", ClientID: "i"}, []string{"without client_secret"}, nil},
		{"secret not stored", Profile{Name: "a", Workspace: "w", Token: InKeyring("x/y")}, []string{"Put it there"}, nil},
		{"plain http", Profile{Name: "a", Workspace: "w", Token: Literal("t"), URL: "http://h.example"}, []string{"plain http", "insecure = true"}, nil},
		{"plain http for events", Profile{Name: "a", Workspace: "w", Token: Literal("t"), RealtimeURL: "http://h.example"}, []string{"realtime_url is plain http"}, nil},
		{"token with a space", Profile{Name: "a", Workspace: "w", Token: Literal("planted x")}, []string{"token holds a space"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(test.p, Options{})
			e := mistake(t, err)
			for _, want := range test.want {
				if !strings.Contains(e.Error(), want) {
					t.Errorf("%q does not say %q", e, want)
				}
			}
			if test.beneath != nil && !errors.Is(err, test.beneath) {
				t.Errorf("%v is not %v", err, test.beneath)
			}
			if e.Next == "" || strings.Contains(e.Error(), "planted") {
				t.Errorf("got %q", e)
			}
		})
	}
}

func TestAnOpeningThatIsGivenUpEndsItsCommand(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := Profile{Name: "a", Workspace: "w", Token: FromCommand("op")}
	p.env.Run = func(ctx context.Context, _ Command) (string, string, error) {
		cancel()
		<-ctx.Done()
		return "", "", ctx.Err()
	}
	_, err := Open(p, Options{Context: ctx})
	if mistake(t, err); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOfSeveralProfilesThoseOpenThatCan(t *testing.T) {
	env := environ(t, nil)
	opened, err := OpenAll([]Profile{
		{Name: "a", Workspace: "w", Token: Literal("t"), env: env},
		{Name: "b", Workspace: "w", Token: InVariable("NOT_SET"), env: env},
		{Name: "c", Workspace: "w", Token: Literal("t"), env: env},
	}, Options{Context: t.Context()})
	if len(opened) != 2 || opened[0].Info().Profile != "a" || opened[1].Info().Profile != "c" {
		t.Errorf("%d are open", len(opened))
	}
	if err == nil || !strings.Contains(err.Error(), "NOT_SET") {
		t.Errorf("of the other it says %v", err)
	}
}
