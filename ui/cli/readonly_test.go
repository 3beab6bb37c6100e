package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fntop/api/bulk"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
)

// asked is a command line for each command by itself, with each of its flags,
// and with all of them.
func asked(t *testing.T, run, trigger string) [][]string {
	t.Helper()
	values := map[string]string{ // what a flag makes sense with; another string has to do for the others
		"payload": `{"a":1}`, "override": `{"a":1}`, "timeout": "1s", "since": "7d", "until": "1m", "limit": "3", "status": "failure", "query": "error:e",
		"function": "process-order", "trigger": trigger, "rate": "100/s", "order": "oldest", "stop-after": "1", "output": "json", "refresh": "5s",
		"theme": "dark", "profile": "prod", "jq": ".", "debug": "debug.log", "reason": "why", "addr": "127.0.0.1:0", "plan": "pro", "size": "12x18",
	}
	words := map[string][]string{ // what a command is about
		"run": {run}, "follow": {run}, "rerun": {run}, "bundle": {run}, "invoke": {trigger}, "bash": nil,
	}
	var lines [][]string
	var visit func(cmd *cobra.Command, path []string)
	visit = func(cmd *cobra.Command, path []string) {
		cmd.InitDefaultHelpFlag()
		base := append(path[:len(path):len(path)], words[cmd.Name()]...)
		lines = append(lines, base)
		all := base
		flag := func(f *pflag.Flag) {
			if f.Name == "config" || f.Name == "help" || f.Name == "version" || f.Name == "read-only" || f.Name == "demo" {
				return // they say where the profile is, or that nothing is done; --demo opens the UI
			}
			given := "--" + f.Name
			if f.NoOptDefVal == "" {
				value, ok := values[f.Name]
				if !ok {
					value = "x"
				}
				given += "=" + value
			}
			lines = append(lines, append(base[:len(base):len(base)], given))
			all = append(all[:len(all):len(all)], given)
		}
		cmd.LocalFlags().VisitAll(flag)
		lines = append(lines, all)
		for _, c := range cmd.Commands() {
			visit(c, append(path[:len(path):len(path)], c.Name()))
		}
	}
	visit((&app{}).root(), nil)
	// What takes the place of an argument.
	for _, line := range []string{"rerun --status failure --yes", "rerun --query error:e --yes --follow", "rerun --continue --yes", "rerun --continue", "follow job:job_1"} {
		lines = append(lines, strings.Fields(line))
	}
	return lines
}

// workshop is a demo server and the files of a profile on it.
type workshop struct {
	server  *demo.Server
	config  string
	state   string
	run     string
	trigger string
}

func setUp(t *testing.T) *workshop {
	t.Helper()
	t.Chdir(t.TempDir()) // some commands write files
	server, err := demo.Start(t.Context(), demo.Options{Speed: 100, Plan: demo.Pro})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w := &workshop{server: server, config: filepath.Join(t.TempDir(), "c.toml"), state: t.TempDir(), trigger: "retry-mail"}
	c := server.Ready().Centrali
	text := "[profiles.prod]\nurl='" + server.URL() + "'\nworkspace='" + c.Workspace + "'\nclient_id='" + c.ClientID + "'\nclient_secret='" + c.ClientSecret + "'\nrequests_per_minute=9000\n"
	if err := os.WriteFile(w.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := connect.Open(connect.Profile{Name: "prod", Backend: connect.Centrali, URL: server.URL(), Workspace: c.Workspace,
		ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret)}, connect.Options{Context: t.Context()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.CloseIdle()
	functions, err := p.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range functions {
		page, err := p.Runs(t.Context(), model.Ask{Function: f.ID, Status: model.Some(model.StatusFailure), Page: 1, Limit: 1})
		if err == nil && len(page.Runs) == 1 {
			w.run = page.Runs[0].ID.ID
			// There is the rest of a bulk rerun to go on with.
			j, err := bulk.Create(filepath.Join(w.state, "fntop"), bulk.Plan{Made: time.Now(), Every: bulk.Usual, Places: []bulk.Place{bulk.PlaceOf(p.Info())},
				Items: []bulk.Item{{Run: page.Runs[0].ID, Function: page.Runs[0].Function}}})
			if err != nil {
				t.Fatal(err)
			}
			_ = j.Close()
			return w
		}
	}
	t.Fatal("no run has failed")
	return nil
}

// ask runs a command line to its end, or for as long as it may take.
func (w *workshop) ask(t *testing.T, within time.Duration, line []string, env map[string]string) {
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var out, told bytes.Buffer
	Run(ctx, Options{
		Args: line, In: strings.NewReader("{}\ny\n"), Out: &out, Err: &told, Zone: time.UTC,
		Env: connect.Env{Lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok }},
		UI: func(_ context.Context, s Start) error {
			if !s.ReadOnly {
				t.Errorf("fntop %v opens a UI that may change something", line)
			}
			return nil
		},
	})
}

func (w *workshop) changes() (all []string) {
	for _, q := range w.server.Requests() {
		if q.Method != "GET" && q.Auth != "client" {
			all = append(all, q.Method+" "+q.Path)
		}
	}
	return all
}

// place says where the profile and the state are.
func (w *workshop) place(env map[string]string) map[string]string {
	env["FNTOP_CONFIG"], env["XDG_STATE_HOME"], env["HOME"] = w.config, w.state, w.state
	return env
}

func (w *workshop) walk(t *testing.T, lines [][]string, env map[string]string) {
	t.Helper()
	w.place(env)
	const enough = 3 * time.Second // to send something
	free := make(chan struct{}, 8)
	var all sync.WaitGroup
	for _, line := range lines {
		free <- struct{}{}
		all.Go(func() {
			w.ask(t, enough, line, env)
			<-free
		})
	}
	all.Wait()
}

// TestReadOnlyModeLetsNoChangeOutByAnyCommandOrFlag tries every command with
// every flag, with the flag and with the variable.
func TestReadOnlyModeLetsNoChangeOutByAnyCommandOrFlag(t *testing.T) {
	OneByOne(t)
	w := setUp(t)
	lines := asked(t, w.run, w.trigger)
	if len(lines) < 100 {
		t.Fatalf("%d command lines", len(lines))
	}
	var flagged [][]string
	for _, line := range lines {
		flagged = append(flagged, append(line[:len(line):len(line)], "--read-only"))
	}
	w.walk(t, flagged, map[string]string{})
	w.walk(t, lines, map[string]string{"FNTOP_READ_ONLY": "1"})
	if sent := w.changes(); len(sent) > 0 {
		t.Errorf("in read-only mode %v", sent)
	}
}

// TestTheSameCommandsChangeThingsWhereThatIsAllowed shows that the walk finds
// the ways out that read-only mode has to close.
func TestTheSameCommandsChangeThingsWhereThatIsAllowed(t *testing.T) {
	OneByOne(t)
	w := setUp(t)
	// By itself: the others make journals that would be gone on with first.
	w.ask(t, time.Minute, []string{"rerun", "--continue", "--yes"}, w.place(map[string]string{}))
	if r := bulk.List(filepath.Join(w.state, "fntop")); len(r) != 1 || r[0].Left() > 0 {
		t.Error("the rest of the bulk rerun was not sent")
	}
	var lines [][]string
	for _, line := range asked(t, w.run, w.trigger) {
		if len(line) > 0 && (line[0] == "invoke" || line[0] == "rerun") {
			lines = append(lines, line)
		}
	}
	w.walk(t, lines, map[string]string{})
	sent := strings.Join(w.changes(), "\n")
	if strings.Count(sent, "/execute") < 3 || strings.Count(sent, "/rerun") < 5 {
		t.Errorf("they sent\n%s", sent)
	}
	if r := bulk.List(filepath.Join(w.state, "fntop")); len(r) < 2 {
		t.Error("no bulk rerun was begun")
	}
}
