package agentos

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

// fixture is a wire form of api/testdata; its sidecar names its source.
func fixture(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", "agentos", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEveryFixtureNamesItsSourceAndHowSureItIs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "agentos", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".source")
		if text := string(source); err != nil || !strings.Contains(text, "CONFIRMED") && !strings.Contains(text, "INFERRED") {
			t.Errorf("%s: %v %q", file, err, source)
		}
	}
}

func TestARunIsReadInFull(t *testing.T) {
	b := serve(t, always(fixture(t, "run_waiting")))
	r, err := b.client(t).Run(t.Context(), run("run_01"))
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 3, 27, 10, 0, 0, 250e6, time.UTC)
	if r.Status != model.StatusWaiting || r.StatusText != "waiting_for_human" || !r.Unfinished() || r.Function.ID != "agent_support" || !r.Created.Equal(when) || !r.Ended.IsZero() {
		t.Errorf("got %+v", r.Run)
	}
	if a := r.Attempt; !a.Known || a.Value.ID != "att_01_2" || a.Value.Number != 2 {
		t.Errorf("attempt %+v", a)
	}
	if string(r.Input) != `{"message": "Refund order 1001?", "amount": 12.50}` || r.RunData != nil || r.ErrorMessage != "" || threadOf(r.Raw) != "thread_7" {
		t.Errorf("input %s, output %s, error %q", r.Input, r.RunData, r.ErrorMessage)
	}
}

func TestAnErrorIsItsMessageAndItsCode(t *testing.T) {
	b := serve(t, always(fixture(t, "run_failed")))
	r, err := b.client(t).Run(t.Context(), run("run_02"))
	if took, known := r.Took(); err != nil || r.Status != model.StatusFailure || !known || took != 7500*time.Millisecond {
		t.Errorf("got %+v, %v", r.Run, err)
	}
	if r.ErrorMessage != "The model did not answer" || r.ErrorCode != "MODEL_OVERLOADED" || string(r.Input) != `"plain text"` {
		t.Errorf("got %q %q %s", r.ErrorMessage, r.ErrorCode, r.Input)
	}
	for text, want := range map[string]string{`"no"`: "no", `{"why":1}`: `{"why":1}`, `[1]`: `[1]`, `null`: ""} {
		c := &Client{}
		if got := c.run(json.RawMessage(`{"id":"r","error":` + text + `}`)); got.ErrorMessage != want {
			t.Errorf("%s reads %q", text, got.ErrorMessage)
		}
	}
}

func TestStatusWordsAreReadAndOthersStayAsTheyCame(t *testing.T) {
	c := &Client{}
	for word, want := range map[string]model.Status{
		"pending": model.StatusPending, "queued": model.StatusPending, "running": model.StatusRunning, "resumed": model.StatusRunning,
		"waiting_for_human": model.StatusWaiting, "COMPLETED": model.StatusCompleted, "failed": model.StatusFailure,
		"cancelled": model.StatusCancelled, "canceled": model.StatusCancelled, "timed_out": model.StatusTimeout, "compacting": model.StatusUnknown,
	} {
		if r := c.run(json.RawMessage(`{"id":"r","status":"` + word + `"}`)); r.Status != want || r.StatusText != word {
			t.Errorf("%s is %v %q", word, r.Status, r.StatusText)
		}
	}
	if r := c.run(json.RawMessage(`{"id":"r","status":"compacting"}`)); !r.Unfinished() {
		t.Error("a status that is not known counts as an end")
	}
	if r := c.run(json.RawMessage(`{"id":"r","status":"folded","completed_at":"2026-03-27T10:00:00Z"}`)); r.Unfinished() {
		t.Error("a run that was completed counts as under way")
	}
}

func TestABadFieldHidesNoRun(t *testing.T) {
	b := serve(t, always(`{"items":[{"id":"1","agent_id":"a","status":3,"created_at":"soon","error":17,"current_attempt_no":"x","output":{"deep":[}},{"id":"2","agent_id":"a","status":"running"},"x",{}]}`))
	page, err := b.client(t).Runs(t.Context(), model.Ask{Function: "a", Page: 1, Limit: 100})
	// The first row breaks the list off, and the whole of it is no JSON.
	if err == nil || api.KindOf(err) != api.Unreadable {
		t.Errorf("got %+v, %v", page, err)
	}
	b = serve(t, always(`{"items":[{"id":"1","agent_id":"a","status":3,"created_at":"soon","error":17,"current_attempt_no":"x"},{"id":"2","agent_id":"a","status":"running"},"x",{}]}`))
	page, err = b.client(t).Runs(t.Context(), model.Ask{Function: "a", Page: 1, Limit: 100})
	if err != nil || len(page.Runs) != 2 || page.Skipped != 2 {
		t.Fatalf("got %+v, %v", page, err)
	}
	for _, r := range page.Runs {
		if r.ID.ID == "1" && (r.Status != model.StatusUnknown || r.StatusText != "3" || r.ErrorMessage != "17") {
			t.Errorf("got %+v", r.Run)
		}
	}
}

// lists serves n runs of an agent, at most so many at a time, and honours what
// it is told to.
func lists(t *testing.T, n *int, atOnce int, total bool) *backend {
	t.Helper()
	return serve(t, func(asked string) (int, string) {
		limit, offset := queryOf(asked, "limit"), queryOf(asked, "offset")
		limit = min(limit, atOnce)
		var rows []string
		for i := offset; i < min(offset+limit, *n); i++ {
			at := *n - i
			rows = append(rows, `{"id":"r`+strconv.Itoa(at)+`","agent_id":"a","status":"completed","created_at":"2026-03-27T10:00:`+twoDigits(at)+`Z"}`)
		}
		more := ""
		if total {
			more = `,"total":` + strconv.Itoa(*n)
		}
		return 200, `{"items":[` + strings.Join(rows, ",") + `]` + more + `}`
	})
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

func queryOf(asked, name string) int {
	_, after, found := strings.Cut(asked, name+"=")
	if !found {
		return 0
	}
	n, _ := strconv.Atoi(strings.FieldsFunc(after, func(r rune) bool { return r < '0' || r > '9' })[0])
	return n
}

func TestPagesHaveNoHoleWhereAServerGivesFewerOrNewRunsCome(t *testing.T) {
	for name, atOnce := range map[string]int{"as many as asked for": 10, "fewer": 4} {
		n := 23
		b := lists(t, &n, atOnce, atOnce != 10)
		c := b.client(t)
		seen := map[string]bool{}
		for page, more := 1, true; more; page++ {
			p, err := c.Runs(t.Context(), model.Ask{Function: "a", Page: page, Limit: 10})
			if err != nil || page > 20 {
				t.Fatalf("%s: page %d, %v", name, page, err)
			}
			for _, r := range p.Runs {
				seen[r.ID.ID] = true
			}
			more = p.More
			if page == 2 {
				n += 3 // new ones come in between
			}
		}
		for i := 1; i <= 23; i++ {
			if !seen["r"+strconv.Itoa(i)] {
				t.Errorf("%s: run %d was left out", name, i)
			}
		}
		if again, err := c.Runs(t.Context(), model.Ask{Function: "a", Page: 2, Limit: 10}); err != nil || len(again.Runs) != atOnce {
			t.Errorf("%s: page 2 again has %d runs, %v", name, len(again.Runs), err)
		}
	}
}

func TestRunsAreHeldAgainstTheQuestionHereToo(t *testing.T) {
	rows := `{"items":[{"id":"1","agent_id":"a","status":"failed","created_at":"2026-03-27T10:00:01Z"},{"id":"2","agent_id":"b","status":"failed"},` +
		`{"id":"3","agent_id":"a","status":"completed"},{"id":"4","agent_id":"a","status":"failed","created_at":"2026-03-27T10:00:02Z"}],"has_more":true}`
	b := serve(t, always(rows))
	page, err := b.client(t).Runs(t.Context(), model.Ask{Function: "a", Status: model.Some(model.StatusFailure), Page: 1, Limit: 20})
	if err != nil || len(page.Runs) != 2 || page.Runs[0].ID.ID != "4" || !page.More {
		t.Errorf("got %+v, %v", page, err)
	}
	if got := b.requests(); got != "GET runs?agent_id=a&limit=20&status=failed" {
		t.Errorf("asked %s", got)
	}
}

func TestAStatusThatHasTwoWordsIsAskedForByBoth(t *testing.T) {
	row := func(id, word, at string) string {
		return `{"id":"` + id + `","agent_id":"a","status":"` + word + `","created_at":"2026-03-27T10:00:` + at + `Z"}`
	}
	b := serve(t, func(asked string) (int, string) {
		if strings.Contains(asked, "status=resumed") {
			return 200, `{"items":[` + row("1", "resumed", "03") + `,` + row("4", "resumed", "01") + `]}`
		}
		return 200, `{"items":[` + row("2", "running", "05") + `,` + row("4", "running", "01") + `,` + row("3", "running", "02") + `],"has_more":true}`
	})
	page, err := b.client(t).Runs(t.Context(), model.Ask{Function: "a", Status: model.Some(model.StatusRunning), Page: 1, Limit: 20})
	var got []string
	for _, r := range page.Runs {
		got = append(got, r.ID.ID)
	}
	// The list that goes on comes last, for its last row says how far back the
	// page reaches.
	if err != nil || strings.Join(got, " ") != "1 4 2 3" || !page.More {
		t.Errorf("got %v, more %t, %v", got, page.More, err)
	}
	if asked := b.requests(); asked != "GET runs?agent_id=a&limit=20&status=resumed|GET runs?agent_id=a&limit=20&status=running" {
		t.Errorf("asked %s", asked)
	}
	// A server that does not heed the words gives the same runs twice.
	b = serve(t, always(`{"items":[`+row("1", "resumed", "03")+`,`+row("2", "running", "02")+`,`+row("3", "failed", "01")+`]}`))
	page, err = b.client(t).Runs(t.Context(), model.Ask{Function: "a", Status: model.Some(model.StatusRunning), Page: 1, Limit: 20})
	if err != nil || len(page.Runs) != 2 {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestAServerThatRefusesTheStatusIsNotAskedForItAgain(t *testing.T) {
	b := serve(t, func(asked string) (int, string) {
		if strings.Contains(asked, "status=") {
			return 400, `{"message":"unknown query status"}`
		}
		return 200, `{"items":[{"id":"1","agent_id":"a","status":"failed"}]}`
	})
	c := b.client(t)
	for range 2 {
		page, err := c.Runs(t.Context(), model.Ask{Function: "a", Status: model.Some(model.StatusFailure), Page: 1, Limit: 20})
		if err != nil || len(page.Runs) != 1 {
			t.Errorf("got %+v, %v", page, err)
		}
	}
	if got := b.requests(); got != "GET runs?agent_id=a&limit=20&status=failed|GET runs?agent_id=a&limit=20|GET runs?agent_id=a&limit=20" {
		t.Errorf("asked %s", got)
	}
}

func TestAnAnswerAboutAnotherRunIsNotTaken(t *testing.T) {
	b := serve(t, always(fixture(t, "run_failed")))
	if _, err := b.client(t).Run(t.Context(), run("run_03")); fault(t, err).Kind != api.Unreadable {
		t.Errorf("got %v", err)
	}
}

// A trigger may be listed by agent only: then each agent is asked about, and
// not at each refresh.
func TestTriggersAreListedAtOnceOrByAgent(t *testing.T) {
	b := serve(t, func(asked string) (int, string) {
		if strings.HasPrefix(asked, "GET agents") {
			return 200, `{"items":[{"id":"agent_support"},{"id":"agent_other"}]}`
		}
		if strings.Contains(asked, "agent_other") {
			return 200, `{"items":[]}`
		}
		return 200, fixture(t, "triggers")
	})
	c := b.client(t)
	all, err := c.Triggers(t.Context())
	if err != nil || len(all) != 2 || b.requests() != "GET triggers?limit=100" {
		t.Fatalf("got %+v, %v, asked %s", all, err, b.requests())
	}
	first, second := all[0], all[1]
	if first.Name != "Shop chat" || !first.Enabled || first.WhyNotInvoke() != "" || first.Function.ID != "agent_support" || first.Type != "chatwoot" {
		t.Errorf("got %+v", first)
	}
	if second.Enabled || second.WhyNotInvoke() == "" || second.Name != "evolution_whatsapp" || second.Event != "chatwoot" {
		t.Errorf("got %+v", second)
	}

	for name, refusal := range map[string]func() (int, string){
		"refused": func() (int, string) { return 400, `{"message":"agent_id is required"}` },
		"empty":   func() (int, string) { return 200, `{"items":[]}` },
	} {
		b := serve(t, func(asked string) (int, string) {
			switch {
			case strings.HasPrefix(asked, "GET agents"):
				return 200, `{"items":[{"id":"agent_support"},{"id":"agent_other"}]}`
			case !strings.Contains(asked, "agent_id="):
				return refusal()
			case strings.Contains(asked, "agent_other"):
				return 200, `{"items":[]}`
			}
			return 200, fixture(t, "triggers")
		})
		c := b.client(t)
		for range 2 {
			if all, err := c.Triggers(t.Context()); err != nil || len(all) != 2 {
				t.Errorf("%s: got %+v, %v", name, all, err)
			}
		}
		want := "GET triggers?limit=100|GET agents?limit=100|GET triggers?agent_id=agent_support&limit=100|GET triggers?agent_id=agent_other&limit=100|GET agents?limit=100"
		if got := b.requests(); got != want {
			t.Errorf("%s: asked %s", name, got)
		}
	}
}

func FuzzRowsAreReadWithoutATrace(f *testing.F) {
	for _, s := range []string{`{"id":"a","error":{"code":1}}`, `{"items":[{}],"has_more":"x"}`, `{"events":[{"seq":1e99,"type":"X"}]}`, `[`, `{"data":{"data":{}}}`} {
		f.Add([]byte(s))
	}
	c := &Client{}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := c.run(b)
		for _, raw := range []json.RawMessage{r.RunData, r.Input} {
			if raw != nil && !json.Valid(raw) {
				t.Errorf("a payload is no JSON: %s", raw)
			}
		}
		_, _ = rowsOf(b)
		_, _ = eventsOf(b)
		if e, ok := event(b, "7"); ok && e.Kind == "" {
			t.Error("an event without a type")
		}
	})
}
