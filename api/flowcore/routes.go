package flowcore

import (
	"net/url"
	"strconv"
	"strings"

	"fntop/api/internal/rest"
	"fntop/model"
)

// This file holds every host, path, header and query name of Flowcore's wire.
// Sources, and how certain each is:
//
//	SDK    npm @flowcore/sdk 1.79.0, read and run against a stand-in
//	GIT    github.com/flowcore-io/flowcore-sdk at SDK 4.2.4
//	PUMP   github.com/flowcore-io/data-pump, the platform's own consumer
//	WAYS   github.com/flowcore-io/flowcore-pathways, the executor of pathways
//	HOOK   github.com/flowcore-io/bun-webhook-service, the server side of ingestion
//	TCORE  github.com/flowcore-io/library-sdk-transformer-core-ts
//	DOCS   docs.flowcore.io
//
// CONFIRMED: read there, or seen on the wire. INFERRED: deduced, and not to be
// taken for documented. OURS: nothing public tells.

// defaultHost is what the public services are below (SDK; CONFIRMED).
const defaultHost = "api.flowcore.io"

// Names before it: one host for each service (SDK; CONFIRMED).
const (
	hostTenant    = "tenant"
	hostCore      = "data-core-2"
	hostFlowType  = "flow-type-2"
	hostEventType = "event-type-2"
	hostSource    = "event-source"
	hostWebhook   = "webhook"
	hostPathways  = "data-pathways"
)

// The platform's own tenant ingests elsewhere (SDK; CONFIRMED).
const (
	ownTenant  = "flowcore"
	ownWebhook = "https://flowcore.webhook.flowcore.io"
)

// Paths (SDK; CONFIRMED).
const (
	pathTenants    = "/api/v1/tenants"
	pathCores      = "/api/v1/data-cores"
	pathFlowTypes  = "/api/v1/flow-types"
	pathEventTypes = "/api/v1/event-types"
	pathBuckets    = "/api/v1/time-buckets"
	pathEvents     = "/api/v1/events"
	pathIngest     = "/event" // and one event for each request
	pathNotify     = "/notifications"

	segByName   = "by-name"
	segInstance = "instance"

	// Of Data Pathways: reads and restarts take a bearer and no key.
	pathPathways   = "/api/v1/pathways"
	pathDeliveries = "/api/v1/delivery-log"
	pathRestarts   = "/api/v1/restarts" // GET one; there is no list of them
	segRequest     = "request"          // POST asks for one
)

// Query names (SDK; CONFIRMED).
const (
	queryTenant    = "tenant"
	queryName      = "name"
	queryCore      = "dataCoreId"
	queryFlowType  = "flowTypeId"
	queryEventType = "eventTypeId" // may repeat
	queryBucket    = "timeBucket"
	queryOrder     = "order"
	queryPageSize  = "pageSize"
	queryCursor    = "cursor"
	queryFrom      = "fromEventId"  // that it is inclusive is INFERRED
	queryAfter     = "afterEventId" // ignored beside a cursor or queryFrom

	newestFirst = "desc" // of events: no cursor and no other bound works beside it
	oldestFirst = "asc"

	queryPathway = "pathwayId"
	querySuccess = "success"
	queryLimit   = "limit"
	queryOffset  = "offset"
	querySort    = "sort" // that it is by createdAt is INFERRED

	// pathwaysOnce is how many rows of Data Pathways are asked for at a time.
	// How many may be is not known (OURS).
	pathwaysOnce = 100
)

// What asks for a restart (SDK; CONFIRMED), and what is in it.
const (
	keyTargets     = "targets"
	keyPathwayIDs  = "pathwayIds"
	keyMode        = "mode"
	keyPosition    = "position"
	keyBucket      = "timeBucket" // 14 digits: INFERRED, for WAYS gives it to PUMP as it is; a test of the SDK has an RFC 3339 time
	keyRequestedBy = "requestedBy"
	keyReason      = "reason"

	restartMode = "datapumpRestart" // the other, hardReset, is never asked for
	restartedBy = "fntop"           // anything will do (INFERRED: a test of the SDK has "admin")
)

// restartWords are the words of a restart's status. The first alone is seen of
// one (a test of GIT; CONFIRMED). A word that is not here stays unknown: it is
// shown as it came and never taken for an end.
var restartWords = map[string]model.Status{
	"pending": model.StatusPending,

	// INFERRED: the phases of the command that a restart becomes (GIT, WAYS;
	// CONFIRMED of these). "running" is what WAYS tells when the pump runs again,
	// and nothing follows it.
	"dispatched":   model.StatusPending,
	"acknowledged": model.StatusRunning,
	"restarting":   model.StatusRunning,
	"running":      model.StatusCompleted,
	"failed":       model.StatusFailure,
	"timedout":     model.StatusTimeout,

	// OURS, for tolerance: what can mean nothing else.
	"completed": model.StatusCompleted,
	"succeeded": model.StatusCompleted,
	"cancelled": model.StatusCancelled,
	"canceled":  model.StatusCancelled,
}

// Words for how a delivery ended, where the log has true and false, and for
// what a restart is (OURS).
const (
	statusDelivered   = "delivered"
	statusUndelivered = "not delivered"
	sourceRestart     = "restart"
)

// Sign-in (SDK; CONFIRMED). An ingestion carries the bare key, no scheme and
// no id; the socket has its secret in the query, for there is no header.
const (
	headerAuth  = "Authorization"
	schemeKey   = "ApiKey " // before id:key
	socketToken = "token"
	socketKey   = "api_key"
	socketKeyID = "api_key_id"

	newKey = "fc" // first of the three parts of a key that holds its own id
)

// What a bucket is called: the hour in UTC (PUMP, TCORE; CONFIRMED).
const bucketLayout = "20060102150405"

// A refusal of the subscription says so in this member (SDK; CONFIRMED as read
// by the SDK, which logs it and goes on waiting).
const (
	frameType       = "type"
	frameValidation = "validation"
)

// closedForGood is the code after which the SDK does not come back; after any
// other it does (SDK; CONFIRMED).
const closedForGood = 1000

// hosts are where the services of one deployment answer.
type hosts struct {
	tenant, core, flowType, eventType, source, webhook, pathways *url.URL
	notify                                                       *url.URL
	// one: a single address serves everything, a dedicated tenant's as well.
	one bool
}

// newHosts are the public services, or the one address that stands for all
// (SDK, setBaseUrl; CONFIRMED). Notifications may be elsewhere (SDK,
// overrideBaseUrl; CONFIRMED).
func newHosts(base, realtime, tenant string, insecure bool) (hosts, error) {
	const sample = "https://tenant.api.flowcore.io"
	public := func(name string) *url.URL {
		return &url.URL{Scheme: "https", Host: name + "." + defaultHost, Path: "/"}
	}
	h := hosts{
		tenant: public(hostTenant), core: public(hostCore), flowType: public(hostFlowType), eventType: public(hostEventType),
		source: public(hostSource), webhook: public(hostWebhook), pathways: public(hostPathways),
	}
	if tenant == ownTenant {
		h.webhook, _ = url.Parse(ownWebhook) // it is a constant
	}
	if base != "" {
		u, err := rest.ParseOrigin("url", base, sample, insecure)
		if err != nil {
			return hosts{}, err
		}
		h = hosts{tenant: u, core: u, flowType: u, eventType: u, source: u, webhook: u, pathways: u, one: true}
	}
	h.notify = h.tenant.JoinPath(pathNotify)
	if realtime != "" {
		u, err := rest.ParseOrigin("realtime_url", realtime, sample+pathNotify, insecure)
		if err != nil {
			return hosts{}, err
		}
		h.notify = u
	}
	return h, nil
}

// CheckURL says what is wrong with a base address, in one sentence, and after
// a ";" what to do.
func CheckURL(base string) error {
	_, err := newHosts(base, "", "", false)
	return err
}

func at(host *url.URL, path string, segments ...string) *url.URL {
	for i, s := range segments {
		segments[i] = rest.Segment(s)
	}
	return host.JoinPath(append([]string{path}, segments...)...)
}

func with(u *url.URL, q url.Values) *url.URL {
	u.RawQuery = q.Encode()
	return u
}

func (h hosts) tenantNamed(name string) *url.URL { return at(h.tenant, pathTenants, segByName, name) }
func (h hosts) instance(name string) *url.URL {
	return at(h.tenant, pathTenants, segByName, name, segInstance)
}

// coreNamed is a list of none or one; an empty name lists all of the tenant's.
func (h hosts) coreNamed(tenant, name string) *url.URL {
	q := url.Values{queryTenant: {tenant}}
	if name != "" {
		q.Set(queryName, name)
	}
	return with(at(h.core, pathCores), q)
}

func (h hosts) flowTypes(core string) *url.URL {
	return with(at(h.flowType, pathFlowTypes), url.Values{queryCore: {core}})
}

func (h hosts) eventTypes(flowType string) *url.URL {
	return with(at(h.eventType, pathEventTypes), url.Values{queryFlowType: {flowType}})
}

// ingest takes one event. The SDK does not escape the names; a name is a
// segment here, whatever it holds.
func (h hosts) ingest(tenant, core, flowType, eventType string) *url.URL {
	return at(h.webhook, pathIngest, tenant, core, flowType, eventType)
}

// pathwaysOf are a tenant's, by its name (WAYS; CONFIRMED that it has names).
func (h hosts) pathwaysOf(tenant string, offset int) *url.URL {
	return with(at(h.pathways, pathPathways), url.Values{
		queryTenant: {tenant}, queryLimit: {strconv.Itoa(pathwaysOnce)}, queryOffset: {strconv.Itoa(offset)}, querySort: {oldestFirst},
	})
}

// deliveries are those of a pathway, newest first, all or those of one outcome.
func (h hosts) deliveries(pathway string, success model.Opt[bool], offset, limit int) *url.URL {
	q := url.Values{
		queryPathway: {pathway}, queryLimit: {strconv.Itoa(limit)}, queryOffset: {strconv.Itoa(offset)}, querySort: {newestFirst},
	}
	if success.Known {
		q.Set(querySuccess, strconv.FormatBool(success.Value))
	}
	return with(at(h.pathways, pathDeliveries), q)
}

func (h hosts) restart(id string) *url.URL { return at(h.pathways, pathRestarts, id) }

func (h hosts) restartRequest() *url.URL { return at(h.pathways, pathRestarts, segRequest) }

// dedicated is a service of a tenant that has machines of its own (SDK;
// CONFIRMED). The name comes over the wire, and the credential would go there.
func dedicated(service, domain string) (*url.URL, bool) {
	ok := domain != "" && strings.Contains(domain, ".") && !strings.ContainsFunc(domain, func(r rune) bool {
		return r != '.' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	return &url.URL{Scheme: "https", Host: service + "." + domain, Path: "/"}, ok
}
