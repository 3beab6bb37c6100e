package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui/cli"
)

// shell runs fntop against a server, as a script would.
type shell struct {
	t     *testing.T
	env   map[string]string
	files map[string]string
	in    string
	clock clock.Clock
	ctx   context.Context
	ui    func(context.Context, cli.Start) error
	ask   func(context.Context, cli.Start) (api.Kept, error)
	tty   bool
	width int

	home  sync.Once
	state string
}

// result is what a command left behind.
type result struct {
	args     []string
	code     int
	out, err string
}

func (s *shell) run(args ...string) result {
	s.t.Helper()
	var out, errOut bytes.Buffer
	ctx := s.ctx
	if ctx == nil {
		ctx = s.t.Context()
	}
	code := cli.Run(ctx, cli.Options{
		Args: args, In: strings.NewReader(s.in), Out: &out, Err: &errOut,
		InTTY: s.tty, OutTTY: s.tty, ErrTTY: s.tty, Width: s.width, Zone: time.UTC,
		Env: s.environment(), Clock: s.clock, Version: "0.1.0", UI: s.ui, Ask: s.ask,
	})
	return result{args, code, out.String(), errOut.String()}
}

// stateHome is a folder that goes with the test.
func (s *shell) stateHome() string {
	s.home.Do(func() { s.state = s.t.TempDir() })
	return s.state
}

func (s *shell) environment() connect.Env {
	return connect.Env{
		Lookup: func(name string) (string, bool) {
			v, ok := s.env[name]
			if !ok && name == "XDG_STATE_HOME" {
				v, ok = s.stateHome(), true // nothing is left outside of the test
			}
			return v, ok
		},
		GOOS: "linux",
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := s.files[path]; ok {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		},
		Mode: func(string) (fs.FileMode, error) { return 0o600, nil },
	}
}

// want fails unless the command ended with code; it returns the result.
func (r result) want(t *testing.T, code int, inErr ...string) result {
	t.Helper()
	if r.code != code {
		t.Fatalf("fntop %q: exit %d, want %d\nout: %s\nerr: %s", r.args, r.code, code, r.out, r.err)
	}
	for _, text := range inErr {
		if !strings.Contains(r.err, text) {
			t.Errorf("fntop %q: standard error lacks %q: %s", r.args, text, r.err)
		}
	}
	return r
}

// onDemo is a shell whose environment leads to a demo server.
func onDemo(t *testing.T, faults string) (*shell, *demo.Server) {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{Faults: faults, Speed: 100})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return on(t, server), server
}

func on(t *testing.T, server *demo.Server) *shell {
	ready := server.Ready()
	return &shell{t: t, env: map[string]string{
		"HOME": "/nowhere", "CENTRALI_URL": ready.URL, "CENTRALI_WORKSPACE": ready.Centrali.Workspace,
		"CENTRALI_CLIENT_ID": ready.Centrali.ClientID, "CENTRALI_CLIENT_SECRET": ready.Centrali.ClientSecret,
	}}
}

func decode[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("not JSON: %v\n%.1000s", err, text)
	}
	return v
}

type object = map[string]any

func TestListsInEveryFormat(t *testing.T) {
	t.Parallel()
	s, _ := onDemo(t, "")
	for _, command := range []string{"functions", "triggers", "runs"} {
		// Raw: some of the demo's numbers fit no type of Go's.
		rows := decode[[]json.RawMessage](t, s.run(command, "-o", "json").want(t, 0).out)
		if len(rows) == 0 {
			t.Fatalf("%s: nothing listed", command)
		}
		for _, format := range []string{"table", "jsonl", "csv"} {
			r := s.run(command, "--output", format).want(t, 0)
			lines := strings.Count(r.out, "\n")
			if format != "jsonl" {
				lines-- // the header
			}
			if lines < len(rows)-1 || r.err != "" {
				t.Errorf("%s -o %s: %d lines of %d\n%s", command, format, lines, len(rows), r.err)
			}
		}
	}
}

func TestVersionAndHelpGoToStandardOutput(t *testing.T) {
	t.Parallel()
	s := &shell{t: t}
	if r := s.run("--version").want(t, 0); r.out != "fntop 0.1.0\n" || r.err != "" {
		t.Errorf("%q, %q", r.out, r.err)
	}
	if r := s.run("--help").want(t, 0); !strings.Contains(r.out, "runs") || r.err != "" {
		t.Errorf("%q, %q", r.out, r.err)
	}
}
