package demo

import (
	"fmt"
	"strings"
)

// faultKind is one sort of thing that can go wrong.
type faultKind struct {
	name    string
	takes   string // its value, for people; "" when it takes none
	meaning string
	decides bool                      // it decides the whole answer
	signIn  bool                      // without a path it is about sign-in
	right   func(value string) string // says what is wrong with a value; nil when any will do
	needs   bool                      // it makes no sense without its value
	streams bool                      // it is about event streams, and nothing else
	sockets bool                      // it is about sockets, and nothing else
	whole   bool                      // it is about the server as a whole, not about requests
	where   func(path string) bool    // the paths that it is about, and no others; nil for all
}

// faultKinds never changes.
var faultKinds = [...]faultKind{
	{name: "401", decides: true, meaning: "not authorised: Token expired"},
	{name: "403", decides: true, meaning: "not permitted: a missing scope"},
	{name: "404", decides: true, meaning: "not found"},
	{name: "400", decides: true, meaning: "validation failed, with details"},
	{name: "409", decides: true, takes: "after", right: oneOf("after"), meaning: "conflict; after: the action was carried out all the same"},
	{name: "413", decides: true, meaning: "payload too large"},
	{name: "422", decides: true, meaning: "understood but refused"},
	{name: "429", decides: true, takes: "SECONDS|date[:SECONDS]|none", right: isRetryAfter, meaning: "too many requests, with Retry-After in seconds (default 60), as a date, or not at all"},
	{name: "500", decides: true, takes: "after", right: oneOf("after"), meaning: "internal error; after: the action was carried out all the same"},
	{name: "501", decides: true, meaning: "not implemented"},
	{name: "502", decides: true, takes: "after", right: oneOf("after"), meaning: "bad gateway, as a proxy's HTML page; after: as with 500"},
	{name: "503", decides: true, takes: "SECONDS", right: isSeconds, meaning: "unavailable, with Retry-After when a value is given"},
	{name: "504", decides: true, takes: "after", right: oneOf("after"), meaning: "gateway time-out; after: as with 500"},
	{name: "drop", decides: true, takes: "before|after", right: oneOf("before", "after"), meaning: "the connection closes without an answer, before (default) or after the action was carried out"},
	{name: "reset", decides: true, takes: "before|after|within", right: oneOf("before", "after", "within"), meaning: "the connection is reset (TCP RST), before (default) or after the action was carried out, or within its answer"},
	{name: "refused", decides: true, takes: "DURATION", needs: true, right: isLong, meaning: "this request and every connection are cut, and the port refuses new ones for so long"},
	{name: "restart", decides: true, takes: "DURATION", right: isLong, meaning: "likewise (default 3s); afterwards tokens that were given out before are refused"},
	{name: "hang", decides: true, takes: "before|after", right: oneOf("before", "after"), meaning: "no answer ever, before (default) or after the action was carried out"},
	{name: "slow", takes: "DURATION", needs: true, right: isDuration, meaning: "the answer comes this much later, headers and all"},
	{name: "slow-body", takes: "DURATION", needs: true, right: isDuration, meaning: "the headers come at once, the body this much later"},
	{name: "drip", takes: "BYTES/s", needs: true, right: isRate, meaning: "the body comes drop by drop, so many bytes a second"},
	{name: "tls", whole: true, takes: "unknown|expired|name|alert|plain|good", right: oneOf("unknown", "expired", "name", "alert", "plain", "good"), meaning: "the address is https and its certificate by nobody known (default), expired or of another name; or the handshake ends with an alert, is answered without TLS, or is as good as it can be"},
	{name: "not-http", decides: true, meaning: "what comes back is no HTTP at all"},
	{name: "empty", decides: true, takes: "after", right: oneOf("after"), meaning: "200 with nothing in it; after: as with 500"},
	{name: "garbage", decides: true, takes: "after", right: oneOf("after"), meaning: "200 with something that is not JSON; after: as with 500"},
	{name: "html", decides: true, meaning: "200 with a login page, as from a captive portal"},
	{name: "truncated", decides: true, takes: "json", right: oneOf("json"), meaning: "half of the answer, then the connection closes; json: half of it as if it were whole"},
	{name: "wrongtypes", decides: true, meaning: "the answer with fields of the wrong types and a row that is no object"},
	{name: "deep", decides: true, meaning: "the answer with 20,000 levels of nesting in its first row"},
	{name: "leak", decides: true, meaning: "runs hold made-up secrets of many forms in their error, output, input and reason"},
	{name: "huge", decides: true, takes: "BYTES", right: isSize, meaning: "an answer of this size (default 64MB)"},
	{name: "big-run", decides: true, where: isCentraliRun, takes: "BYTES", right: isSize, meaning: "a run of Centrali read by its id has an output of this size (default 50MB)"},
	{name: "redirect", decides: true, takes: "URL", needs: true, right: isURL, meaning: "302 to there"},
	{name: "redirect307", decides: true, takes: "URL", needs: true, right: isURL, meaning: "307 to there, which asks for the body to be sent again"},
	{name: "redirect-loop", decides: true, meaning: "302 to where it came from, for ever"},
	{name: "skew", whole: true, takes: "DURATION", needs: true, right: isSigned, meaning: "the server's clock is off by this much, in all it tells; may be negative"},
	{name: "expire", takes: "DURATION", needs: true, signIn: true, right: isDuration, meaning: "tokens given out live this long (default 7h)"},
	{name: "no-scope", meaning: "a publishable key has no scope for anything"},
	{name: "delay-run", takes: "N[:DURATION]", needs: true, right: isDelay, meaning: "the N-th job from now has its run appear this much later (default 3s, divided by the speed)"},
	{name: "envelope", takes: "array|data|nested|pagination|nometa", needs: true, right: oneOf("array", "data", "nested", "pagination", "nometa", "1", "2", "3"), meaning: "how pages of runs are wrapped: [..], {data,meta} (default), {data:{data,meta}}, {data:{data,pagination}}, {data}; 1, 2, 3 are the first three"},
	{name: "pages", takes: "N", needs: true, right: isNumber, meaning: "no page of runs has more rows than this (default 100)"},
	{name: "lists", takes: "bare|data|nested", needs: true, right: oneOf("bare", "data", "nested"), meaning: "how the lists of functions and triggers are wrapped (default data)"},
	{name: "single", takes: "bare|wrapped", needs: true, right: oneOf("bare", "wrapped"), meaning: "how one object is wrapped (default bare)"},
	{name: "invoke", takes: "string|data|job|data-job|created", needs: true, right: oneOf("string", "data", "job", "data-job", "created"), meaning: "the reply to execute: \"id\" (default), {data:\"id\"}, {jobId}, 202 {data:{jobId}}, 201 \"id\""},
	{name: "sse-401", decides: true, streams: true, takes: "CODE", meaning: "the event stream is refused with this code (default INVALID_TOKEN)"},
	{name: "sse-403", decides: true, streams: true, takes: "CODE", meaning: "likewise (default WORKSPACE_MISMATCH)"},
	{name: "sse-404", decides: true, streams: true, meaning: "there is no event stream"},
	{name: "sse-429", decides: true, streams: true, takes: "SECONDS|date[:SECONDS]|none", right: isRetryAfter, meaning: "too many event streams, with Retry-After as with 429"},
	{name: "sse-close", streams: true, takes: "DURATION", needs: true, right: isDuration, meaning: "the event stream closes after this long (default 1h)"},
	{name: "sse-bye", streams: true, meaning: "a named event goes before the close"},
	{name: "sse-cut", streams: true, takes: "N", needs: true, right: isNumber, meaning: "the connection breaks off after N frames, the greeting included, within the next"},
	{name: "sse-silent", streams: true, takes: "DURATION", right: isDuration, meaning: "nothing comes any more, not even comments, after this long (default at once)"},
	{name: "sse-ping", streams: true, takes: "DURATION", needs: true, right: isLong, meaning: "how often a comment comes (default 20s)"},
	{name: "sse-retry", streams: true, takes: "DURATION", needs: true, right: isDuration, meaning: "the reconnection time it asks for (default 3s, 0s: none)"},
	{name: "sse-dup", streams: true, meaning: "every ending is told twice"},
	{name: "sse-reorder", streams: true, meaning: "every two endings change places"},
	{name: "sse-flood", streams: true, takes: "N/s", needs: true, right: isRate, meaning: "so many endings of the last ten minutes are told again"},
	{name: "sse-no-timeouts", streams: true, meaning: "timeouts are not told as failures"},
	{name: "sse-payload", streams: true, takes: "top|data|output", needs: true, right: oneOf("top", "data", "output"), meaning: "where an ending's ids stand: beside the event (default), inside data, or beside it with the run's output as data"},
	{name: "sse-id", streams: true, takes: "runId|id|none", needs: true, right: oneOf("runId", "id", "none"), meaning: "what the run's id is called (default runId)"},
	{name: "sse-name", streams: true, takes: "json|event|both", needs: true, right: oneOf("json", "event", "both"), meaning: "where an event's kind stands: in its JSON (default), as the name of the SSE event, or both"},
	{name: "ws-close", sockets: true, takes: "CODE[:DURATION]", needs: true, right: isClose, meaning: "the socket is closed with this code, after this long (default at once); 1006 is without a word, 1000 for good"},
	{name: "ws-cut", sockets: true, takes: "N", needs: true, right: isNumber, meaning: "the connection breaks off after N notifications"},
	{name: "ws-silent", sockets: true, takes: "DURATION", right: isDuration, meaning: "nothing comes any more, not even answers to pings, after this long (default at once)"},
	{name: "ws-validation", sockets: true, meaning: "the subscription is refused with a validation frame, and the socket stays open"},
	{name: "ws-junk", sockets: true, meaning: "before every notification comes a frame that is none"},
	{name: "ws-dup", sockets: true, meaning: "every notification comes twice"},
	{name: "ws-reorder", sockets: true, meaning: "every two notifications change places"},
	{name: "ws-hole", sockets: true, meaning: "every third notification does not come"},
	{name: "ws-flood", sockets: true, takes: "N/s", needs: true, right: isRate, meaning: "so many notifications of the last ten minutes come again"},
	{name: "store-delay", takes: "DURATION", needs: true, right: isDuration, meaning: "Flowcore: what is ingested is stored and told of this much later (default 400ms)"},
	{name: "page-size", takes: "N", needs: true, right: isNumber, meaning: "Flowcore: buckets, events and deliveries come so many at a time at most"},
	{name: "restart-ends", takes: "WORD", needs: true, meaning: "Flowcore: what is asked to restart from now on ends with this status (default running, which alone delivers again)"},
	{name: "triggers-by-agent", where: isAgentOS, meaning: "AgentOS lists triggers of one agent only"},
	{name: "run-cut", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "the stream of a run's events (AgentOS) breaks off after N of them, within the next"},
	{name: "run-close", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "it closes after N events, with a close frame"},
	{name: "run-401", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "it closes after N events, and whoever comes back is not authorised"},
	{name: "run-stall", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "nothing comes any more after N events, not even a heartbeat"},
	{name: "run-error", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "an error frame comes after N events"},
	{name: "run-hole", where: isAgentStream, takes: "N", needs: true, right: isNumber, meaning: "event N is missing from it; pages of events have it"},
	{name: "run-dup", where: isAgentStream, meaning: "every event comes twice"},
	{name: "run-reorder", where: isAgentStream, meaning: "every two events change places"},
	{name: "run-heartbeat", where: isAgentStream, takes: "comment|event", needs: true, right: oneOf("comment", "event"), meaning: "as what heartbeats come (default comment)"},
	{name: "run-inclusive", where: isAgentEvents, meaning: "afterSeq means that event, too"},
}

func faultKindOf(name string) *faultKind {
	for i := range faultKinds {
		if faultKinds[i].name == name {
			return &faultKinds[i]
		}
	}
	return nil
}

// check says what is wrong with a value, or nothing.
func (k *faultKind) check(value string, valued bool) string {
	switch {
	case k.takes == "" && valued:
		return k.name + " takes no value"
	case k.needs && value == "":
		return k.name + " needs a value: " + k.takes
	case value == "" || k.right == nil:
		return ""
	default:
		return k.right(value)
	}
}

// FaultsHelp lists every fault with its value and meaning.
func FaultsHelp() string {
	var b strings.Builder
	b.WriteString("name[=value][*count][@path][,…]\n\n")
	b.WriteString("count: only the first so many matching requests. path: only requests whose path or query contains it;\nwithout one, every call but sign-in (name it with @/oidc/token or @/oauth/token) and the\nevent stream (@/realtime/; faults that begin with sse- are about nothing else) and the socket\n(@/notifications; faults that begin with ws-).\ntls and skew concern the whole server and take neither. What only a client can have is not here: a name\nthat does not resolve, a host that never accepts a connection, a machine that sleeps.\n\n")
	for _, k := range faultKinds {
		name := k.name
		if k.needs {
			name += "=" + k.takes
		} else if k.takes != "" {
			name += "[=" + k.takes + "]"
		}
		fmt.Fprintf(&b, "  %s\n      %s\n", name, k.meaning)
	}
	return b.String()
}
