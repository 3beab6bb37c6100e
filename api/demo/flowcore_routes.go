package demo

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
)

// flowService is the Flowcore side of the server.
type flowService struct {
	ids      flowIDs
	stage    *flowStage
	restarts flowRestarts
	// subscribed counts the subscriptions that were taken: nothing on the wire
	// says that one was.
	subscribed atomic.Int64
}

func newFlowService(seed uint64, p pace) *flowService {
	return &flowService{ids: newFlowIDs(seed), stage: &flowStage{seed: seed, pace: p}}
}

// flowcore answers a call of one of Flowcore's services. All of them answer on
// the one port: their paths are disjoint (INFERRED by the SDK's setBaseUrl,
// which sends everything to one address).
func (q *request) flowcore() answer {
	path := q.http.URL.Path
	if isNotify(path) {
		return q.notifications()
	}
	if refused := q.admitFlow(); refused != nil {
		return *refused
	}
	if names, ok := strings.CutPrefix(path, "/event/"); ok {
		return q.ingest(names, false)
	}
	if names, ok := strings.CutPrefix(path, "/events/"); ok {
		return q.ingest(names, true)
	}
	service, rest, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/")
	post := q.http.Method == http.MethodPost
	switch {
	case service == "events" && rest == "" && post:
		return q.eventsByNames()
	case service == "time-buckets" && rest == "by-names" && post:
		return q.bucketsByNames()
	case service == "restarts":
		return q.restarts(rest)
	case q.http.Method != http.MethodGet:
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	}
	switch service {
	case "tenants":
		return q.tenants(rest)
	case "data-cores":
		return q.dataCores(rest)
	case "flow-types":
		return q.flowTypes(rest)
	case "event-types":
		return q.eventTypes(rest)
	case "time-buckets":
		return q.timeBuckets(rest)
	case "events":
		return q.events(rest)
	case "pathways":
		return q.pathways(rest)
	case "delivery-log":
		return q.deliveryLog(rest)
	}
	return q.flowFail(404, "NOT_FOUND", "Route not found")
}

// flowFail is the envelope of Flowcore's two server kits
// (github.com/flowcore-io/hono-api; CONFIRMED). Which service runs which kit
// is UNKNOWN.
func (q *request) flowFail(status int, code, message string) answer {
	return q.json(status, object{"status": status, "code": code, "message": message})
}

func (q *request) flowMissing(what, by, value string) answer {
	return q.flowFail(404, "NOT_FOUND", what+" not found with "+by+" = "+value)
}

// isPathways tells the paths of Data Pathways.
func isPathways(path string) bool {
	service, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/")
	return service == "pathways" || service == "delivery-log" || service == "restarts"
}

// admitFlow checks who calls. Ingestion takes the bare key, Data Pathways a
// bearer, everything else a bearer or a key with its id (npm @flowcore/sdk 1.79.0; CONFIRMED; that every
// service refuses anything else with 401 is INFERRED).
func (q *request) admitFlow() *answer {
	given, id := q.http.Header.Get("Authorization"), &q.server.identity
	ingests := strings.HasPrefix(q.http.URL.Path, "/event/") || strings.HasPrefix(q.http.URL.Path, "/events/")
	if ingests {
		if same(given, id.flowKey) {
			return nil
		}
		a := q.json(401, object{"error": "Unauthorized", "message": "Invalid API key"})
		return &a
	}
	if key, ok := strings.CutPrefix(given, "ApiKey "); ok && same(key, id.flowKeyID+":"+id.flowKey) && !isPathways(q.http.URL.Path) {
		return nil
	}
	token, ok := strings.CutPrefix(given, "Bearer ")
	message := "Unauthorized"
	if ok {
		switch q.server.check(token, q.at) {
		case tokenGood:
			return nil
		case tokenExpired:
			message = "Token expired"
		}
	}
	a := q.flowFail(401, "UNAUTHORIZED", message)
	return &a
}

func (q *request) tenants(rest string) answer {
	t := q.flowTenant()
	how, name, _ := strings.Cut(rest, "/")
	name, then, _ := strings.Cut(name, "/")
	switch {
	case rest == "list":
		return q.json(200, []flowTenantWire{t})
	case how == "by-name" && name != t.Name, how == "translate-name-to-id" && name != t.Name, how == "preview" && name != t.Name:
		return q.flowMissing("Tenant", "name", name)
	case how == "by-id" && name != t.ID:
		return q.flowMissing("Tenant", "id", name)
	case (how == "by-name" || how == "by-id") && then == "instance":
		return q.json(200, object{"isDedicated": false, "instance": nil})
	case (how == "by-name" || how == "by-id") && then == "":
		return q.json(200, t)
	case how == "translate-name-to-id":
		return q.json(200, object{"id": t.ID, "name": t.Name})
	case how == "preview":
		return q.json(200, object{"displayName": t.DisplayName, "websiteUrl": t.WebsiteURL, "description": t.Description})
	}
	return q.flowFail(404, "NOT_FOUND", "Route not found")
}

// rows answers a list that a name narrows to none or one, or one object by its
// id, or whether that exists.
func rows[T any](q *request, what, rest string, all []T, of func(T) (id, name string)) answer {
	if rest == "" {
		if name := q.query.Get("name"); name != "" {
			all = slices.DeleteFunc(slices.Clone(all), func(o T) bool { _, n := of(o); return n != name })
		}
		return q.json(200, append([]T{}, all...))
	}
	id, then, _ := strings.Cut(rest, "/")
	at := slices.IndexFunc(all, func(o T) bool { i, _ := of(o); return i == id })
	switch {
	case then == "exists":
		return q.json(200, object{"exists": at >= 0})
	case then != "":
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	case at < 0:
		return q.flowMissing(what, "id", id)
	}
	return q.json(200, all[at])
}

func (q *request) dataCores(rest string) answer {
	all := q.flowCores()
	if rest == "" {
		tenant, id := q.query.Get("tenant"), q.query.Get("tenantId")
		if tenant != "" && tenant != flowTenant {
			return q.flowMissing("Tenant", "name", tenant)
		}
		if id != "" && id != q.server.flow.ids.tenant {
			return q.flowMissing("Tenant", "id", id)
		}
	}
	return rows(q, "DataCore", rest, all, func(c flowCoreWire) (string, string) { return c.ID, c.Name })
}

func (q *request) flowTypes(rest string) answer {
	core := q.query.Get("dataCoreId")
	if rest != "" {
		core = q.server.flow.ids.cores[0]
	} else if !slices.Contains(q.server.flow.ids.cores[:], core) {
		return q.flowMissing("DataCore", "id", core)
	}
	return rows(q, "FlowType", rest, q.flowTypesOf(core), func(t flowTypeWire) (string, string) { return t.ID, t.Name })
}

func (q *request) eventTypes(rest string) answer {
	if rest == "" {
		flow := q.query.Get("flowTypeId")
		if !slices.Contains(q.server.flow.ids.types, flow) {
			return q.flowMissing("FlowType", "id", flow)
		}
		return rows(q, "EventType", rest, q.eventTypesOf(flow), func(t eventTypeWire) (string, string) { return t.ID, t.Name })
	}
	var all []eventTypeWire
	for _, id := range q.server.flow.ids.types {
		all = append(all, q.eventTypesOf(id)...)
	}
	return rows(q, "EventType", rest, all, func(t eventTypeWire) (string, string) { return t.ID, t.Name })
}
