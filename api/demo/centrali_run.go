package demo

import (
	"encoding/json"
	"strconv"
)

// wireRun is a run as Centrali writes it. The fields are those of FunctionRun
// in the SDK (CONFIRMED, SDK 4.4.4 diff), and memoryUsage and cpuUsage in the
// shape that the starter app found on the wire (STRONG, create-centrali-app
// 76cd992). The declared memoryUsageBytes and cpuUsageSeconds were not seen
// there; some runs carry them, so that clients are held to read both.
type wireRun struct {
	ID                  string          `json:"id"`
	CreatedBy           string          `json:"createdBy"`
	FunctionID          string          `json:"functionId"`
	WorkspaceSlug       string          `json:"workspaceSlug"`
	JobID               string          `json:"jobId"`
	Status              string          `json:"status"`
	RunData             json.RawMessage `json:"runData"`
	StartedAt           string          `json:"startedAt"`
	EndedAt             *string         `json:"endedAt"`
	CreatedAt           string          `json:"createdAt"`
	UpdatedAt           string          `json:"updatedAt"`
	ExecutionID         string          `json:"executionId"`
	TriggerID           *string         `json:"triggerId"`
	TriggerType         *string         `json:"triggerType"`
	OrchestrationRunID  *string         `json:"orchestrationRunId"`
	OrchestrationStepID *string         `json:"orchestrationStepId"`
	OriginalRunID       *string         `json:"originalRunId"`
	IsRerun             bool            `json:"isRerun"`
	RerunCount          int             `json:"rerunCount"`
	RerunBy             *string         `json:"rerunBy"`
	RerunReason         *string         `json:"rerunReason"`
	FunctionCodeHash    *string         `json:"functionCodeHash"`
	FunctionVersion     *string         `json:"functionVersion"`
	ExecutionSource     string          `json:"executionSource"`
	MemoryUsage         *wireMemory     `json:"memoryUsage,omitempty"`
	CPUUsage            *wireCPU        `json:"cpuUsage,omitempty"`
	MemoryUsageBytes    *int64          `json:"memoryUsageBytes,omitempty"`
	CPUUsageSeconds     *float64        `json:"cpuUsageSeconds,omitempty"`
	ErrorCode           *string         `json:"errorCode"`
	ErrorMessage        *string         `json:"errorMessage"`
	DataStrippedAt      *string         `json:"dataStrippedAt"`
	ArchiveAddress      *string         `json:"archiveStorageAddress"`
	ArchivedAt          *string         `json:"archivedAt"`
}

// wireMemory and wireCPU are Node's own words: bytes and microseconds. Only
// rss and user were seen (STRONG); the others are INFERRED.
type wireMemory struct {
	RSS       int64 `json:"rss"`
	HeapTotal int64 `json:"heapTotal"`
	HeapUsed  int64 `json:"heapUsed"`
	External  int64 `json:"external"`
}

type wireCPU struct {
	User   int64 `json:"user"`
	System int64 `json:"system"`
}

// Retention takes away the data of a third of the runs after five days, and
// archives a quarter after six.
const (
	strippedAfter = 5 * day
	archivedAfter = 6 * day
)

var rerunReasons = [...]string{
	"gateway is back", "fixed the template", "customer asked", "ERP wieder da", "再試行", "إعادة المحاولة", "flaky network, trying again", "",
}

// wire tells a run as it stands at a moment.
func (w *world) wire(r run, now int64) wireRun {
	state := r.at(now)
	out := wireRun{
		ID: w.idOf(r), CreatedBy: uuid(w.seed, idUser, 1), FunctionID: w.functionID(int(r.fn)), WorkspaceSlug: workspace,
		JobID: w.jobOf(r), Status: state.String(), CreatedAt: stamp(r.created), UpdatedAt: stamp(r.created),
		ExecutionID: uuid(w.seed, idExecution, r.key&(1<<keyBits-1)), IsRerun: r.rerun > 0, RerunCount: r.reruns,
		ExecutionSource: r.source.String(),
	}
	w.wireOrigin(&out, r)
	// Declared as never null, even for a pending run (CONFIRMED, SDK 4.4.4);
	// what a pending run holds there is a guess.
	out.StartedAt = out.CreatedAt
	if state == pending {
		return out
	}
	out.StartedAt = stamp(r.started())
	out.UpdatedAt = out.StartedAt
	if state == running {
		return out
	}
	out.EndedAt = new(stamp(r.ended()))
	out.UpdatedAt = *out.EndedAt
	w.wireWeight(&out, r)
	if state == completed {
		out.RunData = w.runData(&r)
	} else {
		code, text := w.errorOf(r)
		out.ErrorCode, out.ErrorMessage = &code, &text
	}
	w.wireRetention(&out, r, now)
	return out
}

// wireOrigin tells what started a run and with which code.
func (w *world) wireOrigin(out *wireRun, r run) {
	d := newDice(w.seed, diceHash, r.key)
	switch {
	case w.hasTrigger(int(r.trigger)):
		out.TriggerID, out.TriggerType = new(w.triggerID(int(r.trigger))), new(string(w.triggers[r.trigger].kind))
	case r.trigger == deletedTrigger:
		out.TriggerID, out.TriggerType = new(w.triggerID(deletedTrigger)), new(string(httpTrigger))
	default:
		out.OrchestrationRunID, out.OrchestrationStepID = new("orun_"+d.word(20)), new("ostep_"+d.word(20))
	}
	version := w.pace.scenario(r.codeOf()) / (2 * day) % 90
	if r.latest {
		version++
	}
	code := newDice(w.seed, diceHash, uint64(r.fn), uint64(version))
	out.FunctionVersion, out.FunctionCodeHash = new(strconv.FormatInt(version, 10)), new(code.hex(64))
	if r.rerun == 0 {
		return
	}
	out.OriginalRunID = new(w.originalOf(r))
	out.RerunBy = new(uuid(w.seed, idUser, 1+uint64(d.below(4))))
	reason := pick(&d, rerunReasons[:])
	if r.live != nil {
		out.RerunBy, reason = &r.live.by, r.live.why
	}
	if reason != "" {
		out.RerunReason = &reason
	}
}

// wireWeight tells what an ended run used.
func (w *world) wireWeight(out *wireRun, r run) {
	d := newDice(w.seed, diceWeight, r.key)
	rss := (40 + d.below(60)) << 20
	rss += d.below(1 << 20)
	cpu := min(int64(r.took), 20000)*d.between(80, 600) + d.below(1000)
	if d.below(8) == 0 {
		out.MemoryUsageBytes, out.CPUUsageSeconds = &rss, new(float64(cpu)/1e6)
		if d.below(2) == 0 {
			return
		}
	}
	out.MemoryUsage = &wireMemory{RSS: rss, HeapTotal: rss / 2, HeapUsed: rss / 3, External: rss / 40}
	out.CPUUsage = &wireCPU{User: cpu, System: cpu / 9}
}

// wireRetention takes away what retention has taken by now. What follows from
// a caller's run is never that old.
func (w *world) wireRetention(out *wireRun, r run, now int64) {
	d := newDice(w.seed, diceData, r.key, 1)
	stripped, archived := r.ended()+w.pace.span(strippedAfter), r.ended()+w.pace.span(archivedAfter)
	if d.below(3) == 0 && now >= stripped {
		out.RunData, out.DataStrippedAt = nil, new(stamp(stripped))
		out.UpdatedAt = *out.DataStrippedAt
	}
	if d.below(4) == 0 && now >= archived {
		out.ArchivedAt = new(stamp(archived))
		out.ArchiveAddress = new("archive://" + workspace + "/function-runs/" + out.ID + ".json.gz")
		out.UpdatedAt = *out.ArchivedAt
	}
}

// errorOf returns why a run did not complete.
func (w *world) errorOf(r run) (code, text string) {
	d := newDice(w.seed, diceError, r.key)
	switch {
	case r.reason >= reasonExhibit:
		e := exhibits[r.reason-reasonExhibit]
		return e.code, e.text
	case r.reason == reasonPayload:
		return "EXECUTION_ERROR", "Error: the payload asked for a failure\n    at run (index.js:1:7)"
	case r.reason == reasonLost:
		return codeLost, "The worker stopped answering; the run was given up"
	case r.reason == reasonSlow:
		return codeTimeout, timeoutText(w.functions[r.fn].timeout)
	case r.reason >= reasonMishap:
		m := mishaps[r.reason-reasonMishap]
		return m.code, m.text(&d)
	default:
		c := causes[r.reason-reasonCause]
		return c.code, c.text(&d)
	}
}

// jobOf returns a run's job id, an opaque string (CONFIRMED,
// docs.centrali.io/resources/identifiers: "job_abc123").
func (w *world) jobOf(r run) string {
	if r.live != nil {
		return r.live.jobID
	}
	d := newDice(w.seed, diceJob, r.key)
	return "job_" + d.word(20)
}
