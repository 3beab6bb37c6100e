package centrali

import (
	"encoding/json"
	"strings"
	"testing"

	"fntop/api"
	"fntop/model"
)

var nightly = model.Ref{ID: "t1", Name: "nightly-sync"}

func TestInvokeReadsTheJobInItsFourForms(t *testing.T) {
	for _, name := range []string{"invoke_string", "invoke_data", "invoke_job_id", "invoke_data_job_id"} {
		b := serve(t, always(fixture(t, name)))
		got, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: nightly})
		if err != nil || got.JobID != "job_abc123" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if want := "POST function-triggers/t1/execute {}"; b.requests() != want {
			t.Errorf("sent %s, want %s", b.requests(), want)
		}
	}
}

func TestInvokeSendsThePayloadByteForByte(t *testing.T) {
	b := serve(t, always(`"job"`))
	payload := `{"n": 1.50, "s":"<é>"}`
	if _, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: nightly, Payload: json.RawMessage(payload)}); err != nil {
		t.Fatal(err)
	}
	if want := `POST function-triggers/t1/execute {"payload":` + payload + `}`; b.requests() != want {
		t.Errorf("sent %s, want %s", b.requests(), want)
	}
}

func TestFunctionIsNotInvokedByItself(t *testing.T) {
	b := serve(t, always(`"job-1"`))
	_, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Function: model.Ref{ID: "f1", Name: "order"}})
	if e := fault(t, err); e.Kind != api.Unsupported || e.Target != `function "order"` || b.requests() != "" {
		t.Errorf("%v, asked %q", e, b.requests())
	}
}

func TestInvokeWithoutAJobInItsAnswerMayHaveHappened(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `{"data":null}`, `{"jobId":""}`, `{"data":{}}`, `[]`, `"job`, `true`} {
		b := serve(t, always(body))
		_, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: nightly})
		if e := fault(t, err); e.Kind != api.Unreadable || !e.Lost || e.Target != `trigger "nightly-sync"` {
			t.Errorf("%q: %v", body, e)
		}
	}
}

func TestRerunSendsOnlyWhatWasAskedFor(t *testing.T) {
	run := model.RunID{Profile: "p", ID: "r1"}
	for want, a := range map[string]model.Action{
		`{}`: {Run: run},
		`{"useLatestCode":true,"reason":"it's \"back\"","overrideParams":{"a": 1}}`: {Run: run, LatestCode: true, Reason: `it's "back"`, Override: json.RawMessage(`{"a": 1}`)},
	} {
		a.Kind = model.Rerun
		b := serve(t, always(fixture(t, "rerun")))
		got, err := b.client(t).Do(t.Context(), a)
		if err != nil || got.JobID != "job_abc123" {
			t.Errorf("%+v, %v", got, err)
		}
		if sent := b.requests(); sent != "POST function-runs/r1/rerun "+want {
			t.Errorf("sent %s, want %s", sent, want)
		}
	}
}

func TestBadInputIsRefusedBeforeAnythingIsSent(t *testing.T) {
	b := serve(t, always(`"job"`))
	for _, a := range []model.Action{
		{Kind: model.Invoke, Trigger: nightly, Payload: json.RawMessage(`{"a":`)},
		{Kind: model.Rerun, Run: model.RunID{ID: "r"}, Override: json.RawMessage(`x`)},
		{Kind: model.Invoke}, {Kind: model.Rerun}, {Kind: model.Pause}, {Kind: 99},
	} {
		_, err := b.client(t).Do(t.Context(), a)
		if e := fault(t, err); e.Lost {
			t.Errorf("%+v: %v", a, e)
		}
	}
	if b.requests() != "" {
		t.Errorf("sent %s", b.requests())
	}
}

func TestReadOnlySendsNoAction(t *testing.T) {
	b := serve(t, always(`"job"`))
	c := b.client(t, func(c *Config) { c.ReadOnly = true })
	for _, kind := range []model.ActionKind{model.Invoke, model.Rerun, model.Pause, model.Resume} {
		_, err := c.Do(t.Context(), model.Action{Kind: kind, Trigger: nightly, Run: model.RunID{ID: "r1"}})
		if e := fault(t, err); e.Kind != api.ReadOnly {
			t.Errorf("%v: %v", kind, e)
		}
	}
	if b.requests() != "" {
		t.Errorf("sent %s", b.requests())
	}
}

func TestPauseFallsBackOnlyWhenThePathIsUnknownAndTheTriggerIsNot(t *testing.T) {
	const list = `[{"id":"t1","name":"nightly-sync"}]`
	for _, c := range []struct {
		name     string
		kind     model.ActionKind
		path     int
		triggers string
		want     string
		fails    api.Kind
	}{
		{"known path", model.Pause, 200, list, "PATCH function-triggers/t1/pause", 0},
		{"unknown path", model.Pause, 404, list, `PATCH function-triggers/t1/pause|GET function-triggers|PATCH function-triggers/t1 {"enabled":false}`, 0},
		{"unknown method", model.Resume, 405, list, `PATCH function-triggers/t1/resume|GET function-triggers|PATCH function-triggers/t1 {"enabled":true}`, 0},
		{"unknown trigger", model.Pause, 404, `[{"id":"t2"}]`, "PATCH function-triggers/t1/pause|GET function-triggers", api.NotFound},
		{"refused", model.Pause, 409, list, "PATCH function-triggers/t1/pause", api.Refused},
		{"failed", model.Pause, 500, list, "PATCH function-triggers/t1/pause", api.ServerError},
	} {
		b := serve(t, func(asked string) (int, string) {
			switch {
			case asked == "GET function-triggers":
				return 200, c.triggers
			case strings.HasSuffix(asked, "/pause"), strings.HasSuffix(asked, "/resume"):
				return c.path, `{}`
			}
			return 200, `{}`
		})
		_, err := b.client(t).Do(t.Context(), model.Action{Kind: c.kind, Trigger: nightly})
		if api.KindOf(err) != c.fails || b.requests() != c.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", c.name, err, b.requests(), c.want)
		}
	}
}
