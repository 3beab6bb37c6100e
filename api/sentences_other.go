package api

// otherwise is what to do where a back end's own things have other names than
// the table of sentences uses. What is not here is as it stands there.
var otherwise = map[string]map[Kind][ops]string{
	"flowcore": {
		Forbidden: {
			ListRuns:      "Ask for permission to fetch events of this event type in the tenant's access control.",
			ReadRun:       "Ask for permission to fetch this event in the tenant's access control.",
			ListFunctions: "Ask for permission to read the data core and its flow types, or check {workspace}.",
			ListTriggers:  "Ask for permission to read event types, or check {workspace}.",
			InvokeTrigger: "Nothing was started: ask for permission to ingest events of this event type.",
			RerunRun:      "Nothing was started: ask for permission to ingest events of this event type once more.",
			PauseTrigger:  "Nothing was changed: event types are not paused from here.",
			ResumeTrigger: "Nothing was changed: event types are not resumed from here.",
		},
		RateLimited: {
			ListRuns: "Wait a minute, or lower requests_per_minute so that others of the tenant keep their share.",
		},
		ServerError: {
			RerunRun: "Look for a new event of this event type before you ingest it again.",
		},
	},
	"agentos": {
		Forbidden: {
			ListRuns:      "Ask for permission to read runs; a header that it wants may be missing.",
			ReadRun:       "Ask for permission to read this run; a header that it wants may be missing.",
			ListFunctions: "Ask for permission to read agents; a header that it wants may be missing.",
			ListTriggers:  "Ask for permission to read triggers; a header that it wants may be missing.",
			InvokeTrigger: "Nothing was started: ask for permission to create runs of this agent.",
			RerunRun:      "Nothing was started: ask for permission to create runs of the run's agent.",
			PauseTrigger:  "Nothing was changed: triggers are not paused from here.",
			ResumeTrigger: "Nothing was changed: triggers are not resumed from here.",
		},
		ServerError: {
			RerunRun: "Look for a new run of the same agent before you rerun it again.",
		},
		Unreadable: {
			InvokeTrigger: "Look for a new run of the trigger's agent: the answer named no run.",
			RerunRun:      "Look for a new run of the same agent: the answer named no run.",
		},
	},
}
