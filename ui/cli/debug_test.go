package cli_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/ui/cli"
)

// logged are the lines of a log, by what they are about.
func logged(t *testing.T, path string) map[string][]object {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]object)
	for line := range strings.Lines(string(text)) {
		l := decode[object](t, line)
		what, _ := l["msg"].(string)
		all[what] = append(all[what], l)
	}
	return all
}

func TestTheDebugLogTellsOfRequestsAndOfNoSecret(t *testing.T) {
	t.Parallel()
	const payload, output = "payload-4711", "output-0815"
	path := filepath.Join(t.TempDir(), "log")
	b := small()
	b.runs[0]["runData"] = object{"token": output}
	s := serve(t, b)
	for _, c := range []struct {
		args string
		code int
	}{
		{"runs", 0}, {"run r1", 0}, {"triggers", 0}, {"doctor", 0}, {"runs --query " + payload, 0},
		{"invoke by-hand --payload {\"a\":\"" + payload + "\"}", 0},
		{"rerun r1 --reason " + payload, 0}, {"run " + secret, 5},
	} {
		s.run(append(strings.Fields(c.args), "--debug", path)...).want(t, c.code)
	}
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"bad token `+r.Header.Get("Authorization")+`, bad `+payload+`"}`)
		return true
	}
	s.run("functions", "--debug", path).want(t, 4)
	s.env["CENTRALI_CLIENT_ID"], s.env["CENTRALI_CLIENT_SECRET"], s.env["CENTRALI_TOKEN"] = "ci_1", "sk_"+output, ""
	s.run("functions", "--debug="+path).want(t, 4)

	text, _ := os.ReadFile(path)
	for _, hidden := range []string{secret, payload, output, "params-are-secret", "Bearer", "ci_1"} {
		if strings.Contains(string(text), hidden) {
			t.Errorf("the log holds %q", hidden)
		}
	}
	all := logged(t, path)
	if len(all["start"]) != 10 || len(all["end"]) != 10 || all["end"][9]["exit"] != 4.0 {
		t.Errorf("%d begun, %d ended: %v", len(all["start"]), len(all["end"]), all["end"])
	}
	if first := all["start"][0]; first["command"] != "fntop runs" || first["version"] != "0.1.0" {
		t.Errorf("the start is %v", first)
	}
	kinds := make(map[any]int)
	for _, q := range all["request"] {
		kinds[q["kind"]]++
		for _, name := range []string{"time", "profile", "method", "path", "status", "ms", "attempt", "used", "budget", "left"} {
			if q[name] == nil {
				t.Fatalf("a request has no %s: %v", name, q)
			}
		}
	}
	if len(all["request"]) < 15 || kinds[""] == 0 || kinds["refused"] == 0 || kinds["not found"] == 0 {
		t.Errorf("%d requests: %v", len(all["request"]), kinds)
	}
}

func TestTheDebugLogTakesWhatTheTerminalUIsProvidersTell(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	s, _ := onDemo(t, "")
	s.tty = true
	own := 0
	s.ui = func(ctx context.Context, start cli.Start) error {
		p, err := connect.Open(start.Profiles[0], connect.Options{
			Context: ctx, Observe: start.Observed(func(api.Event) { own++ }), Watched: start.Watched,
		})
		if err != nil {
			return err
		}
		if _, err := p.Functions(ctx); err != nil {
			return err
		}
		ctx, stop := context.WithTimeout(ctx, time.Minute)
		defer stop()
		_ = p.Watch(ctx, func(e api.Event) {
			if l, ok := e.(api.LinkChanged); ok && l.Up {
				stop()
			}
		})
		return nil
	}
	s.run("--debug", path).want(t, 0)
	all := logged(t, path)
	if own < 2 || len(all["request"]) != own || len(all["link"]) == 0 || all["link"][0]["up"] != true || all["start"][0]["command"] != "fntop" {
		t.Errorf("%d requests were observed: %v", own, all)
	}
	s.ui = func(_ context.Context, start cli.Start) error {
		if start.Watched != nil {
			t.Error("somebody watches without --debug")
		}
		return nil
	}
	s.run().want(t, 0)
}

func TestADebugFileThatCannotBeWrittenEndsTheCommand(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	for _, path := range []string{"", t.TempDir(), filepath.Join(t.TempDir(), "no", "such")} {
		s.run("functions", "--debug", path).want(t, 2, "--debug", "Name another")
	}
}
