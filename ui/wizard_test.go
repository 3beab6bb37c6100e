package ui_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
)

// desk is the place where a connection is set up: a configuration file that
// is not there yet, and a demo server to connect to.
type desk struct {
	*drive.Driver
	t      *testing.T
	path   string
	server *demo.Server
	c      demo.CentraliReady
	shown  []string // every frame there was
}

// framed keeps every frame of a model.
type framed struct {
	drive.Framed
	seen *[]string
}

func (f framed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := f.Framed.Update(msg)
	*f.seen = append(*f.seen, strings.Join(f.Frame(), "\n"))
	return f, cmd
}

// noKeyring is a system without one, as most servers are.
type noKeyring struct{}

var errNoKeyring = errors.New("no keyring")

func (noKeyring) Get(string, string) (string, error) { return "", errNoKeyring }
func (noKeyring) Set(string, string, string) error   { return errNoKeyring }
func (noKeyring) Delete(string, string) error        { return errNoKeyring }

func (d *desk) options(choices ...api.Choice) ui.Options {
	traffic := &ui.Traffic{}
	env := connect.Env{Keyring: noKeyring{}, Lookup: func(string) (string, bool) { return "", false }}
	open := connect.Options{Clock: clock.Real(), Observe: traffic.Observe, Version: "test"}
	return ui.Options{
		Context: d.t.Context(), Clock: open.Clock, Keys: keymap.Default(), Theme: theme.New("dark", theme.TrueColor, theme.Dark),
		Zone: time.UTC, Refresh: 5 * time.Second, Traffic: traffic, Env: env.Lookup, ConfigPath: d.path,
		Profiles: connect.NewProfiles(d.path, env, open), Choices: choices,
	}
}

func newDesk(t *testing.T, faults string) *desk {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return &desk{t: t, server: server, c: server.Ready().Centrali, path: filepath.Join(t.TempDir(), "fntop", "config.toml")}
}

// sit shows a model at the desk.
func (d *desk) sit(m drive.Framed) *desk {
	ctx, cancel := context.WithCancel(d.t.Context())
	d.t.Cleanup(cancel)
	d.Driver = drive.New(ctx, framed{m, &d.shown}, 120, 36)
	return d
}

// start is the start page of that desk.
func (d *desk) start(choices ...api.Choice) *desk {
	o := d.options(choices...)
	o.Demo = func(context.Context) ([]api.Provider, error) { return nil, errors.New("no demo here") }
	return d.sit(ui.New(o))
}

func (d *desk) await(text string) {
	d.t.Helper()
	if !d.AwaitText(text) {
		d.t.Fatalf("waited for %q; the screen is\n%s", text, d.Screen())
	}
}

// fill answers every question, up to the try.
func (d *desk) fill(secret string) {
	d.t.Helper()
	d.Press(d.server.URL(), "enter", d.c.Workspace, "enter", "enter", d.c.ClientID, "enter")
	d.await("none can be reached here") // the keyring was asked
	d.Press("enter", secret, "enter", "enter", "enter")
}

func (d *desk) file() string {
	text, err := os.ReadFile(d.path)
	if err != nil && !os.IsNotExist(err) {
		d.t.Fatal(err)
	}
	return string(text)
}

func TestWizardLeadsFromTheStartPageToLiveRuns(t *testing.T) {
	d := newDesk(t, "").start()
	d.Press("s")
	d.await("1 of 4")
	d.fill(d.c.ClientSecret)
	d.await("It works")
	if d.file() != "" {
		t.Error("it was saved without being asked to")
	}
	d.Press("enter")
	d.await("● live")
	d.await("process-order")
	d.await("Saved as profile " + d.c.Workspace)
	if text := d.file(); !strings.Contains(text, "[profiles."+d.c.Workspace+"]") || !strings.Contains(text, d.c.ClientSecret) {
		t.Errorf("the file is\n%s", text)
	}
	d.Press("ctrl+g")
	d.await("GET")
	for _, frame := range d.shown {
		if strings.Contains(frame, d.c.ClientSecret) || strings.Contains(frame, d.c.ClientSecret[:12]) {
			t.Fatalf("a frame shows the secret:\n%s", frame)
		}
	}
	for _, q := range d.server.Requests() {
		if q.Method != "GET" && q.Auth != "client" {
			t.Errorf("%s %s was sent", q.Method, q.Path)
		}
	}
}

func TestWizardSaysWhatToDoAndSavesNothingWhereSignInFails(t *testing.T) {
	d := newDesk(t, "").start()
	d.Press("s")
	d.fill("sk_wrong")
	d.await("It does not work")
	d.await("Check the profile's client_id and client_secret")
	d.Press("enter") // which changes it
	d.await("3 of 4")
	if d.file() != "" {
		t.Errorf("the file is\n%s", d.file())
	}
	d.Press("ctrl+u", d.c.ClientSecret, "enter", "enter", "enter")
	d.await("It works")
	d.Press("esc", "esc", "esc", "esc", "esc")
	d.await("esc again")
	d.Press("esc")
	d.await("open the demo")
	if d.file() != "" {
		t.Errorf("the file is\n%s", d.file())
	}
}

func TestWizardRefusesANameThatWasTakenMeanwhile(t *testing.T) {
	d := newDesk(t, "").start()
	d.Press("s")
	d.fill(d.c.ClientSecret)
	d.await("It works")
	theirs := "[profiles." + d.c.Workspace + "]\nworkspace = 'theirs'\ntoken = 't'\n"
	if err := os.MkdirAll(filepath.Dir(d.path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, []byte(theirs), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Press("enter")
	d.await("Not saved")
	d.await("already")
	if d.file() != theirs {
		t.Errorf("the file is now\n%s", d.file())
	}
	// Under another name it goes in behind theirs.
	d.Press("enter", "shift+tab", "mine", "enter", "enter")
	d.await("It works")
	d.Press("enter")
	d.await("● live")
	if text := d.file(); !strings.HasPrefix(text, theirs) || !strings.Contains(text, "[profiles.mine]") {
		t.Errorf("the file is now\n%s", text)
	}
}

func TestWizardStopsATryThatHangs(t *testing.T) {
	d := newDesk(t, "hang").start()
	d.Press("s")
	d.fill(d.c.ClientSecret)
	d.await("without TLS")
	d.Press("esc")
	d.await("4 of 4")
	d.Quiet()
	if strings.Contains(d.Screen(), "It does not work") {
		t.Error("a try that was stopped tells how it ended")
	}
}

func TestStartPageOpensTheProfileThatIsChosenAndSaysWhyAnotherDoesNotOpen(t *testing.T) {
	d := newDesk(t, "")
	text := "[profiles.broken]\nworkspace = 'acme'\ntoken = { env = 'NOT_SET' }\n" +
		"[profiles.good]\nurl = '" + d.server.URL() + "'\nworkspace = '" + d.c.Workspace + "'\ntoken = '" + d.c.Token + "'\n"
	if err := os.MkdirAll(filepath.Dir(d.path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d.start(api.Choice{Name: "broken", Workspace: "acme", Host: "centrali.io"}, api.Choice{Name: "good", Workspace: d.c.Workspace, Host: "127.0.0.1"})
	d.await("▸ broken")
	d.Press("enter")
	d.await("NOT_SET, which is not set")
	d.await("▸ broken")
	d.Press("down", "enter")
	d.await("● live")
	if strings.Contains(d.Screen(), "NOT_SET") {
		t.Errorf("the old trouble is still told\n%s", d.Screen())
	}
}

func TestAskingAloneEndsWithWhatWasSaved(t *testing.T) {
	d := newDesk(t, "")
	m := ui.NewAsker(d.options())
	d.sit(m)
	d.fill(d.c.ClientSecret)
	d.await("It works")
	d.Press("enter")
	if !d.Await(func(string) bool { return m.Kept() != nil }) {
		t.Fatalf("nothing was saved\n%s", d.Screen())
	}
	if got := m.Kept(); got.Name != d.c.Workspace || got.Path != d.path || d.file() == "" {
		t.Errorf("saved is %+v", got)
	}
	for _, frame := range d.shown {
		if strings.Contains(frame, d.c.ClientSecret[:12]) {
			t.Fatalf("a frame shows the secret:\n%s", frame)
		}
	}
}

func TestAskingAloneFitsAnySize(t *testing.T) {
	d := newDesk(t, "")
	m := ui.NewAsker(d.options())
	d.sit(m)
	for _, size := range [][2]int{{200, 60}, {80, 24}, {40, 12}, {7, 3}, {1, 1}, {0, 0}, {120, 36}} {
		d.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if got := len(m.Frame()); got != size[1] && size[0] > 0 {
			t.Errorf("%d lines of %d", got, size[1])
		}
	}
}
