package connect

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/demo"
)

// ring is a keyring in memory that fails as it is told to.
type ring struct {
	kept     map[string]string
	get, set error
}

func (r *ring) Get(service, account string) (string, error) {
	if r.get != nil {
		return "", r.get
	}
	if s, ok := r.kept[service+"/"+account]; ok {
		return s, nil
	}
	return "", keyring.ErrNotFound
}

func (r *ring) Set(service, account, secret string) error {
	if r.set == nil {
		r.kept[service+"/"+account] = secret
	}
	return r.set
}

func (r *ring) Delete(service, account string) error {
	delete(r.kept, service+"/"+account)
	return nil
}

// setup is a place for profiles with nothing in it, and what it keeps.
func setup(t *testing.T, variables map[string]string) (*Profiles, *ring, string) {
	t.Helper()
	env, kept := environ(t, variables), &ring{kept: map[string]string{}}
	env.Keyring = kept
	path := filepath.Join(t.TempDir(), "fntop", "config.toml")
	return NewProfiles(path, env, Options{}), kept, path
}

// onDemo is a draft that signs in to a demo server.
func onDemo(t *testing.T, faults string) (api.Draft, *demo.Server) {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	c := server.Ready().Centrali
	return api.Draft{
		Name: "prod", URL: server.URL(), Workspace: c.Workspace, Way: api.ByCredentials,
		ClientID: c.ClientID, Secret: c.ClientSecret, Keep: api.InKeyring,
	}, server
}

// tried are the findings of a try, and the first that is not good.
func tried(t *testing.T, s *Profiles, d api.Draft) (all []api.Finding, bad api.Finding) {
	t.Helper()
	s.Try(t.Context(), d, func(f api.Finding) {
		if all = append(all, f); f.Result == api.Failed && bad.Result == 0 {
			bad = f
		}
	})
	return all, bad
}

func TestADraftIsTriedSavedAndOpenedAsItWasWritten(t *testing.T) {
	d, server := onDemo(t, "")
	c := server.Ready().Centrali
	for name, change := range map[string]func(*api.Draft){
		"keyring":  func(*api.Draft) {},
		"variable": func(d *api.Draft) { d.Keep, d.Variable, d.Secret = api.InVariable, "MY_SECRET", "" },
		"file":     func(d *api.Draft) { d.Keep = api.InFile },
		"command":  func(d *api.Draft) { d.Way, d.Command = api.ByCommand, c.TokenCommand },
		"token":    func(d *api.Draft) { d.Way, d.Secret = api.ByToken, " "+c.Token+"\n" },
		"key":      func(d *api.Draft) { d.Way, d.Secret, d.ReadOnly = api.ByKey, c.PublishableKey, true },
	} {
		t.Run(name, func(t *testing.T) {
			s, kept, path := setup(t, map[string]string{"MY_SECRET": c.ClientSecret})
			d := d
			change(&d)
			all, bad := tried(t, s, d)
			if bad.Result != 0 || len(all) < 8 {
				t.Fatalf("%d steps, and of one it says %+v", len(all), bad)
			}
			if _, err := os.Stat(path); err == nil || len(kept.kept) > 0 {
				t.Error("trying it kept something")
			}
			got, err := s.Save(t.Context(), d)
			if err != nil || got.Name != "prod" || got.Path != path || got.ReadOnly != d.ReadOnly {
				t.Fatalf("saved as %+v, %v", got, err)
			}
			if want := d.Keep == api.InKeyring && d.Way != api.ByCommand; want != (kept.kept["fntop/prod"] != "") {
				t.Errorf("the keyring holds %d secrets", len(kept.kept))
			}
			text := content(t, path)
			if inFile := d.Keep == api.InFile; inFile != strings.Contains(text, c.ClientSecret) {
				t.Errorf("the file is\n%s", text)
			}
			p, err := s.Open(t.Context(), "prod")
			if err != nil {
				t.Fatal(err)
			}
			defer p.CloseIdle()
			if _, err := p.Functions(t.Context()); err != nil || p.Info().ReadOnly != d.ReadOnly {
				t.Errorf("opened it says %v", err)
			}
		})
	}
}

func TestATryNamesTheStepThatFailsAndWhatToDo(t *testing.T) {
	d, _ := onDemo(t, "")
	for name, c := range map[string]struct {
		change func(*api.Draft)
		step   string
		says   string
	}{
		"wrong secret":    {func(d *api.Draft) { d.Secret = "sk_wrong" }, "sign-in", "client_secret"},
		"wrong workspace": {func(d *api.Draft) { d.Workspace = "acne" }, "functions", "workspace"},
		"nobody there":    {func(d *api.Draft) { d.URL = "http://127.0.0.1:1" }, "connection", "url"},
		"no variable":     {func(d *api.Draft) { d.Keep, d.Variable = api.InVariable, "NOT_SET" }, "set-up", "Set it"},
		"plain http":      {func(d *api.Draft) { d.URL = "http://centrali.lan" }, "set-up", "insecure"},
	} {
		s, _, _ := setup(t, nil)
		d := d
		c.change(&d)
		if _, bad := tried(t, s, d); bad.What != c.step || !strings.Contains(bad.Next, c.says) || strings.Contains(fmt.Sprint(bad), "sk_") {
			t.Errorf("%s: %+v", name, bad)
		}
	}
}

func TestATryEndsWithItsContext(t *testing.T) {
	d, _ := onDemo(t, "hang")
	s, _, _ := setup(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var steps []string
	s.Try(ctx, d, func(f api.Finding) {
		steps = append(steps, f.What)
		cancel()
	})
	if len(steps) != 2 {
		t.Errorf("the steps are %q", steps)
	}
}

func TestASaveThatFailsLeavesTheKeyringAsItWas(t *testing.T) {
	d := api.Draft{Name: "prod", Workspace: "acme", Way: api.ByToken, Secret: "new", Keep: api.InKeyring}
	for _, before := range []string{"", "old"} {
		s, kept, path := setup(t, nil)
		if before != "" {
			kept.kept["fntop/prod"] = before
		}
		if err := os.WriteFile(filepath.Dir(path), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Save(t.Context(), d); err == nil {
			t.Fatal("saved below a file")
		}
		if kept.kept["fntop/prod"] != before {
			t.Errorf("the keyring held %q and holds %q", before, kept.kept["fntop/prod"])
		}
	}
	s, kept, path := setup(t, nil)
	kept.set = errors.New("dbus: no")
	if _, err := s.Save(t.Context(), d); err == nil || strings.Contains(err.Error(), "dbus") {
		t.Errorf("without a keyring it says %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the profile was written without its secret")
	}
}

func TestASaveTouchesNoProfileThatIsThere(t *testing.T) {
	s, kept, _ := setup(t, nil)
	d := api.Draft{Name: "prod", Workspace: "acme", Way: api.ByToken, Secret: "one", Keep: api.InKeyring}
	if _, err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	d.Secret = "two"
	if _, err := s.Save(t.Context(), d); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("it says %v", err)
	}
	if kept.kept["fntop/prod"] != "one" {
		t.Error("the secret of the profile that is there was replaced")
	}
}

func TestTheKeyringIsAskedWhetherItIsThere(t *testing.T) {
	s, kept, _ := setup(t, nil)
	if why := s.Keyring(t.Context()); why != "" {
		t.Errorf("it is there, and it says %q", why)
	}
	kept.get = errors.New("dbus: no")
	if why := s.Keyring(t.Context()); why == "" || strings.Contains(why, "dbus") {
		t.Errorf("it is not there, and it says %q", why)
	}
	clk := clock.NewDriven(clock.Real().Now())
	s.o.Clock = clk
	block := make(chan struct{})
	s.env.Keyring = silent{block}
	defer close(block)
	said := make(chan string)
	go func() { said <- s.Keyring(t.Context()) }()
	for {
		clk.Advance(askLimit)
		select {
		case why := <-said:
			if why == "" {
				t.Error("a keyring that says nothing counts as there")
			}
			return
		default:
		}
	}
}

// silent is a keyring that waits for somebody to unlock it.
type silent struct{ until chan struct{} }

func (s silent) Get(string, string) (string, error)   { <-s.until; return "", nil }
func (s silent) Set(string, string, string) error     { return nil }
func (s silent) Delete(service, account string) error { return nil }

func TestEachPartOfADraftIsHeldAgainstTheRulesOfTheFile(t *testing.T) {
	s, _, _ := setup(t, nil)
	for _, c := range []struct {
		part api.Part
		d    api.Draft
		says string
	}{
		{api.PartURL, api.Draft{}, ""},
		{api.PartURL, api.Draft{URL: "http://127.0.0.1:80"}, ""},
		{api.PartURL, api.Draft{URL: "localhost:4711"}, ""},
		{api.PartURL, api.Draft{URL: "http://centrali.lan"}, "The url is plain http to centrali.lan"},
		{api.PartURL, api.Draft{URL: "ftp://x"}, "https://"},
		{api.PartURL, api.Draft{URL: "https://me:pass@x"}, "no user name"},
		{api.PartWorkspace, api.Draft{Workspace: " acme "}, ""},
		{api.PartWorkspace, api.Draft{}, "missing"},
		{api.PartWorkspace, api.Draft{Workspace: "a/b"}, "not a slug"},
		{api.PartClientID, api.Draft{Way: api.ByCredentials}, "missing"},
		{api.PartCommand, api.Draft{Way: api.ByCommand}, "missing"},
		{api.PartSecret, api.Draft{Way: api.ByCredentials, Secret: "two words"}, ""},
		{api.PartSecret, api.Draft{Way: api.ByToken, Secret: "two words"}, "Copy it once more"},
		{api.PartSecret, api.Draft{Way: api.ByKey}, "The key is missing"},
		{api.PartVariable, api.Draft{Variable: "MY_TOKEN"}, ""},
		{api.PartVariable, api.Draft{Variable: "$MY_TOKEN"}, "without a $"},
		{api.PartVariable, api.Draft{}, "name of a variable"},
		{api.PartName, api.Draft{Name: "prod"}, ""},
		{api.PartName, api.Draft{Name: "a b"}, "without commas and spaces"},
		{api.PartName, api.Draft{}, "without commas and spaces"},
	} {
		got := s.Wrong(c.d, c.part)
		if (c.says == "") != (got == "") || !strings.Contains(got, c.says) || strings.Contains(got, "pass@") {
			t.Errorf("part %d of %#v: %q", c.part, c.d.Name, got)
		}
	}
}

func TestADraftShowsNothingOfItselfHoweverPrinted(t *testing.T) {
	d := api.Draft{Name: "prod", Secret: "sk_planted", Command: "echo sk_planted"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(verb, d) + fmt.Sprintf(verb, &d) + fmt.Sprintf(verb, struct{ D api.Draft }{d}); strings.Contains(got, "planted") {
			t.Errorf("%s shows %q", verb, got)
		}
	}
}

func TestChoicesTellWhereEachProfileLeads(t *testing.T) {
	c := load(t, `[profiles.a]
workspace = "acme"
token = "t"
[profiles.b]
workspace = "dev"
url = "localhost:4711"
token = "t"
read_only = true
[profiles.c]
backend = "flowcore"
tenant = "corp"
`, nil)
	var got []string
	for _, x := range c.Choices() {
		got = append(got, fmt.Sprint(x.Name, " ", x.Workspace, " ", x.Host, " ", x.ReadOnly))
	}
	want := "a acme centrali.io false; b dev localhost:4711 true; c corp flowcore false"
	if strings.Join(got, "; ") != want {
		t.Errorf("they are %q", got)
	}
}
