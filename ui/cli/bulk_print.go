package cli

import (
	"fntop/api/bulk"
)

// outcome is what became of one run of a bulk rerun.
type outcome struct {
	item   bulk.Item
	result bulk.Result
}

func outcomesOf(r *bulk.Record) []outcome {
	all := make([]outcome, len(r.Results))
	for i := range all {
		all[i] = outcome{r.Plan.Items[i], r.Results[i]}
	}
	return all
}

func (a *app) outcomes() kind[outcome] {
	return kind[outcome]{outcomeFields, outcomeColumns, outcomeTable, a.outcomeRow, nil}
}

// outcomeFields are in the order in which they are read: which run, what
// became of it, what came of it.
func outcomeFields(o *outcome) []field {
	var status any
	if o.result.State == bulk.Over {
		status = o.result.Status.String()
	}
	return []field{
		{"id", o.item.Run.ID}, {"profile", o.item.Run.Profile}, {"function", ref(o.item.Function)},
		{"result", o.result.State.String()}, {"sentAt", when(o.result.At)},
		{"jobId", text(o.result.Job)}, {"runId", text(o.result.Run.ID)}, {"maybe", o.result.Maybe},
		{"status", status}, {"error", text(o.result.Why)},
	}
}

var (
	outcomeColumns = []string{"id", "profile", "functionId", "functionName", "result", "sentAt", "jobId", "runId", "maybe", "status", "error"}
	outcomeTable   = []column{
		{title: "RESULT"}, {title: "STATUS"}, {title: "FUNCTION", cut: true}, {title: "SENT"}, {title: "NEW RUN OR JOB"},
		{title: "ERROR", stretch: true}, {title: "ID"},
	}
)

func (a *app) outcomeRow(o *outcome) []string {
	status := ""
	if o.result.State == bulk.Over {
		status = o.result.Status.String()
	}
	came := o.result.Run.ID
	if came == "" && o.result.Job != "" {
		came = jobPrefix + o.result.Job
	}
	return []string{o.result.State.String(), status, o.item.Function.Label(), a.localTime(o.result.At), came, o.result.Why, o.item.Run.ID}
}

// printJournals lists the bulk reruns of the past.
func (a *app) printJournals() error {
	state, err := a.Env.StateDir()
	if err != nil {
		return err
	}
	var all []bulk.Record
	for _, r := range bulk.List(state) {
		all = append(all, *r)
	}
	return printAll(a, kind[bulk.Record]{journalFields, journalColumns, journalTable, a.journalRow, nil}, all)
}

var endWords = [...]string{bulk.Interrupted: "interrupted", bulk.Done: "done", bulk.Stopped: "stopped", bulk.Aborted: "aborted", bulk.Abandoned: "given up"}

func journalFields(r *bulk.Record) []field {
	t := bulk.TallyOf(r.Results)
	return []field{
		{"journal", r.Name()}, {"madeAt", when(r.Plan.Made)}, {"end", endWords[r.End]}, {"runs", int64(t.All)}, {"sent", int64(t.Sent)},
		{"refused", int64(t.Refused)}, {"doubt", int64(t.Doubt + t.Sending)}, {"left", int64(t.Waiting)}, {"path", r.Path},
	}
}

var (
	journalColumns = []string{"journal", "madeAt", "end", "runs", "sent", "refused", "doubt", "left", "path"}
	journalTable   = []column{{title: "JOURNAL"}, {title: "MADE"}, {title: "END"}, {title: "RUNS"}, {title: "SENT"}, {title: "REFUSED"}, {title: "DOUBT"}, {title: "LEFT"}}
)

func (a *app) journalRow(r *bulk.Record) []string {
	t := bulk.TallyOf(r.Results)
	return []string{r.Name(), a.localTime(r.Plan.Made), endWords[r.End], decimal(t.All), decimal(t.Sent), decimal(t.Refused), decimal(t.Doubt + t.Sending), decimal(t.Waiting)}
}
