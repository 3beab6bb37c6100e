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
	head  facts  // how it stands
	error []line // its error, whole

	// Everything else, in sections; what there is nothing of is empty.
	cut, since, retention, times, origin, cost, reruns, names facts
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

// facts are those of one section.
type facts []fact

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
func tell(r *model.Run, message []line, lineage []*model.Run, compared string, since facts) *told {
	t := &told{error: message, since: since}
	standing := fact{kind: heading, text: theme.Glyph(r.Status) + " " + r.Status.String(), role: ofStatus + role(r.Status)}
	if r.Status == model.StatusUnknown && r.StatusText != "" {
		standing.text = theme.Glyph(r.Status) + " " + model.Visible(r.StatusText)
	}
	standing.more = model.Visible(r.ErrorCode)
	t.head = append(t.head, standing)
	if compared != "" {
		t.head = append(t.head, fact{label: "rerun", text: compared})
	}
	if len(t.error) > 0 {
		t.head = append(t.head, fact{kind: gap})
	}
	if r.ErrorCut {
		t.cut = append(t.cut, fact{kind: heading, text: "… cut here: the list keeps 4 KiB of a message. The whole one comes with the run.", role: faint})
	}
	t.retention, t.times, t.origin = retention(r), times(r), origin(r)
	t.cost, t.reruns, t.names = cost(r), reruns(r, lineage), names(r)
	return t
}

func (f *facts) add(label, text, more string) {
	if text != "" {
		*f = append(*f, fact{label: label, text: model.Visible(text), more: model.Visible(more)})
	}
}

func (f *facts) time(label string, at time.Time) {
	if !at.IsZero() {
		*f = append(*f, fact{kind: moment, label: label, at: at})
	}
}

func retention(r *model.Run) (f facts) {
	if r.Stripped.IsZero() && r.Archived.IsZero() {
		return nil
	}
	if !r.Stripped.IsZero() {
		f = append(f, fact{kind: moment, label: "stripped", at: r.Stripped, role: warn})
	}
	if !r.Archived.IsZero() {
		f = append(f, fact{kind: moment, label: "archived", at: r.Archived, role: warn})
	}
	f.add("archive", r.ArchiveAddress, "")
	return f
}

// afterwards reports whether the run was written down when it was over: its
// created is then no moment before its started.
func afterwards(r *model.Run) bool {
	return !r.Started.IsZero() && r.Started.Before(r.Created) && r.Created.Equal(r.Ended)
}

func times(r *model.Run) (f facts) {
	if !afterwards(r) {
		f.time("created", r.Created)
	}
	f.time("started", r.Started)
	f.time("ended", r.Ended)
	f = append(f, fact{kind: took, label: "took", run: r})
	if !r.Updated.Equal(r.Ended) {
		f.time("updated", r.Updated)
	}
	return f
}

func origin(r *model.Run) (f facts) {
	f.ref("function", r.Function, "")
	switch kind := r.TriggerType; {
	case r.Trigger.Label() != "":
		f.ref("trigger", r.Trigger, kind)
	default:
		f.add("trigger", kind, "")
	}
	f.add("source", r.Source, "")
	f.add("version", r.FunctionVersion, "")
	f.add("code hash", r.FunctionCodeHash, "")
	return f
}

// ref tells a name with its id behind it, or an id alone.
func (f *facts) ref(label string, ref model.Ref, kind string) {
	more := kind
	if ref.Name != "" && ref.ID != "" {
		if more != "" {
			more += " · "
		}
		more += ref.ID
	}
	f.add(label, ref.Label(), more)
}

func cost(r *model.Run) (f facts) {
	if !r.MemoryBytes.Known && !r.CPUSeconds.Known && !r.Attempt.Known {
		return nil
	}
	if m := r.MemoryBytes; m.Known {
		f.add("memory", draw.Bytes(m.Value), draw.Count(int(m.Value))+" bytes")
	}
	if c := r.CPUSeconds; c.Known {
		f.add("CPU", strconv.FormatFloat(c.Value, 'f', -1, 64)+" s", "")
	}
	if a := r.Attempt; a.Known {
		f.add("attempt", strconv.FormatInt(a.Value.Number, 10), a.Value.ID)
	}
	return f
}

func reruns(r *model.Run, lineage []*model.Run) (f facts) {
	isRerun := r.IsRerun.Value || r.OriginalRunID != ""
	if !isRerun && r.RerunCount.Value == 0 && len(lineage) == 0 {
		return nil // most runs: that they were never rerun need not be said
	}
	if isRerun {
		f.add("rerun of", r.OriginalRunID, "")
	}
	if n := r.RerunCount; n.Value > 0 {
		f.add("reruns", strconv.FormatInt(n.Value, 10), "")
	}
	f.add("rerun by", r.RerunBy, "")
	f.add("reason", r.RerunReason, "")
	family := slices.Clone(lineage)
	slices.SortStableFunc(family, func(a, b *model.Run) int { return model.Newer(b, a) })
	for i, run := range family {
		one := fact{kind: sibling, run: run, text: model.Visible(run.ID.ID)}
		if i == 0 {
			one.label = "lineage"
		}
		switch {
		case run.ID == r.ID:
			one.more = "this run"
		case run.ID.ID == r.OriginalRunID:
			one.more = "original"
		}
		f = append(f, one)
	}
	return f
}

func names(r *model.Run) (f facts) {
	f.add("run", r.ID.ID, "")
	if r.StatusText != r.Status.String() {
		f.add("backend says", r.StatusText, "")
	}
	f.add("job", r.JobID, "")
	f.add("execution", r.ExecutionID, "")
	f.add("orchestration", r.OrchestrationRunID, "")
	f.add("step", r.OrchestrationStepID, "")
	f.add("workspace", r.Workspace, "")
	f.add("profile", r.ID.Profile, "")
	f.add("created by", r.CreatedBy, "")
	return f
}
