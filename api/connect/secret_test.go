package connect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"fntop/api/clock"
)

func TestASecretShowsNothingOfItselfHoweverPrinted(t *testing.T) {
	s := Literal("sk_planted")
	p := Profile{Name: "a", ClientSecret: s, TokenCommand: "echo sk_planted", Headers: map[string]Secret{"X": s}}
	type holder struct {
		S Secret
		P *Profile
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{s, &s, p, &p, holder{s, &p}, []Secret{s}} {
			if got := fmt.Sprintf(verb, v); strings.Contains(got, "planted") || strings.Contains(got, "706c616e746564") {
				t.Errorf("%s of %T shows %q", verb, v, got)
			}
		}
	}
	text, err := json.Marshal(holder{s, &p})
	if err != nil || strings.Contains(string(text), "planted") {
		t.Errorf("JSON shows %s, %v", text, err)
	}
}

// sources is an environment whose commands answer as given.
func sources(t *testing.T, stdout, stderr string, err error) Env {
	t.Helper()
	e := environ(t, map[string]string{"MINE": "from-env\r", "TWO": "a\nb"})
	e.Run = func(context.Context, Command) (string, string, error) { return stdout, stderr, err }
	return e.complete()
}

func TestSecretsComeFromWhereTheyAreKept(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set("fntop", "prod", "from-keyring\n"); err != nil {
		t.Fatal(err)
	}
	p := Profile{Name: "prod", env: sources(t, "from-command\nsecond line\n", "chatter", nil)}
	for want, s := range map[string]Secret{
		"from-keyring": InKeyring("fntop/prod"),
		"from-env":     InVariable("MINE"),
		"from-command": FromCommand("op", "read"),
		"literally":    Literal("literally"),
	} {
		if got, err := p.resolve(t.Context(), clock.Real(), "token", s); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestSecretsThatCannotBeFetchedSayWhatToDo(t *testing.T) {
	keyring.MockInit()
	away := sources(t, "", "", errors.New("boom"))
	silent := sources(t, "\n\n", "", nil)
	loud := sources(t, "", "\x1b[31mvault is sealed for sk_0123456789\nmore", errors.New("exit"))
	tests := []struct {
		name string
		env  Env
		s    Secret
		want []string
	}{
		{"not in the keyring", away, InKeyring("fntop/none"), []string{`"fntop/none"`, "Put it there"}},
		{"no such variable", away, InVariable("NOT_SET"), []string{"NOT_SET", "Set it"}},
		{"two lines", away, InVariable("TWO"), []string{"TWO", "line break"}},
		{"command that fails", away, FromCommand("op"), []string{"could not be started", "by hand"}},
		{"command that is silent", silent, FromCommand("op"), []string{"printed nothing"}},
		{"command that explains", loud, FromCommand("op"), []string{"vault is sealed for (hidden)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := Profile{Name: "prod", env: test.env}
			_, err := p.resolve(t.Context(), clock.Real(), "client_secret", test.s)
			e := mistake(t, err)
			for _, want := range append(test.want, `profile "prod"`, "client_secret") {
				if !strings.Contains(e.Error(), want) {
					t.Errorf("%q does not say %q", e, want)
				}
			}
			if strings.ContainsAny(e.Error(), "\x1b\n") || strings.Contains(e.Error(), "more") {
				t.Errorf("%q is not one clean line", e)
			}
		})
	}
}

func TestAnUnavailableKeyringIsExplainedWithoutItsOwnWords(t *testing.T) {
	keyring.MockInitWithError(errors.New(`exec: "dbus-launch": executable file not found in $PATH`))
	defer keyring.MockInit()
	p := Profile{Name: "prod", ClientSecret: InKeyring("fntop/prod"), env: environ(t, nil)}
	_, err := p.resolve(t.Context(), clock.Real(), "client_secret", p.ClientSecret)
	for _, err := range []error{err, p.Keep("sk_planted"), p.Forget()} {
		e := mistake(t, err)
		if !strings.Contains(e.Error(), "cannot be reached") || !strings.Contains(e.Next, "{ env =") ||
			strings.Contains(e.Error(), "dbus") || strings.Contains(e.Error(), "planted") {
			t.Errorf("got %q", e)
		}
	}
}

func TestAKeyringThatHangsIsGivenUp(t *testing.T) {
	hung := hanging{release: make(chan struct{})}
	defer close(hung.release)
	p := Profile{Name: "prod", env: Env{Keyring: hung}}
	c := clock.NewDriven(time.Unix(0, 0))
	done := make(chan error)
	go func() {
		_, err := p.resolve(t.Context(), c, "token", InKeyring("a/b"))
		done <- err
	}()
	c.AwaitTimers(1)
	c.Advance(keyringLimit)
	if e := mistake(t, <-done); !strings.Contains(e.Error(), "gave no answer") {
		t.Errorf("got %q", e)
	}
}

type hanging struct {
	systemKeyring
	release chan struct{}
}

func (h hanging) Get(string, string) (string, error) {
	<-h.release
	return "", nil
}

func TestLoginKeepsAndLogoutForgets(t *testing.T) {
	keyring.MockInit()
	p := Profile{Name: "prod", ClientID: "ci", ClientSecret: InKeyring("fntop/prod")}
	if err := p.Keep(" sk_new\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := keyring.Get("fntop", "prod"); err != nil || got != "sk_new" {
		t.Errorf("the keyring holds %q, %v", got, err)
	}
	for range 2 { // the second time there is nothing to forget
		if err := p.Forget(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := keyring.Get("fntop", "prod"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("the secret is still there: %v", err)
	}
	mistake(t, p.Keep("\n"))
	e := mistake(t, Profile{Name: "a", Token: Literal("x")}.Keep("sk_new"))
	if !strings.Contains(e.Next, `{ keyring = "fntop/a" }`) {
		t.Errorf("got %q", e)
	}
}
