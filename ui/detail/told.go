package detail

import (
	"slices"
	"strconv"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// told is what there is to say of the run, made visible once for each change
// of the data. How times look is up to each frame.
type told struct {
	head  []fact   // how it stands
	error []string // its error, whole
	facts []fact   // everything else
}

// errorText is an error message and its lines. Messages can be megabytes and
// a run is told anew with each refresh; its error is nearly always the same.
type errorText struct {
	message string
	lines   []string
}

func (e *errorText) of(message string) []string {
	if message != e.message {
		e.message, e.lines = message, visibleText(message)
	}
	return e.lines
}

// fact is one thing known of a run.
type fact struct {
	kind  factKind
	label string
	text  string
	more  string // behind it, for whoever wants it
	role  role
	at    time.Time
	run   *model.Run
}

type factKind uint8

const (
	plain   factKind = iota
	gap              // nothing but room
	heading          // text without a label, and what stands beside it
	moment           // at
	took             // how long run was under way, and still is
	sibling          // run, of the same lineage
)

// tell says everything that is known of a run and nothing that is not.
func tell(r *model.Run, message []string, lineage []*model.Run) *told {
	t := &told{error: message}
	standing := fact{kind: heading, text: theme.Glyph(r.Status) + " " + r.Status.String(), role: ofStatus + role(r.Status)}
	if r.Status == model.StatusUnknown && r.StatusText != "" {
		standing.text = theme.Glyph(r.Status) + " " + model.Visible(r.StatusText)
	}
	standing.more = model.Visible(r.ErrorCode)
	t.head = append(t.head, standing)
	if len(t.error) > 0 {
		t.head = append(t.head, fact{kind: gap})
	}
	if r.ErrorCut {
		t.facts = append(t.facts, fact{kind: heading, text: "… cut here: the list keeps 4 KiB of a message. The whole one comes with the run.", role: faint})
	}
	t.retention(r)
	t.times(r)
	t.origin(r)
	t.cost(r)
	t.reruns(r, lineage)
	t.names(r)
	return t
}

func (t *told) add(label, text, more string) {
	if text != "" {
		t.facts = append(t.facts, fact{label: label, text: model.Visible(text), more: model.Visible(more)})
	}
}

func (t *told) time(label string, at time.Time) {
	if !at.IsZero() {
		t.facts = append(t.facts, fact{kind: moment, label: label, at: at})
	}
}

// section sets what follows apart.
func (t *told) section() {
	if n := len(t.facts); n == 0 || t.facts[n-1].kind != gap {
		t.facts = append(t.facts, fact{kind: gap})
	}
}

func (t *told) retention(r *model.Run) {
	if r.Stripped.IsZero() && r.Archived.IsZero() {
		return
	}
	t.section()
	if !r.Stripped.IsZero() {
		t.facts = append(t.facts, fact{kind: moment, label: "stripped", at: r.Stripped, role: warn})
	}
	if !r.Archived.IsZero() {
		t.facts = append(t.facts, fact{kind: moment, label: "archived", at: r.Archived, role: warn})
	}
	t.add("archive", r.ArchiveAddress, "")
}

func (t *told) times(r *model.Run) {
	t.section()
	t.time("created", r.Created)
	t.time("started", r.Started)
	t.time("ended", r.Ended)
	t.facts = append(t.facts, fact{kind: took, label: "took", run: r})
	if !r.Updated.Equal(r.Ended) {
		t.time("updated", r.Updated)
	}
}

func (t *told) origin(r *model.Run) {
	t.section()
	t.ref("function", r.Function, "")
	switch kind := r.TriggerType; {
	case r.Trigger.Label() != "":
		t.ref("trigger", r.Trigger, kind)
	default:
		t.add("trigger", kind, "")
	}
	t.add("source", r.Source, "")
	t.add("version", r.FunctionVersion, "")
	t.add("code hash", r.FunctionCodeHash, "")
}

// ref tells a name with its id behind it, or an id alone.
func (t *told) ref(label string, ref model.Ref, kind string) {
	more := kind
	if ref.Name != "" && ref.ID != "" {
		if more != "" {
			more += " · "
		}
		more += ref.ID
	}
	t.add(label, ref.Label(), more)
}

func (t *told) cost(r *model.Run) {
	if !r.MemoryBytes.Known && !r.CPUSeconds.Known && !r.Attempt.Known {
		return
	}
	t.section()
	if m := r.MemoryBytes; m.Known {
		t.add("memory", draw.Bytes(m.Value), draw.Count(int(m.Value))+" bytes")
	}
	if c := r.CPUSeconds; c.Known {
		t.add("CPU", strconv.FormatFloat(c.Value, 'f', -1, 64)+" s", "")
	}
	if a := r.Attempt; a.Known {
		t.add("attempt", strconv.FormatInt(a.Value.Number, 10), a.Value.ID)
	}
}

func (t *told) reruns(r *model.Run, lineage []*model.Run) {
	isRerun := r.IsRerun.Value || r.OriginalRunID != ""
	if !isRerun && r.RerunCount.Value == 0 && len(lineage) == 0 {
		return // most runs: that they were never rerun need not be said
	}
	t.section()
	if isRerun {
		t.add("rerun of", r.OriginalRunID, "")
	}
	if n := r.RerunCount; n.Value > 0 {
		t.add("reruns", strconv.FormatInt(n.Value, 10), "")
	}
	t.add("rerun by", r.RerunBy, "")
	t.add("reason", r.RerunReason, "")
	family := slices.Clone(lineage)
	slices.SortStableFunc(family, func(a, b *model.Run) int { return model.Newer(b, a) })
	for i, run := range family {
		f := fact{kind: sibling, run: run, text: model.Visible(run.ID.ID)}
		if i == 0 {
			f.label = "lineage"
		}
		switch {
		case run.ID == r.ID:
			f.more = "this run"
		case run.ID.ID == r.OriginalRunID:
			f.more = "original"
		}
		t.facts = append(t.facts, f)
	}
}

func (t *told) names(r *model.Run) {
	t.section()
	t.add("run", r.ID.ID, "")
	if r.StatusText != r.Status.String() {
		t.add("backend says", r.StatusText, "")
	}
	t.add("job", r.JobID, "")
	t.add("execution", r.ExecutionID, "")
	t.add("orchestration", r.OrchestrationRunID, "")
	t.add("step", r.OrchestrationStepID, "")
	t.add("workspace", r.Workspace, "")
	t.add("profile", r.ID.Profile, "")
	t.add("created by", r.CreatedBy, "")
}
