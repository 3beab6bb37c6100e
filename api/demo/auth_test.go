package demo

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
)

func (b *bench) signIn(path string) (token string, expiresIn int) {
	b.t.Helper()
	r := b.send(b.t.Context(), "POST", path, b.credentials())
	var reply struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if r.status != 200 {
		b.t.Fatalf("%s: %d %s", path, r.status, r.body)
	}
	decode(b.t, r.body, &reply)
	if reply.TokenType != "Bearer" {
		b.t.Errorf("token type %q", reply.TokenType)
	}
	return reply.AccessToken, reply.ExpiresIn
}

func TestTheReadyLineHasTheContractsForm(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	line, err := json.Marshal(b.server.Ready())
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`^\{"url":"http://127\.0\.0\.1:\d+","centrali":\{"workspace":"[a-z-]+","clientId":"ci_[0-9a-f]{24}","clientSecret":"sk_[0-9a-f]{64}","token":"[\w-]+\.[\w-]+\.[\w-]+","publishableKey":"pk_live_\w+","tokenCommand":"echo [\w.-]+"\},"flowcore":\{"tenant":"[a-z-]+","dataCore":"[a-z]+","token":"[\w-]+\.[\w-]+\.[\w-]+","apiKey":"fc_[0-9a-f]{12}_[0-9a-f]{48}","apiKeyId":"[0-9a-f]{12}"\},"agentos":\{"token":"aos_\w{40}","headers":"X-Workspace-Id: ws_\w{12}"\}\}$`)
	if !want.Match(line) {
		t.Errorf("the ready line is %s", line)
	}
}

func TestEachWayToSignInReads(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	tokens := map[string]string{"static": b.ready.Token, "command": strings.TrimPrefix(b.ready.TokenCommand, "echo ")}
	for _, path := range []string{"/oidc/token", "/oauth/token"} {
		token, seconds := b.signIn(path)
		if seconds != 25200 {
			t.Errorf("%s: expires in %d s, want 25200", path, seconds)
		}
		tokens[path] = token
	}
	for way, token := range tokens {
		b.token = token
		if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.status != 200 {
			t.Errorf("%s: %d %s", way, r.status, r.body)
		}
		if r := b.send(t.Context(), "GET", strings.TrimPrefix(b.path("compute-functions"), "/data"), ""); r.status != 200 {
			t.Errorf("%s without /data: %d %s", way, r.status, r.body)
		}
	}
	b.token, b.key = "", b.ready.PublishableKey
	b.want(200, "GET", "compute-functions", "")
}

func TestRefusalsSayWhy(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	good := b.token
	issued, _ := b.signIn("/oidc/token")
	path := b.path("compute-functions")
	check := func(what string, status int, code string) {
		t.Helper()
		r := b.send(t.Context(), "GET", path, "")
		var body struct{ Error, Message, Code, RequestID string }
		decode(t, r.body, &body)
		if r.status != status || body.Code != code || body.Error == "" || body.Message == "" || !strings.HasPrefix(body.RequestID, "req_") {
			t.Errorf("%s: %d %s, want %d %s", what, r.status, r.body, status, code)
		}
	}
	b.token = ""
	check("nothing", 401, "MISSING_TOKEN")
	for _, bad := range []string{"x", "a.b.c", good + "x", good[1:], strings.Replace(good, ".", ".A", 1)} {
		b.token = bad
		check("a bad token", 401, "INVALID_TOKEN")
	}
	b.token, b.key = good, "pk_live_wrong"
	check("a bad key beside a good token", 401, "INVALID_KEY")
	b.token, b.key = "bad", b.ready.PublishableKey
	check("a bad token beside a good key", 401, "INVALID_TOKEN")
	b.token, b.key = issued, ""
	b.clock.Advance(25199 * time.Second)
	b.want(200, "GET", "compute-functions", "")
	b.clock.Advance(time.Second)
	check("an expired token", 401, "TOKEN_EXPIRED")
	b.token = good
	path = strings.Replace(path, b.ready.Workspace, "somebody-else", 1)
	check("another workspace", 404, "WORKSPACE_NOT_FOUND")
}

func TestSignInRefusesWrongCredentials(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for body, want := range map[string]int{
		b.credentials() + "x":                                                 200, // the scope is not looked at
		strings.Replace(b.credentials(), "sk_", "sk_0", 1):                    401,
		strings.Replace(b.credentials(), "ci_", "ci_0", 1):                    401,
		strings.Replace(b.credentials(), "client_credentials", "password", 1): 400,
		"": 400,
	} {
		if r := b.send(t.Context(), "POST", "/oidc/token", body); r.status != want {
			t.Errorf("%d %s, want %d", r.status, r.body, want)
		}
	}
	if r := b.send(t.Context(), "GET", "/oidc/token", ""); r.status != 405 || r.header.Get("Allow") != "POST" {
		t.Errorf("GET: %d, want 405", r.status)
	}
}

func TestAPublishableKeyReadsAndExecutesButChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger, function := b.trigger("run-order").ID, b.function("send-mail").ID
	b.token, b.key = "", b.ready.PublishableKey
	run := b.page("function-runs/function/" + function + "?limit=1&status=completed").Data[0]
	b.want(200, "POST", "function-triggers/"+trigger+"/execute", "{}")
	b.want(403, "PATCH", "function-triggers/"+trigger+"/pause", "")
	b.want(403, "POST", "function-runs/"+run.ID+"/rerun", "{}")
	b.faults("no-scope")
	if r := b.want(403, "GET", "function-runs/function/"+function, ""); !strings.Contains(string(r.body), "Missing scope: ") {
		t.Errorf("the refusal is %s", r.body)
	}
	b.key, b.token = "", b.ready.Token
	b.want(200, "GET", "function-runs/function/"+function, "")
}

func TestUnknownThingsAndMethodsAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	function := b.function("send-mail").ID
	for _, rest := range []string{
		"function-runs", "function-runs/" + function, "function-runs/function/nope", "function-runs/trigger/" + function,
		"compute-functions/" + function[:35] + "x", "function-triggers/" + function, "nothing", "function-runs/x/cancel", "function-runs/x/logs",
		"function-runs/trigger/" + b.server.stage.w.triggerID(deletedTrigger),
	} {
		b.want(404, "GET", rest, "")
	}
	for _, query := range []string{"page=0", "page=x", "limit=-1", "limit=1.5", "status=cancelled"} {
		if r := b.want(400, "GET", "function-runs/function/"+function+"?"+query, ""); !strings.Contains(string(r.body), `"details":[{"field":`) {
			t.Errorf("%s: %s has no details", query, r.body)
		}
	}
	if r := b.want(405, "DELETE", "function-triggers/"+function, ""); r.header.Get("Allow") != "GET, PATCH, PUT" {
		t.Errorf("allowed: %q", r.header.Get("Allow"))
	}
	if r := b.send(t.Context(), "GET", "/data/realtime/workspace/x/events", ""); r.status != 404 {
		t.Errorf("realtime: %d", r.status)
	}
	b.want(414, "GET", "compute-functions/"+strings.Repeat("x", 2048), "")
	b.want(414, "GET", "compute-functions?x="+strings.Repeat("x", 4096), "")
}

func TestBudgetsAreCountedByTheMinute(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	spend := func(method, rest string, budget int) {
		t.Helper()
		for i := range budget {
			r := b.send(t.Context(), method, b.path(rest), "")
			if left := r.header.Get("X-RateLimit-Remaining"); r.status == 429 || left != strconv.Itoa(budget-1-i) || r.header.Get("X-RateLimit-Limit") != strconv.Itoa(budget) {
				t.Fatalf("request %d of %d: %d, %s left", i+1, budget, r.status, left)
			}
		}
		r := b.want(429, method, rest, "")
		if r.header.Get("Retry-After") != "60" || r.header.Get("X-RateLimit-Reset") != strconv.FormatInt(b.clock.Now().Add(time.Minute).Unix(), 10) || !strings.Contains(string(r.body), `"retryAfter":60`) {
			t.Errorf("refused with Retry-After %q, reset %q: %s", r.header.Get("Retry-After"), r.header.Get("X-RateLimit-Reset"), r.body)
		}
	}
	spend("GET", "nothing", 1000)
	spend("PATCH", "nothing", 100)
	b.token, b.key = "", b.ready.PublishableKey
	spend("GET", "nothing", 200)
	spend("POST", "nothing", 30)
	b.clock.Advance(time.Minute)
	b.want(200, "GET", "compute-functions", "")
}

func TestTheRequestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	issued, _ := b.signIn("/oidc/token")
	b.want(200, "GET", "compute-functions?access_token="+b.token+"&page=1", "")
	b.token, b.key = "", b.ready.PublishableKey
	trigger := b.trigger("run-order").ID
	b.want(200, "POST", "function-triggers/"+trigger+"/execute", `{"payload":1}`)
	text, _ := json.Marshal(b.server.Requests())
	for _, secret := range []string{b.ready.ClientSecret, b.ready.Token, b.ready.PublishableKey, issued} {
		if strings.Contains(string(text), secret) {
			t.Error("a secret is in the log")
		}
	}
	all := b.server.Requests()
	if all[0].Auth != "client" || all[1].Auth != "bearer" || all[1].Query != "access_token=***&page=1" || all[2].Auth != "key" {
		t.Errorf("the log begins with %+v", all[:3])
	}
	if last := all[len(all)-1]; last.BodySize != 13 || last.Status != 200 || last.Method != "POST" || !last.Time.Equal(noon) || !strings.HasSuffix(last.Path, "/execute") {
		t.Errorf("the log ends with %+v", last)
	}
}

func TestTriggersCarryPlantedSecretsAndFunctionsTheirCode(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	body := string(b.want(200, "GET", "function-triggers", "").body)
	if strings.Count(body, `"encrypt":true`) < 5 || strings.Count(body, "planted-secret-") < 5 {
		t.Error("the triggers' parameters hold no secrets")
	}
	function := b.function("sync-stock")
	var mine struct{ Data []named }
	b.get("function-triggers?includeHealth=true&functionId="+function.ID, &mine)
	if len(mine.Data) != 2 {
		t.Errorf("sync-stock has %d triggers, want 2", len(mine.Data))
	}
	var one struct {
		Code      string
		TimeoutMS int
	}
	b.get("compute-functions/"+function.ID, &one)
	if !strings.Contains(one.Code, "async function run") || one.TimeoutMS != 120000 {
		t.Errorf("the function is %+v", one)
	}
}

func TestStartRefusesWhatItCannotServe(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{Addr: "0.0.0.0:0"}, {Addr: ":0"}, {Addr: "here"}, {Speed: -1}, {Speed: 1e9}, {Faults: "40l"}, {Addr: "example.com:80"}} {
		if s, err := Start(t.Context(), o); err == nil {
			t.Errorf("%+v was accepted", o)
			_ = s.Close()
		}
	}
}

func TestTheServerEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Clock: clock.NewDriven(noon)})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	s.running.Wait()
	if _, err := http.Get(s.URL()); err == nil {
		t.Error("the server still answers")
	}
}
