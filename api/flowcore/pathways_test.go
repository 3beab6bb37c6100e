package flowcore

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

func names(all []model.Function) []string {
	var out []string
	for _, f := range all {
		out = append(out, f.Name)
	}
	return out
}

func functionsOf(t *testing.T, c *Client) []model.Function {
	t.Helper()
	all, err := c.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPathwaysOfTheDataCoreStandBesideItsFlowTypes(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	all := functionsOf(t, c)
	if got := names(all); !slices.Equal(got, []string{"order.0", "mail.0", "erp-orders", crm}) {
		t.Fatalf("got %q", got)
	}
	if d := all[2].Description; d != "Data Pathway: order.0 to erp.example" || all[2].ID != erp || all[2].Backend != Backend || all[2].Profile != "prod" {
		t.Errorf("got %+v", all[2])
	}
	if d := all[3].Description; d != "Data Pathway, virtual, not enabled: mail.0" {
		t.Errorf("got %q", d)
	}
	if !slices.Contains(s.requests(), "GET /api/v1/pathways?limit=100&offset=0&sort=asc&tenant=acme") {
		t.Errorf("sent %q", s.requests())
	}
	if triggers, err := c.Triggers(t.Context()); err != nil || len(triggers) != 3 {
		t.Errorf("%d triggers, %v", len(triggers), err)
	}
}

func TestAKeyAloneNeverAsksForPathways(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	e := s.store(placed, noon)
	d := s.deliver(erp, noon, false, "")
	if got := names(functionsOf(t, c)); len(got) != 2 {
		t.Errorf("got %q", got)
	}
	for _, ask := range []model.Ask{{Function: orderID}, {Function: erp}, {Trigger: placed}} {
		_, _ = c.Runs(t.Context(), ask)
	}
	for _, id := range []string{e.id, d.run(), d.id, erp} {
		_, err := c.Run(t.Context(), model.RunID{ID: id})
		if (err == nil) != (id == e.id) || err != nil && fault(t, err).Kind != api.NotFound {
			t.Errorf("%s: %v", id, err)
		}
		_, _ = c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: id}})
	}
	for _, r := range s.requests() {
		if strings.Contains(r, "pathways") || strings.Contains(r, "delivery-log") || strings.Contains(r, "restarts") {
			t.Errorf("sent %s", r)
		}
	}
	if a := c.Addresses(); slices.ContainsFunc(a, func(a api.Address) bool { return a.What == "data pathways" }) {
		t.Errorf("got %+v", a)
	}
	public, err := New(Config{Tenant: "acme", Core: "shop", Token: bearer})
	if err != nil || !slices.ContainsFunc(public.Addresses(), func(a api.Address) bool {
		return a.URL == "https://data-pathways.api.flowcore.io" && a.Beside
	}) {
		t.Errorf("with a token: %+v, %v", public.Addresses(), err)
	}
}

// Whatever is wrong with Data Pathways: events are read, and it is told once.
func TestPathwaysThatCannotBeReadHideNoEvent(t *testing.T) {
	drop := func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }
	for name, x := range map[string]struct {
		say  func(http.ResponseWriter, *http.Request) bool
		kind api.Kind
		text string
	}{
		"401":         {says(401, `{"status":401,"message":"Token expired"}`), api.Forbidden, "Renew FLOWCORE_TOKEN, or ask"},
		"403":         {says(403, `{"status":403,"code":"FORBIDDEN","message":"IAM validation failed"}`), api.Forbidden, "IAM validation failed"},
		"404":         {says(404, `{"status":404,"message":"Tenant not found"}`), api.NotFound, "may have no Data Pathways"},
		"503":         {says(503, ``), api.ServerError, "503"},
		"dropped":     {drop, api.ServerError, "could not be reached (the connection was dropped)"},
		"junk":        {says(200, `hello`), api.Unreadable, "no list of pathways"},
		"no list":     {says(200, `{"pathways":7}`), api.Unreadable, "no list of pathways"},
		"no ids":      {says(200, `{"pathways":[{"name":"x"}],"total":1}`), api.Unreadable, "none of its rows has an id"},
		"a web page":  {says(200, `<html>sign in</html>`), api.Unreadable, "web page"},
		"rate limit":  {says(429, `{}`), api.RateLimited, "Wait a minute"},
		"a bare list": {says(200, `[]`), api.Unreadable, "no list of pathways"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStand(t)
			var told []api.Skipped
			c := s.client(t, byToken, func(c *Config) {
				c.FromEnv = true
				c.Observe = func(e api.Event) {
					if k, ok := e.(api.Skipped); ok {
						told = append(told, k)
					}
				}
			})
			s.store(placed, noon)
			broken := []func(http.ResponseWriter, *http.Request) bool{func(w http.ResponseWriter, r *http.Request) bool {
				return strings.HasPrefix(r.URL.Path, "/api/v1/pathways") && x.say(w, r)
			}}
			broken = slices.Repeat(broken, 8) // net/http tries again itself where a kept connection breaks
			for range 2 {
				s.next(broken...)
				s.clock.Advance(time.Minute)
				if got := names(functionsOf(t, c)); !slices.Equal(got, []string{"order.0", "mail.0"}) {
					t.Errorf("got %q", got)
				}
				s.mu.Lock()
				s.first = nil
				s.mu.Unlock()
			}
			if p := runsOf(t, c, model.Ask{Function: orderID}); len(p.Runs) != 1 {
				t.Errorf("%d events", len(p.Runs))
			}
			if len(told) != 1 {
				t.Fatalf("told %d times: %+v", len(told), told)
			}
			e := fault(t, told[0].Err)
			if e.Kind != x.kind || !strings.Contains(e.Error(), x.text) || !strings.Contains(e.Error(), "list functions of data pathways of tenant") || strings.Contains(e.Error(), bearer) || told[0].At.IsZero() {
				t.Errorf("told %v: %v", e.Kind, e)
			}
			if api.ConcernsAll(e) && name != "rate limit" {
				t.Errorf("%v would be taken for the end of the profile", e)
			}
			s.clock.Advance(2 * time.Minute)
			if got := names(functionsOf(t, c)); len(got) != 4 {
				t.Errorf("afterwards: %q", got)
			}
			s.next(broken...)
			s.clock.Advance(2 * time.Minute)
			if got := names(functionsOf(t, c)); len(got) != 4 || len(told) != 2 {
				t.Errorf("what was known is gone: %q; told %d times", got, len(told))
			}
		})
	}
}

func TestRowsOfPathwaysThatMakeNoSenseAreLeftOut(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	s.rows = `7,{"id":"` + erp + `","dataCore":"shop","config":{"sources":[3,{"endpoints":{}}]},"name":{}},{"name":"no id"}`
	if got := functionsOf(t, c); len(got) != 3 || got[2].Name != erp || got[2].Description != "Data Pathway" {
		t.Errorf("got %+v", got)
	}
}

func TestManyPathwaysAreReadToTheEnd(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	s.most = 2
	if got := names(functionsOf(t, c)); len(got) != 4 {
		t.Errorf("got %q", got)
	}
	s.total = `null`
	s.most = 0
	s.clock.Advance(time.Minute)
	if got := names(functionsOf(t, c)); len(got) != 4 {
		t.Errorf("without a total: %q", got)
	}
}

func TestADeliveryIsARunThatCompletedOrFailed(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	for i, x := range []struct {
		success                      bool
		more                         string
		status                       model.Status
		code, message, data, text    string
		took                         time.Duration
		unknown, startless, notBegun bool
	}{
		{true, `"httpStatus":201,"durationMs":1500,"errorMessage":null,"responseBody":"{\"b\": 1.50, \"a\": [1e3]}"`, model.StatusCompleted, "", "", `{"b": 1.50, "a": [1e3]}`, "delivered", 1500 * time.Millisecond, false, false, false},
		{true, `"httpStatus":null,"durationMs":null,"errorMessage":null,"responseBody":"OK, thanks"`, model.StatusCompleted, "", "", `"OK, thanks"`, "delivered", 0, false, true, false},
		{false, `"httpStatus":500,"durationMs":30,"errorMessage":"boom","responseBody":"<html>"`, model.StatusFailure, "500", "boom", `"<html>"`, "not delivered", 30 * time.Millisecond, false, false, false},
		{false, `"httpStatus":422,"durationMs":30,"errorMessage":null,"responseBody":null`, model.StatusFailure, "422", "HTTP 422", "", "not delivered", 30 * time.Millisecond, false, false, false},
		{false, `"httpStatus":null,"durationMs":8000,"errorMessage":"timed out","responseBody":""`, model.StatusFailure, "", "timed out", "", "not delivered", 8 * time.Second, false, false, false},
		{false, `"httpStatus":null,"durationMs":1,"errorMessage":null,"responseBody":"17"`, model.StatusFailure, "", "", "17", "not delivered", time.Millisecond, false, false, false},
		{false, `"httpStatus":"x","durationMs":-4,"errorMessage":{"message":"in an object"},"responseBody":{"as":"JSON"}`, model.StatusFailure, "", "in an object", `{"as":"JSON"}`, "not delivered", 0, false, true, false},
		{true, `"success":"perhaps","responseBody":null`, model.StatusUnknown, "", "", "", "", 0, true, true, false},
	} {
		made := noon.Add(time.Duration(i) * time.Minute)
		l := s.deliver(erp, made, x.success, x.more)
		r := runsOf(t, c, model.Ask{Function: erp, Limit: 10}).Runs[0]
		if r.ID.ID != l.run() || r.ID.Profile != "prod" || r.Function != (model.Ref{ID: erp, Name: "erp-orders"}) || r.Source != "order.placed.0" || r.Trigger != (model.Ref{}) || r.Backend != Backend {
			t.Errorf("%d: %+v", i, r.Run)
		}
		if r.Status != x.status || r.ErrorCode != x.code || r.ErrorMessage != x.message || string(r.RunData) != x.data || r.StatusText != x.text || string(r.Raw) != l.row {
			t.Errorf("%d: %v %q %q %s %q", i, r.Status, r.ErrorCode, r.ErrorMessage, r.RunData, r.StatusText)
		}
		took, known := r.Took()
		if !r.Created.Equal(made) || !r.Ended.Equal(made) || took != x.took || known == x.startless || r.Unfinished() {
			t.Errorf("%d: created %v, ended %v, took %v", i, r.Created, r.Ended, took)
		}
	}
}

func TestDeliveriesAreAskedForByHowTheyEnded(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	for i := range 10 {
		s.deliver(erp, noon.Add(time.Duration(i)*time.Second), i%3 > 0, "")
	}
	s.deliver(crm, noon, false, "")
	for status, want := range map[model.Status]int{model.StatusFailure: 4, model.StatusCompleted: 6, model.StatusPending: 0, model.StatusRecorded: 0, model.StatusTimeout: 0} {
		for _, deaf := range []bool{false, true} {
			s.deaf = deaf
			if p := runsOf(t, c, model.Ask{Function: erp, Status: model.Some(status)}); len(p.Runs) != want {
				t.Errorf("%v: %d runs, want %d", status, len(p.Runs), want)
			}
		}
	}
	if !c.Info().Statuses.Has(model.StatusFailure) || !c.Info().Statuses.Has(model.StatusPending) || s.client(t).Info().Statuses.Has(model.StatusFailure) {
		t.Error("the statuses are not those that there are")
	}
	if p := runsOf(t, c, model.Ask{Function: erp, Trigger: placed}); len(p.Runs) != 0 {
		t.Errorf("%d runs of a pathway and a trigger", len(p.Runs))
	}
	if p := runsOf(t, c, model.Ask{Trigger: placed}); len(p.Runs) != 0 {
		t.Errorf("%d runs of a trigger", len(p.Runs))
	}
}

// Offsets move while rows arrive, and back when some are removed: no delivery
// is missing between one page and the next, and none is on two pages that were
// read in a row.
func TestPagesOfALogHaveNoHoleWhileRowsArrive(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 2))
			s := newStand(t)
			c := s.client(t, byToken)
			functionsOf(t, c)
			for i := range 1 + chance.IntN(500) {
				at := noon.Add(-time.Duration(i) * time.Second)
				if seed%3 == 0 { // several at the same moment
					at = at.Truncate(10 * time.Second)
				}
				s.deliver(erp, at, chance.IntN(4) > 0, "")
			}
			s.most = []int{0, 30, 9}[seed%3]
			if seed%4 == 1 {
				s.total = `"many"`
			}
			limit := []int{100, 20, 7}[chance.IntN(3)]
			at0 := slices.Clone(s.log)
			seen, twice, last := map[string]int{}, 0, time.Time{}
			for page := 1; ; page++ {
				if page > 1500 {
					t.Fatal("it does not end")
				}
				p := runsOf(t, c, model.Ask{Function: erp, Page: page, Limit: limit})
				for i, r := range p.Runs {
					if seen[r.ID.ID]++; seen[r.ID.ID] > 1 {
						twice++
					}
					if i > 0 && r.Created.After(last) {
						t.Fatalf("page %d is not newest first", page)
					}
					last = r.Created
				}
				if !p.More {
					break
				}
				for range chance.IntN(2 * min(limit, max(s.most, 9))) {
					s.clock.Advance(time.Second)
					s.deliver(erp, s.clock.Now(), true, "")
				}
				if seed%5 == 2 && chance.IntN(3) == 0 { // retention takes rows away that were read
					s.mu.Lock()
					gone := 0
					s.log = slices.DeleteFunc(s.log, func(l logged) bool {
						if seen[l.run()] > 0 && gone < 30 && chance.IntN(2) == 0 {
							gone++
							return true
						}
						return false
					})
					s.mu.Unlock()
				}
				if seed%7 == 3 && chance.IntN(4) == 0 { // somebody reads the newest, or a page again
					runsOf(t, c, model.Ask{Function: erp, Page: 1 + chance.IntN(page), Limit: limit})
				}
			}
			missing := 0
			for _, l := range at0 {
				if seen[l.run()] == 0 {
					missing++
				}
			}
			if missing > 0 {
				t.Errorf("%d of %d deliveries are on no page of %d", missing, len(at0), limit)
			}
			if twice > 0 && seed%3 != 0 && seed%7 != 3 {
				t.Errorf("%d deliveries came twice", twice)
			}
		})
	}
}

func TestOnePageOfALogIsOneRequest(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	for i := range 300 {
		s.deliver(erp, noon.Add(time.Duration(i)*time.Second), true, "")
	}
	s.since()
	for page := 1; page <= 3; page++ {
		if p := runsOf(t, c, model.Ask{Function: erp, Page: page, Limit: 50}); !p.More || len(p.Runs) < 49 {
			t.Errorf("page %d: %d rows", page, len(p.Runs))
		}
	}
	want := []string{"limit=50&offset=0", "limit=50&offset=49", "limit=50&offset=98"}
	for i, r := range s.requests() {
		if i >= len(want) || !strings.Contains(r, want[i]) || !strings.Contains(r, "/api/v1/delivery-log?") || !strings.Contains(r, "pathwayId="+erp) || !strings.Contains(r, "sort=desc") {
			t.Errorf("sent %s", r)
		}
	}
	if n := len(s.requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestALogThatCannotBeReadIsAFailureOfItsPathwayAlone(t *testing.T) {
	for status, kind := range map[int]api.Kind{401: api.Forbidden, 403: api.Forbidden, 404: api.NotFound, 500: api.ServerError, 422: api.Refused} {
		s := newStand(t)
		c := s.client(t, byToken)
		functionsOf(t, c)
		s.next(says(status, `{"message":"no"}`))
		_, err := c.Runs(t.Context(), model.Ask{Function: erp})
		if e := fault(t, err); e.Kind != kind || api.ConcernsAll(e) || !strings.Contains(e.Error(), `data pathway "erp-orders"`) {
			t.Errorf("%d: %v %v", status, e.Kind, e)
		}
	}
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	for _, body := range []string{`hello`, `[]`, `{"entries":{}}`, `{"entries":[{"success":true}],"total":1}`} {
		s.next(says(200, body))
		_, err := c.Runs(t.Context(), model.Ask{Function: erp})
		if e := fault(t, err); e.Kind != api.Unreadable {
			t.Errorf("%s: %v", body, e)
		}
	}
	s.next(says(200, `{"entries":[7,{"id":"x","createdAt":"yesterday"},{"id":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`}],"total":3}`))
	p := runsOf(t, c, model.Ask{Function: erp})
	if len(p.Runs) != 1 || p.Skipped != 2 || p.Runs[0].Status != model.StatusUnknown || !p.Runs[0].Created.IsZero() {
		t.Errorf("got %+v", p)
	}
}

func TestOneDeliveryIsFoundByItsID(t *testing.T) {
	s := newStand(t)
	for i := range 450 {
		s.deliver(erp, noon.Add(-time.Duration(i)*time.Second), true, "")
	}
	c := s.client(t, byToken) // it has listed nothing
	old := s.log[430]
	r, err := c.Run(t.Context(), model.RunID{Profile: "prod", ID: old.run()})
	if err != nil || r.ID.ID != old.run() || r.Function.Name != "erp-orders" {
		t.Fatalf("got %+v, %v", r.Run, err)
	}
	s.since()
	if _, err := c.Run(t.Context(), model.RunID{ID: old.run()}); err != nil || len(s.requests()) != 0 {
		t.Errorf("what never changes is asked for again: %q, %v", s.requests(), err)
	}
	for id, reason := range map[string]string{
		"nobody@" + erp:                          "",
		old.id + "@" + others:                    "the data core has no such pathway",
		old.id + "@" + orderID:                   "the data core has no such pathway",
		old.id:                                   "ends in @ and its pathway",
		"@" + erp:                                "is a time UUID",
		"x@":                                     "is a time UUID",
		"d0000000-0000-4000-8000-000000000431@%": "is a time UUID",
	} {
		_, err := c.Run(t.Context(), model.RunID{ID: id})
		if e := fault(t, err); e.Kind != api.NotFound || !strings.Contains(e.Error(), reason) {
			t.Errorf("%s: %v", id, err)
		}
	}
	s.next(says(403, `{}`))
	fresh := s.client(t, byToken)
	if _, err := fresh.Run(t.Context(), model.RunID{ID: old.run()}); fault(t, err).Kind == api.NotFound {
		t.Errorf("what cannot be looked for is said not to be there: %v", err)
	}
}

func TestOthersCanAskForWhatAPathwayDelivers(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	log, ok := c.RunsRequest(model.Ask{Function: erp, Status: model.Some(model.StatusFailure), Page: 2, Limit: 20})
	if !ok || log.URL != s.URL+"/api/v1/delivery-log?limit=20&offset=20&pathwayId="+erp+"&sort=desc&success=false" || log.Headers[0].Value != "Bearer $FLOWCORE_TOKEN" {
		t.Errorf("got %+v, %v", log, ok)
	}
	for _, ask := range []model.Ask{{Function: orderID}, {Trigger: placed}, {Function: erp, Trigger: placed}, {Function: erp, Status: model.Some(model.StatusPending)}, {}} {
		if r, ok := c.RunsRequest(ask); ok {
			t.Errorf("%+v: %+v", ask, r)
		}
	}
	run := c.asRestart(restartID, sentRestart{}, nil, nil)
	if r, ok := c.RunRequest(&run.Run); !ok || r.URL != s.URL+"/api/v1/restarts/"+restartID {
		t.Errorf("got %+v, %v", r, ok)
	}
	run = c.delivered(delivery{id: "x", pathway: erp})
	if r, ok := c.RunRequest(&run.Run); ok {
		t.Errorf("one delivery: %+v", r)
	}
}

// Who has read a page goes on where it ended, whoever reads it again meanwhile.
func TestAPageOfALogNeverEndsLaterThanItDid(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	functionsOf(t, c)
	for i := range 20 {
		s.deliver(erp, noon.Add(-time.Duration(i)*time.Second), true, "")
	}
	first := ids(runsOf(t, c, model.Ask{Function: erp, Page: 1, Limit: 5}))
	s.mu.Lock()
	all := slices.Clone(s.log)
	s.log = s.log[2:] // what is newest is taken away
	s.mu.Unlock()
	again := runsOf(t, c, model.Ask{Function: erp, Page: 1, Limit: 5})
	if got := ids(again); !slices.Equal(got, first[2:]) || !again.More {
		t.Errorf("again: %q, more %v", got, again.More)
	}
	if second := ids(runsOf(t, c, model.Ask{Function: erp, Page: 2, Limit: 5})); len(second) == 0 || second[0] != all[5].run() {
		t.Errorf("page 2 begins with %q, want %s", second, all[5].run())
	}
}
