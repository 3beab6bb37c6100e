package setup

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fntop/api"
)

// The pages of the form. Of the third there is one for each way to sign in.
const (
	wherePage = iota + 1
	wayPage
	signInPage
	namePage
)

// form is the questions, and what was answered.
type form struct {
	huh   *huh.Form
	sheet *sheet
	first *entry

	url, workspace *line
	way            *choice
	clientID       *line
	command        *line
	secrets        map[api.Way]*secret
	name           *line
	readOnly       *choice
}

// secret is what is asked about the secret of one way to sign in.
type secret struct {
	keep            *choice
	typed, variable *line
}

// ways and places are in the order of their options.
var (
	ways   = []api.Way{api.ByCredentials, api.ByCommand, api.ByToken, api.ByKey}
	places = []api.Keep{api.InKeyring, api.InVariable, api.InFile}
)

const hosted = "https://centrali.io"

// pageTitle is what a page is called, by the way to sign in where that matters.
func pageTitle(page int, w api.Way) string {
	switch page {
	case wherePage:
		return "Where the workspace is"
	case wayPage:
		return "How fntop signs in"
	case namePage:
		return "What it is called"
	}
	return map[api.Way]string{
		api.ByCredentials: "Client credentials", api.ByCommand: "Token command", api.ByToken: "Token", api.ByKey: "Publishable key",
	}[w]
}

func (m *Model) newForm() *form {
	f := &form{sheet: &sheet{}, secrets: map[api.Way]*secret{}}
	f.url, f.workspace, f.clientID, f.command, f.name = newLine(), newLine(), newLine(), newLine(), newLine()
	f.url.preset = func() string { return hosted }
	f.name.preset = m.freeName
	f.way = &choice{options: []option{
		{text: "client credentials", note: "a service account; its tokens are renewed"},
		{text: "token command", note: "a line for the shell that prints a token"},
		{text: "token", note: "a bearer token; nothing renews it"},
		{text: "publishable key", note: "made for browsers; it may not read runs"},
	}}
	f.readOnly = &choice{options: []option{
		{text: "no", note: "invoke, rerun and pause ask each time"},
		{text: "yes", note: "nothing can be invoked, rerun or paused"},
	}}

	where := []huh.Field{
		f.entry(f.url, wherePage, "url", "The hosted Centrali, unless you run your own.", m.wrong(api.PartURL)),
		f.entry(f.workspace, wherePage, "workspace", "Its slug, as in the address of its console; never an id.", m.wrong(api.PartWorkspace)),
	}
	f.first = where[0].(*entry)
	way := []huh.Field{f.entry(f.way, wayPage, "", "", nil)}
	name := []huh.Field{
		f.entry(f.name, namePage, "name", "What --profile takes. It has to be new.", m.wrongName),
		f.entry(f.readOnly, namePage, "read-only", "", nil),
	}
	name[1].(*entry).last = true
	groups := []*huh.Group{huh.NewGroup(where...), huh.NewGroup(way...)}
	for _, w := range ways {
		groups = append(groups, huh.NewGroup(m.signIn(f, w)...).WithHideFunc(func() bool { return f.chosenWay() != w }))
	}
	groups = append(groups, huh.NewGroup(name...))
	f.huh = huh.NewForm(groups...).WithTheme(&huh.Theme{}).WithShowHelp(false).WithShowErrors(false)
	f.run(f.huh.Init())
	return f
}

// signIn are the entries of one way to sign in.
func (m *Model) signIn(f *form, w api.Way) []huh.Field {
	if w == api.ByCommand {
		return []huh.Field{f.entry(f.command, signInPage, "command",
			"The first line it prints is the token. It is written to the file.", m.wrong(api.PartCommand))}
	}
	s := &secret{typed: newLine(), variable: newLine(), keep: &choice{options: []option{
		{text: "in the keyring", note: "the file only says that it is there"},
		{text: "in a variable", note: "that you set; the file names it"},
		{text: "in the file", note: "in plain text; only you may read it"},
	}}}
	s.typed.secret = true
	f.secrets[w] = s
	label, where := "client secret", "secret is kept"
	switch w {
	case api.ByToken:
		label, where = "token", "token is kept"
	case api.ByKey:
		label, where = "key", "key is kept"
	}
	keep := f.entry(s.keep, signInPage, where, "", nil)
	typed := f.entry(s.typed, signInPage, label, "", m.wrong(api.PartSecret))
	typed.note = func() string { return m.whereKept(s) }
	typed.skip = func() bool { return s.kept() == api.InVariable }
	variable := f.entry(s.variable, signInPage, "variable", "Its name. It has to be set now too, for the connection is tried.", m.wrong(api.PartVariable))
	variable.skip = func() bool { return s.kept() != api.InVariable }
	entries := []huh.Field{keep, typed, variable}
	if w == api.ByCredentials {
		id := f.entry(f.clientID, signInPage, "client id", "Of the service account.", m.wrong(api.PartClientID))
		entries = append([]huh.Field{id}, entries...)
	}
	return entries
}

func (s *secret) kept() api.Keep { return places[s.keep.at] }

func (m *Model) whereKept(s *secret) string {
	if s.kept() == api.InFile {
		return "It will stand in the file in plain text."
	}
	return "It goes into the keyring, once the connection works."
}

func (f *form) entry(in input, page int, label, note string, wrong func() string) *entry {
	e := &entry{input: in, sheet: f.sheet, page: page, label: label, wrong: wrong}
	e.note = func() string { return note }
	if c, ok := in.(*choice); ok {
		e.note = c.explained
	}
	return e
}

func (f *form) chosenWay() api.Way { return ways[f.way.at] }

// at is the entry that has the focus.
func (f *form) at() *entry { return f.huh.GetFocusedField().(*entry) }

// draft is what was answered.
func (f *form) draft() api.Draft {
	d := api.Draft{
		Name: f.name.value(), URL: f.url.value(), Workspace: f.workspace.value(), Way: f.chosenWay(), ReadOnly: f.readOnly.at == 1,
	}
	if d.URL == hosted {
		d.URL = ""
	}
	switch s := f.secrets[d.Way]; {
	case s == nil:
		d.Command = f.command.value()
	case s.kept() == api.InVariable:
		d.Keep, d.Variable = api.InVariable, s.variable.value()
	default:
		d.Keep, d.Secret = s.kept(), s.typed.value()
	}
	if d.Way == api.ByCredentials {
		d.ClientID = f.clientID.value()
	}
	return d
}

// begun reports whether anything was typed that would be lost.
func (f *form) begun() bool {
	lines := []*line{f.url, f.workspace, f.clientID, f.command, f.name}
	for _, s := range f.secrets {
		lines = append(lines, s.typed, s.variable)
	}
	for _, x := range lines {
		if x.Value() != "" {
			return true
		}
	}
	return false
}

// send gives the form a message, and then what it has to say to itself. That
// is done at once: a key that is typed ahead must find the entry that the one
// before it led to.
func (f *form) send(msg tea.Msg) {
	_, cmd := f.huh.Update(msg)
	f.run(cmd)
}

// chatter is how many messages of its own a form may answer one with.
const chatter = 200

func (f *form) run(cmd tea.Cmd) {
	for queue, n := messages(cmd), 0; len(queue) > 0 && n < chatter; n++ {
		_, cmd := f.huh.Update(queue[0])
		queue = append(queue[1:], messages(cmd)...)
	}
}

// messages are what a command of the form's answers. None of these waits for
// anything: the entries have no commands of their own.
func messages(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	v := reflect.ValueOf(msg)
	if !v.IsValid() {
		return nil
	}
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for i := range v.Len() {
		all = append(all, messages(v.Index(i).Interface().(tea.Cmd))...)
	}
	return all
}

// turnBack goes to the page before, and reports whether there is one.
func (f *form) turnBack() bool {
	e := f.at()
	if e.page == wherePage {
		return false
	}
	e.err = ""
	f.run(f.huh.PrevGroup())
	return true
}

// goTo goes back to a page, on the first one to its first entry if wanted.
func (f *form) goTo(page int, first bool) {
	for f.at().page > page && f.turnBack() {
	}
	if first && f.at() != f.first {
		f.send(huh.PrevField())
	}
}
