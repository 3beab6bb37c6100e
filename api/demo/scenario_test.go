package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"fntop/api/clock"
)

// all fetches every run of a list.
func (b *bench) all(list string) []seen {
	b.t.Helper()
	var all []seen
	for n := 1; ; n++ {
		p := b.page(fmt.Sprintf("%s?limit=100&page=%d", list, n))
		all = append(all, p.Data...)
		if len(p.Data) < 100 {
			if len(all) != p.Meta.Total {
				b.t.Errorf("%s: %d runs over all pages, meta says %d", list, len(all), p.Meta.Total)
			}
			return all
		}
	}
}

func TestARestartTellsTheSameStory(t *testing.T) {
	t.Parallel()
	tell := func(o Options) string {
		o.Clock = clock.NewDriven(noon)
		b := setup(t, o)
		ready, _ := json.Marshal(b.ready)
		story := string(ready)
		for _, path := range []string{"compute-functions", "function-triggers?includeHealth=true", "function-runs/function/" + b.function("process-order").ID + "?page=3&limit=100"} {
			story += string(b.want(200, "GET", path, "").body)
		}
		return story
	}
	first := tell(Options{Seed: 9, Speed: 3})
	if tell(Options{Seed: 9, Speed: 3}) != first {
		t.Error("the same seed tells another story after a restart")
	}
	if newIdentity(9).clientSecret == newIdentity(10).clientSecret || newIdentity(9).token == newIdentity(10).token {
		t.Error("another seed has the same credentials")
	}
}

func TestWorkingOutAheadOrAtOnceGivesTheSameRuns(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	list := "function-runs/function/" + b.function("charge-card").ID + "?limit=100&page="
	b.page(list + "1")
	for range 30 { // an hour at a time, over a midnight
		b.clock.Advance(time.Hour)
		b.page(list + "1")
	}
	fresh := setup(t, Options{Clock: clock.NewDriven(b.clock.Now())})
	for _, n := range []string{"1", "4", "100"} {
		if got, want := b.want(200, "GET", list+n, "").body, fresh.want(200, "GET", list+n, "").body; string(got) != string(want) {
			t.Errorf("page %s differs between a server that went along and a fresh one", n)
		}
	}
}

func TestPagesAndTotalsAgree(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	list := "function-runs/function/" + b.function("nightly-report").ID
	all, ids := b.all(list), map[string]bool{}
	for i, r := range all {
		if ids[r.ID] {
			t.Errorf("run %s is on two pages", r.ID)
		}
		ids[r.ID] = true
		if i > 0 && (r.CreatedAt > all[i-1].CreatedAt || r.CreatedAt == all[i-1].CreatedAt && r.ID < all[i-1].ID) {
			t.Errorf("run %d of %s stands after one of %s", i, r.CreatedAt, all[i-1].CreatedAt)
		}
	}
	byTrigger := len(b.all("function-runs/trigger/"+b.trigger("report-30m").ID)) + len(b.all("function-runs/trigger/"+b.trigger("weekly-close").ID))
	if byTrigger != len(all) {
		t.Errorf("its triggers have %d runs, the function %d", byTrigger, len(all))
	}
	total := 0
	for _, status := range statusWords {
		p := b.page(list + "?limit=100&status=" + status)
		for _, r := range p.Data {
			if r.Status != status {
				t.Errorf("asked for %s, got %s", status, r.Status)
			}
		}
		total += p.Meta.Total
	}
	if total != len(all) {
		t.Errorf("%d runs over all statuses, %d in all", total, len(all))
	}
	if p := b.page(list); p.Meta.PageSize != 20 || len(p.Data) != 20 || p.Meta.Page != 1 {
		t.Errorf("by default %d runs, meta %+v", len(p.Data), p.Meta)
	}
	if p := b.page(list + "?limit=5000&page=999999"); p.Meta.PageSize != 100 || len(p.Data) != 0 || p.Meta.Total != len(all) {
		t.Errorf("beyond the end: %d runs, meta %+v", len(p.Data), p.Meta)
	}
}

func TestEveryListedRunIsFoundByItsID(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for _, name := range []string{"charge-card", "nightly-report", "send-mail"} {
		list := "function-runs/function/" + b.function(name).ID
		last := (b.page(list+"?limit=100").Meta.Total + 99) / 100
		for _, n := range []int{1, 2, last} {
			for i, listed := range b.page(fmt.Sprintf("%s?limit=100&page=%d", list, n)).Data {
				if i%9 != 0 {
					continue
				}
				var r seen
				b.get("function-runs/"+listed.ID, &r)
				if fmt.Sprint(r.Status, r.CreatedAt, r.UpdatedAt, r.JobID, string(r.RunData)) != fmt.Sprint(listed.Status, listed.CreatedAt, listed.UpdatedAt, listed.JobID, string(listed.RunData)) {
					t.Fatalf("run %s differs from its row", r.ID)
				}
			}
			b.clock.Advance(time.Minute) // a new budget
		}
	}
}

func TestRunsGoThroughTheirLifeAsTheClockMoves(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	list := "function-runs/function/" + b.function("sync-stock").ID + "?limit=10"
	rank := map[string]int{"pending": 0, "running": 1, "completed": 2, "failure": 2, "timeout": 2}
	last, moves, fresh := map[string]seen{}, 0, 0
	for range 100 {
		b.clock.Advance(6 * time.Second)
		for _, r := range b.page(list).Data {
			before, known := last[r.ID]
			switch {
			case !known && len(last) > 10:
				fresh++
			case known && before.Status != r.Status:
				moves++
				if rank[r.Status] <= rank[before.Status] || r.UpdatedAt <= before.UpdatedAt {
					t.Errorf("run %s went from %s (%s) to %s (%s)", r.ID, before.Status, before.UpdatedAt, r.Status, r.UpdatedAt)
				}
			}
			last[r.ID] = r
		}
	}
	if moves < 10 || fresh < 5 {
		t.Errorf("%d moves and %d new runs in ten minutes", moves, fresh)
	}
}

func TestNewRunsComeEveryFewSeconds(t *testing.T) {
	t.Parallel()
	s := setup(t, Options{}).server.stage
	for h := range 24 {
		now, n := noon.UnixMilli()-int64(h)*hour, 0
		for fn := range functions {
			s.history.each(fn, now, func(r *record) bool {
				if r.created > now-hour {
					n++
				}
				return r.created > now-hour
			})
		}
		if each := 3600 / float64(n); each < 2.5 || each > 6.5 {
			t.Errorf("%d hours ago a run came every %.1f s", h, each)
		}
	}
}

func TestSpeedKeepsTimesReal(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Speed: 60})
	list := "function-runs/function/" + b.function("process-order").ID + "?limit=100"
	before := b.page(list)
	for _, r := range before.Data {
		at, err := time.Parse(time.RFC3339, r.CreatedAt)
		if err != nil || at.After(noon) || noon.Sub(at) > time.Minute {
			t.Errorf("a run of %s at a time of %s", r.CreatedAt, noon)
		}
	}
	b.clock.Advance(10 * time.Second) // ten minutes of the scenario
	if n := b.page(list).Meta.Total - before.Meta.Total; n < 20 {
		t.Errorf("%d new runs in ten seconds at sixty times the speed", n)
	}
}

// TestTheScenarioHoldsWhatItPromises counts, over HTTP, at moments that have
// nothing to do with one another.
func TestTheScenarioHoldsWhatItPromises(t *testing.T) {
	t.Parallel()
	for seed, at := range map[uint64]time.Time{1: noon, 7: noon.Add(1000*time.Hour + 17*time.Minute)} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := newStage(newWorld(seed, 1, Size{}), at.UnixMilli())
			if seed == 1 {
				s.history = week().worked(s.w, at.UnixMilli())
			}
			checkInventory(t, s, at.UnixMilli())
		})
	}
}

func checkInventory(t *testing.T, s *stage, now int64) {
	count, sources, scripts, kinds := map[string]int{}, map[source]bool{}, map[string]bool{}, map[triggerKind]bool{}
	for _, trigger := range triggers {
		kinds[trigger.kind] = true
	}
	for i := range triggers {
		if enabled, _ := s.door(i); !enabled {
			count["paused triggers"]++
		}
	}
	for fn := range functions {
		runs, total := s.list(ask{fn: fn, trigger: noTrigger, anyStatus: true, upTo: 1 << 30}, now)
		count["runs"] += total
		for i, r := range runs {
			state := r.at(now)
			sources[r.source] = true
			if state == running && now-r.started() > functions[fn].timeout*10 {
				count["stuck"]++
				if i >= 100 {
					t.Errorf("the stuck run is number %d of its function's list", i)
				}
			}
			if now-r.created < 5*minute {
				count["recent "+state.String()]++
			}
			if state == failure && r.reason >= reasonCause && r.reason < reasonMishap && now-r.created < 7*day {
				count["cause "+causes[r.reason-reasonCause].code]++
				if now-r.created < hour {
					count["fresh failures"]++
				}
			}
			if r.reason >= reasonMishap && r.reason < reasonSlow {
				count["sporadic"]++
			}
			if state == timeout {
				count["timeouts"]++
			}
			if r.rerun > 0 {
				count["reruns"]++
			}
			if r.reruns > 0 {
				count["rerun runs"]++
			}
			if r.reason >= reasonExhibit && now-r.created < day {
				count["exhibit "+exhibits[r.reason-reasonExhibit].name]++
			}
			if r.trigger == deletedTrigger {
				count["of a deleted trigger"]++
			}
			if i%40 != 0 && (r.reason < reasonExhibit || now-r.created > day) {
				continue // the rest needs the wire's form, which costs time
			}
			out := s.w.wire(r, now)
			if out.DataStrippedAt != nil {
				count["stripped"]++
				if out.RunData != nil {
					t.Error("a stripped run has data")
				}
			}
			if out.ArchivedAt != nil && out.ArchiveAddress != nil {
				count["archived"]++
			}
			if out.MemoryUsageBytes != nil {
				count["declared usage"]++
			}
			if out.MemoryUsage != nil {
				count["real usage"]++
			}
			if out.RunData != nil && !json.Valid(out.RunData) {
				t.Errorf("run data of %s is no JSON: %.80s", functions[fn].name, out.RunData)
			}
			for _, text := range []string{string(out.RunData), deref(out.ErrorMessage)} {
				for name, table := range map[string]*unicode.RangeTable{"Latin": unicode.Latin, "Han": unicode.Han, "Arabic": unicode.Arabic, "Hebrew": unicode.Hebrew, "marks": unicode.Mn, "bidi": unicode.Bidi_Control, "C": unicode.Cc} {
					if len(text) < 1000 && strings.ContainsFunc(text, func(c rune) bool { return unicode.Is(table, c) }) {
						scripts[name] = true
					}
				}
			}
		}
	}
	least := map[string]int{
		"runs": 20000, "cause GATEWAY_TIMEOUT": 100, "cause ERP_UNAVAILABLE": 100, "cause TEMPLATE_FIELD_MISSING": 50,
		"fresh failures": 1, "sporadic": 500, "timeouts": 100, "reruns": 100, "rerun runs": 100, "paused triggers": 1,
		"of a deleted trigger": 100, "stripped": 50, "archived": 20, "declared usage": 10, "real usage": 100,
		"recent completed": 30, "recent running": 1, "stuck": 1,
	}
	for _, e := range exhibits {
		least["exhibit "+e.name] = 1
	}
	for what, n := range least {
		if count[what] < n {
			t.Errorf("%s: %d, want at least %d", what, count[what], n)
		}
	}
	if count["stuck"] > 2 || count["sporadic"]*100 > count["runs"]*3 || count["paused triggers"] != 1 {
		t.Errorf("%d stuck runs, %d sporadic failures, %d paused triggers", count["stuck"], count["sporadic"], count["paused triggers"])
	}
	if len(sources) != len(sourceWords) || len(scripts) != 7 || len(kinds) != 5 || len(functions) != 12 || len(triggers) != 18 {
		t.Errorf("%d sources, scripts %v, %d kinds of trigger, %d functions, %d triggers", len(sources), scripts, len(kinds), len(functions), len(triggers))
	}
	weekly, _ := s.list(ask{fn: functionOfWeekly, trigger: weeklyClose, anyStatus: true, upTo: 10}, now)
	if len(weekly) != 3 || now-weekly[0].created < 14*day || now-weekly[0].created > 49*day {
		t.Errorf("weekly-close has %d runs, want three that ended weeks ago", len(weekly))
	}
	t.Log(count["runs"], "runs,", count["sporadic"], "sporadic;", "recent:", count["recent pending"], count["recent running"], count["recent completed"], count["recent failure"])
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
