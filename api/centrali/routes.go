package centrali

import (
	"net/url"
	"strconv"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

// This file holds every path, header, status word and query name of
// Centrali's wire. Sources, and how certain each is:
//
//	SDK   my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.1/4.4.4 and 4.4.2/4.4.5
//	APP   github.com/blueinit/create-centrali-app, templates/jobs (the vendor's starter, March 2026)
//	API   docs.centrali.io/api-reference
//	FN    docs.centrali.io/api-reference/functions
//	TRG   docs.centrali.io/api-reference/FUNCTION_TRIGGERS_API
//	TRP   docs.centrali.io/platform/trigger-parameters
//	RERUN docs.centrali.dev/platform/function-rerun
//	RT    docs.centrali.io/api-reference/realtime
//	RTT   docs.centrali.dev/guides/realtime/troubleshooting
//	AUTH  docs.centrali.io/sdk/authentication
//	AUTHO docs.centrali.dev/guides/authentication-overview
//
// CONFIRMED: stated there word for word. STRONG: first-party code relies on
// it. INFERRED: deduced, and not to be taken for documented.

// keyHeader carries a publishable key (SDK; CONFIRMED). Bearer tokens go in
// Authorization (SDK; CONFIRMED).
const keyHeader = "x-api-key"

// Where credentials buy a token. AUTHO names the first, API the second
// (CONFIRMED both); which one a deployment serves is not known.
const (
	tokenPath    = "/oidc/token"
	tokenPathNew = "/oauth/token"
	tokenScope   = "openid" // AUTHO; CONFIRMED
)

// Segments of paths under data/workspace/{slug}/api/v1 (API, SDK; CONFIRMED;
// RERUN prints its paths without "data", the SDK never does).
const (
	segFunctions = "compute-functions" // FN; CONFIRMED for create, list INFERRED
	segTriggers  = "function-triggers" // TRP; CONFIRMED for create, list INFERRED
	segRuns      = "function-runs"     // SDK; CONFIRMED
	segFunction  = "function"          // SDK; CONFIRMED: function-runs/function/{id}
	segTrigger   = "trigger"           // SDK; CONFIRMED: function-runs/trigger/{id}
	segRerun     = "rerun"             // RERUN; CONFIRMED: POST function-runs/{id}/rerun
	segReruns    = "rerun-history"     // RERUN; CONFIRMED: GET function-runs/{id}/rerun-history
	segExecute   = "execute"           // INFERRED: POST function-triggers/{id}/execute
	segPause     = "pause"             // APP's proxy routes; INFERRED: PATCH function-triggers/{id}/pause
	segResume    = "resume"            // likewise
)

// The event stream is at {api}/realtime/workspace/{slug}/events (RT; CONFIRMED).
const (
	segRealtime = "realtime"
	segEvents   = "events"

	queryEvents    = "events" // comma list of kinds (RT; CONFIRMED)
	eventCompleted = "function_run_completed"
	eventFailed    = "function_run_failed" // whether of timeouts, too, is UNKNOWN
	// eventAboutRuns begins every kind that is about runs. There are no more
	// than the two (RT; CONFIRMED); a third would be a hint as well.
	eventAboutRuns = "function_run_"
	eventUnnamed   = "message" // the SSE name of record events (RT; CONFIRMED)
	eventStream    = "text/event-stream"
)

// streamRefusals are the codes of refused streams (RTT; CONFIRMED). With which
// statuses they come is not known.
var streamRefusals = map[string]rest.Refusal{
	"MISSING_TOKEN":       {Kind: api.Unauthorized, Final: true},
	"INVALID_TOKEN":       {Kind: api.Unauthorized},
	"WORKSPACE_MISMATCH":  {Kind: api.Forbidden, Final: true},
	"RATE_LIMIT_EXCEEDED": {Kind: api.RateLimited},
}

// Query names (SDK; CONFIRMED for runs, INFERRED for the other lists). Each is
// sent only when it says something, and pages count from 1 (SDK; STRONG).
const (
	queryPage   = "page"
	queryLimit  = "limit"
	queryStatus = "status" // one word
)

// Keys of bodies that are sent.
const (
	keyPayload       = "payload"        // INFERRED from SDK's triggers.invoke(id, {payload})
	keyUseLatestCode = "useLatestCode"  // RERUN; CONFIRMED
	keyReason        = "reason"         // RERUN; CONFIRMED
	keyOverride      = "overrideParams" // RERUN; CONFIRMED
	keyEnabled       = "enabled"        // APP; STRONG as a field, INFERRED as an update
)

// statusWords are the words of a run's status (SDK; CONFIRMED). A word that is
// not here stays unknown and is shown as it came.
var statusWords = map[string]model.Status{
	"pending":   model.StatusPending,
	"running":   model.StatusRunning,
	"completed": model.StatusCompleted,
	"failure":   model.StatusFailure,
	"timeout":   model.StatusTimeout,

	// INFERRED: "failed" is the word of job status and of realtime events
	// (APP, docs.centrali.dev/api-reference/realtime; CONFIRMED there), so a
	// run that ever says it has failed, too.
	"failed": model.StatusFailure,

	// INFERRED: no status of Centrali is documented to mean this. A run that
	// ever says so has ended, and is not to be followed for good.
	"cancelled": model.StatusCancelled,
	"canceled":  model.StatusCancelled,
}

// askWords are what a status is asked for by (SDK; CONFIRMED). Others cannot
// be asked for.
var askWords = map[model.Status]string{
	model.StatusPending:   "pending",
	model.StatusRunning:   "running",
	model.StatusCompleted: "completed",
	model.StatusFailure:   "failure",
	model.StatusTimeout:   "timeout",
}

// askable are the statuses that a run is documented to have.
var askable = func() model.StatusSet {
	var set model.StatusSet
	for status := range askWords {
		set |= model.NewStatusSet(status)
	}
	return set
}()

// routes builds the URLs of one workspace.
type routes struct {
	api  *url.URL
	live *url.URL // of realtime
	slug string
}

func (r routes) at(segments ...string) *url.URL {
	return r.api.JoinPath(append([]string{"data", "workspace", rest.Segment(r.slug), "api", "v1"}, segments...)...)
}

// events is the stream of endings. The token never stands in its query, which
// logs show: it is accepted in Authorization as well (RT; CONFIRMED).
func (r routes) events() *url.URL {
	u := r.live.JoinPath("workspace", rest.Segment(r.slug), segEvents)
	u.RawQuery = queryEvents + "=" + eventCompleted + "," + eventFailed
	return u
}

func (r routes) functions() *url.URL { return r.at(segFunctions) }
func (r routes) triggers() *url.URL  { return r.at(segTriggers) }

func (r routes) run(id string) *url.URL   { return r.at(segRuns, rest.Segment(id)) }
func (r routes) rerun(id string) *url.URL { return r.at(segRuns, rest.Segment(id), segRerun) }

func (r routes) reruns(id string) *url.URL {
	return r.at(segRuns, rest.Segment(id), segReruns)
}

func (r routes) trigger(id string, then ...string) *url.URL {
	return r.at(append([]string{segTriggers, rest.Segment(id)}, then...)...)
}

// runs is the list of one trigger's runs, else of one function's.
func (r routes) runs(ask model.Ask) *url.URL {
	by, id := segFunction, ask.Function
	if ask.Trigger != "" {
		by, id = segTrigger, ask.Trigger
	}
	u := paged(r.at(segRuns, by, rest.Segment(id)), ask.Page, ask.Limit)
	if ask.Status.Known && askWords[ask.Status.Value] != "" {
		q := u.Query()
		q.Set(queryStatus, askWords[ask.Status.Value])
		u.RawQuery = q.Encode()
	}
	return u
}

// paged adds page and limit where they say something.
func paged(u *url.URL, page, limit int) *url.URL {
	q := url.Values{}
	if page > 0 {
		q.Set(queryPage, strconv.Itoa(page))
	}
	if limit > 0 {
		q.Set(queryLimit, strconv.Itoa(limit))
	}
	u.RawQuery = q.Encode()
	return u
}
