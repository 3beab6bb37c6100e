package flowcore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

func runsOf(t *testing.T, c *Client, ask model.Ask) model.Page {
	t.Helper()
	p, err := c.Runs(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnEventIsARunThatIsRecorded(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	at := noon.Add(-time.Minute - 123456700*time.Nanosecond)
	e := s.store(placed, at)
	if _, err := c.Triggers(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := runsOf(t, c, model.Ask{Function: orderID, Limit: 10})
	if len(p.Runs) != 1 || p.More {
		t.Fatalf("got %d runs, more %v", len(p.Runs), p.More)
	}
	r := p.Runs[0]
	if r.ID != (model.RunID{Profile: "prod", ID: e.id}) || r.Backend != "flowcore" || r.Status != model.StatusRecorded || r.JobID != e.id {
		t.Errorf("got %+v", r.Run)
	}
	if r.Function != (model.Ref{ID: orderID, Name: "order.0"}) || r.Trigger != (model.Ref{ID: placed, Name: "order.placed.0"}) || r.Source != "webhook" {
		t.Errorf("got %+v %+v %q", r.Function, r.Trigger, r.Source)
	}
	if !r.Created.Equal(at) || !r.Ended.Equal(at) || string(r.RunData) != `{"n":1}` || !strings.Contains(string(r.Raw), `"metadata"`) {
		t.Errorf("created %v, want %v; ended %v, data %s", r.Created, at, r.Ended, r.RunData)
	}
	if _, known := r.Took(); known || r.Unfinished() {
		t.Error("an event takes no time and is over")
	}
}

// Whatever is asked in whatever order, and however much comes in between: no
// event is missing between one page and the next.
func TestPagesHaveNoHoleWhateverComesInBetween(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 1))
			s := newStand(t)
			c := s.client(t)
			kinds := []string{placed, shipped}
			for range chance.IntN(900) {
				// Some hours are full, others have one event.
				ago := time.Duration(chance.ExpFloat64() * float64(2*time.Hour))
				s.store(kinds[chance.IntN(2)], noon.Add(-ago))
			}
			s.cap = []int{0, 100, 13}[seed%3]
			s.noOrder = seed%5 == 0
			if seed%4 == 0 {
				s.smallest = 3
			}
			limit := []int{100, 20, 7}[chance.IntN(3)]
			seen := map[string]bool{}
			last := time.Time{}
			at0 := len(s.events)
			for page, again := 1, 0; page < 400; page++ {
				p := runsOf(t, c, model.Ask{Function: orderID, Page: page, Limit: limit})
				if len(p.Runs) > limit {
					t.Fatalf("page %d has %d rows", page, len(p.Runs))
				}
				for i, r := range p.Runs {
					seen[r.ID.ID] = true
					if i > 0 && r.Created.After(last) {
						t.Fatalf("page %d is not newest first", page)
					}
					last = r.Created
				}
				if !p.More {
					break
				}
				for range chance.IntN(limit * 3) {
					s.clock.Advance(time.Duration(chance.IntN(40)) * time.Second / 10)
					s.store(kinds[chance.IntN(2)], s.clock.Now())
				}
				if chance.IntN(3) == 0 && again < 8 { // somebody reads the newest, or a page again
					again++
					runsOf(t, c, model.Ask{Function: orderID, Page: 1 + chance.IntN(page), Limit: limit})
				}
			}
			missing := 0
			for _, e := range s.events[:at0] {
				if !seen[e.id] {
					missing++
				}
			}
			if missing > 0 {
				t.Errorf("%d of %d events that were there at the start are on no page of %d", missing, at0, limit)
			}
		})
	}
}

// What came since the last look is found by reading on until something known
// turns up, as everybody does who comes back.
func TestWhoComesBackFindsAllThatCameMeanwhile(t *testing.T) {
	for n, apart := range map[int]time.Duration{3: 500, 99: 500, 250: 500, 1700: 500, 400: 3000} {
		apart *= time.Millisecond
		s := newStand(t)
		c := s.client(t)
		for i := range 500 {
			s.store(placed, noon.Add(-time.Duration(i)*time.Second))
		}
		known := map[string]bool{}
		for _, id := range ids(runsOf(t, c, model.Ask{Function: orderID, Limit: 100})) {
			known[id] = true
		}
		var fresh []string
		for range n {
			s.clock.Advance(apart)
			fresh = append(fresh, s.store(placed, s.clock.Now()).id)
		}
		s.since()
		var found []string
		for page := 1; page < 50; page++ {
			p := runsOf(t, c, model.Ask{Function: orderID, Page: page, Limit: 100})
			stop := false
			for _, id := range ids(p) {
				if known[id] {
					stop = true
				} else {
					found = append(found, id)
				}
			}
			if stop || !p.More {
				break
			}
		}
		slices.Reverse(found)
		if !slices.Equal(found, fresh) {
			t.Errorf("%d came, %d were found", len(fresh), len(found))
		}
		if asked := len(s.requests()); asked > 4+n/50 {
			t.Errorf("%d requests for %d events", asked, n)
		}
	}
}

// What is accepted first may be stored last.
func TestAnEventThatIsStoredLateIsOnThePageThatItBelongsTo(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	for i := range 500 {
		s.store(placed, noon.Add(-time.Duration(i)*100*time.Millisecond))
	}
	for page := range 3 {
		runsOf(t, c, model.Ask{Trigger: placed, Page: page + 1, Limit: 100})
	}
	late := s.store(placed, noon.Add(-15*time.Second-50*time.Millisecond))
	if got := ids(runsOf(t, c, model.Ask{Trigger: placed, Page: 2, Limit: 100})); !slices.Contains(got, late.id) {
		t.Error("it is not on the second page")
	}
}

// Each page of thousands of events that came at once would read all of them
// again: those behind one that has just been read take what it read.
func TestPagesOfAFloodAreNotReadAgainAndAgain(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	for i := range 100 {
		s.store(placed, noon.Add(-time.Duration(i)*time.Minute/4))
	}
	read := func() (found int) {
		for page := 1; page <= 60; page++ {
			p := runsOf(t, c, model.Ask{Trigger: placed, Page: page, Limit: 100})
			if found += len(p.Runs); !p.More {
				break
			}
		}
		return found
	}
	read()
	for range 3000 {
		s.clock.Advance(20 * time.Millisecond)
		s.store(placed, s.clock.Now())
	}
	s.since()
	if found, asked := read(), len(s.requests()); found != 3100 || asked > 20 {
		t.Errorf("%d events were found with %d requests", found, asked)
	}
	// What came meanwhile is there whatever was read a moment ago.
	for range 250 {
		s.clock.Advance(4 * time.Millisecond)
		s.store(placed, s.clock.Now())
	}
	if found := read(); found != 3350 {
		t.Errorf("%d events were found, there are 3350", found)
	}
}

// Of a flood the last minutes are thousands of events: whoever reads on reads
// its last seconds again, not all of them. Of pages behind, those that cost
// nothing are announced.
func TestReadingOnInAFloodTakesARequestOrTwo(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	flood := func(seconds int) {
		for range 100 * seconds {
			s.clock.Advance(10 * time.Millisecond)
			s.store(placed, s.clock.Now())
		}
	}
	flood(60)
	seen := map[string]bool{}
	read := func() (found, ahead int) {
		announced := false
		for page := 1; page <= 70; page++ {
			before := len(s.requests())
			p := runsOf(t, c, model.Ask{Trigger: placed, Page: page, Limit: 100})
			if n := len(s.requests()) - before; announced && n > 0 {
				t.Errorf("page %d took %d requests and was said to take none", page, n)
			}
			if announced = p.Ahead; announced {
				ahead++
			}
			fresh := 0
			for _, id := range ids(p) {
				if !seen[id] {
					seen[id] = true
					fresh++
				}
			}
			if found += fresh; fresh == 0 || !p.More {
				break
			}
		}
		return found, ahead
	}
	if found, _ := read(); found != 6000 {
		t.Fatalf("%d events were found, there are 6000", found)
	}
	for range 4 {
		flood(10)
		s.since()
		before := len(s.requests())
		found, ahead := read()
		if found != 1000 {
			t.Errorf("%d events were found, 1000 came", found)
		}
		if asked := len(s.requests()) - before; asked > 8 || ahead < 4 {
			t.Errorf("%d requests for a thousand events, and %d pages without any", asked, ahead)
		}
	}
}

func TestAnEventOfAnHourThatHasJustBegunIsThere(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.clock.Advance(29 * time.Minute)
	old := s.store(placed, s.clock.Now())
	runsOf(t, c, model.Ask{Trigger: placed, Limit: 10})
	s.clock.Advance(90 * time.Second)
	young := s.store(placed, s.clock.Now())
	s.since()
	if got := ids(runsOf(t, c, model.Ask{Trigger: placed, Limit: 10})); !slices.Equal(got, []string{young.id, old.id}) {
		t.Errorf("got %q", got)
	}
	for _, r := range s.requests() {
		if strings.Contains(r, "time-buckets") {
			t.Errorf("sent %s", r)
		}
	}
}

func TestPastHoursAreReadOnce(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	for i := range 5 {
		s.store(placed, noon.Add(-time.Duration(i)*time.Hour))
	}
	first := runsOf(t, c, model.Ask{Trigger: placed, Limit: 50})
	s.since()
	again := runsOf(t, c, model.Ask{Trigger: placed, Limit: 50})
	if len(first.Runs) != 5 || !slices.Equal(ids(first), ids(again)) {
		t.Errorf("got %d and %d runs", len(first.Runs), len(again.Runs))
	}
	if asked := s.requests(); len(asked) != 1 || !strings.Contains(asked[0], "timeBucket=20261121120000") {
		t.Errorf("sent %q", asked)
	}
}

func TestThePartOfAPastHourThatAPageHasIsReadOnce(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	for i := range 300 {
		s.store(placed, noon.Add(-time.Duration(i)*20*time.Second)) // 90 in this hour
		s.store(sent, noon.Add(-time.Duration(i)*time.Second))
	}
	runsOf(t, c, model.Ask{Trigger: sent, Limit: 100}) // so that it is known that so many come at a time
	first := runsOf(t, c, model.Ask{Trigger: placed, Limit: 100})
	s.since()
	s.store(placed, noon)
	again := runsOf(t, c, model.Ask{Trigger: placed, Limit: 100})
	if asked := s.requests(); len(asked) != 1 || !slices.Equal(ids(first)[:99], ids(again)[1:]) {
		t.Errorf("sent %q", asked)
	}
}

// A server that gives fewer at a time than were asked for has not given all.
func TestAShortAnswerIsNotTakenForAll(t *testing.T) {
	s := newStand(t)
	s.cap = 40
	c := s.client(t)
	var want []string
	for i := range 90 {
		want = append(want, s.store(placed, noon.Add(-time.Duration(i)*time.Second)).id)
	}
	if got := ids(runsOf(t, c, model.Ask{Trigger: placed, Limit: 100})); !slices.Equal(got, want) {
		t.Errorf("%d of %d events", len(got), len(want))
	}
	s.since()
	s.store(placed, noon.Add(time.Second))
	if got := runsOf(t, c, model.Ask{Trigger: placed, Limit: 100}); len(got.Runs) != 91 || len(s.requests()) > 4 {
		t.Errorf("%d events for %d requests", len(got.Runs), len(s.requests()))
	}
}

func TestAListWithAnEventAnHourIsReadInShortPages(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	for i := range 30 {
		s.store(placed, noon.Add(-time.Duration(i)*time.Hour))
	}
	p := runsOf(t, c, model.Ask{Trigger: placed, Limit: 100})
	if asked := len(s.requests()); !p.More || len(p.Runs) < walkMost || asked > walkMost+4 {
		t.Errorf("%d runs for %d requests, more %v", len(p.Runs), asked, p.More)
	}
	s.since()
	if again := runsOf(t, c, model.Ask{Trigger: placed, Limit: 100}); len(again.Runs) != len(p.Runs) || len(s.requests()) != 1 {
		t.Errorf("the second reading has %d runs for %d requests", len(again.Runs), len(s.requests()))
	}
}

func TestAnHourThatGetsAnEventAfterItsEndIsReadAgain(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.store(placed, noon.Add(-3*time.Hour))
	if n := len(runsOf(t, c, model.Ask{Trigger: placed, Limit: 10}).Runs); n != 1 {
		t.Fatalf("%d runs", n)
	}
	if _, err := c.coreID(t.Context()); err != nil {
		t.Fatal(err)
	}
	late := s.store(placed, noon.Add(-3*time.Hour+time.Minute))
	other := s.store(placed, noon.Add(-30*time.Hour)) // in an hour that was not listed
	for _, e := range []stored{late, other} {
		if _, ours, err := c.heard(reading0(), []byte(notification(e))); !ours || err != nil {
			t.Fatal(ours, err)
		}
	}
	if got := ids(runsOf(t, c, model.Ask{Trigger: placed, Limit: 10})); len(got) != 3 || got[0] != late.id || got[2] != other.id {
		t.Errorf("got %q", got)
	}
	// Who tells of old events again and again has past hours read twice a minute at most.
	s.since()
	for range 20 {
		s.clock.Advance(3 * time.Second)
		if _, _, err := c.heard(reading0(), []byte(notification(late))); err != nil {
			t.Fatal(err)
		}
		runsOf(t, c, model.Ask{Trigger: placed, Limit: 10})
	}
	lists := 0
	for _, r := range s.requests() {
		if strings.Contains(r, "time-buckets") {
			lists++
		}
	}
	if lists != 2 {
		t.Errorf("the hours were listed %d times in a minute", lists)
	}
}

func TestRunFindsAnEventByItsIdAlone(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	e := s.store(sent, noon.Add(-50*time.Hour))
	s.mu.Lock()
	stray := s.keep(placed, noon.Add(-time.Minute), noon.Add(-time.Hour), `{"stray":1}`)
	s.mu.Unlock()
	for _, want := range []stored{e, stray} {
		got, err := c.Run(t.Context(), model.RunID{Profile: "prod", ID: want.id})
		if err != nil || got.ID.ID != want.id || string(got.RunData) != want.payload || got.Trigger.ID != want.kind {
			t.Errorf("got %+v, %v", got.Run, err)
		}
	}
	_, err := c.Run(t.Context(), model.RunID{ID: timeID(noon, 4711)})
	if e := fault(t, err); e.Kind != api.NotFound || e.Op != api.ReadRun {
		t.Error(e)
	}
	s.since()
	_, err = c.Run(t.Context(), model.RunID{ID: coreID})
	if e := fault(t, err); e.Kind != api.NotFound || len(s.requests()) != 0 {
		t.Errorf("%v after %q", e, s.requests())
	}
}

func TestOddRowsHideNothing(t *testing.T) {
	s := newStand(t)
	var skipped []api.Skipped
	c := s.client(t, func(c *Config) {
		c.Observe = func(e api.Event) {
			if e, ok := e.(api.Skipped); ok {
				skipped = append(skipped, e)
			}
		}
	})
	good, deep := timeID(noon.Add(-time.Second), 1), timeID(noon.Add(-2*time.Second), 2)
	rows := []string{
		fmt.Sprintf(`{"eventId":%q,"flowType":7,"eventType":null,"metadata":"none","payload":[1]}`, good),
		`"a word"`, `{"payload":{}}`,
		fmt.Sprintf(`{"eventId":%q,"payload":%s}`, deep, strings.Repeat("[", 20000)+strings.Repeat("]", 20000)),
		`{"eventId":"not-a-uuid","validTime":"2026-11-21T12:29:00Z","payload":null}`,
	}
	s.next(says(200, `{"timeBuckets":["20261121120000","soon",7]}`), says(200, `{"events":[`+strings.Join(rows, ",")+`],"extra":1}`))
	p := runsOf(t, c, model.Ask{Trigger: placed, Limit: 10})
	if got := ids(p); !slices.Equal(got, []string{good, deep, "not-a-uuid"}) {
		t.Errorf("got %q", got)
	}
	if p.Runs[0].Trigger.ID != placed || string(p.Runs[0].RunData) != "[1]" || p.Runs[2].Created.IsZero() {
		t.Errorf("got %+v", p.Runs)
	}
	if len(skipped) != 1 || skipped[0].Rows != 2 || skipped[0].Of != 5 {
		t.Errorf("skipped %+v", skipped)
	}
	for _, body := range []string{`[]`, `{"events":{}}`, `{`, `"no"`} {
		other := s.client(t)
		s.next(says(200, `{"timeBuckets":["20261121120000"]}`), says(200, body))
		_, err := other.Runs(t.Context(), model.Ask{Trigger: placed})
		if e := fault(t, err); e.Kind != api.Unreadable {
			t.Errorf("%s: %v", body, e)
		}
	}
}

func TestOnlyRecordedRunsCanBeAskedFor(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.store(placed, noon)
	for status, want := range map[model.Status]int{model.StatusRecorded: 1, model.StatusFailure: 0, model.StatusRunning: 0} {
		if p := runsOf(t, c, model.Ask{Function: orderID, Status: model.Some(status)}); len(p.Runs) != want {
			t.Errorf("%d runs of status %s", len(p.Runs), status)
		}
	}
	if p := runsOf(t, c, model.Ask{Function: mailID, Trigger: placed}); len(p.Runs) != 0 {
		t.Error("an event type of another flow type has no runs here")
	}
	if _, err := c.Runs(t.Context(), model.Ask{}); fault(t, err).Kind != api.Unsupported {
		t.Error("there is no list of everything")
	}
}

func TestReadsAreTriedAgainAsTheSDKDoes(t *testing.T) {
	for _, status := range []int{408, 429, 500, 502, 503, 504} {
		s := newStand(t)
		c := s.client(t, func(c *Config) { c.Retries = 0 })
		s.next(says(status, `{}`), says(status, `{}`), says(status, `{}`))
		done := make(chan error, 1)
		go func() {
			_, err := c.Functions(t.Context())
			done <- err
		}()
		for range 3 {
			s.clock.AwaitTimers(1)
			s.clock.Advance(250 * time.Millisecond)
		}
		if err := <-done; err != nil || len(s.requests()) != 5 { // four of them for the data core
			t.Errorf("%d: %v after %q", status, err, s.requests())
		}
	}
	for _, status := range []int{400, 401, 403, 409, 422} {
		s := newStand(t)
		c := s.client(t, func(c *Config) { c.Retries = 0 })
		s.next(says(status, `{"status":`+fmt.Sprint(status)+`,"code":"X","message":"no"}`))
		if _, err := c.Functions(t.Context()); err == nil || len(s.requests()) != 1 {
			t.Errorf("%d: %v after %q", status, err, s.requests())
		}
	}
}
