package demo

import (
	"slices"
	"strconv"
)

// flowPathway takes what is stored in some event types to an address outside.
type flowPathway struct {
	name    string
	core    int // of the data cores
	size    string
	kinds   []int // of the event types
	url     string
	timeout int64 // of one try
	trouble trouble
}

// The pathways of the shop, and one of the other data core.
var flowPathways = [...]flowPathway{
	{"erp-orders", 0, "medium", []int{1, 2}, "https://erp.example.com/hooks/orders", 10 * second, erpDown},
	{"fraud-check", 0, "small", []int{4}, "https://fraud.example.com/v2/score?tenant=acme", 8 * second, fraudSlow},
	{"stock-mirror", 0, "small", []int{6, 7}, "https://warehouse.example.com/import", 10 * second, stockWrong},
	{"archive-export", 1, "small", nil, "https://archive.example.com/in", 30 * second, noTrouble},
}

// Objects of Data Pathways' wire. Their fields are those of the schemas in
// github.com/flowcore-io/flowcore-sdk, src/contracts/data-pathways (CONFIRMED).

type pathwayWire struct {
	ID        string            `json:"id"`
	Tenant    string            `json:"tenant"`
	Name      string            `json:"name"`
	DataCore  string            `json:"dataCore"` // that it is the name is INFERRED from github.com/flowcore-io/flowcore-pathways
	SizeClass string            `json:"sizeClass"`
	Type      string            `json:"type"`
	Enabled   bool              `json:"enabled"`
	Priority  int               `json:"priority"`
	Version   int               `json:"version"`
	Labels    map[string]string `json:"labels"`
	Config    object            `json:"config"`
	CreatedAt string            `json:"createdAt"`
	UpdatedAt string            `json:"updatedAt"`
}

type deliveryWire struct {
	ID           string  `json:"id"`
	PathwayID    string  `json:"pathwayId"`
	AssignmentID string  `json:"assignmentId"`
	EndpointURL  string  `json:"endpointUrl"`
	HTTPStatus   *int    `json:"httpStatus"`
	Success      bool    `json:"success"`
	BatchSize    int     `json:"batchSize"`
	DurationMS   int64   `json:"durationMs"`
	ErrorMessage *string `json:"errorMessage"`
	ResponseBody *string `json:"responseBody"`
	FlowType     string  `json:"flowType"`
	SourceID     *string `json:"sourceId"`
	EventType    string  `json:"eventType"`
	CreatedAt    string  `json:"createdAt"`
}

func (q *request) pathwayWire(i int) pathwayWire {
	p, made := &flowPathways[i], stamp(floorTo(q.now, day)-90*day)
	cores := [...]string{flowCore, quietCore}
	w := pathwayWire{
		ID: q.server.flow.ids.pathways[i], Tenant: flowTenant, Name: p.name, DataCore: cores[p.core], SizeClass: p.size, Type: "managed", Enabled: true,
		Priority: 1, Version: 3, Labels: map[string]string{"team": "shop"}, CreatedAt: made, UpdatedAt: made,
	}
	var sources []object
	for _, kind := range p.kinds {
		flow := flowTypes[eventKinds[kind].flow].name
		sources = append(sources, object{
			"flowType": flow, "eventTypes": []string{eventKinds[kind].name},
			"endpoints": []object{{"url": p.url, "authHeaders": map[string]string{"Authorization": "***"}}},
			"timeouts":  object{"deliveryMs": p.timeout},
		})
	}
	w.Config = object{"sources": append([]object{}, sources...)}
	return w
}

// pathwayNumber is the place of a pathway by its id.
func (s *flowService) pathwayNumber(id string) int { return slices.Index(s.ids.pathways, id) }

// offsets are limit and offset of a query. How many rows there are without a
// limit, and at most, is not known: 50 and 100 here.
func (q *request) offsets() (limit, offset int64, refused *answer) {
	const usual, most = 50, 100
	limit = usual
	for name, into := range map[string]*int64{"limit": &limit, "offset": &offset} {
		v := q.query.Get(name)
		if v == "" {
			continue
		}
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 0 {
			a := q.json(400, object{"status": 400, "code": "BAD_REQUEST", "message": "Validation failed", "in": "query", "errors": object{name: "Expected integer"}})
			return 0, 0, &a
		}
		*into = n
	}
	return int64(q.pageSize(int(min(limit, most)))), offset, nil
}

func (q *request) pathways(id string) answer {
	if id != "" {
		i := q.server.flow.pathwayNumber(id)
		if i < 0 {
			return q.flowMissing("DataPathway", "id", id)
		}
		return q.json(200, q.pathwayWire(i))
	}
	limit, offset, refused := q.offsets()
	if refused != nil {
		return *refused
	}
	all := []pathwayWire{}
	for i := range flowPathways {
		w := q.pathwayWire(i)
		keep := func(name, is string) bool { return q.query.Get(name) == "" || q.query.Get(name) == is }
		if keep("tenant", w.Tenant) && keep("sizeClass", w.SizeClass) && keep("type", w.Type) && keep("enabled", strconv.FormatBool(w.Enabled)) {
			all = append(all, w)
		}
	}
	if q.query.Get("sort") == "desc" {
		slices.Reverse(all)
	}
	page, _ := part(all, offset, limit)
	return q.json(200, object{"pathways": page, "total": len(all)})
}

func (q *request) deliveryLog(rest string) answer {
	id := q.query.Get("pathwayId")
	i := q.server.flow.pathwayNumber(id)
	switch {
	case rest != "":
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	case id == "":
		return q.json(400, object{"status": 400, "code": "BAD_REQUEST", "message": "Validation failed", "in": "query", "errors": object{"pathwayId": "Required"}})
	case i < 0:
		return q.flowMissing("DataPathway", "id", id)
	}
	limit, offset, refused := q.offsets()
	if refused != nil {
		return *refused
	}
	all := q.server.flow.deliveries(i, q.now)
	if want := q.query.Get("success"); want != "" {
		all = slices.DeleteFunc(all, func(d flowDelivery) bool { return strconv.FormatBool(d.success()) != want })
	}
	if q.query.Get("sort") == "asc" {
		slices.Reverse(all)
	}
	told := []deliveryWire{}
	page, _ := part(all, offset, limit)
	for _, d := range page {
		told = append(told, q.deliveryWire(i, d))
	}
	return q.json(200, object{"entries": told, "total": len(all)})
}

func (q *request) deliveryWire(pathway int, d flowDelivery) deliveryWire {
	k := &eventKinds[d.kind]
	w := deliveryWire{
		ID: d.id, PathwayID: q.server.flow.ids.pathways[pathway], AssignmentID: uuid(q.server.flow.stage.seed, idPathway, uint64(1000+pathway)),
		EndpointURL: flowPathways[pathway].url, Success: d.success(), BatchSize: d.batch, DurationMS: d.took,
		FlowType: flowTypes[k.flow].name, EventType: k.name, CreatedAt: stamp(d.at),
	}
	if d.status != 0 {
		w.HTTPStatus = &d.status
	}
	if d.why != "" {
		w.ErrorMessage = &d.why
	}
	if d.body != "" {
		w.ResponseBody = &d.body
	}
	return w
}
