package demo

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAStatusFaultAnswersWithItsStatus(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for _, name := range []string{"400", "401", "403", "404", "409", "413", "422", "429", "500", "501", "502", "503", "504"} {
		b.faults(name)
		r := b.send(t.Context(), "GET", b.path("compute-functions"), "")
		if strconv.Itoa(r.status) != name {
			t.Errorf("%s: %d", name, r.status)
		}
		if name != "502" && !json.Valid(r.body) {
			t.Errorf("%s: %s is no JSON", name, r.body)
		}
	}
}

func TestRetryAfterTakesEachOfItsForms(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for spec, want := range map[string]string{
		"429": "60", "429=3": "3", "429=none": "",
		"429=date": noon.Add(time.Minute).Format(http.TimeFormat), "429=date:5": noon.Add(5 * time.Second).Format(http.TimeFormat),
		"503=7": "7", "503": "",
	} {
		b.faults(spec)
		if got := b.send(t.Context(), "GET", b.path("compute-functions"), "").header.Get("Retry-After"); got != want {
			t.Errorf("%s: Retry-After %q, want %q", spec, got, want)
		}
	}
}

func TestFaultsKeepToTheirCountsAndPaths(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "401*2,503=1*1,404@compute-functions/"})
	for i, want := range []int{401, 401, 503, 200, 200} {
		if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.status != want {
			t.Errorf("request %d: %d, want %d", i+1, r.status, want)
		}
	}
	b.want(404, "GET", "compute-functions/"+b.server.stage.w.functionID(0), "")
	b.faults("500")
	b.signIn("/oidc/token") // not met without its path
	b.faults("500@/oidc/token")
	if r := b.send(t.Context(), "POST", "/oidc/token", b.credentials()); r.status != 500 {
		t.Errorf("sign-in: %d, want 500", r.status)
	}
	b.faults("500@page=2")
	list := "function-runs/function/" + b.server.stage.w.functionID(0) + "?limit=20&page="
	b.want(500, "GET", list+"2", "")
	b.want(200, "GET", list+"1", "")
	b.signIn("/oauth/token")
	b.faults("")
	b.want(200, "GET", "compute-functions", "")
}

func TestADroppedInvocationIsCarriedOutOrNot(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("retry-mail").ID
	total := func() int {
		b.clock.Advance(time.Minute)
		return b.page("function-runs/trigger/" + trigger).Meta.Total
	}
	before := total()
	for spec, more := range map[string]int{"drop=before*1": 0, "drop=after*1": 1, "drop*1": 0} {
		b.faults(spec)
		if r := b.send(t.Context(), "POST", b.path("function-triggers/"+trigger+"/execute"), "{}"); r.err == nil {
			t.Errorf("%s: answered %d", spec, r.status)
		}
		if last := b.server.Requests(); last[len(last)-1].Status != 0 {
			t.Errorf("%s: logged as %d", spec, last[len(last)-1].Status)
		}
		if after := total(); after-before != more {
			t.Errorf("%s: %d new runs, want %d", spec, after-before, more)
		} else {
			before = after
		}
	}
}

func TestAHangingRequestEndsWithItsClientAndWithTheServer(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "hang"})
	done := make(chan reply)
	for i, method := range []string{"GET", "POST"} {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { done <- b.send(ctx, method, b.path("compute-functions"), "{}") }()
		b.awaitMet(i + 1)
		cancel()
		if r := <-done; !errors.Is(r.err, context.Canceled) {
			t.Errorf("%s: %v", method, r.err)
		}
	}
	go func() { done <- b.send(t.Context(), "GET", b.path("compute-functions"), "") }()
	b.awaitMet(3)
	if err := b.server.Close(); err != nil {
		t.Error(err)
	}
	if r := <-done; r.err == nil {
		t.Errorf("answered %d", r.status)
	}
}

// awaitMet waits until the first fault has met n requests.
func (b *bench) awaitMet(n int) {
	met := func() int {
		b.server.faults.mu.Lock()
		defer b.server.faults.mu.Unlock()
		return b.server.faults.all[0].met
	}
	for met() < n {
		runtime.Gosched()
	}
}

func TestASlowAnswerComesWhenTheClockSaysSo(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "slow=2s"})
	done := make(chan reply)
	go func() { done <- b.send(t.Context(), "GET", b.path("compute-functions"), "") }()
	b.clock.AwaitTimers(1)
	select {
	case <-done:
		t.Error("answered at once")
	default:
	}
	b.clock.Advance(2 * time.Second)
	r := <-done
	if r.status != 200 || r.header.Get("Date") != noon.Add(2*time.Second).Format(http.TimeFormat) {
		t.Errorf("%d at %s", r.status, r.header.Get("Date"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { done <- b.send(ctx, "GET", b.path("compute-functions"), "") }()
	b.clock.AwaitTimers(1)
	cancel()
	if r := <-done; r.err == nil {
		t.Error("a slow answer outlived its client")
	}
	for b.clock.Timers() > 0 { // the server notices and stops its timer
		runtime.Gosched()
	}
}

func TestBodiesAreSpoiledAsAsked(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	list := b.path("function-runs/function/" + b.function("process-order").ID + "?limit=5")
	spoiled := func(spec string) reply {
		t.Helper()
		b.faults(spec)
		r := b.send(t.Context(), "GET", list, "")
		if r.status != 200 {
			t.Errorf("%s: %d", spec, r.status)
		}
		return r
	}
	if r := spoiled("garbage"); json.Valid(r.body) || r.header.Get("Content-Type") != typeJSON {
		t.Errorf("garbage: %q", r.body)
	}
	if r := spoiled("html"); !strings.Contains(string(r.body), "password") || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
		t.Errorf("html: %q", r.body)
	}
	if r := spoiled("empty"); len(r.body) != 0 {
		t.Errorf("empty: %q", r.body)
	}
	if r := spoiled("truncated"); !errors.Is(r.err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated: %v", r.err)
	}
	if r := spoiled("truncated=json"); r.err != nil || json.Valid(r.body) {
		t.Errorf("truncated=json: %v", r.err)
	}
	if r := spoiled("huge=3MB"); len(r.body) < 3<<20 || len(r.body) > 3<<20+100 || !json.Valid(r.body) {
		t.Errorf("huge: %d bytes", len(r.body))
	}
	if r := spoiled("deep"); strings.Count(string(r.body), "[") < deepLevels || json.Unmarshal(r.body, new(any)) == nil {
		t.Errorf("deep: %.200s", r.body)
	}
	r := spoiled("wrongtypes")
	var page struct {
		Data []any
		Meta object
	}
	decode(t, r.body, &page)
	_, word := page.Data[2].(string)
	if _, numbered := page.Data[1].(object)["runData"]; !word || !numbered || len(page.Data) != 5 || !strings.Contains(string(r.body), `"isRerun":"yes"`) {
		t.Errorf("wrongtypes: %.500s", r.body)
	}
}

func TestRedirectsNameTheirTarget(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for spec, want := range map[string]int{"redirect=https://elsewhere.example/a?b=c": 302, "redirect307=https://elsewhere.example/a?b=c": 307} {
		b.faults(spec)
		if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.status != want || r.header.Get("Location") != "https://elsewhere.example/a?b=c" {
			t.Errorf("%s: %d to %q", spec, r.status, r.header.Get("Location"))
		}
	}
}

func TestTokensExpireAsSoonAsAsked(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "expire=500ms"})
	token, seconds := b.signIn("/oidc/token")
	b.token = token
	b.want(200, "GET", "compute-functions", "")
	b.clock.Advance(500 * time.Millisecond)
	b.want(401, "GET", "compute-functions", "")
	if seconds != 1 {
		t.Errorf("expires in %d s, want 1", seconds)
	}
}

func TestASkewMovesTheDateHeader(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "skew=-10m"})
	if got := b.want(200, "GET", "compute-functions", "").header.Get("Date"); got != noon.Add(-10*time.Minute).Format(http.TimeFormat) {
		t.Errorf("the date is %s", got)
	}
}

func TestEnvelopesComeInEachForm(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	function, trigger := b.function("send-mail").ID, b.trigger("run-order").ID
	runs := "function-runs/function/" + function + "?limit=2"
	run := b.page(runs).Data[0].ID
	for _, c := range []struct{ spec, method, rest, begins string }{
		{"envelope=1", "GET", runs, `[{"id":`},
		{"envelope=array", "GET", runs, `[{"id":`},
		{"envelope=2", "GET", runs, `{"data":[{"id":`},
		{"envelope=3", "GET", runs, `{"data":{"data":[{"id":`},
		{"envelope=pagination", "GET", runs, `{"data":{"data":[{"id":`},
		{"envelope=nometa", "GET", runs, `{"data":[{"id":`},
		{"pages=1,envelope=nometa", "GET", runs, `{"data":[{"id":`},
		{"lists=bare", "GET", "compute-functions", `[{"id":`},
		{"lists=data", "GET", "function-triggers", `{"data":[{"id":`},
		{"lists=nested", "GET", "function-triggers", `{"data":{"data":[`},
		{"single=wrapped", "GET", "function-runs/" + run, `{"data":{"id":`},
		{"single=wrapped", "GET", "compute-functions/" + function, `{"data":{"id":`},
		{"single=bare", "GET", "function-triggers/" + trigger, `{"id":`},
		{"invoke=string", "POST", "function-triggers/" + trigger + "/execute", `"job_`},
		{"invoke=data", "POST", "function-triggers/" + trigger + "/execute", `{"data":"job_`},
		{"invoke=job", "POST", "function-triggers/" + trigger + "/execute", `{"jobId":"job_`},
		{"invoke=data-job", "POST", "function-triggers/" + trigger + "/execute", `{"data":{"jobId":"job_`},
		{"invoke=created", "POST", "function-triggers/" + trigger + "/execute", `"job_`},
	} {
		b.faults(c.spec)
		if r := b.send(t.Context(), c.method, b.path(c.rest), ""); r.status/100 != 2 || !strings.HasPrefix(string(r.body), c.begins) {
			t.Errorf("%s: %d %.60s, want %s…", c.spec, r.status, r.body, c.begins)
		}
	}
}

func TestASpecThatCannotBeReadNamesItsBadPart(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "401"})
	for spec, want := range map[string]string{
		"slow=2s,40l": `fault "40l": no fault is called "40l"; did you mean "401"`,
		"trunkated":   `did you mean "truncated"`,
		"slow":        `slow needs a value: DURATION`,
		"slow=fast":   `"fast" is not a duration`,
		"401=x":       `401 takes no value`,
		"401*0":       `"0" is not a count`,
		"401@":        `nothing follows the @`,
		"redirect=x":  `not a URL`,
		"drop=maybe":  `none of before, after`,
		"envelope=4":  `none of array`,
		"delay-run=0": `not the number of a job`,
		"huge=-1":     `not a size`,
	} {
		err := b.server.SetFaults(spec)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q in it", spec, err, want)
		}
	}
	b.want(401, "GET", "compute-functions", "") // none of them changed anything
	for _, kind := range faultKinds {
		if !strings.Contains(FaultsHelp(), "\n  "+kind.name) {
			t.Errorf("the help does not name %s", kind.name)
		}
	}
}

func TestARunCanBeBig(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "big-run=3MB"})
	run := b.page("function-runs/function/" + b.function("charge-card").ID + "?limit=1&status=completed").Data[0]
	r := b.send(t.Context(), "GET", b.path("function-runs/"+run.ID), "")
	var big struct {
		ID      string
		RunData struct{ Rows []object }
	}
	decode(t, r.body, &big)
	if len(r.body) < 3<<20 || len(r.body) > 3<<20+10000 || big.ID != run.ID || len(big.RunData.Rows) < 1000 {
		t.Errorf("%d bytes of run %q with %d rows", len(r.body), big.ID, len(big.RunData.Rows))
	}
}
