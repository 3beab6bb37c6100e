package cli

import (
	"encoding/json"
	"time"

	"fntop/model"
	"fntop/ui/report"
)

// list is an array of objects, each as of says.
func list[T any](all []T, of func(*T) []field) json.RawMessage {
	out := []byte{'['}
	for i := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendObject(out, of(&all[i]))
	}
	return append(out, ']')
}

// values is an array of single values.
func values[T any](all []T, of func(T) any) json.RawMessage {
	out := []byte{'['}
	for i, one := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendValue(out, of(one))
	}
	return append(out, ']')
}

func millis(o model.Opt[time.Duration]) any {
	if !o.Known {
		return nil
	}
	return o.Value.Milliseconds()
}

func countFields(c *report.Count) []field {
	return []field{{"runs", int64(c.Runs)}, {"failed", int64(c.Failed)}, {"cancelled", int64(c.Cancelled)}, {"unfinished", int64(c.Unfinished)}, {"failureRate", opt(c.Rate)}}
}

// reportFields are a report's, in the order in which people are told.
func reportFields(r *report.Report) []field {
	return append([]field{
		{"at", when(r.At)}, {"from", when(r.From)}, {"to", when(r.To)},
		{"profiles", list(r.Profiles, reportProfileFields)},
	}, append(countFields(&r.Total),
		field{"groups", list(r.Groups, reportGroupFields)},
		field{"functions", list(r.Functions, reportFunctionFields)},
		field{"slowest", list(r.Slowest, func(run **model.Run) []field { return reportRunFields(*run) })},
		field{"missed", list(r.Missed, func(m *report.Missed) []field {
			return []field{{"profile", m.Profile}, {"trigger", ref(m.Ref)}, {"schedule", m.Schedule}, {"missed", values(m.Times, when)}, {"nextAt", when(m.Next)}, {"why", text(m.Why)}}
		})},
		field{"stuck", list(r.Stuck, func(s *report.Stuck) []field {
			return append(reportRunFields(s.Run), field{"runningMs", s.Since.Milliseconds()}, field{"limitMs", s.Limit.Milliseconds()}, field{"seenAt", when(s.Looked)})
		})},
		field{"reruns", list(r.Reruns, func(a *report.Rerun) []field {
			return append(reportRunFields(a.Run), field{"originalRunId", text(a.Run.OriginalRunID)}, field{"rerunBy", text(a.By)}, field{"rerunReason", text(a.Reason)})
		})},
		field{"actions", list(r.Actions, func(a *report.Action) []field {
			return []field{
				{"at", when(a.At)}, {"user", text(a.User)}, {"profile", a.Profile}, {"action", a.Action},
				{"target", []field{{"kind", a.Kind}, {"id", text(a.ID)}, {"name", text(a.Name)}}},
				{"jobId", text(a.JobID)}, {"runId", text(a.RunID)}, {"error", text(a.Error)}, {"maybe", a.Maybe},
			}
		})},
		field{"throughput", list(r.Throughput, func(p *report.Part) []field {
			return []field{{"from", when(p.From)}, {"to", when(p.To)}, {"runs", int64(p.Runs)}, {"failed", int64(p.Failed)}, {"seen", p.Seen}}
		})},
		field{"notes", values(r.Notes, func(s string) any { return s })},
		field{"masked", int64(r.Masked)},
	)...)
}

func reportProfileFields(p *report.Profile) []field {
	source := "history"
	if p.Live {
		source = "live"
	}
	return append(append([]field{{"name", p.Name}, {"backend", p.Backend}, {"source", source}}, countFields(&p.Count)...),
		field{"coverage", p.Coverage},
		field{"gaps", list(p.Gaps, func(g *model.Span) []field { return []field{{"from", when(g.From)}, {"to", when(g.To)}} })},
		field{"unseen", values(p.Unseen, ref)})
}

func reportGroupFields(g *report.Group) []field {
	return []field{
		{"key", g.Key}, {"code", text(g.Code)}, {"title", text(g.Title)}, {"message", text(g.Message)},
		{"runs", int64(g.Runs)}, {"open", int64(g.Open)}, {"rerun", int64(g.ByRerun)}, {"first", when(g.First)}, {"last", when(g.Last)},
		{"profile", g.Sample.Profile}, {"lastRunId", g.Sample.ID},
		{"functions", list(g.Functions, func(s *model.Share) []field {
			return []field{{"id", text(s.Ref.ID)}, {"name", text(s.Ref.Name)}, {"runs", int64(s.Runs)}}
		})},
	}
}

func reportFunctionFields(f *report.Function) []field {
	return append(append([]field{{"profile", f.Profile}, {"function", ref(f.Ref)}}, countFields(&f.Count)...),
		field{"p50Ms", millis(f.P50)}, field{"p95Ms", millis(f.P95)}, field{"maxMs", millis(f.Max)}, field{"coverage", f.Coverage})
}

// reportRunFields are enough of a run to find it.
func reportRunFields(r *model.Run) []field {
	var took any
	if d, ok := r.Took(); ok {
		took = d.Milliseconds()
	}
	return []field{
		{"profile", r.ID.Profile}, {"id", r.ID.ID}, {"function", ref(r.Function)}, {"status", r.Status.String()},
		{"createdAt", when(r.Created)}, {"startedAt", when(r.Started)}, {"durationMs", took},
	}
}
