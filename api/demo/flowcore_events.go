package demo

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// flowPage is how many buckets or events a page has where nobody says
// otherwise (comments in github.com/flowcore-io/flowcore-sdk; CONFIRMED).
const flowPage = 10_000

// paging is what a list of buckets or events is narrowed to.
type paging struct {
	size             int
	cursor           string
	from, after, to  string
	desc             bool
	fromHour, toHour string
}

// byQuery reads it from the query.
func (q *request) byQuery() paging {
	p := paging{
		cursor: q.query.Get("cursor"), from: q.query.Get("fromEventId"), after: q.query.Get("afterEventId"), to: q.query.Get("toEventId"),
		desc: q.query.Get("order") == "desc", fromHour: q.query.Get("fromTimeBucket"), toHour: q.query.Get("toTimeBucket"),
	}
	p.size, _ = strconv.Atoi(q.query.Get("pageSize"))
	return p
}

func (q *request) pageSize(asked int) int {
	if asked <= 0 {
		asked = flowPage
	}
	if most, err := strconv.Atoi(q.form("page-size")); err == nil {
		asked = min(asked, most)
	}
	return min(asked, flowPage)
}

// kindsAsked are the event types that a query names. One that is not there is
// refused as such.
func (q *request) kindsAsked() ([]int, *answer) {
	ids := q.query["eventTypeId"]
	if len(ids) == 0 {
		a := q.json(400, object{"status": 400, "code": "BAD_REQUEST", "message": "Validation failed", "in": "query", "errors": object{"eventTypeId": "Required"}})
		return nil, &a
	}
	var kinds []int
	for _, id := range ids {
		kind, ok := q.server.flow.ids.numberOf[id]
		if !ok {
			a := q.flowMissing("EventType", "id", id)
			return nil, &a
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

func (q *request) timeBuckets(rest string) answer {
	if rest != "" {
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	}
	kinds, refused := q.kindsAsked()
	if refused != nil {
		return *refused
	}
	return q.bucketPage(kinds, q.byQuery())
}

// bucketPage is one page of hours; its cursor is a number (npm @flowcore/sdk
// 1.79.0; CONFIRMED), which number is ours.
func (q *request) bucketPage(kinds []int, p paging) answer {
	all := slices.DeleteFunc(q.server.flow.stage.buckets(kinds, q.now), func(b string) bool {
		return p.fromHour != "" && b < p.fromHour || p.toHour != "" && b > p.toHour
	})
	if p.desc {
		slices.Reverse(all)
	}
	from, _ := strconv.Atoi(p.cursor)
	from = min(max(from, 0), len(all))
	end := min(from+q.pageSize(p.size), len(all))
	page := object{"timeBuckets": append([]string{}, all[from:end]...)}
	if end < len(all) {
		page["nextCursor"] = end
	}
	return q.json(200, page)
}

func (q *request) events(rest string) answer {
	if rest != "" {
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	}
	kinds, refused := q.kindsAsked()
	if refused != nil {
		return *refused
	}
	return q.eventPage(kinds, q.query.Get("timeBucket"), q.byQuery())
}

// eventPage is one page of an hour. With order=desc neither cursors nor bounds
// work, and afterEventId is ignored beside fromEventId (comments in
// github.com/flowcore-io/flowcore-sdk; CONFIRMED). That fromEventId and
// toEventId are inclusive is INFERRED.
func (q *request) eventPage(kinds []int, bucket string, p paging) answer {
	if _, err := time.Parse("20060102150405", bucket); err != nil {
		return q.json(400, object{"status": 400, "code": "BAD_REQUEST", "message": "Validation failed", "in": "query", "errors": object{"timeBucket": "Invalid"}})
	}
	all := q.server.flow.stage.hour(kinds, bucket, q.now)
	size, next := q.pageSize(p.size), ""
	place := func(id string) int { return slices.IndexFunc(all, func(e flowEvent) bool { return e.id == id }) }
	if p.desc {
		slices.Reverse(all)
		all = all[:min(size, len(all))]
	} else {
		from, to := 0, len(all)
		after := p.after
		if p.from != "" {
			after = ""
			from = slices.IndexFunc(all, func(e flowEvent) bool { return e.id == p.from || laterID(e.id, p.from) })
			if from < 0 {
				from = len(all)
			}
		}
		if after != "" {
			from = slices.IndexFunc(all, func(e flowEvent) bool { return laterID(e.id, after) && e.id != after })
			if from < 0 {
				from = len(all)
			}
		}
		if raw, err := base64.RawURLEncoding.DecodeString(p.cursor); err == nil && p.cursor != "" {
			from = place(string(raw)) + 1
		}
		if p.to != "" {
			if at := place(p.to); at >= 0 {
				to = at + 1
			}
		}
		all = all[min(from, to):to]
		if len(all) > size {
			all = all[:size]
			next = base64.RawURLEncoding.EncodeToString([]byte(all[size-1].id))
		}
	}
	told := make([]flowEventWire, len(all))
	for i := range all {
		told[i] = q.server.flow.wireEvent(&all[i])
	}
	page := struct {
		Events []flowEventWire `json:"events"`
		Next   string          `json:"nextCursor,omitempty"`
	}{told, next}
	return q.json(200, page)
}

// laterID reports whether one time UUID is later than another, by the times in
// them.
func laterID(a, b string) bool { return sortable(a) > sortable(b) }

// sortable is a time UUID with its time in front.
func sortable(id string) string {
	if len(id) != 36 {
		return id
	}
	return id[15:18] + id[9:13] + id[:8] + id[19:]
}

// byNames are the forms of both lists that name everything (POST).
type byNames struct {
	Tenant     string          `json:"tenant"`
	DataCoreID string          `json:"dataCoreId"`
	FlowType   string          `json:"flowType"`
	EventTypes []string        `json:"eventTypes"`
	TimeBucket string          `json:"timeBucket"`
	FromHour   string          `json:"fromTimeBucket"`
	ToHour     string          `json:"toTimeBucket"`
	PageSize   int             `json:"pageSize"`
	Cursor     json.RawMessage `json:"cursor"` // a number, and was a string
}

func (q *request) named() (byNames, []int, *answer) {
	var n byNames
	if bad := q.read(&n); bad != nil {
		return n, nil, bad
	}
	var kinds []int
	for i, k := range eventKinds {
		if flowTypes[k.flow].name == n.FlowType && slices.Contains(n.EventTypes, k.name) {
			kinds = append(kinds, i)
		}
	}
	if n.Tenant != flowTenant || n.DataCoreID != q.server.flow.ids.cores[0] || len(kinds) == 0 {
		a := q.flowMissing("EventType", "name", strings.Join(n.EventTypes, ", "))
		return n, nil, &a
	}
	return n, kinds, nil
}

func (q *request) bucketsByNames() answer {
	n, kinds, refused := q.named()
	if refused != nil {
		return *refused
	}
	return q.bucketPage(kinds, paging{size: n.PageSize, cursor: strings.Trim(string(n.Cursor), `"`), fromHour: n.FromHour, toHour: n.ToHour})
}

func (q *request) eventsByNames() answer {
	n, kinds, refused := q.named()
	if refused != nil {
		return *refused
	}
	p := q.byQuery()
	p.desc = false
	return q.eventPage(kinds, n.TimeBucket, p)
}
