package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

type logPage struct {
	Entries []deliveryWire
	Total   int
}

func (b *bench) pathway(name string) string {
	b.t.Helper()
	for i, p := range flowPathways {
		if p.name == name {
			return b.server.flow.ids.pathways[i]
		}
	}
	b.t.Fatalf("no pathway %s", name)
	return ""
}

func (b *bench) log(pathway, query string) (page logPage) {
	b.t.Helper()
	b.flow("/api/v1/delivery-log?sort=desc&pathwayId="+b.pathway(pathway)+query, &page)
	return page
}

// wholeLog reads all of a log.
func (b *bench) wholeLog(pathway string) []deliveryWire {
	b.t.Helper()
	var all []deliveryWire
	for {
		page := b.log(pathway, fmt.Sprintf("&limit=100&offset=%d", len(all)))
		if all = append(all, page.Entries...); len(all) >= page.Total {
			return all
		}
	}
}

func TestDeliveriesAreTheSameAfterARestartAndAtAnyTime(t *testing.T) {
	t.Parallel()
	told := func(b *bench, until string) string {
		var past []deliveryWire
		for _, d := range b.wholeLog("erp-orders") {
			if d.CreatedAt < until && d.CreatedAt > "2026-11-21T09:00" {
				past = append(past, d)
			}
		}
		text, _ := json.Marshal(past)
		return string(text)
	}
	first, until := setup(t, Options{}), "2026-11-21T11:50"
	past := told(first, until)
	first.clock.Advance(50 * time.Minute)
	if told(first, until) != past {
		t.Error("what is past changes with time")
	}
	second := setup(t, Options{})
	if told(second, until) != past || second.pathway("fraud-check") != first.pathway("fraud-check") {
		t.Error("the same seed tells another story")
	}
	if n := strings.Count(past, "createdAt"); n < 200 {
		t.Errorf("%d deliveries", n)
	}
}

func TestPathwaysFailEachInItsWayAndRecover(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	seen := map[string]int{}
	for _, name := range []string{"erp-orders", "fraud-check", "stock-mirror"} {
		all := b.wholeLog(name)
		ids, failed, last := map[string]bool{}, 0, ""
		for i, d := range all {
			if ids[d.ID] || d.PathwayID != b.pathway(name) || i > 0 && d.CreatedAt > last || d.FlowType == "" || !strings.HasPrefix(d.EventType, strings.TrimSuffix(d.FlowType, ".0")) {
				t.Fatalf("%s: row %d: %+v after %s", name, i, d, last)
			}
			ids[d.ID], last = true, d.CreatedAt
			if !d.Success {
				failed++
			}
			switch {
			case d.HTTPStatus == nil && d.ErrorMessage != nil && d.ResponseBody == nil && !d.Success:
				seen["timed out"]++
			case d.HTTPStatus == nil:
				t.Errorf("%s: %+v", name, d)
			case *d.HTTPStatus == 500 && json.Valid([]byte(*d.ResponseBody)) && d.ErrorMessage != nil:
				seen["500"]++
			case *d.HTTPStatus == 502 && strings.HasPrefix(*d.ResponseBody, "<html"):
				seen["502"]++
			case *d.HTTPStatus == 422 && d.ErrorMessage == nil:
				seen["422"]++
			case *d.HTTPStatus == 200 && d.Success && json.Valid([]byte(*d.ResponseBody)):
				seen["200"]++
			default:
				t.Errorf("%s: %+v", name, d)
			}
		}
		if failed == 0 || failed*2 > len(all) {
			t.Errorf("%s: %d of %d failed", name, failed, len(all))
		}
		if n := b.log(name, "&success=false&limit=1").Total; n != failed {
			t.Errorf("%s: the list of failures has %d, want %d", name, n, failed)
		}
		if n := b.log(name, "&success=true&limit=1").Total; n != len(all)-failed {
			t.Errorf("%s: the list of successes has %d", name, n)
		}
	}
	for _, what := range []string{"timed out", "500", "502", "422", "200"} {
		if seen[what] == 0 {
			t.Errorf("nothing ended with %s: %v", what, seen)
		}
	}
}

func TestWhatIsIngestedIsDelivered(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	before := b.log("stock-mirror", "&limit=1").Total
	path := "/event/acme-shop/" + b.server.flow.ids.cores[0] + "/stock.0/stock.low.0"
	if r := b.with("Authorization", b.server.Ready().Flowcore.APIKey, "POST", path, `{"sku":"A-1"}`); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if b.log("stock-mirror", "&limit=1").Total != before {
		t.Error("it is delivered before it is stored")
	}
	b.clock.Advance(3 * time.Second)
	found := false
	for _, d := range b.log("stock-mirror", "&limit=5").Entries {
		found = found || d.EventType == "stock.low.0"
	}
	if !found {
		t.Error("it is not delivered")
	}
}

func TestDataPathwaysTakeATokenAndNothingElse(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	ready := b.server.Ready().Flowcore
	for _, path := range []string{"/api/v1/pathways", "/api/v1/delivery-log?pathwayId=" + b.pathway("erp-orders"), "/api/v1/restarts/x"} {
		if r := b.with("Authorization", "ApiKey "+ready.APIKeyID+":"+ready.APIKey, "GET", path, ""); r.status != 401 {
			t.Errorf("%s by a key: %d", path, r.status)
		}
	}
	var list struct {
		Pathways []pathwayWire
		Total    int
	}
	b.flow("/api/v1/pathways?tenant=acme-shop&limit=3&offset=2", &list)
	if len(list.Pathways) != 2 || list.Total != 4 || list.Pathways[1].DataCore != quietCore {
		t.Errorf("got %+v", list)
	}
	b.flow("/api/v1/pathways?tenant=other", &list)
	if list.Total != 0 {
		t.Errorf("another tenant has %d", list.Total)
	}
	for path, want := range map[string]int{
		"/api/v1/pathways/" + b.pathway("erp-orders"): 200, "/api/v1/pathways/x": 404, "/api/v1/delivery-log": 400, "/api/v1/delivery-log?pathwayId=x": 404,
		"/api/v1/delivery-log?limit=x&pathwayId=" + b.pathway("erp-orders"): 400, "/api/v1/restarts": 404, "/api/v1/restarts/x": 404, "/api/v1/restarts/request": 404,
	} {
		if r := b.flow(path, nil); r.status != want {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
}

type askedRestart struct {
	RestartRequestID string
	AcceptedTargets  []string
	SkippedTargets   []string
}

func (b *bench) askRestart(body string) (askedRestart, reply) {
	b.t.Helper()
	b.token = b.server.Ready().Flowcore.Token
	r := b.send(b.t.Context(), "POST", "/api/v1/restarts/request", body)
	var a askedRestart
	if r.status == 200 {
		decode(b.t, r.body, &a)
	}
	return a, r
}

func TestARestartGoesItsWayAndThenDeliversAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	erp := b.pathway("erp-orders")
	body := fmt.Sprintf(`{"targets":{"pathwayIds":[%q,"nobody"]},"position":{"timeBucket":"20261121110000"},"requestedBy":"me","reason":"again"}`, erp)
	asked, _ := b.askRestart(body)
	if len(asked.AcceptedTargets) != 1 || asked.AcceptedTargets[0] != erp || len(asked.SkippedTargets) != 1 {
		t.Fatalf("got %+v", asked)
	}
	words, last := "", ""
	for range 60 {
		var r struct {
			Status, RequestedBy, Reason, CreatedAt, UpdatedAt string
			Position                                          struct{ TimeBucket string }
		}
		b.flow("/api/v1/restarts/"+asked.RestartRequestID, &r)
		if r.Status != last {
			words, last = words+" "+r.Status, r.Status
		}
		if r.RequestedBy != "me" || r.Reason != "again" || r.Position.TimeBucket != "20261121110000" || r.UpdatedAt < r.CreatedAt {
			t.Fatalf("got %+v", r)
		}
		b.clock.Advance(100 * time.Millisecond)
	}
	if words != " pending acknowledged restarting running" {
		t.Errorf("it was%s", words)
	}
	b.clock.Advance(30 * time.Second)
	again := 0
	for _, d := range b.wholeLog("erp-orders") {
		if d.BatchSize > 1 && d.CreatedAt > "2026-11-21T12:00:04" {
			again += d.BatchSize
		}
	}
	if again < 100 {
		t.Errorf("%d events were delivered again", again)
	}
	other := setup(t, Options{})
	if same, _ := other.askRestart(body); same.RestartRequestID != asked.RestartRequestID {
		t.Error("the same seed gives another id")
	}
}

func TestARestartEndsAsAFaultSays(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "restart-ends=failed"})
	erp := b.pathway("erp-orders")
	asked, _ := b.askRestart(fmt.Sprintf(`{"targets":{"pathwayIds":[%q]},"position":{"timeBucket":"20261121110000"},"requestedBy":"me"}`, erp))
	b.clock.Advance(time.Minute)
	var r struct{ Status string }
	b.flow("/api/v1/restarts/"+asked.RestartRequestID, &r)
	for _, d := range b.wholeLog("erp-orders") {
		if d.BatchSize > 1 {
			t.Fatalf("it delivers again: %+v", d)
		}
	}
	if r.Status != "failed" {
		t.Errorf("it is %s", r.Status)
	}
	for body, want := range map[string]int{
		`{`: 400, `{}`: 422, `{"requestedBy":"x"}`: 422, `{"requestedBy":"x","position":{}}`: 422,
		`{"requestedBy":"x","mode":"never","position":{"timeBucket":"20261121110000"}}`: 422,
		`{"requestedBy":"x","position":{"timeBucket":"20261121110000"}}`:                200,
	} {
		if _, r := b.askRestart(body); r.status != want {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
}
