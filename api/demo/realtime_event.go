package demo

import (
	"bytes"
	"encoding/json"
)

// wireEvent is an event as realtime tells it. Its frame is CONFIRMED for
// record events (docs.centrali.io/api-reference/realtime); what compute events
// hold is UNKNOWN, and from the filters they must have jobId, triggerType and
// functionId. Whether those stand beside "event" or inside "data" is left to
// the faults.
type wireEvent struct {
	Event         string `json:"event,omitempty"`
	WorkspaceSlug string `json:"workspaceSlug"`
	*wireEnding
	Data      any    `json:"data,omitempty"`
	Timestamp string `json:"timestamp"`
	CreatedBy string `json:"createdBy"`
}

type wireEnding struct {
	RunID       string  `json:"runId,omitempty"`
	ID          string  `json:"id,omitempty"`
	FunctionID  string  `json:"functionId"`
	TriggerID   *string `json:"triggerId,omitempty"`
	TriggerType *string `json:"triggerType,omitempty"`
	JobID       string  `json:"jobId"`
	ExecutionID string  `json:"executionId"`
	Status      string  `json:"status"`
	Error       string  `json:"error,omitempty"`
}

// Kinds of compute events (CONFIRMED, the same page). There is none for runs
// that begin. Whether function_run_failed is told of a timeout is UNKNOWN.
const (
	eventCompleted = "function_run_completed"
	eventFailed    = "function_run_failed"
)

// ending returns what is told of a run, and by which name.
func (w *world) ending(r run) (event string, e *wireEnding) {
	var origin wireRun
	w.wireOrigin(&origin, r)
	e = &wireEnding{
		RunID: w.idOf(r), FunctionID: w.functionID(int(r.fn)), TriggerID: origin.TriggerID, TriggerType: origin.TriggerType,
		JobID: w.jobOf(r), ExecutionID: uuid(w.seed, idExecution, r.key&(1<<keyBits-1)), Status: r.outcome.String(),
	}
	if r.outcome == completed {
		return eventCompleted, e
	}
	_, e.Error = w.errorOf(r)
	return eventFailed, e
}

// frame writes one ending as the faults of the stream want it, empty where it
// is not told.
func (f *feed) frame(r run) []byte {
	w := f.q.world()
	event, e := w.ending(r)
	if !f.choice.takes(event, e) || r.outcome == timeout && f.q.form("sse-no-timeouts") != "" {
		return nil
	}
	switch f.q.form("sse-id") {
	case "id":
		e.RunID, e.ID = "", e.RunID
	case "none":
		e.RunID = ""
	}
	told := wireEvent{Event: event, WorkspaceSlug: workspace, Timestamp: stamp(r.ended()), CreatedBy: uuid(w.seed, idUser, 1)}
	switch f.q.form("sse-payload") {
	case "data":
		told.Data = e
	case "output":
		told.wireEnding = e
		if r.outcome == completed {
			told.Data = w.runData(&r)
		}
	default:
		told.wireEnding = e
	}
	name := "message"
	switch f.q.form("sse-name") {
	case "event":
		told.Event, name = "", event
	case "both":
		name = event
	}
	var b bytes.Buffer
	b.WriteString("event: " + name + "\ndata: ")
	enc := json.NewEncoder(&b) // it ends the line
	enc.SetEscapeHTML(false)
	if err := enc.Encode(told); err != nil {
		panic("demo: an event does not marshal: " + err.Error())
	}
	b.WriteByte('\n')
	return b.Bytes()
}
