package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Objects of Flowcore's wire. Their fields are those of the schemas in
// github.com/flowcore-io/flowcore-sdk, src/contracts (CONFIRMED).

type flowTenantWire struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	DisplayName   string   `json:"displayName"`
	Description   string   `json:"description"`
	WebsiteURL    string   `json:"websiteUrl"`
	IsDedicated   bool     `json:"isDedicated"`
	Dedicated     any      `json:"dedicated"`
	SensitiveData bool     `json:"sensitiveDataEnabled"`
	Domain        *string  `json:"domain"`
	Permissions   []string `json:"permissions"`
}

type flowCoreWire struct {
	ID                string   `json:"id"`
	TenantID          string   `json:"tenantId"`
	Tenant            string   `json:"tenant"`
	Name              string   `json:"name"`
	Description       string   `json:"description"`
	AccessControl     string   `json:"accessControl"`
	DeleteProtection  bool     `json:"deleteProtection"`
	IsDeleting        bool     `json:"isDeleting"`
	IsFlowcoreManaged bool     `json:"isFlowcoreManaged"`
	Access            []string `json:"access"`
}

type flowTypeWire struct {
	ID          string `json:"id"`
	TenantID    string `json:"tenantId"`
	DataCoreID  string `json:"dataCoreId"`
	Name        string `json:"name"`
	Description string `json:"description"`
	IsDeleting  bool   `json:"isDeleting"`
}

type eventTypeWire struct {
	ID            string  `json:"id"`
	TenantID      string  `json:"tenantId"`
	DataCoreID    string  `json:"dataCoreId"`
	FlowTypeID    string  `json:"flowTypeId"`
	Name          string  `json:"name"`
	Description   string  `json:"description"`
	IsTruncating  bool    `json:"isTruncating"`
	IsDeleting    bool    `json:"isDeleting"`
	CreatedAt     string  `json:"createdAt"`
	UpdatedAt     *string `json:"updatedAt"`
	Mask          any     `json:"sensitiveDataMask"`
	SensitiveData bool    `json:"sensitiveDataEnabled"`
}

type flowEventWire struct {
	EventID    string            `json:"eventId"`
	TimeBucket string            `json:"timeBucket"`
	Tenant     string            `json:"tenant"` // name or id is UNKNOWN; the name here
	DataCoreID string            `json:"dataCoreId"`
	FlowType   string            `json:"flowType"`
	EventType  string            `json:"eventType"`
	Metadata   map[string]string `json:"metadata"`
	Payload    json.RawMessage   `json:"payload"`
	ValidTime  string            `json:"validTime"`
}

// flowIDs are the ids of one seed.
type flowIDs struct {
	tenant      string
	cores       [2]string
	types       []string // of the flow types
	kinds       []string // of the event types
	pathways    []string
	numberOf    map[string]int
	numberOfHim map[string]int
}

func newFlowIDs(seed uint64) flowIDs {
	ids := flowIDs{tenant: uuid(seed, idFlow, 1), numberOf: map[string]int{}, numberOfHim: map[string]int{}}
	for i := range ids.cores {
		ids.cores[i] = uuid(seed, idFlow, uint64(10+i))
	}
	for i := range flowTypes {
		ids.types = append(ids.types, uuid(seed, idFlow, uint64(100+i)))
		ids.numberOfHim[ids.types[i]] = i
	}
	for i := range eventKinds {
		ids.kinds = append(ids.kinds, uuid(seed, idFlow, uint64(1000+i)))
		ids.numberOf[ids.kinds[i]] = i
	}
	for i := range flowPathways {
		ids.pathways = append(ids.pathways, uuid(seed, idPathway, uint64(i+1)))
	}
	return ids
}

func (q *request) flowTenant() flowTenantWire {
	return flowTenantWire{
		ID: q.server.flow.ids.tenant, Name: flowTenant, DisplayName: "Acme Shop", Description: "Cups, kettles and coffee",
		WebsiteURL: "https://shop.example", Permissions: []string{"read", "write"},
	}
}

func (q *request) flowCores() []flowCoreWire {
	ids := q.server.flow.ids
	return []flowCoreWire{
		{ID: ids.cores[0], TenantID: ids.tenant, Tenant: flowTenant, Name: flowCore, Description: "Everything that happens in the shop",
			AccessControl: "private", DeleteProtection: true, Access: []string{"read", "write", "fetch", "ingest"}},
		{ID: ids.cores[1], TenantID: ids.tenant, Tenant: flowTenant, Name: quietCore, Description: "What happened long ago",
			AccessControl: "private", DeleteProtection: true, Access: []string{"read", "fetch"}},
	}
}

func (q *request) flowTypesOf(core string) []flowTypeWire {
	ids := q.server.flow.ids
	all := []flowTypeWire{}
	for i, t := range flowTypes {
		if core == ids.cores[0] {
			all = append(all, flowTypeWire{ID: ids.types[i], TenantID: ids.tenant, DataCoreID: core, Name: t.name, Description: t.about})
		}
	}
	return all
}

func (q *request) eventTypesOf(flowTypeID string) []eventTypeWire {
	ids := q.server.flow.ids
	all := []eventTypeWire{}
	for i, k := range eventKinds {
		if ids.types[k.flow] == flowTypeID {
			all = append(all, eventTypeWire{
				ID: ids.kinds[i], TenantID: ids.tenant, DataCoreID: ids.cores[0], FlowTypeID: flowTypeID, Name: k.name, Description: k.about,
				CreatedAt: stamp(floorTo(q.now, day) - 200*day),
			})
		}
	}
	return all
}

// wireEvent is an event as it is told.
func (s *flowService) wireEvent(e *flowEvent) flowEventWire {
	k := &eventKinds[e.kind]
	w := flowEventWire{
		EventID: e.id, TimeBucket: e.bucket, Tenant: flowTenant, DataCoreID: s.ids.cores[0], FlowType: flowTypes[k.flow].name, EventType: k.name,
		Metadata: e.metadata, Payload: e.payload, ValidTime: e.valid,
	}
	if e.slot >= 0 {
		d := newDice(s.stage.seed, diceFlow, uint64(e.kind), uint64(e.slot), 2)
		w.Payload = json.RawMessage(k.payload(&d, e.slot))
		w.Metadata = map[string]string{"producer": "shop-backend"}
	}
	if w.ValidTime == "" {
		w.ValidTime = time.UnixMilli(e.at).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return w
}

// notice is the frame that tells of an event: its message is JSON that was
// made a string (npm @flowcore/sdk 1.79.0; CONFIRMED). Which pattern the
// service sends is INFERRED.
func (s *flowService) notice(e *flowEvent) []byte {
	k := &eventKinds[e.kind]
	valid := e.valid
	if valid == "" {
		valid = stamp(e.at)
	}
	inner := fmt.Sprintf(`{"pattern":"stored.event.notify.0","data":{"tenantId":%s,"eventId":%s,"dataCore":%s,"aggregator":%s,"eventType":%s,"validTime":%s}}`,
		quoted(s.ids.tenant), quoted(e.id), quoted(s.ids.cores[0]), quoted(flowTypes[k.flow].name), quoted(k.name), quoted(valid))
	return []byte(`{"message":` + quoted(inner) + `}`)
}

// isFlowcore tells the paths of Flowcore's services, which are all disjoint.
func isFlowcore(path string) bool {
	return strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, "/event/") || strings.HasPrefix(path, "/events/") || isNotify(path)
}

// isNotify tells the path of the socket.
func isNotify(path string) bool { return path == "/notifications" }
