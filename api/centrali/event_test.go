package centrali

import (
	"io"
	"os"
	"strings"
	"testing"

	"fntop/api"
	"fntop/api/internal/sse"
)

var abc = api.RunEnded{
	Function: "7b0f7c5a-8a1e-4a52-9d7e-0b6c2b4f1a10", Trigger: "5d1f6e0c-2b3a-4c4d-8e5f-6a7b8c9d0e1f",
	JobID: "job_abc123", RunID: "c0ffee00-1111-4222-8333-444455556666",
}

func TestEventsAreHintsInEveryFormTheyMayHave(t *testing.T) {
	for _, c := range []struct {
		form, name, data string
		want             api.RunEnded
		ok               bool
	}{
		{"beside the kind", "message", fixture(t, "event_top"), abc, true},
		{"inside data", "message", fixture(t, "event_data"), abc, true},
		{"beside the output", "message", fixture(t, "event_output"), abc, true},
		{"named by SSE", "function_run_failed", fixture(t, "event_unnamed"), abc, true},
		{"named by nothing", "message", fixture(t, "event_unnamed"), abc, true},
		{"as an update", "message", `{"event":"function_run_completed","data":{"before":{"jobId":"x"},"after":{"jobId":"j"}}}`, api.RunEnded{JobID: "j"}, true},
		{"a run in itself", "message", `{"event":"function_run_completed","data":{"run":{"id":"r","functionId":"f"}}}`, api.RunEnded{Function: "f", RunID: "r"}, true},
		{"with numbers", "message", `{"event":"function_run_completed","jobId":42}`, api.RunEnded{JobID: "42"}, true},
		{"of a kind not known", "message", `{"event":"function_run_cancelled","jobId":"j"}`, api.RunEnded{JobID: "j"}, true},
		{"without ids", "message", `{"event":"function_run_completed"}`, api.RunEnded{}, true},
		{"with ids of wrong types", "message", `{"event":"function_run_completed","jobId":{},"runId":null,"functionId":["f"]}`, api.RunEnded{}, true},
		{"with an id that is none", "message", `{"event":"function_run_completed","jobId":"` + strings.Repeat("x", 300) + `"}`, api.RunEnded{}, true},
		{"cut short", "message", `{"event":"function_run_completed","jobId":"j","data":{"a":`, api.RunEnded{JobID: "j"}, true},
		{"very deep", "message", `{"event":"function_run_completed","data":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `,"jobId":"j"}`, api.RunEnded{JobID: "j"}, true},
		{"no JSON, but named", "function_run_completed", `done`, api.RunEnded{}, true},

		{"a record", "message", `{"event":"record_created","recordId":"r","data":{"id":"r","jobId":"j"}}`, api.RunEnded{}, false},
		{"goodbye", "close", `{"reason":"max_duration"}`, api.RunEnded{}, false},
		{"nothing", "message", `{}`, api.RunEnded{}, false},
		{"no JSON", "message", `hello`, api.RunEnded{}, false},
		{"no object", "message", `[{"jobId":"j"}]`, api.RunEnded{}, false},
	} {
		if got, ok := hint(c.name, []byte(c.data)); got != c.want || ok != c.ok {
			t.Errorf("%s: %+v, %v", c.form, got, ok)
		}
	}
}

func TestTheDocumentedStreamHoldsOneHint(t *testing.T) {
	f, err := os.Open("../testdata/centrali/stream.sse")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var hints []api.RunEnded
	r := sse.NewReader(f, sse.Limits{})
	for {
		frame, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := hint(frame.Name, frame.Data); ok && frame.Kind == sse.Event {
			hints = append(hints, e)
		}
	}
	if want := (api.RunEnded{Function: "f1", JobID: "job_abc123", RunID: "r1"}); len(hints) != 1 || hints[0] != want {
		t.Errorf("got %+v", hints)
	}
}

func FuzzHint(f *testing.F) {
	for _, s := range []string{`{"event":"function_run_completed","data":{"run":{"id":1}}}`, `{"data":{"after":[`, `{}`} {
		f.Add("message", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if e, ok := hint(name, data); !ok && e != (api.RunEnded{}) {
			t.Errorf("%+v of what is no hint", e)
		}
	})
}
