package demo

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var large = Size{500, 2000}

// TestTheStoryIsToldAsEver holds ids, names and runs of the story: people have
// them in scripts, and pictures and frames show them.
func TestTheStoryIsToldAsEver(t *testing.T) {
	if racing {
		t.Skip("one goroutine tells a week of it twice")
	}
	t.Parallel()
	for _, told := range []struct {
		seed uint64
		pace pace
		runs int
		sum  string
	}{{1, 1, 179471, "fe6ae572bcb6ff0a"}, {9, 3, 179608, "7348fbc4e79368e4"}} {
		w := newWorld(told.seed, told.pace, smallest)
		h := history{w: w}
		now := noon.UnixMilli()
		h.reach(now)
		sum, runs := sha256.New(), 0
		for fn := range functions {
			fmt.Fprintln(sum, w.functionID(fn), w.functions[fn].name)
			h.each(fn, now, func(r *record) bool {
				runs++
				fmt.Fprintln(sum, w.runID(r), r.created, r.queued, r.took, r.fn, r.trigger, r.source, r.outcome, r.reason, r.rerun, r.latest)
				return true
			})
		}
		for i := range triggers {
			fmt.Fprintln(sum, w.triggerID(i), w.triggers[i].name)
		}
		if got := fmt.Sprintf("%x", sum.Sum(nil)[:8]); got != told.sum || runs != told.runs {
			t.Errorf("seed %d at pace %v: %d runs with the sum %s, want %d with %s", told.seed, told.pace, runs, got, told.runs, told.sum)
		}
	}
}

func TestALargerWorkspaceHoldsTheStory(t *testing.T) {
	t.Parallel()
	small, big := setup(t, Options{}), setup(t, Options{Size: large})
	for _, list := range []string{"compute-functions", "function-triggers"} {
		var a, b struct{ Data []json.RawMessage }
		small.get(list, &a)
		big.get(list, &b)
		for i := range a.Data {
			if string(a.Data[i]) != string(b.Data[i]) {
				t.Errorf("%s %d is another in a larger workspace:\n%s\n%s", list, i, a.Data[i], b.Data[i])
			}
		}
	}
	for _, name := range []string{"process-order", "nightly-report"} {
		path := "function-runs/function/" + small.function(name).ID + "?limit=100"
		if a, b := small.want(200, "GET", path, "").body, big.want(200, "GET", path, "").body; string(a) != string(b) {
			t.Errorf("the runs of %s are others in a larger workspace", name)
		}
	}
}

func TestALargerWorkspaceIsBelievable(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Size: large})
	var functions struct{ Data []wireFunction }
	var triggers struct{ Data []wireTrigger }
	b.get("compute-functions", &functions)
	b.get("function-triggers", &triggers)
	if len(functions.Data) != large.Functions || len(triggers.Data) != large.Triggers {
		t.Fatalf("%d functions and %d triggers, want %v", len(functions.Data), len(triggers.Data), large)
	}
	names, there, ids := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range functions.Data {
		if names[f.Name] || ids[f.ID] || f.CreatedAt > stamp(noon.UnixMilli()) {
			t.Errorf("function %s %s of %s is there twice, or was made later", f.Name, f.ID, f.CreatedAt)
		}
		names[f.Name], there[f.ID], ids[f.ID] = true, true, true
	}
	kinds, paused := map[string]int{}, 0
	cron := regexp.MustCompile(`^\d+ \d+ \* \* [*1]$`)
	clear(names)
	for _, tr := range triggers.Data {
		if names[tr.Name] || ids[tr.ID] || !there[tr.FunctionID] {
			t.Errorf("trigger %s %s of %s is there twice, or its function is not there", tr.Name, tr.ID, tr.FunctionID)
		}
		names[tr.Name], ids[tr.ID] = true, true
		kinds[tr.ExecutionType]++
		if !tr.Enabled {
			paused++
		}
		var meta struct {
			ScheduleType, CronExpression string
			Interval                     int
		}
		if err := json.Unmarshal(tr.Metadata, &meta); err != nil {
			t.Errorf("%s: %s: %v", tr.Name, tr.Metadata, err)
		}
		if tr.ExecutionType == "scheduled" && meta.Interval < 60 && !cron.MatchString(meta.CronExpression) {
			t.Errorf("%s has no schedule: %s", tr.Name, tr.Metadata)
		}
	}
	for _, kind := range []triggerKind{onDemand, eventDriven, scheduled, httpTrigger, endpoint} {
		if n := kinds[string(kind)]; n < large.Triggers/20 {
			t.Errorf("%d triggers are %s: %v", n, kind, kinds)
		}
	}
	if paused < 10 || paused > 100 {
		t.Errorf("%d triggers are paused", paused)
	}
}

// TestALargerWorkspaceIsMostlyQuiet counts the runs of a day: a few functions
// have many, most have few, and together they have no more than a client that
// reads three hundred times a minute can follow.
func TestALargerWorkspaceIsMostlyQuiet(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Size: large})
	s, now := b.server.stage, noon.UnixMilli()
	var total, unfinished, silent, quiet, busy, failing int
	sources := map[source]bool{}
	for fn := len(functions); fn < large.Functions; fn++ {
		runs, _ := s.list(ask{fn: fn, trigger: noTrigger, anyStatus: true, upTo: 1 << 30}, now)
		today, failed := 0, 0
		for i, r := range runs {
			sources[r.source] = true
			if state := r.at(now); state <= running {
				unfinished++
			} else if state != completed {
				failed++
			}
			if r.created > now-day {
				today++
			}
			if i%500 == 0 {
				if found, ok := s.find(s.w.idOf(r), now); !ok || found.record != r.record {
					t.Errorf("the id of run %d of %s does not lead back to it", i, s.w.functions[fn].name)
				}
				if out := s.w.wire(r, now); out.RunData != nil && !json.Valid(out.RunData) {
					t.Errorf("run data of %s is no JSON: %.80s", s.w.functions[fn].name, out.RunData)
				}
			}
		}
		total += today
		switch {
		case today == 0:
			silent++
		case today < 24:
			quiet++
		case today > 500:
			busy++
		}
		if len(runs) > 20 && failed*5 > len(runs) {
			failing++
		}
	}
	t.Logf("%d runs a day, %d unfinished now; of %d functions %d had none, %d fewer than one an hour, %d more than 500; %d fail all the time",
		total, unfinished, large.Functions-len(functions), silent, quiet, busy, failing)
	if total < 5000 || total > 40000 || silent < 10 || quiet < 200 || busy < 1 || busy > 30 || failing < 3 || failing > 40 || unfinished > 25 {
		t.Error("that is not a few busy ones among many quiet ones")
	}
	if len(sources) < 5 {
		t.Errorf("runs come from %d sources", len(sources))
	}
}

func TestALargerWorkspaceKeepsToItsSchedules(t *testing.T) {
	if racing {
		t.Skip("one goroutine works out a week of two large workspaces")
	}
	t.Parallel()
	for _, speed := range []pace{1, 10} {
		s := newStage(newWorld(1, speed, large), noon.UnixMilli())
		checked := 0
		for i := len(triggers); i < len(s.w.triggers) && checked < 40; i++ {
			tr := &s.w.triggers[i]
			if tr.interval == 0 || tr.paused {
				continue
			}
			runs, _ := s.list(ask{fn: tr.fn, trigger: i, anyStatus: true, upTo: 50}, noon.UnixMilli())
			first := runs[:0]
			for _, r := range runs {
				if r.rerun == 0 {
					first = append(first, r)
				}
			}
			for k := range first[:max(0, len(first)-1)] {
				if got, want := first[k].created-first[k+1].created, speed.span(tr.interval); max(got-want, want-got) > 500 {
					t.Fatalf("%s came %d ms after the run before, want %d", tr.name, got, want)
				}
				checked++
			}
		}
		if checked < 40 {
			t.Errorf("only %d runs of schedules", checked)
		}
	}
}

func TestSizeIsReadOrRefusedInOneSentence(t *testing.T) {
	t.Parallel()
	if s, err := ParseSize("500x2000"); s != large || err != nil {
		t.Errorf("500x2000 is %v, %v", s, err)
	}
	for text, want := range map[string]string{
		"": "such as 500x2000", "500": "such as 500x2000", "500x": "such as 500x2000", "x5": "such as 500x2000", "a×b": "such as 500x2000",
		"11x18": "from 12x18 to 2000x4000", "12x17": "from 12x18", "2001x18": "to 2000x4000", "12x4001": "to 2000x4000", "-1x-1": "from 12x18",
	} {
		if _, err := ParseSize(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := Start(t.Context(), Options{Size: Size{5, 5}}); err == nil {
		t.Error("a size that is too small was taken")
	}
}

func TestKeysOfALargerWorkspaceLeadBack(t *testing.T) {
	t.Parallel()
	for stream := range 4000 {
		for _, slot := range []int64{0, 1, 1e9, slotsOf(stream) - 1} {
			key := keyFor(stream, slot)
			if s, n := placeOf(key); s != stream || n != slot || key >= 1<<keyBits {
				t.Fatalf("stream %d, slot %d leads back to %d, %d", stream, slot, s, n)
			}
		}
	}
}
