package bundle

import (
	"fmt"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// changes says what is other than at the last success.
func (w *writer) changes(r *model.Run) {
	w.heading("Since the last success")
	s := w.f.Success
	if s == nil {
		w.line("No success before this run is known", w.among(), ".")
		return
	}
	w.line("The last success", w.among(), " is ", w.value("successId", s.ID.ID), ", created ", w.when(s.When()), ", ", apart(r.When().Sub(s.When())), " before this run.\n")
	w.head("what", "last success", "this run")
	same := 0
	for _, c := range []struct{ what, was, is string }{
		{"functionVersion", s.FunctionVersion, r.FunctionVersion},
		{"functionCodeHash", s.FunctionCodeHash, r.FunctionCodeHash},
		{"functionId", s.Function.ID, r.Function.ID},
		{"triggerId", s.Trigger.ID, r.Trigger.ID},
		{"triggerType", s.TriggerType, r.TriggerType},
		{"source", s.Source, r.Source},
		{"createdBy", s.CreatedBy, r.CreatedBy},
	} {
		if c.was == c.is {
			if c.is != "" {
				same++
			}
			continue
		}
		w.row(c.what, w.value(c.what, c.was), w.value(c.what, c.is))
	}
	if took, ok := s.Took(); ok {
		now := "–"
		if this, ok := r.Elapsed(w.f.Now); ok {
			now = draw.Took(this)
		}
		w.row("took", draw.Took(took), now)
	}
	w.line(fmt.Sprintf("\nOf what both tell, %d more are the same.", same))
}

// apart is how long one thing was before another.
func apart(d time.Duration) string { return strings.TrimSuffix(draw.Age(d), " ago") }

// among says which runs are meant.
func (w *writer) among() string {
	if ask, _ := w.f.ask(); ask.Trigger != "" {
		return " of the same trigger"
	}
	return " of the same function"
}

// lineage lists the original and its reruns in the order of time.
func (w *writer) lineage() {
	var runs []*model.Run
	for i := len(w.f.Runs) - 1; i >= 0; i-- {
		if w.f.related(w.f.Runs[i]) {
			runs = append(runs, w.f.Runs[i])
		}
	}
	w.heading("Original and reruns")
	if len(runs) < 2 {
		w.line("No other run of this lineage is known.")
		return
	}
	w.head("created", "status", "took", "by", "reason", "run")
	for i, r := range runs {
		path := fmt.Sprintf("lineage[%d]", i)
		w.row(w.when(r.When()), w.status(r), took(r), code(w.m.Value(path+".rerunBy", "rerunBy", r.RerunBy)), w.oneLine(path+".rerunReason", r.RerunReason), w.id(r))
	}
}

// neighbours lists the runs right before and after.
func (w *writer) neighbours(this *model.Run) {
	at, all := 0, w.f.beside()
	for i, r := range all {
		if r.ID == this.ID {
			at = i
		}
	}
	near := all[max(0, at-neighboursGap):min(len(all), at+neighboursGap+1)]
	w.heading("Runs before and after")
	if len(near) < 2 {
		w.line("No other run", w.among(), " is known.")
		return
	}
	w.line("Runs", w.among(), ", newest first.\n")
	w.head("created", "status", "took", "version", "error", "run")
	for i, r := range near {
		path := fmt.Sprintf("neighbours[%d]", i)
		version, failure := code(w.m.Value(path+".functionVersion", "functionVersion", r.FunctionVersion)), "–"
		if r.ErrorCode != "" || r.ErrorMessage != "" {
			failure = w.oneLine(path+".error", strings.TrimSpace(r.ErrorCode+" "+r.ErrorMessage))
		}
		w.row(w.when(r.When()), w.status(r), took(r), version, failure, w.id(r))
	}
}

func took(r *model.Run) string {
	if d, ok := r.Took(); ok {
		return draw.Took(d)
	}
	return "–"
}

func (w *writer) status(r *model.Run) string { return r.Status.String() }

// id names a run; this one stands out.
func (w *writer) id(r *model.Run) string {
	if r.ID == w.f.Run.ID {
		return "**this run**"
	}
	return code(w.m.Value("runs.id", "id", r.ID.ID))
}

// timing holds how long it took against the others.
func (w *writer) timing(this *model.Run) {
	var stats model.Stats
	others := make([]*model.Run, 0, len(w.f.Runs))
	slower, timed := 0, 0
	mine, known := this.Elapsed(w.f.Now)
	for _, r := range w.f.beside() {
		if r.ID == this.ID {
			continue
		}
		others = append(others, r)
		if d, ok := r.Took(); ok {
			if timed++; d > mine {
				slower++
			}
		}
	}
	stats.Count(others, model.Window{}, w.f.Now, 0)
	w.heading("How long it took")
	if !stats.P50.Known {
		w.line("Nothing to compare it with is known.")
		return
	}
	w.line(fmt.Sprintf("Of %s%s, created from %s to %s:\n", model.Counted(len(others), "other run"), w.among(), w.when(others[len(others)-1].When()), w.when(others[0].When())))
	w.head("what", "is")
	if known {
		w.row("this run", draw.Took(mine))
	}
	w.row("p50", draw.Took(stats.P50.Value))
	w.row("p95", draw.Took(stats.P95.Value))
	if known {
		w.row("slower than this run", fmt.Sprintf("%d of %d", slower, timed))
	}
	if rate := stats.FailureRate(); rate.Known {
		w.row("failed", fmt.Sprintf("%.1f%%", rate.Value*100))
	}
}
