package centrali

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/model"
)

func TestRunsAreReadInEveryEnvelope(t *testing.T) {
	for _, name := range []string{"runs_page", "runs_page_nested", "runs_page_array", "runs_page_no_meta"} {
		b := serve(t, always(fixture(t, name)))
		page, err := b.client(t).Runs(t.Context(), model.Ask{Function: "f", Page: 1, Limit: 3})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var statuses []string
		for _, r := range page.Runs {
			statuses = append(statuses, r.Status.String())
		}
		if got := strings.Join(statuses, " "); got != "running failure completed" || !page.More {
			t.Errorf("%s: %s, more %v", name, got, page.More)
		}
	}
}

func TestOneRunIsReadBareAndWrapped(t *testing.T) {
	for _, name := range []string{"run_bare", "run_wrapped"} {
		b := serve(t, always(fixture(t, name)))
		id := model.RunID{Profile: "p", ID: "00000000-0000-4000-8000-000000000001"}
		r, err := b.client(t).Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if r.ID != id || r.Status != model.StatusCompleted || r.Backend != Backend || r.Workspace != "acme" || r.JobID != "job_000001" || r.Source != "manual" || r.TriggerType != "on-demand" {
			t.Errorf("%s: %+v", name, r.Run)
		}
		if took, ok := r.Took(); !ok || took != 1250*time.Millisecond {
			t.Errorf("%s: took %v", name, took)
		}
		if !strings.Contains(string(r.RunData), `"sum": 1.50`) {
			t.Errorf("%s: runData was spelled anew: %s", name, r.RunData)
		}
		if r.IsRerun != model.Some(false) || r.RerunCount != model.Some(int64(0)) || r.ErrorMessage != "" {
			t.Errorf("%s: %+v", name, r.Run)
		}
	}
}

// fixed is the id of a run in testdata.
func fixed(n int) model.RunID {
	return model.RunID{Profile: "p", ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", n)}
}

func TestUsageIsReadAsDeclaredAndAsSeen(t *testing.T) {
	for name, id := range map[string]model.RunID{"run_usage_observed": fixed(4), "run_usage_declared": fixed(5)} {
		b := serve(t, always(fixture(t, name)))
		r, err := b.client(t).Run(t.Context(), id)
		if err != nil || r.MemoryBytes != model.Some(int64(73400320)) || r.CPUSeconds != model.Some(1.25) {
			t.Errorf("%s: memory %v, cpu %v, %v", name, r.MemoryBytes, r.CPUSeconds, err)
		}
	}
}

func TestUnknownStatusIsKeptAndNeverTakenForAnEnd(t *testing.T) {
	b := serve(t, always(fixture(t, "run_unknown_status")))
	r, err := b.client(t).Run(t.Context(), fixed(6))
	if err != nil || r.Status != model.StatusUnknown || r.StatusText != "hibernating" || r.Status.Over() || r.Source != "telepathy" {
		t.Errorf("%v %q, %v", r.Status, r.StatusText, err)
	}
}

func TestRerunFieldsAreRead(t *testing.T) {
	b := serve(t, always(fixture(t, "run_rerun")))
	r, err := b.client(t).Run(t.Context(), fixed(7))
	if err != nil {
		t.Fatal(err)
	}
	if r.IsRerun != model.Some(true) || r.RerunCount != model.Some(int64(2)) || r.OriginalRunID == "" || r.RerunReason != "upstream is back" ||
		r.FunctionVersion != "7" || r.FunctionCodeHash == "" || r.OrchestrationRunID == "" || r.OrchestrationStepID == "" ||
		r.Stripped.IsZero() || r.Archived.IsZero() || r.ArchiveAddress == "" || r.RunData != nil {
		t.Errorf("%+v", r)
	}
}

func TestOneBadRunNeverHidesThePage(t *testing.T) {
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	rows := []string{
		`{"id":"deep","status":"completed","runData":` + deep + `}`,
		`{"id":7,"status":{"x":1},"startedAt":[],"rerunCount":"many","isRerun":"perhaps","functionId":12,"errorMessage":{"message":"nested"}}`,
		`{"status":"completed"}`,
		`null`, `"x"`, `17`, `{}`,
		`{"id":"half","status":"completed","broken"}`,
		`{"id":"odd","runData":nonsense,"createdAt":1774605599500,"endedAt":"2026-03-27T10:00:00"}`,
		`{"id":"good","status":"failure"}`,
	}
	b := serve(t, always(`{"data":[`+strings.Join(rows, ",")+`]}`))
	page, err := b.client(t).Runs(t.Context(), model.Ask{Function: "f"})
	if err != nil {
		t.Fatal(err)
	}
	if page.Skipped != 5 {
		t.Errorf("%d rows were skipped, want 5", page.Skipped)
	}
	byID := map[string]model.RunDetail{}
	for _, r := range page.Runs {
		byID[r.ID.ID] = r
	}
	if len(byID) != 5 {
		t.Fatalf("%d runs, want deep, 7, half, odd and good", len(byID))
	}
	if r := byID["deep"]; r.Status != model.StatusCompleted || string(r.RunData) != deep || r.Broken {
		t.Errorf("deep: %v, %d bytes of runData", r.Status, len(r.RunData))
	}
	if r := byID["7"]; r.Status != model.StatusUnknown || r.RerunCount.Known || r.IsRerun.Known || r.Function.ID != "12" || r.ErrorMessage != "nested" || !r.Started.IsZero() {
		t.Errorf("7: %+v", r.Run)
	}
	if r := byID["odd"]; r.RunData != nil || !r.Broken || r.Created.UnixMilli() != 1774605599500 || r.Ended.IsZero() {
		t.Errorf("odd: %+v", r.Run)
	}
	if r := byID["half"]; r.Status != model.StatusCompleted {
		t.Errorf("half: %+v", r.Run)
	}
}

func TestAnswerThatIsNoListIsUnreadable(t *testing.T) {
	for _, body := range []string{``, `null`, `7`, `"x"`, `{}`, `{"data":7}`, `{"data":{"data":{}}}`, `{"data":[{"id":"a"}`, `[1,2`, `[] []`, `{"error":"x"}`} {
		b := serve(t, always(body))
		_, err := b.client(t).Runs(t.Context(), model.Ask{Function: "f"})
		if e := fault(t, err); e.Kind != api.Unreadable || e.Lost {
			t.Errorf("%s: %v", body, e)
		}
		b = serve(t, always(body))
		if _, err = b.client(t).Run(t.Context(), model.RunID{ID: "x"}); api.KindOf(err) != api.Unreadable {
			t.Errorf("%s as a run: %v", body, err)
		}
	}
}

func TestMoreIsToldBeforeAnythingIsFilteredOut(t *testing.T) {
	row := `{"id":"r%d","status":"completed","functionId":"other"}`
	for _, c := range []struct {
		name, meta string
		rows, page int
		want       bool
	}{
		{"full page", ``, 2, 1, true},
		{"short page", ``, 1, 1, false},
		{"by total", `,"meta":{"total":5,"page":1,"pageSize":2}`, 2, 1, true},
		{"last by total", `,"meta":{"total":4,"page":2,"pageSize":2}`, 2, 2, false},
		{"size of its own", `,"meta":{"total":3,"page":1,"pageSize":1}`, 1, 1, true},
		{"total as text", `,"meta":{"total":"5","pageSize":"2"}`, 2, 1, true},
		{"empty though more is promised", `,"meta":{"total":99}`, 0, 3, false},
	} {
		var rows []string
		for i := range c.rows {
			rows = append(rows, fmt.Sprintf(row, i))
		}
		b := serve(t, always(`{"data":[`+strings.Join(rows, ",")+`]`+c.meta+`}`))
		page, err := b.client(t).Runs(t.Context(), model.Ask{
			Trigger: "t", Function: "f", Status: model.Some(model.StatusFailure), Page: c.page, Limit: 2,
		})
		if err != nil || page.More != c.want || len(page.Runs) != 0 {
			t.Errorf("%s: more %v, %d runs, %v", c.name, page.More, len(page.Runs), err)
		}
	}
}

func TestStatusAndFunctionAreCheckedHereToo(t *testing.T) {
	b := serve(t, always(`[{"id":"1","status":"failure","functionId":"f"},{"id":"2","status":"completed","functionId":"f"},{"id":"3","status":"failure","functionId":"g"}]`))
	page, err := b.client(t).Runs(t.Context(), model.Ask{Trigger: "t", Function: "f", Status: model.Some(model.StatusFailure)})
	if err != nil || len(page.Runs) != 1 || page.Runs[0].ID.ID != "1" {
		t.Errorf("%d runs, %v", len(page.Runs), err)
	}
}

func TestTimesAreReadWithAndWithoutAZone(t *testing.T) {
	want := time.Date(2026, 3, 27, 10, 0, 0, 500e6, time.UTC)
	for _, text := range []string{
		`"2026-03-27T10:00:00.5Z"`, `"2026-03-27T12:00:00.500+02:00"`, `"2026-03-27T10:00:00.500"`,
		`"2026-03-27 10:00:00.5"`, `1774605600500`, `"1774605600500"`, `1774605600.5`,
	} {
		if got := loose.Time(json.RawMessage(text)); !got.Equal(want) {
			t.Errorf("%s is %v", text, got)
		}
	}
	for _, text := range []string{`null`, `""`, `"soon"`, `-1`, `0`, `{}`, `1e300`, `"0001-01-01T00:00:00Z"`, ``} {
		if got := loose.Time(json.RawMessage(text)); !got.IsZero() {
			t.Errorf("%s is %v, want unknown", text, got)
		}
	}
}

// The scanner that takes answers apart must agree with encoding/json wherever
// that has an opinion.
func FuzzRunIsReadAsEncodingJSONReadsIt(f *testing.F) {
	for _, s := range []string{
		`{"id":"a","runData":{"x":[1,2,{"y":"}]\""}]}}`, `{"id":7}`, `{"id":"a","id":"b"}`, `[]`, `{"id":"\u00e9\\"}`,
		`{"id":"a","createdAt":1e400,"rerunCount":-1.5}`, ` { "id" : "a" , "cpuUsage" : { "user" : "x" } } `, `{"id":"a"`, "{\"id\":\"\xff\"}",
	} {
		f.Add([]byte(s))
	}
	c := &Client{}
	f.Fuzz(func(t *testing.T, b []byte) {
		run := c.run(b)
		if _, err := json.Marshal(run.Created); err != nil {
			t.Errorf("a time that cannot be written: %v", err)
		}
		if run.RunData != nil && !json.Valid(run.RunData) {
			t.Errorf("runData is not JSON: %s", run.RunData)
		}
		_, _ = list(b)
		_ = receiptOf(b)
		var want map[string]json.RawMessage
		if loose.Kind(b) != '{' || json.Unmarshal(b, &want) != nil {
			return
		}
		got, err := loose.Fields(b)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d fields, %v; want %d", len(got), err, len(want))
		}
		for k, v := range want {
			if string(got[k]) != string(v) {
				t.Errorf("%q is %s, want %s", k, got[k], v)
			}
		}
		var id string
		if json.Unmarshal(want["id"], &id) == nil && run.ID.ID != id {
			t.Errorf("id %q, want %q", run.ID.ID, id)
		}
	})
}

func BenchmarkPageOfHundredRuns(b *testing.B) {
	row := `{"id":"00000000-0000-4000-8000-%012d","functionId":"00000000-0000-4000-8000-000000000100","status":"completed","startedAt":"2026-03-27T10:00:00.000Z","endedAt":"2026-03-27T10:00:01.250Z","createdAt":"2026-03-27T09:59:59.500Z","executionSource":"manual","isRerun":false,"rerunCount":0,"runData":{"text":"` + strings.Repeat("x", 1900) + `"}}`
	rows := make([]string, 100)
	for i := range rows {
		rows[i] = fmt.Sprintf(row, i)
	}
	body := []byte(`{"data":[` + strings.Join(rows, ",") + `],"meta":{"total":100,"page":1,"pageSize":100}}`)
	c := &Client{}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		l, err := list(body)
		if err != nil || len(l.rows) != 100 {
			b.Fatal(err)
		}
		for _, r := range l.rows {
			_ = c.run(r)
		}
	}
}

// clamping is a server with so many runs that gives at most most of them at a
// time, whatever is asked for, and does not say so.
func clamping(t *testing.T, total, most int) *backend {
	return serve(t, func(asked string) (int, string) {
		u, err := url.Parse(strings.TrimPrefix(asked, "GET "))
		if err != nil {
			t.Error(err)
		}
		page, _ := strconv.Atoi(u.Query().Get("page"))
		limit, _ := strconv.Atoi(u.Query().Get("limit"))
		limit = min(limit, most)
		var rows []string
		for i := (page - 1) * limit; i < min(page*limit, total); i++ {
			at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC).Add(-time.Duration(i) * time.Minute)
			rows = append(rows, fmt.Sprintf(`{"id":"%03d","status":"completed","createdAt":%q}`, i, at.Format(time.RFC3339)))
		}
		return 200, fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"page":%d}}`, strings.Join(rows, ","), total, page)
	})
}

func TestEveryPageOfAServerThatGivesFewerIsFound(t *testing.T) {
	for _, c := range []struct{ total, most, pages int }{
		{5, 3, 2}, {6, 3, 2}, {7, 3, 3}, {3, 3, 1}, {0, 3, 1}, {150, 50, 3}, {250, 50, 5}, {101, 100, 2}, {142, 100, 2}, {142, 1000, 2}, {103, 3, 35},
	} {
		client := clamping(t, c.total, c.most).client(t)
		seen, pages := 0, 0
		for more := true; more; {
			pages++
			page, err := client.Runs(t.Context(), model.Ask{Function: "f", Page: pages, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			seen, more = seen+len(page.Runs), page.More
		}
		if seen != c.total || pages != c.pages {
			t.Errorf("%d runs, %d at a time: %d seen on %d pages, want %d pages", c.total, c.most, seen, pages, c.pages)
		}
	}
}

func TestNewestReadsOnWhereAServerGivesFewer(t *testing.T) {
	b := clamping(t, 25, 3)
	got, err := api.Newest(t.Context(), []api.Source{{Provider: b.client(t), Ask: model.Ask{Function: "f"}}}, nil, 20)
	if err != nil || len(got) != 20 || got[19].ID.ID != "019" {
		t.Errorf("%d runs, %v", len(got), err)
	}
}

func TestAShortListIsNotTakenForAServerThatGivesFewer(t *testing.T) {
	// The total counts runs of every status, the rows are of one.
	b := serve(t, func(asked string) (int, string) {
		if strings.Contains(asked, "page=1") {
			return 200, `{"data":[{"id":"1","status":"failure"}],"meta":{"total":400}}`
		}
		return 200, `{"data":[],"meta":{"total":400}}`
	})
	got, err := api.Newest(t.Context(), []api.Source{{Provider: b.client(t), Ask: model.Ask{Function: "f", Status: model.Some(model.StatusFailure)}}}, nil, 20)
	if err != nil || len(got) != 1 || strings.Count(b.requests(), "GET") != 2 {
		t.Errorf("%d runs, %v, asked %s", len(got), err, b.requests())
	}
}
