package cli

import (
	"encoding/json"
	"time"

	"fntop/model"
)

// field is one named value of a record as CLI.md lists it. The value is nil
// (unknown), string, bool, int64, float64, time.Time, json.RawMessage or
// []field for an object.
type field struct {
	name  string
	value any
}

// text is a string that may be unknown.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func when(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func opt[T any](o model.Opt[T]) any {
	if !o.Known {
		return nil
	}
	return o.Value
}

func raw(m json.RawMessage) any {
	if len(m) == 0 {
		return nil
	}
	return m
}

func ref(r model.Ref) any {
	if r == (model.Ref{}) {
		return nil
	}
	return []field{{"id", text(r.ID)}, {"name", text(r.Name)}}
}

// runFields are a run's, in the order of CLI.md.
func runFields(r *model.RunDetail) []field {
	var trigger, took, attempt any
	if r.Trigger != (model.Ref{}) || r.TriggerType != "" {
		trigger = []field{{"id", text(r.Trigger.ID)}, {"name", text(r.Trigger.Name)}, {"type", text(r.TriggerType)}}
	}
	if d, ok := r.Took(); ok {
		took = d.Milliseconds()
	}
	if r.Attempt.Known {
		attempt = []field{{"id", text(r.Attempt.Value.ID)}, {"number", r.Attempt.Value.Number}}
	}
	return []field{
		{"id", r.ID.ID}, {"backend", r.Backend}, {"profile", r.ID.Profile},
		{"status", r.Status.String()}, {"statusText", r.StatusText},
		{"function", ref(r.Function)}, {"trigger", trigger}, {"source", text(r.Source)},
		{"jobId", text(r.JobID)}, {"executionId", text(r.ExecutionID)},
		{"createdAt", when(r.Created)}, {"startedAt", when(r.Started)}, {"endedAt", when(r.Ended)},
		{"durationMs", took},
		{"errorCode", text(r.ErrorCode)}, {"errorMessage", text(r.ErrorMessage)},
		{"runData", raw(r.RunData)}, {"input", raw(r.Input)},
		{"isRerun", opt(r.IsRerun)}, {"rerunCount", opt(r.RerunCount)}, {"originalRunId", text(r.OriginalRunID)},
		{"rerunBy", text(r.RerunBy)}, {"rerunReason", text(r.RerunReason)},
		{"functionVersion", text(r.FunctionVersion)}, {"functionCodeHash", text(r.FunctionCodeHash)},
		{"memoryBytes", opt(r.MemoryBytes)}, {"cpuSeconds", opt(r.CPUSeconds)},
		{"orchestrationRunId", text(r.OrchestrationRunID)}, {"orchestrationStepId", text(r.OrchestrationStepID)},
		{"dataStrippedAt", when(r.Stripped)}, {"archivedAt", when(r.Archived)},
		{"attempt", attempt},
	}
}

// triggerFields are a trigger's. Its params are not among them: they hold
// secrets.
func triggerFields(t *model.Trigger) []field {
	return []field{
		{"backend", t.Backend}, {"profile", t.Profile}, {"id", t.ID}, {"name", text(t.Name)},
		{"description", text(t.Description)}, {"type", text(string(t.Type))}, {"enabled", t.Enabled},
		{"function", ref(t.Function)}, {"schedule", text(t.Schedule)}, {"path", text(t.Path)}, {"event", text(t.Event)},
	}
}

func functionFields(f *model.Function) []field {
	var limit any
	if f.Timeout.Known {
		limit = f.Timeout.Value.Milliseconds()
	}
	return []field{
		{"backend", f.Backend}, {"profile", f.Profile}, {"id", f.ID}, {"name", text(f.Name)},
		{"description", text(f.Description)}, {"timeoutMs", limit}, {"updatedAt", when(f.Updated)},
	}
}

func receiptFields(r *model.Receipt) []field {
	return []field{{"jobId", text(r.JobID)}, {"runId", text(r.RunID)}}
}

// The columns of csv: every field that is no object, and of a function and a
// trigger their id and name. What a run was given and returned is JSON in one
// cell.
var (
	runColumns = []string{
		"id", "backend", "profile", "status", "statusText", "functionId", "functionName", "triggerId", "triggerName",
		"source", "jobId", "executionId", "createdAt", "startedAt", "endedAt", "durationMs", "errorCode", "errorMessage",
		"runData", "input", "isRerun", "rerunCount", "originalRunId", "rerunBy", "rerunReason", "functionVersion", "functionCodeHash",
		"memoryBytes", "cpuSeconds", "orchestrationRunId", "orchestrationStepId", "dataStrippedAt", "archivedAt",
	}
	triggerColumns = []string{
		"backend", "profile", "id", "name", "description", "type", "enabled", "functionId", "functionName",
		"schedule", "path", "event",
	}
	functionColumns = []string{"backend", "profile", "id", "name", "description", "timeoutMs", "updatedAt"}
	receiptColumns  = []string{"jobId", "runId"}
)
