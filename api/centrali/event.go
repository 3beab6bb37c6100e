package centrali

import (
	"encoding/json"
	"strings"

	"fntop/api"
	"fntop/api/internal/loose"
)

// hint reads an event of the stream, whose SSE name and data are given. It
// reports false where that is about no run.
//
// What an event about a run holds is UNKNOWN. From the stream's filters it has
// jobId, triggerType and functionId; record events have their kind in "event"
// and what it is about in "data" (docs.centrali.io/api-reference/realtime;
// CONFIRMED). So the kind is read there or from the SSE event's name, and the
// ids beside it or from "data". "data" may as well be the run's output, in
// which a stranger's ids may stand: it is read only where none stand beside it.
func hint(name string, data []byte) (api.RunEnded, bool) {
	top, err := loose.Fields(data)
	if err != nil && len(top) == 0 {
		// It says that a run ended and not which.
		return api.RunEnded{}, strings.HasPrefix(name, eventAboutRuns)
	}
	what := loose.Text(top["event"])
	if what == "" && name != eventUnnamed {
		what = name
	}
	if what != "" && !strings.HasPrefix(what, eventAboutRuns) {
		return api.RunEnded{}, false
	}
	for _, o := range about(top) {
		e := api.RunEnded{
			Function: id(o, "functionId"), Trigger: id(o, "triggerId"), JobID: id(o, "jobId"), RunID: id(o, "runId", "functionRunId"),
		}
		if e != (api.RunEnded{}) {
			if e.RunID == "" { // beside another id of a run, the run's own
				e.RunID = id(o, "id")
			}
			return e, true
		}
	}
	return api.RunEnded{}, what != ""
}

// about are the objects in which an event may name what it is about, in the
// order in which they are believed.
func about(top map[string]json.RawMessage) []map[string]json.RawMessage {
	all := []map[string]json.RawMessage{top}
	for _, name := range []string{"run", "data"} {
		in, err := loose.Fields(top[name])
		if err != nil {
			continue
		}
		all = append(all, in)
		for _, name := range []string{"run", "after"} { // updates are told as before and after
			if deeper, err := loose.Fields(in[name]); err == nil {
				all = append(all, deeper)
			}
		}
	}
	return all
}

// id is the first of several members that can be an id.
func id(o map[string]json.RawMessage, names ...string) string {
	const longest = 256
	for _, name := range names {
		if s := loose.Text(o[name]); s != "" && len(s) <= longest {
			return s
		}
	}
	return ""
}
