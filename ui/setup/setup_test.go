package setup

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

const planted = "sk_planted_9f31"

// rules are some of those that hold for the file.
func rules(d api.Draft, part api.Part) string {
	switch {
	case part == api.PartURL && strings.HasPrefix(d.URL, "http://centrali"):
		return "The url is plain http to centrali.lan, which would show the token to everybody on the way. Use https, or set insecure = true in the profile."
	case part == api.PartWorkspace && d.Workspace == "":
		return "The workspace is missing. Its slug stands in the address of its console."
	case part == api.PartSecret && d.Secret == "":
		return "The client secret is missing. Paste it."
	case part == api.PartName && strings.ContainsAny(d.Name, " ,"):
		return "A profile must have a name without commas and spaces. Choose another name."
	}
	return ""
}

func begin() *Model {
	return New(Options{Wrong: rules, Taken: []string{"prod", "acme-2"}, Opens: true})
}

// at is a wizard after these keys; text is typed in one go.
func at(keys ...string) *Model {
	m := begin()
	m.SetKeyring("")
	panetest.Press(m, keys...)
	return m
}

// The keys that lead to each page, with client credentials.
var (
	toWay    = []string{"enter", "acme", "enter"}
	toSignIn = append(slices.Clone(toWay), "enter")
	toName   = append(slices.Clone(toSignIn), "ci_0123", "enter", "enter", planted, "enter")
	toTry    = append(slices.Clone(toName), "enter", "enter")
)

func passed(what, detail string) api.Finding {
	return api.Finding{Result: api.Passed, What: what, Detail: detail, Took: model.Some(1234 * time.Microsecond)}
}

var (
	reached = passed("connection", "the API at http://127.0.0.1:4711, without TLS")
	refused = api.Finding{
		Result: api.Failed, What: "sign-in", Detail: "not authorised (401: Invalid client credentials)",
		Next: "Check the profile's client_id and client_secret, then sign in again.", Err: errors.New("no"),
	}
	worked = []api.Finding{
		reached, passed("sign-in", "by client credentials; the token is good for 7h"), passed("functions", "12 listed"),
		{Result: api.Doubtful, What: "stream", Detail: "the service has no event stream (404)", Next: "Nothing need be done: the lists are asked instead, which takes more requests and is a little later."},
		passed("budget", "fntop allows itself 300 requests a minute; the service allows 190 more within 58s"),
	}
)

// after is a wizard that has tried and found this.
func after(found ...api.Finding) *Model {
	m := at(toTry...)
	m.Found(found)
	m.Tried()
	return m
}

// stages are the wizard as it looks on its way.
func stages() map[string]*Model {
	noKeyring := begin()
	noKeyring.SetKeyring("none can be reached here")
	panetest.Press(noKeyring, toSignIn...)
	panetest.Press(noKeyring, "ci_0123", "enter")
	trying := at(toTry...)
	trying.Found(worked[:2])
	notSaved := after(worked...)
	notSaved.save()
	notSaved.NotSaved("/home/ada/.config/fntop/config.toml: this user may not write the configuration file. Name another place with --config.")
	leaving := at("enter", "acme", "esc")
	return map[string]*Model{
		"where": begin(), "where-wrong": at("http://centrali.lan", "enter"), "way": at(toWay...), "leaving": leaving,
		"credentials": at(toName[:len(toName)-1]...), "no-keyring": noKeyring,
		"command":  at(append(slices.Clone(toWay), "down", "enter", "pass show acme")...),
		"variable": at(append(slices.Clone(toWay), "down", "down", "enter", "down", "enter", "MY_TOKEN")...),
		"name":     at(toName...), "trying": trying, "works": after(worked...), "fails": after(reached, refused), "not-saved": notSaved,
	}
}

func TestFrames(t *testing.T) {
	for name, m := range stages() {
		panetest.Frames(t, name, m)
	}
}

func TestEveryStageFillsAnySizeExactly(t *testing.T) {
	for _, m := range stages() {
		panetest.Exact(t, m)
	}
}

func TestSecretsAreOnNoFrame(t *testing.T) {
	m := begin()
	look := func(where string) {
		t.Helper()
		for _, s := range panetest.Screens {
			if frame := panetest.Text(m, s[0], s[1]); strings.Contains(frame, "planted") || strings.Contains(frame, "sk_") {
				t.Errorf("%s shows the secret:\n%s", where, frame)
			}
		}
	}
	for _, msg := range panetest.Messages(toTry...) {
		m.Key(msg, keymap.None)
		look("a page")
	}
	m.Found([]api.Finding{reached, refused})
	look("the try")
	m.Tried()
	look("the menu")
	panetest.Press(m, "esc")
	look("the page after it")
	if text := fmt.Sprintf("%v %+v", m.draft, pane.TryDraft{Draft: m.draft}); strings.Contains(text, "planted") {
		t.Errorf("printed it says %s", text)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	m := begin()
	for _, page := range []string{"enter", "enter", "enter", "enter", "enter"} {
		m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(panetest.Hostile), Paste: true}, keymap.None)
		panetest.Harmless(t, m)
		panetest.Press(m, page)
	}
	m = after(api.Finding{Result: api.Failed, What: panetest.Hostile, Detail: panetest.Hostile, Next: panetest.Hostile})
	panetest.Harmless(t, m)
	m.NotSaved(panetest.Hostile)
	panetest.Harmless(t, m)
	m = begin()
	m.SetKeyring(panetest.Hostile)
	panetest.Press(m, toSignIn...)
	panetest.Harmless(t, m)
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, begin)
	panetest.AnyKeys(t, func() *Model { return after(reached, refused) })
}

func TestKeysTypedAheadFindTheFieldTheyWereMeantFor(t *testing.T) {
	got := panetest.Press(begin(), toTry...)
	want := api.Draft{Name: "acme", Workspace: "acme", Way: api.ByCredentials, ClientID: "ci_0123", Secret: planted, Keep: api.InKeyring}
	if d, ok := got.(pane.TryDraft); !ok || d.Draft != want {
		t.Errorf("it answers %#v", got)
	}
}

func TestEachWayAsksForWhatItNeedsAndNothingElse(t *testing.T) {
	base := api.Draft{Name: "acme", Workspace: "acme"}
	for name, c := range map[string]struct {
		keys []string
		want func(*api.Draft)
	}{
		"command":  {[]string{"down", "enter", " pass show acme ", "enter"}, func(d *api.Draft) { d.Way, d.Command = api.ByCommand, "pass show acme" }},
		"token":    {[]string{"down", "down", "enter", "down", "down", "enter", "tok", "enter"}, func(d *api.Draft) { d.Way, d.Secret, d.Keep = api.ByToken, "tok", api.InFile }},
		"variable": {[]string{"down", "down", "down", "enter", "down", "enter", "MY_KEY", "enter"}, func(d *api.Draft) { d.Way, d.Variable, d.Keep = api.ByKey, "MY_KEY", api.InVariable }},
	} {
		m := at(append(slices.Clone(toWay), c.keys...)...)
		want := base
		c.want(&want)
		if got := m.form.draft(); got != want || m.form.at().page != namePage {
			t.Errorf("%s: page %d, %#v %+v", name, m.form.at().page, got.Secret, got.Way)
		}
	}
}

func TestAnswersOfOneWayAreNotThoseOfAnother(t *testing.T) {
	m := at(toName...)
	panetest.Press(m, "esc", "esc", "down", "down", "enter")
	if d := m.form.draft(); d.Way != api.ByToken || d.Secret != "" || d.ClientID != "" {
		t.Errorf("the token is %d characters of a client secret", len(d.Secret))
	}
}

func TestNothingGoesOnBeforeItIsRight(t *testing.T) {
	m := at("http://centrali.lan", "enter")
	if m.form.at() != m.form.first || !strings.Contains(panetest.Text(m, 80, 24), "plain http to centrali.lan") {
		t.Errorf("the frame is\n%s", panetest.Text(m, 80, 24))
	}
	m.Key(panetest.Messages("ctrl+u")[0], keymap.None)
	if strings.Contains(panetest.Text(m, 80, 24), "plain http") {
		t.Error("what is wrong is said of a value that was changed")
	}
	panetest.Press(m, "enter", "enter", "enter", "tab", "down")
	if m.form.at().page != wherePage {
		t.Errorf("page %d without a workspace", m.form.at().page)
	}
	// Going back is always possible.
	panetest.Press(m, "shift+tab")
	if m.form.at() != m.form.first {
		t.Error("a field that is wrong holds who wants to leave it upwards")
	}
}

func TestPastedBreaksAreNoEnter(t *testing.T) {
	m := at(toSignIn...)
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("ci_1\rci_2\n"), Paste: true}, keymap.None)
	m.Key(tea.KeyMsg{Type: tea.KeyEnter, Paste: true}, keymap.None)
	if e := m.form.at(); e.label != "client id" {
		t.Errorf("the focus is on %s", e.label)
	}
	// A choice is not made by pasting, nor by what is typed ahead.
	m = at(toWay...)
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("jj")}, keymap.None)
	m.Key(tea.KeyMsg{Type: tea.KeyDown, Paste: true}, keymap.None)
	if m.form.way.at != 0 {
		t.Errorf("way %d was chosen", m.form.way.at)
	}
	panetest.Press(m, "j", "k", "j")
	if m.form.way.at != 1 {
		t.Errorf("way %d was chosen", m.form.way.at)
	}
}

func TestEscapeGoesBackPageByPageAndAsksBeforeItDropsAnything(t *testing.T) {
	m := at(toName...)
	for page := signInPage; page >= wherePage; page-- {
		if got := panetest.Press(m, "esc"); got != nil || m.form.at().page != page {
			t.Fatalf("it answers %#v on page %d", got, m.form.at().page)
		}
	}
	if got := panetest.Press(m, "esc"); got != nil || !strings.Contains(panetest.Text(m, 80, 24), "esc again") {
		t.Errorf("it answers %#v", got)
	}
	if got := panetest.Press(m, "x", "esc"); got != nil {
		t.Errorf("a key in between, and it answers %#v", got)
	}
	if got := panetest.Press(m, "esc"); got != (pane.Close{}) {
		t.Errorf("it answers %#v", got)
	}
	if got := panetest.Press(begin(), "esc"); got != (pane.Close{}) {
		t.Errorf("with nothing typed it answers %#v", got)
	}
	// What was typed is there again.
	m = at(toName...)
	panetest.Press(m, "esc", "esc", "esc", "enter", "enter", "enter", "enter", "enter")
	if d := m.form.draft(); d.Secret != planted || d.Workspace != "acme" {
		t.Errorf("left are %q", d.Workspace)
	}
}

func TestWithoutAKeyringTheFileIsThePlaceAndTheKeyringCannotBeChosen(t *testing.T) {
	m := begin()
	m.SetKeyring("none can be reached here")
	panetest.Press(m, toSignIn...)
	panetest.Press(m, "ci", "enter", "up", "up", "up", "enter")
	if d := m.form.draft(); d.Keep != api.InVariable {
		t.Errorf("kept is %d", d.Keep)
	}
	// A late answer does not change what a person chose.
	m.SetKeyring("")
	if d := m.form.draft(); d.Keep != api.InVariable {
		t.Errorf("kept is %d after the answer", d.Keep)
	}
}

// An arrow that has nothing to move to in a list leads out of it, as it does
// out of a line.
func TestArrowsLeadOutOfAListAtItsEnds(t *testing.T) {
	m := at(append(slices.Clone(toSignIn), "ci_0123", "enter")...) // where the secret is kept
	keep := m.form.secrets[api.ByCredentials].keep
	panetest.Press(m, "up")
	if m.form.at().input != m.form.clientID {
		t.Errorf("up from the first of the list leads to %q", m.form.at().label)
	}
	panetest.Press(m, "down", "down", "down")
	if m.form.at().input != keep || keep.at != 2 {
		t.Errorf("number %d is chosen, in %q", keep.at, m.form.at().label)
	}
	panetest.Press(m, "down")
	if got := m.form.at().label; got != "client secret" {
		t.Errorf("down from the last of the list leads to %q", got)
	}
}

func TestTheResultSaysItsKeysOnASmallScreen(t *testing.T) {
	for _, m := range []*Model{after(worked...), after(reached, refused)} {
		if frame := panetest.Text(m, 60, 15); !strings.Contains(frame, "enter do it") || !strings.Contains(frame, "▸ ") {
			t.Errorf("the keys or answers are missing:\n%s", frame)
		}
	}
}

func TestNameIsTheWorkspacesUnlessThatIsTaken(t *testing.T) {
	for slug, want := range map[string]string{"acme": "acme", "prod": "prod-2", "a,b": "centrali"} {
		m := at("enter", slug, "enter")
		if got := m.form.draft().Name; got != want {
			t.Errorf("of %s the name is %q", slug, got)
		}
	}
	m := New(Options{Wrong: rules, Taken: []string{"acme", "acme-2"}})
	panetest.Press(m, "enter", "acme")
	if got := m.form.draft().Name; got != "acme-3" {
		t.Errorf("the name is %q", got)
	}
}

func TestANameThatIsTakenIsRefused(t *testing.T) {
	m := at(append(slices.Clone(toName), "prod", "enter")...)
	if frame := panetest.Text(m, 80, 24); !strings.Contains(frame, `There is a profile "prod" already`) {
		t.Errorf("the frame is\n%s", frame)
	}
	if got := panetest.Press(m, "enter", "enter", "enter"); got != nil {
		t.Errorf("it answers %#v", got)
	}
}

func TestWhatWorksIsSavedByEnter(t *testing.T) {
	m := after(worked...)
	if got, ok := panetest.Press(m, "enter").(pane.SaveDraft); !ok || got.Draft.Secret != planted {
		t.Errorf("it answers %#v", got)
	}
	if !m.Saving() {
		t.Error("it does not say that it is saving")
	}
	if got := panetest.Press(m, "enter", "esc", "q"); got != nil {
		t.Errorf("while it is saved it answers %#v", got)
	}
}

func TestWhatDoesNotWorkIsSavedByItsOwnAnswerAlone(t *testing.T) {
	for name, m := range map[string]*Model{"failed": after(reached, refused), "nothing found": after()} {
		if got := panetest.Press(m, "enter"); got != nil || m.stage != asking {
			t.Errorf("%s: enter answers %#v", name, got)
		}
	}
	m := after(reached, refused)
	if got, ok := panetest.Press(m, "down", "enter").(pane.TryDraft); !ok || m.stage != trying {
		t.Errorf("trying again answers %#v", got)
	}
	m = after(reached, refused)
	if got, ok := panetest.Press(m, "down", "j", "enter").(pane.SaveDraft); !ok {
		t.Errorf("the last answer is %#v", got)
	}
}

func TestChangingGoesToWhatFailed(t *testing.T) {
	for what, c := range map[string]struct {
		err   error
		page  int
		label string
	}{
		"connection": {nil, wherePage, "url"},
		"TLS":        {nil, wherePage, "url"},
		"functions":  {&api.Error{Kind: api.NotFound}, wherePage, "workspace"},
		"triggers":   {&api.Error{Kind: api.Forbidden}, signInPage, "client secret"},
		"sign-in":    {nil, signInPage, "client secret"},
	} {
		m := after(reached, api.Finding{Result: api.Failed, What: what, Err: c.err})
		panetest.Press(m, "enter")
		if e := m.form.at(); e.page != c.page || e.label != c.label {
			t.Errorf("after %s the focus is on %s of page %d", what, e.label, e.page)
		}
		// From there enter leads through to the try again.
		for range 12 {
			if got, ok := panetest.Press(m, "enter").(pane.TryDraft); ok {
				if got.Draft.Secret != planted {
					t.Errorf("after %s another draft is tried", what)
				}
				break
			}
		}
		if m.stage != trying {
			t.Errorf("after %s enter does not lead to the try", what)
		}
	}
}

func TestATryCanBeStopped(t *testing.T) {
	m := at(toTry...)
	if got := panetest.Press(m, "enter", "j", "esc"); got != (pane.StopTrying{}) {
		t.Errorf("it answers %#v", got)
	}
	if m.stage != asking || m.form.at().page != namePage {
		t.Errorf("stage %d", m.stage)
	}
}

func TestARefusalToSaveCanBeTriedAgain(t *testing.T) {
	m := after(worked...)
	panetest.Press(m, "enter")
	m.NotSaved("the disk is full")
	if frame := panetest.Text(m, 80, 24); !strings.Contains(frame, "the disk is full") {
		t.Errorf("the frame is\n%s", frame)
	}
	if got, ok := panetest.Press(m, "down", "enter").(pane.SaveDraft); !ok {
		t.Errorf("it answers %#v", got)
	}
}

func TestNoColourNeededToSeeWhereOneIs(t *testing.T) {
	frame := strings.Join(at(toSignIn...).View(panetest.Look(theme.NoColor), 78, 16), "\n")
	if !strings.Contains(frame, "›") {
		t.Errorf("the frame is\n%s", frame)
	}
}
