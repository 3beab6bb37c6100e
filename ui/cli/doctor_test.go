package cli_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fntop/api/demo"
)

// ending is a token that nobody signed and that ends at a time.
func ending(at time.Time) string {
	claims := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"exp":%d}`, at.Unix()))
	return "eyJhbGciOiJub25lIn0." + claims + ".c2ln"
}

// firstBad is the first line that is not ok, with what stands below it.
func firstBad(out string) string {
	all := strings.Split(out, "\n")
	for i, line := range all {
		if !strings.HasPrefix(line, "ok ") {
			return strings.Join(all[i:min(i+2, len(all))], "\n")
		}
	}
	return ""
}

func TestDoctorNamesTheActualCause(t *testing.T) {
	t.Parallel()
	const id, key = "CENTRALI_CLIENT_ID", "CENTRALI_CLIENT_SECRET"
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Hotel</title>")
	}
	nothing := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "<html>nginx</html>")
	}
	quiet := log.New(io.Discard, "", 0)
	start := func(h http.HandlerFunc, secure bool) string {
		server := httptest.NewUnstartedServer(h)
		server.Config.ErrorLog = quiet
		if secure {
			server.StartTLS()
		} else {
			server.Start()
		}
		t.Cleanup(server.Close)
		return server.URL
	}
	static := func(s *shell, token string) {
		delete(s.env, id)
		delete(s.env, key)
		s.env["CENTRALI_TOKEN"] = token
	}
	for name, c := range map[string]struct {
		faults string
		broken func(*shell)
		code   int
		says   []string // in the first line that is not ok, and below it
	}{
		"nothing":             {code: 0},
		"no profile":          {broken: func(s *shell) { s.env = map[string]string{"HOME": "/nowhere"} }, code: 2, says: []string{"fail  configuration", "no profile is set up", "CENTRALI_WORKSPACE"}},
		"an unknown key":      {broken: func(s *shell) { reading(s, "wrokspace = 1\n") }, code: 2, says: []string{"fail  configuration", "/c.toml:1", "wrokspace"}},
		"half of a pair":      {broken: func(s *shell) { delete(s.env, key) }, code: 2, says: []string{"fail  configuration", "CENTRALI_CLIENT_ID is set without", "Set both"}},
		"a wrong secret":      {broken: func(s *shell) { s.env[key] = "sk_" + secret }, code: 3, says: []string{"fail  sign-in", "Invalid client credentials", "CENTRALI_CLIENT_SECRET"}},
		"a token that ended":  {broken: func(s *shell) { static(s, ending(time.Now().Add(-3*time.Hour))) }, code: 3, says: []string{"fail  sign-in", "expired 3h ago", "Renew CENTRALI_TOKEN"}},
		"a foreign token":     {broken: func(s *shell) { static(s, ending(time.Now().Add(3*time.Hour))) }, code: 3, says: []string{"fail  functions", "401: Invalid token", "Renew CENTRALI_TOKEN"}},
		"a token command":     {broken: func(s *shell) { static(s, ""); s.env["CENTRALI_TOKEN_COMMAND"] = "exit 3" }, code: 3, says: []string{"fail  sign-in", "the token command failed", "by hand"}},
		"another workspace":   {broken: func(s *shell) { s.env["CENTRALI_WORKSPACE"] = "acne" }, code: 2, says: []string{"fail  functions", "404", "CENTRALI_WORKSPACE"}},
		"no such host":        {broken: func(s *shell) { s.env["CENTRALI_URL"] = "https://no-such-host.invalid" }, code: 4, says: []string{"fail  name", "api.no-such-host.invalid", "CENTRALI_URL"}},
		"somebody else":       {broken: func(s *shell) { s.env["CENTRALI_URL"] = start(nothing, false) }, code: 6, says: []string{"fail  sign-in", "web page", "CENTRALI_URL"}},
		"a captive portal":    {broken: func(s *shell) { s.env["CENTRALI_URL"] = start(page, false); static(s, secret) }, code: 6, says: []string{"fail  functions", "web page", "in a browser"}},
		"a port that refuses": {broken: func(s *shell) { s.env["CENTRALI_URL"] = "http://127.0.0.1:1" }, code: 4, says: []string{"fail  connection", "connection refused", "CENTRALI_URL"}},
		"an own certificate":  {broken: func(s *shell) { s.env["CENTRALI_URL"] = start(page, true) }, code: 4, says: []string{"fail  TLS", "unknown authority"}},
		"http taken for TLS":  {broken: func(s *shell) { s.env["CENTRALI_URL"] = "https" + strings.TrimPrefix(s.env["CENTRALI_URL"], "http") }, code: 4, says: []string{"fail  TLS", "is it plain http?"}},
		"a missing scope":     {faults: "403@function-triggers", code: 3, says: []string{"fail  triggers", "not permitted (403"}},
		"one missing list":    {faults: "404@function-triggers", code: 4, says: []string{"fail  triggers", "no list of triggers (404", "while that of functions is there"}},
		"a used up limit":     {faults: "429=60@compute-functions", code: 4, says: []string{"fail  functions", "too many requests (429", "wait 1m0s"}},
		"a server that fails": {faults: "501@function-runs/function", code: 4, says: []string{"fail  runs", "501"}},
		"two hours ahead":     {faults: "skew=2h", code: 0, says: []string{"warn  clock", "2h behind the backend's", "Set this machine's clock"}},
		"two hours behind":    {faults: "skew=-2h", code: 0, says: []string{"warn  clock", "2h ahead of the backend's"}},
		"no stream":           {faults: "404@realtime", code: 0, says: []string{"warn  stream", "no event stream (404)", "the lists are asked"}},
		"a forbidden stream":  {faults: "403@realtime", code: 3, says: []string{"fail  stream", "not permitted (403"}},
		"nonsense":            {faults: "garbage@function-triggers", code: 6, says: []string{"fail  triggers", "understood"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := onDemo(t, c.faults)
			s.t = t
			right := s.env[key]
			if c.broken != nil {
				c.broken(s)
			}
			r := s.run("doctor").want(t, c.code)
			bad := firstBad(r.out)
			for _, text := range c.says {
				if !strings.Contains(bad, text) {
					t.Errorf("the first bad line lacks %q: %s\nall of it:\n%s", text, bad, r.out)
				}
			}
			if c.says == nil && bad != "" {
				t.Errorf("all is well, and it says %s", bad)
			}
			for _, hidden := range []string{right, secret, "c2ln"} {
				if strings.Contains(r.out+r.err, hidden) {
					t.Errorf("a secret was printed: %s%s", r.out, r.err)
				}
			}
			onlyReads(t, server)
		})
	}
}

// onlyReads fails where anything was posted but for a token.
func onlyReads(t *testing.T, server *demo.Server) {
	t.Helper()
	for _, q := range server.Requests() {
		if q.Method != http.MethodGet && q.Auth != "client" {
			t.Errorf("%s %s was sent", q.Method, q.Path)
		}
	}
}

func TestDoctorTellsEveryStepAndProgramsToo(t *testing.T) {
	t.Parallel()
	s, _ := onDemo(t, "")
	steps := []string{"configuration", "connection", "sign-in", "clock", "functions", "triggers", "runs", "one run", "stream", "budget"}
	type line struct{ Result, Check, Detail string }
	found := decode[[]line](t, s.run("doctor", "-o", "json").want(t, 0).out)
	if len(found) != len(steps) {
		t.Fatalf("%d findings: %v", len(found), found)
	}
	for i, f := range found {
		if f.Check != steps[i] || f.Result != "ok" || f.Detail == "" {
			t.Errorf("finding %d is %+v, want %s", i, f, steps[i])
		}
	}
	if !strings.Contains(found[2].Detail, "client credentials; the token is good for 7h") {
		t.Errorf("of the sign-in: %s", found[2].Detail)
	}
	if out := s.run("doctor", "-o", "csv").want(t, 0).out; strings.Count(out, "\n") != len(steps)+1 {
		t.Errorf("as csv: %s", out)
	}
	text := ""
	for _, name := range []string{"one", "two"} {
		text += fmt.Sprintf("[profiles.%s]\nurl = %q\nworkspace = %q\ntoken = \"%s\"\n", name, s.env["CENTRALI_URL"], s.env["CENTRALI_WORKSPACE"], secret)
	}
	two := decode[[]object](t, reading(s, text).run("doctor", "--profile", "one,two", "-o", "json").want(t, 3).out)
	if two[0]["profile"] != nil || two[1]["profile"] != "one" || two[len(two)-1]["profile"] != "two" {
		t.Errorf("of two profiles: %v", two)
	}
}
