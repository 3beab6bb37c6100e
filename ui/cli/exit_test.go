package cli_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"fntop/ui/cli"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// answers is a hook that answers requests whose path holds part.
func answers(part string, status int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, part) {
			return false
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		return true
	}
}

func TestMistakesInWhatWasAskedForExitWithTwo(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	for _, c := range []struct{ args, says string }{
		{"runs --stauts failure", "--status"},
		{"runz", `"fntop run"`},
		{"functions extra", "extra"},
		{"run", "one run id"},
		{"run a b", "one run id"},
		{"config", "init, path and show"},
		{"config nope", "nope"},
		{"completion", "bash"},
		{"completion tcsh", "tcsh"},
		{"help nope", "nope"},
		{"runs -z", "-z"},
		{"demo srve", "demo serve"},
		{"runs -o yaml", "jsonl"},
		{"runs --limit 0", "--limit"},
		{"runs --limit -3", "--limit"},
		{"runs --limit many", "limit"},
		{"runs --status failed", "failure"},
		{"runs --status failure,bogus", "bogus"},
		{"runs --since yesterday", "--since"},
		{"runs --since 1h --until 2h", "--until"},
		{"runs --query dur>abc", "--query"},
		{"runs --refresh 1ms", "refresh"},
		{"invoke by-hand --payload {", "not valid JSON"},
		{"invoke by-hand --payload @/does/not/exist", "/does/not/exist"},
		{"invoke by-hand --payload -", "empty"},
		{"invoke by-hand --timeout 0s", "timeout"},
		{"invoke by-hand --timeout 2026-11-21", "timeout"},
		{"invoke by-hand --read-only", "read-only"},
		{"invoke nightly", "scheduled"},
		{"invoke paused", "paused"},
		{"rerun r1 --override [1]", "object"},
		{"rerun r1 --read-only", "read-only"},
		{"follow job:", "job"},
		{"--seed 3", "--demo"},
		{"demo serve --faults bogus", "bogus"},
		{"demo serve --addr 0.0.0.0:0", "loopback"},
		{"demo serve --speed -1", "speed"},
		{"demo serve --size 12x17", "12x18"},
		{"--size 500x2000", "--demo"},
		{"runs --profile nobody", "nobody"},
		{"", "terminal"},
		{"--demo", "terminal"},
	} {
		r := s.run(strings.Fields(c.args)...).want(t, 2, "fntop: ", c.says)
		if r.out != "" || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: want one line on standard error alone:\n%s%s", c.args, r.out, r.err)
		}
	}
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestEachAnswerHasItsExitCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		hook func(http.ResponseWriter, *http.Request) bool
		code int
	}{
		{"runs", nil, 0},
		{"functions", answers("compute-functions", 401, `{"error":"Unauthorized","message":"Token expired"}`), 3},
		{"triggers", answers("function-triggers", 403, `{"message":"Missing scope"}`), 3},
		{"runs", answers("function-runs", 400, `{"message":"bad"}`), 4},
		{"run r1", answers("function-runs", 422, `{"message":"bad"}`), 4},
		{"invoke by-hand", answers("execute", 409, `{"message":"no"}`), 4},
		{"invoke by-hand", answers("execute", 413, `{"message":"no"}`), 4},
		{"run nope", nil, 5},
		{"rerun nope", nil, 5},
		{"follow nope", nil, 5},
		{"invoke nope", nil, 5},
		{"runs --function nope", nil, 5},
		{"runs --trigger nope", nil, 5},
		{"runs", answers("function-runs", 404, `{"message":"gone"}`), 5},
		{"functions", answers("", 404, `{"message":"no workspace"}`), 2},
		{"triggers", answers("", 404, `{"message":"no workspace"}`), 2},
		{"triggers", answers("function-triggers", 404, `{"message":"no such route"}`), 4},
		{"run r1", answers("", 404, `{"message":"no workspace"}`), 2},
		{"follow r1", answers("", 404, `{"message":"no workspace"}`), 2},
		{"runs", answers("", 404, `{"message":"no workspace"}`), 2},
		{"functions", answers("compute-functions", 200, `<html>`), 6},
		{"run r1", answers("function-runs", 200, `nonsense`), 6},
		{"invoke by-hand", answers("execute", 200, `{}`), 6},
		{"follow r1", nil, 1},
	} {
		b := small()
		b.hook = c.hook
		r := hurried(t, b).run(strings.Fields(c.args)...).want(t, c.code)
		if strings.Contains(r.out+r.err, secret) {
			t.Errorf("%s: a secret was printed: %s", c.args, r.err)
		}
		if c.code > 1 && (r.out != "" || !strings.HasPrefix(r.err, "fntop: ")) {
			t.Errorf("%s: printed %q and %q", c.args, r.out, r.err)
		}
	}
}

func TestABackendThatIsNotThereExitsWithFour(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	s.env["CENTRALI_URL"] = "http://127.0.0.1:1"
	s.run("functions").want(t, 4, "could not be reached")
}

func TestNextStepsNameWhatThePersonSetUp(t *testing.T) {
	t.Parallel()
	b := small()
	b.hook = answers("", 401, `{"message":"Token expired"}`)
	s := serve(t, b)
	s.run("functions").want(t, 3, "Renew CENTRALI_TOKEN or")
	file := func(rest string) *shell {
		f := &shell{t: t, env: map[string]string{"HOME": "/nowhere"}}
		return reading(f, fmt.Sprintf("[profiles.p]\nworkspace = \"acme\"\n%s\n", rest))
	}
	url := fmt.Sprintf("url = %q\n", s.env["CENTRALI_URL"])
	file(url+"token = \"t\"").run("functions").want(t, 3, "Renew the profile's token")
	file(url+"publishable_key = \"pk_live_1\"").run("functions").want(t, 3, "Check the profile's publishable_key")
	file(url+"client_id = \"ci\"\nclient_secret = \"sk\"").run("functions").want(t, 3, "Check the profile's client_id and client_secret")
	file("url = \"http://127.0.0.1:1\"\ntoken = \"t\"").run("functions").want(t, 4, "Check the network and the profile's url")
	b.hook = answers("", 404, `{"message":"no workspace"}`)
	file(url+"token = \"t\"").run("functions").want(t, 2, "Check the profile's workspace")
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Location", "http://127.0.0.1:1/")
		return answers("execute", 307, "")(w, r)
	}
	file(url+"token = \"t\"").run("invoke", "by-hand").want(t, 4, "Nothing was started or changed as far as the answer tells: set the profile's url")
}

func TestACommandWithoutAProfileExitsWithTwo(t *testing.T) {
	t.Parallel()
	s := &shell{t: t, env: map[string]string{"HOME": "/nowhere"}}
	s.run("runs").want(t, 2, "no profile")
}

// hung is a back end that never answers what holds part; asked is closed when
// it was asked.
func hung(part string) (b *wire, asked chan struct{}) {
	b, asked = small(), make(chan struct{})
	var once bool
	b.hook = func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, part) {
			return false
		}
		b.mu.Lock()
		if !once {
			once = true
			close(asked)
		}
		b.mu.Unlock()
		_, _ = io.Copy(io.Discard, r.Body) // else the server does not see the client go
		<-r.Context().Done()
		return true
	}
	return b, asked
}

func TestInterruptsAndTerminationsHaveTheirCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, part string
		cause      error
		code       int
		says       string
	}{
		{"runs", "function-runs", cli.ErrInterrupted, 130, "interrupted"},
		{"functions", "compute", cli.ErrTerminated, 143, "terminated"},
		{"run r1", "function-runs", cli.ErrInterrupted, 130, "interrupted"},
		{"follow r1", "function-runs", cli.ErrTerminated, 143, "terminated"},
		{"invoke by-hand", "execute", cli.ErrInterrupted, 130, "may have happened"},
		{"rerun r1 --follow", "rerun", cli.ErrTerminated, 143, "may have happened"},
		{"invoke by-hand", "compute", nil, 130, "Nothing was sent"},
	} {
		b, asked := hung(c.part)
		s := serve(t, b)
		ctx, cancel := context.WithCancelCause(t.Context())
		s.ctx = ctx
		go func() {
			<-asked
			cancel(c.cause)
		}()
		if r := s.run(strings.Fields(c.args)...).want(t, c.code); r.out != "" {
			t.Errorf("%s: printed %q", c.args, r.out)
		}
		cancel(nil)
	}
}

func TestTheDemoServesUntilItIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	read, write := io.Pipe()
	code := make(chan int)
	go func() {
		code <- cli.Run(ctx, cli.Options{Args: []string{"demo", "serve", "--seed", "7"}, Out: write, Err: io.Discard, In: strings.NewReader("")})
	}()
	line := make([]byte, 4096)
	n, err := read.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	ready := decode[object](t, string(line[:n]))
	if ready["url"] == "" || ready["centrali"].(object)["clientSecret"] == "" {
		t.Errorf("the line is %s", line[:n])
	}
	cancel(cli.ErrInterrupted)
	if got := <-code; got != 130 {
		t.Errorf("exit %d", got)
	}
}

// closedPipe is standard output after its reader went away.
type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestAReaderThatLeavesIsNoError(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	var errOut strings.Builder
	for args, want := range map[string]int{"runs": 0, "follow r1": 1} {
		code := cli.Run(t.Context(), cli.Options{Args: strings.Fields(args), Out: closedPipe{}, Err: &errOut, Env: s.environment()})
		if code != want || strings.Contains(errOut.String(), "fntop:") {
			t.Errorf("%s: exit %d, %s", args, code, errOut.String())
		}
	}
}
