package agentos

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"fntop/api/internal/rest"
	"fntop/model"
)

// This file holds every path, header, status word and query name of AgentOS'
// wire. There is one public source, the diff of its SDK's own code:
//
//	DIFF my.diffend.io/npm/@agent-os-sdk/client/0.9.1/0.9.3/page/8
//
// CONFIRMED: it stands there. INFERRED: deduced from what stands there, and
// not to be taken for documented. OURS: nothing public tells, so it is a
// guess that a deployment may prove wrong.

// Authorization carries a bearer token. INFERRED: calls of run events bring no
// headers of their own, so something beneath signs them. What names the
// workspace is UNKNOWN, which is why a profile can add headers of its own.

// idempotencyHeader carries the key by which a server knows that it was asked
// the same thing before. INFERRED: the key is taken out of the body and put
// among the headers; that the same key again is a 409 is CONFIRMED.
const idempotencyHeader = "Idempotency-Key"

// lastEventHeader says after which event a stream goes on (DIFF; CONFIRMED).
const lastEventHeader = "Last-Event-ID"

// ownHeaders are set by fntop itself: a profile has no say in them.
var ownHeaders = [...]string{
	idempotencyHeader, lastEventHeader, "Accept", "Accept-Encoding", "Cache-Control", "Connection", "Content-Length",
	"Content-Type", "Host", "Transfer-Encoding", "User-Agent",
}

// authorization may be set by a profile that has no token.
const authorization = "Authorization"

// Segments of paths below the base address.
const (
	segVersion     = "v1"          // DIFF; CONFIRMED: every path begins with /v1/api
	segAPI         = "api"         // likewise
	segAgents      = "agents"      // DIFF; CONFIRMED to create, list INFERRED
	segTriggers    = "triggers"    // DIFF; CONFIRMED
	segRuns        = "runs"        // DIFF; CONFIRMED for events, get, list and create INFERRED
	segEvents      = "events"      // DIFF; CONFIRMED: runs/{id}/events, a page of events
	segStream      = "stream"      // DIFF; CONFIRMED: runs/{id}/events/stream, their stream
	segCredentials = "credentials" // DIFF; CONFIRMED
	segRerun       = "rerun"       // OURS: POST runs/{id}/rerun; nothing public tells, so it is asked for only where the profile says so
	segCancel      = "cancel"      // OURS: POST runs/{id}/cancel; likewise
	segResume      = "resume"      // OURS: POST runs/{id}/resume; likewise
)

// Query names. They are mixed in this wire: agent_id, but attemptId.
const (
	queryAgent   = "agent_id"  // DIFF; CONFIRMED for triggers, INFERRED for runs
	queryStatus  = "status"    // OURS
	queryLimit   = "limit"     // DIFF; CONFIRMED for events, INFERRED for lists
	queryOffset  = "offset"    // OURS
	queryAttempt = "attemptId" // DIFF; CONFIRMED, and required
	queryAfter   = "afterSeq"  // DIFF; CONFIRMED; that it leaves out the event itself is INFERRED from next_after_seq
)

// Names of frames of the event stream (DIFF; CONFIRMED but for the last two).
const (
	frameEvent   = "run_event"
	frameError   = "error"
	frameMessage = "message" // the standard's name of a frame without one; OURS to read it as an event where it is one
	eventStream  = "text/event-stream"
)

// eventsAtOnce is how many events are asked for (DIFF; CONFIRMED as the
// default of limit).
const eventsAtOnce = 100

// terminalEvents end an attempt. They are compared in capitals (DIFF;
// CONFIRMED). No other type of event is public.
var terminalEvents = map[string]bool{"RUN_FINISHED": true, "RUN_FAILED": true, "RUN_CANCELLED": true}

// statusWords are the words of a run's status. A word that is not here stays
// unknown and is shown as it came.
var statusWords = map[string]model.Status{
	"waiting_for_human": model.StatusWaiting, // DIFF; CONFIRMED
	"resumed":           model.StatusRunning, // DIFF; CONFIRMED
	"running":           model.StatusRunning, // DIFF; CONFIRMED

	// INFERRED from completed_at, RUN_FAILED and RUN_CANCELLED.
	"completed": model.StatusCompleted,
	"failed":    model.StatusFailure,
	"cancelled": model.StatusCancelled,
	"pending":   model.StatusPending,
	"queued":    model.StatusPending,

	// OURS, for tolerance: other spellings that can mean nothing else.
	"canceled":  model.StatusCancelled,
	"succeeded": model.StatusCompleted,
	"error":     model.StatusFailure,
	"timed_out": model.StatusTimeout,
	"timeout":   model.StatusTimeout,
}

// askWords are what a status is asked for by, each word with a request of its
// own. That a list can be narrowed so is OURS. A run that goes from the first
// word to the second between the two requests is in both answers.
var askWords = map[model.Status][]string{
	model.StatusPending:   {"pending", "queued"},
	model.StatusRunning:   {"resumed", "running"},
	model.StatusWaiting:   {"waiting_for_human"},
	model.StatusCompleted: {"completed"},
	model.StatusFailure:   {"failed"},
	model.StatusTimeout:   {"timed_out", "timeout"},
	model.StatusCancelled: {"cancelled"},
}

// statuses are those that a run may have, as far as words for them are known.
var statuses = func() (set model.StatusSet) {
	for _, status := range statusWords {
		set |= model.NewStatusSet(status)
	}
	return set
}()

// What is read of a credential: of its publicConfig alone, under each of the
// names that the SDK tries (DIFF; CONFIRMED). It is asked for without
// includeValues, so that its values, the secrets, are not in the answer
// (DIFF; CONFIRMED as the default).
var (
	keysPublic  = [...]string{"publicConfig", "PublicConfig"}
	keysAddress = [...]string{"url", "endpoint"}
	keysAccount = [...]string{"account_id", "accountId"}
)

// chatPlatform is whose inboxes are known, and type and chat_platform of a
// trigger that has one (DIFF; CONFIRMED).
const chatPlatform = "chatwoot"

// whatsapp is in the type of triggers that lead to the same inboxes (DIFF;
// CONFIRMED).
const whatsapp = "whatsapp"

// inboxPath is where an account's inbox is below its platform's address (DIFF;
// CONFIRMED).
func inboxPath(account string) []string {
	return []string{"app", "accounts", rest.Segment(account), "inbox"}
}

// Keys of bodies that are sent (DIFF; CONFIRMED for creating a run).
const (
	keyAgent     = "agent_id"
	keyThread    = "thread"
	keyThreadID  = "thread_id"
	keyNewThread = "new_thread"
	keyInput     = "input"
)

// routes builds the addresses of one deployment.
type routes struct{ base *url.URL }

// newRoutes takes the base address with or without what every path begins
// with.
func newRoutes(base *url.URL) routes {
	u := *base
	u.Path = "/" + strings.Trim(strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/"+segVersion+"/"+segAPI), "/")
	return routes{&u}
}

func (r routes) at(segments ...string) *url.URL {
	return r.base.JoinPath(append([]string{segVersion, segAPI}, segments...)...)
}

// list is a page of a list: limit rows after the first offset ones.
func list(u *url.URL, limit, offset int, pairs ...string) *url.URL {
	q := url.Values{queryLimit: {strconv.Itoa(limit)}}
	if offset > 0 {
		q.Set(queryOffset, strconv.Itoa(offset))
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u.RawQuery = q.Encode()
	return u
}

func (r routes) agents(limit, offset int) *url.URL { return list(r.at(segAgents), limit, offset) }

// triggers are those of one agent, or of all where none is named.
func (r routes) triggers(agent string, limit, offset int) *url.URL {
	return list(r.at(segTriggers), limit, offset, queryAgent, agent)
}

func (r routes) runs(agent, status string, limit, offset int) *url.URL {
	return list(r.at(segRuns), limit, offset, queryAgent, agent, queryStatus, status)
}

func (r routes) credential(id string) *url.URL { return r.at(segCredentials, rest.Segment(id)) }

func (r routes) create() *url.URL         { return r.at(segRuns) }
func (r routes) run(id string) *url.URL   { return r.at(segRuns, rest.Segment(id)) }
func (r routes) rerun(id string) *url.URL { return r.at(segRuns, rest.Segment(id), segRerun) }

// cancel and resume change a run that is there.
func (r routes) cancel(id string) *url.URL { return r.at(segRuns, rest.Segment(id), segCancel) }
func (r routes) resume(id string) *url.URL { return r.at(segRuns, rest.Segment(id), segResume) }

// events is the page of events that follow one, stream the stream of them.
func (r routes) events(run, attempt string, after int64) *url.URL {
	u := r.after(r.at(segRuns, rest.Segment(run), segEvents), attempt, after)
	u.RawQuery += "&" + queryLimit + "=" + strconv.Itoa(eventsAtOnce)
	return u
}

func (r routes) stream(run, attempt string, after int64) *url.URL {
	return r.after(r.at(segRuns, rest.Segment(run), segEvents, segStream), attempt, after)
}

// after names the last event that is known. The SDK sends the one after it
// when it comes back, which leaves an event out wherever afterSeq is meant as
// it reads; sent so, it is right by either reading.
func (r routes) after(u *url.URL, attempt string, after int64) *url.URL {
	u.RawQuery = url.Values{queryAttempt: {attempt}, queryAfter: {strconv.FormatInt(after, 10)}}.Encode()
	return u
}

// resumeAfter is the header that says the same to a stream.
func resumeAfter(after int64) http.Header {
	if after <= 0 {
		return nil
	}
	return http.Header{lastEventHeader: {strconv.FormatInt(after, 10)}}
}
