package flowcore

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

const restartID = "b0000000-0000-4000-8000-000000000001"

// accepts is what the service says of a restart that it takes.
const accepts = `{"restartRequestId":"` + restartID + `","acceptedTargets":["` + erp + `"],"skippedTargets":[]}`

func TestRerunningADeliveryAsksItsPathwayToRestartOnce(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	s.answer = accepts
	for i, x := range []struct {
		made   time.Time
		more   string
		bucket string
	}{
		{noon, `"durationMs":500`, "20261121120000"},
		{noon.Truncate(time.Hour).Add(6 * time.Minute), `"durationMs":120000`, "20261121110000"}, // what it delivered may be of the hour before
		{noon.Truncate(time.Hour).Add(2 * time.Minute), `"durationMs":null`, "20261121110000"},
	} {
		l := s.deliver(erp, x.made, false, x.more)
		action := model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: l.run()}}
		want := `{"mode":"datapumpRestart","position":{"timeBucket":"` + x.bucket + `"},"requestedBy":"fntop","targets":{"pathwayIds":["` + erp + `"]}}`
		if i == 1 {
			action.Reason = "it is \"back\""
			want = strings.Replace(want, `"requestedBy"`, `"reason":"it is \"back\"","requestedBy"`, 1)
		}
		receipt, err := c.Do(t.Context(), action)
		if err != nil || receipt != (model.Receipt{JobID: restartID, RunID: restartID}) {
			t.Fatalf("got %+v, %v", receipt, err)
		}
		last := len(s.seen) - 1
		if s.seen[last] != "POST /api/v1/restarts/request" || s.bodies[last] != want || s.heads[last].Get("Authorization") != "Bearer "+bearer {
			t.Errorf("sent %s: %s", s.seen[last], s.bodies[last])
		}
	}
}

// A token reads, and a key ingests beside it: each goes where it belongs.
func TestATokenRestartsWhereAKeyIngests(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byBoth)
	s.answer = accepts
	l, e := s.deliver(erp, noon, false, ""), s.store(placed, noon)
	for id, want := range map[string]string{l.run(): "Bearer " + bearer, e.id: apiKey} {
		if _, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: id}}); err != nil {
			t.Error(err)
		}
		if got := s.heads[len(s.heads)-1].Get("Authorization"); got != want {
			t.Errorf("%s: signed %q", id, got)
		}
	}
}

func TestEachRunSaysHowItIsRunAgain(t *testing.T) {
	s := newStand(t)
	s.restarts = map[string]string{restartID: restartSays(restartID, erp, "pending", 0)}
	l, e := s.deliver(erp, noon, true, ""), s.store(placed, noon)
	for name, x := range map[string]struct {
		change          func(*Config)
		id              string
		no, anew, input string
	}{
		"event by token":    {byToken, e.id, "takes an API key", "", ""},
		"event by both":     {byBoth, e.id, "", "as a new event", ""},
		"delivery by token": {byToken, l.run(), "", "asked to start again from 2026-11-21 1", "takes no input"},
		"delivery by both":  {byBoth, l.run(), "", "asked to start again from 2026-11-21 1", "takes no input"},
		"restart":           {byBoth, restartID, "is not asked for again", "", ""},
	} {
		c := s.client(t, x.change)
		run, err := c.Run(t.Context(), model.RunID{ID: x.id})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again := c.Info().Caps.AgainOf(&run.Run)
		for _, pair := range [][2]string{{again.No, x.no}, {again.Anew, x.anew}, {again.NoInput, x.input}} {
			if (pair[0] == "") != (pair[1] == "") || !strings.Contains(pair[0], pair[1]) {
				t.Errorf("%s: %+v", name, again)
			}
		}
		if x.no != "" {
			s.since()
			_, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: x.id}})
			if f := fault(t, err); f.Kind != api.Unsupported || !strings.Contains(f.Error(), x.no) {
				t.Errorf("%s: %v", name, f)
			}
			noPost(t, s)
		}
	}
}

func noPost(t *testing.T, s *stand) {
	t.Helper()
	if slices.ContainsFunc(s.requests(), func(r string) bool { return strings.HasPrefix(r, "POST") }) {
		t.Errorf("sent %q", s.requests())
	}
}

func TestWhatAPathwayCannotIsRefusedBeforeAnythingIsSent(t *testing.T) {
	s := newStand(t)
	s.answer = accepts
	l := s.deliver(erp, noon, false, "")
	undated := s.deliver(erp, time.Time{}, false, "")
	undated.row = strings.Replace(undated.row, "createdAt", "made", 1)
	s.log[1] = undated
	rerun := model.Action{Kind: model.Rerun, Run: model.RunID{ID: l.run()}}
	with := func(change func(*model.Action)) model.Action {
		a := rerun
		change(&a)
		return a
	}
	for name, x := range map[string]struct {
		change func(*Config)
		action model.Action
		kind   api.Kind
		says   string
	}{
		"latest code": {byToken, with(func(a *model.Action) { a.LatestCode = true }), api.Unsupported, "no code"},
		"override":    {byToken, with(func(a *model.Action) { a.Override = []byte(`{"a":1}`) }), api.Unsupported, "takes no input"},
		"read-only":   {func(c *Config) { byToken(c); c.ReadOnly = true }, rerun, api.ReadOnly, "read-only"},
		"unknown":     {byToken, with(func(a *model.Action) { a.Run.ID = "x@" + erp }), api.NotFound, "no such run"},
		"undated":     {byToken, with(func(a *model.Action) { a.Run.ID = undated.run() }), api.Refused, "does not say when"},
		"no token":    {nil, rerun, api.NotFound, "time UUID"},
		"invoke":      {byBoth, model.Action{Kind: model.Invoke, Function: model.Ref{ID: erp}}, api.Unsupported, "delivers by itself what is stored"},
		"pause":       {byBoth, model.Action{Kind: model.Pause, Trigger: model.Ref{ID: erp}}, api.Unsupported, "cannot be paused"},
	} {
		c := s.client(t)
		if x.change != nil {
			c = s.client(t, x.change)
		}
		s.since()
		_, err := c.Do(t.Context(), x.action)
		if f := fault(t, err); f.Kind != x.kind || f.Lost || !strings.Contains(f.Error(), x.says) {
			t.Errorf("%s: %v", name, f)
		}
		noPost(t, s)
	}
}

func TestARestartIsNeverSentTwice(t *testing.T) {
	for name, x := range map[string]struct {
		say  func(http.ResponseWriter, *http.Request) bool
		kind api.Kind
		lost bool
		text string
	}{
		"503":     {says(503, `{}`), api.ServerError, true, "is not sent again"},
		"408":     {says(408, `{}`), api.Refused, false, ""},
		"409":     {says(409, `{"message":"a restart is under way"}`), api.Refused, false, "a restart is under way"},
		"422":     {says(422, `{"message":"Validation failed"}`), api.Refused, false, "Nothing was started"},
		"429":     {says(429, `{}`), api.RateLimited, false, "Nothing was started"},
		"401":     {says(401, `{"message":"Token expired"}`), api.Unauthorized, false, "renew"},
		"403":     {says(403, `{"message":"IAM validation failed"}`), api.Forbidden, false, "Nothing was started"},
		"404":     {says(404, `{}`), api.NotFound, false, "Nothing was started"},
		"dropped": {func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }, api.Unreachable, true, "the answer was lost"},
		"nothing": {says(200, ``), api.Unreadable, true, "is not sent again"},
		"junk":    {says(200, `{"restartRequestId":{}}`), api.Unreadable, true, "it names no restart"},
		"no list": {says(200, `[]`), api.Unreadable, true, "it names no restart"},
		"skipped": {says(200, `{"restartRequestId":"`+restartID+`","acceptedTargets":[],"skippedTargets":["`+erp+`"]}`), api.Refused, false, "the pathway skipped"},
		"redirected": {func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return true
		}, api.Refused, false, "never sent on"},
	} {
		s := newStand(t)
		c := s.client(t, byToken, func(c *Config) { c.Retries = 3 })
		functionsOf(t, c)
		l := s.deliver(erp, noon, false, "")
		runsOf(t, c, model.Ask{Function: erp})
		s.since()
		s.next(x.say)
		_, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: l.run()}})
		if e := fault(t, err); e.Kind != x.kind || e.Lost != x.lost || len(s.requests()) != 1 || !strings.Contains(e.Error(), x.text) {
			t.Errorf("%s: %v (lost %v) after %q", name, e, e.Lost, s.requests())
		}
	}
}

// What is delivered after a lost answer would have been delivered anyway.
func TestNothingIsTakenForWhatCameOfALostRestart(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	l := s.deliver(erp, noon, false, "")
	action := model.Action{Kind: model.Rerun, Run: model.RunID{ID: l.run()}}
	s.deliver(erp, noon.Add(time.Second), true, "")
	found, err := api.LookFor(t.Context(), s.clock, c, action, noon, nil)
	if err != nil || len(found) != 0 {
		t.Errorf("found %d, %v", len(found), err)
	}
}

func TestARestartStandsWhereItsStatusSays(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	for word, want := range map[string]model.Status{
		"pending": model.StatusPending, "dispatched": model.StatusPending, "acknowledged": model.StatusRunning, "restarting": model.StatusRunning,
		"running": model.StatusCompleted, "failed": model.StatusFailure, "timedOut": model.StatusTimeout, "Completed": model.StatusCompleted,
		"limbo": model.StatusUnknown, "": model.StatusUnknown,
	} {
		s.restarts = map[string]string{restartID: restartSays(restartID, erp, word, 4*time.Second)}
		r, err := c.Run(t.Context(), model.RunID{Profile: "prod", ID: restartID})
		if err != nil || r.Status != want || r.StatusText != word || r.Unfinished() == want.Over() {
			t.Errorf("%q: %v %v %v", word, r.Status, r.StatusText, err)
			continue
		}
		if r.Function != (model.Ref{ID: erp, Name: "erp-orders"}) || r.JobID != restartID || r.RerunBy != "fntop" || !r.Created.Equal(noon) || r.Source != "restart" || !r.IsRerun.Value {
			t.Errorf("%q: %+v", word, r.Run)
		}
		if took, known := r.Took(); known != want.Over() || known && took != 4*time.Second {
			t.Errorf("%q: took %v, known %v", word, took, known)
		}
	}
	for body, kind := range map[string]api.Kind{
		`[]`: api.Unreadable, `{}`: api.Unreadable, `hello`: api.Unreadable, restartSays(restartID, others, "pending", 0): api.NotFound,
		`{"id":"` + restartID + `","status":7,"targets":{"flowTypes":["order.0"]}}`: 0,
	} {
		s.restarts = map[string]string{restartID: body}
		r, err := c.Run(t.Context(), model.RunID{ID: restartID})
		if api.KindOf(err) != kind || kind == 0 && r.Status != model.StatusUnknown {
			t.Errorf("%s: %+v, %v", body, r.Run, err)
		}
	}
}

// follow follows what an action led to, on a clock that moves by itself.
func (s *stand) follow(t *testing.T, c *Client, target api.Target, seen func(api.Sighting)) (model.RunDetail, error) {
	t.Helper()
	done := make(chan struct{})
	var run model.RunDetail
	var err error
	go func() {
		defer close(done)
		run, err = api.Follow(t.Context(), s.clock, c, target, seen)
	}()
	for {
		select {
		case <-done:
			return run, err
		default:
			s.clock.Next()
		}
	}
}

func TestFollowEndsWithTheRestart(t *testing.T) {
	for ends, want := range map[string]model.Status{"running": model.StatusCompleted, "failed": model.StatusFailure, "timedOut": model.StatusTimeout} {
		for _, byJob := range []bool{false, true} {
			s := newStand(t)
			c := s.client(t, byToken)
			s.answer = accepts
			l := s.deliver(erp, noon, false, "")
			receipt, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: l.run()}})
			if err != nil {
				t.Fatal(err)
			}
			target := api.Target{Run: model.RunID{Profile: "prod", ID: receipt.RunID}, JobID: receipt.JobID}
			if byJob {
				c, target = s.client(t, byToken), api.Target{JobID: receipt.JobID} // as another fntop would
				s.mu.Lock()
				s.restarts = map[string]string{restartID: restartSays(restartID, erp, "pending", 0)}
				s.mu.Unlock()
			}
			words, looks := []string{}, 0
			run, err := s.follow(t, c, target, func(g api.Sighting) {
				if g.Run != nil && (len(words) == 0 || words[len(words)-1] != g.Run.StatusText) {
					words = append(words, g.Run.StatusText)
				}
				looks++
				s.mu.Lock() // the first look finds nothing: it was asked for a moment ago
				word := []string{"pending", "acknowledged", "restarting", "limbo", ends}[min(looks-1, 4)]
				s.restarts = map[string]string{restartID: restartSays(restartID, erp, word, 4*time.Second)}
				s.mu.Unlock()
			})
			if err != nil || run.Status != want || words[len(words)-1] != ends || !slices.Contains(words, "limbo") {
				t.Errorf("%s: %v %v, saw %q", ends, run.Status, err, words)
			}
			if !byJob && (words[0] != "accepted" || run.OriginalRunID != l.run()) {
				t.Errorf("saw %q of %q", words, run.OriginalRunID)
			}
		}
	}
}

func TestARestartThatIsNeverSeenIsNotWaitedForForEver(t *testing.T) {
	s := newStand(t)
	c := s.client(t, byToken)
	s.answer = accepts
	l := s.deliver(erp, noon, false, "")
	receipt, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: model.RunID{ID: l.run()}})
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.follow(t, c, api.Target{Run: model.RunID{Profile: "prod", ID: receipt.RunID}}, nil)
	if fault(t, err).Kind != api.NotFound || run.Status != model.StatusPending {
		t.Errorf("got %v, %v", run.Status, err)
	}
}
