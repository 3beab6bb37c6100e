package history

import (
	"encoding/json"
	"hash/maphash"
	"time"

	"fntop/model"
)

// row is a run as the table run has it.
type row struct {
	n       int64
	status  model.Status
	created int64
	started int64
	ended   int64
	updated int64
	more    []byte
}

// more is what is told of few runs, or is never asked for by itself. Its names
// are those of CLI.md's Run where that has them.
type more struct {
	StatusText  string `json:"statusText,omitempty"`
	TriggerType string `json:"triggerType,omitempty"`
	Source      string `json:"source,omitempty"`
	JobID       string `json:"jobId,omitempty"`
	ExecutionID string `json:"executionId,omitempty"`
	Workspace   string `json:"workspace,omitempty"`
	CreatedBy   string `json:"createdBy,omitempty"`

	ErrorCut bool `json:"errorCut,omitempty"`

	IsRerun       *bool  `json:"isRerun,omitempty"`
	RerunCount    *int64 `json:"rerunCount,omitempty"`
	OriginalRunID string `json:"originalRunId,omitempty"`
	RerunBy       string `json:"rerunBy,omitempty"`
	RerunReason   string `json:"rerunReason,omitempty"`

	Again *model.Again `json:"again,omitempty"`

	FunctionVersion  string `json:"functionVersion,omitempty"`
	FunctionCodeHash string `json:"functionCodeHash,omitempty"`

	MemoryBytes *int64   `json:"memoryBytes,omitempty"`
	CPUSeconds  *float64 `json:"cpuSeconds,omitempty"`

	OrchestrationRunID  string `json:"orchestrationRunId,omitempty"`
	OrchestrationStepID string `json:"orchestrationStepId,omitempty"`

	Stripped       int64  `json:"dataStripped,omitempty"` // microseconds, as the table's own times
	Archived       int64  `json:"archived,omitempty"`
	ArchiveAddress string `json:"archiveAddress,omitempty"`

	Attempt *model.Attempt `json:"attempt,omitempty"`
}

func rowOf(r *model.Run) (row, error) {
	m := more{
		StatusText: r.StatusText, TriggerType: r.TriggerType, Source: r.Source, JobID: r.JobID,
		ExecutionID: r.ExecutionID, Workspace: r.Workspace, CreatedBy: r.CreatedBy, ErrorCut: r.ErrorCut,
		IsRerun: known(r.IsRerun), RerunCount: known(r.RerunCount), OriginalRunID: r.OriginalRunID,
		RerunBy: r.RerunBy, RerunReason: r.RerunReason, Again: r.Again,
		FunctionVersion: r.FunctionVersion, FunctionCodeHash: r.FunctionCodeHash,
		MemoryBytes: known(r.MemoryBytes), CPUSeconds: known(r.CPUSeconds),
		OrchestrationRunID: r.OrchestrationRunID, OrchestrationStepID: r.OrchestrationStepID,
		Stripped: micro(r.Stripped), Archived: micro(r.Archived), ArchiveAddress: r.ArchiveAddress,
		Attempt: known(r.Attempt),
	}
	text, err := json.Marshal(&m)
	return row{
		status: r.Status, created: micro(r.Created), started: micro(r.Started), ended: micro(r.Ended),
		updated: micro(r.Updated), more: text,
	}, err
}

// run is the run that the row was made of, but for its id and what lies in
// other tables.
func (w *row) run() (r model.Run) {
	var m more
	_ = json.Unmarshal(w.more, &m) // of what somebody else wrote there nothing is known
	return model.Run{
		Status: w.status, StatusText: m.StatusText, TriggerType: m.TriggerType, Source: m.Source, JobID: m.JobID,
		ExecutionID: m.ExecutionID, Workspace: m.Workspace, CreatedBy: m.CreatedBy, ErrorCut: m.ErrorCut,
		Created: instant(w.created), Started: instant(w.started), Ended: instant(w.ended), Updated: instant(w.updated),
		IsRerun: opt(m.IsRerun), RerunCount: opt(m.RerunCount), OriginalRunID: m.OriginalRunID,
		RerunBy: m.RerunBy, RerunReason: m.RerunReason, Again: m.Again,
		FunctionVersion: m.FunctionVersion, FunctionCodeHash: m.FunctionCodeHash,
		MemoryBytes: opt(m.MemoryBytes), CPUSeconds: opt(m.CPUSeconds),
		OrchestrationRunID: m.OrchestrationRunID, OrchestrationStepID: m.OrchestrationStepID,
		Stripped: instant(m.Stripped), Archived: instant(m.Archived), ArchiveAddress: m.ArchiveAddress,
		Attempt: opt(m.Attempt),
	}
}

// same reports whether both say the same, wherever they stand.
func (w *row) same(v *row) bool {
	return w.status == v.status && w.created == v.created && w.started == v.started && w.ended == v.ended &&
		w.updated == v.updated && string(w.more) == string(v.more)
}

// place is a number for the row, by which runs lie in order of time. The next
// ones do where it is taken.
func (w *row) place(id string, seen int64) int64 {
	when := w.created
	if when == 0 {
		when = w.started
	}
	if when == 0 {
		when = seen
	}
	return placeAt(when) + int64(spread(id))
}

// placeAt is the first number of the millisecond of a time.
func placeAt(micros int64) int64 { return floor(micros, 1000) * 1_000_000 }

// spread tells the runs of one millisecond apart, but for a few: thousands may
// be of one.
func spread(id string) uint32 {
	h := uint32(2166136261) // FNV-1a
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return h % 1_000_000
}

func floor(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}

// mark is a short stand-in for all that is kept of a run: two that differ have
// another one, but for a chance of one in 2⁶⁴.
func mark(seed maphash.Seed, w *row, d *model.RunDetail) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, n := range [...]int64{int64(w.status), w.created, w.started, w.ended, w.updated} {
		maphash.WriteComparable(&h, n)
	}
	for _, s := range [...]string{d.Function.ID, d.Function.Name, d.Trigger.ID, d.Trigger.Name, d.ErrorCode, d.ErrorMessage} {
		_, _ = h.WriteString(s)
		_ = h.WriteByte(0)
	}
	for _, b := range [...][]byte{w.more, d.RunData, d.Input} {
		_, _ = h.Write(b)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// micro is a time as the tables have it; 0, which they hold as NULL, is a time
// that is not known.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

func known[T any](o model.Opt[T]) *T {
	if !o.Known {
		return nil
	}
	return &o.Value
}

func opt[T any](p *T) model.Opt[T] {
	if p == nil {
		return model.Opt[T]{}
	}
	return model.Some(*p)
}
