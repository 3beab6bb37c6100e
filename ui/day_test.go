package ui_test

import (
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// troubles are what goes wrong in a day, for a while each. Refusals of the
// stream that stay end it for good, which is another test's matter; and what is
// told wrongly of a run that is never read again stays wrong.
var troubles = []string{
	"401*3", "403*2", "404*2", "409*2", "413*2", "429=20*2", "429=none*3", "429=date:15*2", "500*5", "502*3", "503=10*3", "504*2",
	"drop*4", "reset*3", "reset=within*3", "refused=40s*1", "restart=20s*1", "hang*2", "slow=3s", "slow-body=4s", "drip=20000/s",
	"not-http*2", "empty*3", "garbage*3", "html*3", "truncated*3", "truncated=json*2", "deep*1", "redirect-loop*1",
	"401*2@/oidc/token", "503*3@/oidc/token", "expire=2m", "500@page=2", "garbage@/function-runs/function/", "503@/compute-functions",
	"sse-429=30*2", "sse-close=20s", "sse-bye,sse-close=30s", "sse-cut=4", "sse-silent", "sse-silent=1m", "sse-dup", "sse-reorder",
	"sse-flood=200/s,sse-close=45s", "sse-id=none", "sse-payload=output", "sse-no-timeouts", "drop*2@/realtime/", "slow=5s@/realtime/",
}

// spell is a long stretch of driven time with what an open screen meets in it:
// streams that close every hour, tokens that expire as often, faults, and now
// and then a person.
type spell struct {
	*rig
	chance *rand.Rand
	until  time.Time // the fault or the quiet lasts
	fault  string    // none in a quiet time
	faults int
	steps  int
}

const (
	spellStep = 8 * time.Second
	spellBase = "expire=1h"
)

func longSpell(t *testing.T, seed uint64) *spell {
	t.Helper()
	alone(t)
	r := startWithin(t, brief, 120, 36, withFaults(spellBase), withRefresh(time.Minute), withItsOwnHistory).ready()
	return &spell{rig: r, chance: rand.New(rand.NewPCG(seed, 1))}
}

// goOn lets the time pass.
func (s *spell) goOn(lasts time.Duration) {
	s.t.Helper()
	for end := s.clk.Now().Add(lasts); s.clk.Now().Before(end); s.steps++ {
		if now := s.clk.Now(); !now.Before(s.until) {
			s.turn(now)
		}
		if s.steps%97 == 96 {
			s.person()
		}
		s.clk.Advance(spellStep)
		s.deliver()
	}
}

// turn ends the fault or the quiet that lasted until now.
func (s *spell) turn(now time.Time) {
	s.t.Helper()
	spec, lasts := spellBase, time.Duration(60+s.chance.IntN(240))*time.Second
	if s.fault == "" {
		s.fault = troubles[s.chance.IntN(len(troubles))]
		s.faults++
		spec, lasts = spec+","+s.fault, time.Duration(10+s.chance.IntN(110))*time.Second
	} else {
		s.fault = ""
	}
	s.until = now.Add(lasts)
	if err := s.server.SetFaults(spec); err != nil {
		s.t.Fatal(err)
	}
}

// person does something that has no effect on what is read in the end.
func (s *spell) person() {
	acts := [][]string{
		{"j", "enter"}, {"esc", "esc"}, {"ctrl+g"}, {"esc"}, {"F"}, {"0"}, {"ctrl+r"}, {"p"}, {"?"}, {"esc"}, {"tab", "j"}, {"G"}, {"g"},
		{"ctrl+p", "mail", "esc", "esc"}, {"S", "esc"}, {"3"},
	}
	act := acts[s.chance.IntN(len(acts))]
	s.Press(act...)
	if act[0] == "p" {
		s.deliver()
		s.Press("p")
	}
	if s.chance.IntN(8) == 0 {
		s.Send(tea.BlurMsg{})
		s.deliver()
		s.Send(tea.FocusMsg{})
	}
}

// deliver waits for the answers under way, as long as they may come while the
// clock stands still.
func (s *spell) deliver() {
	patience := 200 * time.Millisecond
	if s.fault != "" {
		patience = 5 * time.Millisecond // what waits for the clock waits for the next step
	}
	for limit := time.Now().Add(patience); ; {
		s.Driver.Quiet()
		if s.app.Idle() || time.Now().After(limit) {
			return
		}
	}
}

// rest ends all faults and waits until everything has been read anew.
func (s *spell) rest() {
	s.t.Helper()
	s.fault, s.until = "", s.clk.Now().Add(time.Minute)
	if err := s.server.SetFaults(spellBase); err != nil {
		s.t.Fatal(err)
	}
	s.Press("esc", "esc", "esc", "0", "3", "g")
	s.rig.until("the stream and the end of all troubles", func(string) bool {
		return s.app.Streams() && s.app.Settled() && s.app.Idle() && !s.app.Troubled()
	})
	for range 5 {
		s.clk.Advance(3 * time.Minute) // as after a sleep, everything is read at once
		now := s.clk.Now()
		s.still()
		if s.app.Settled() && s.app.ReadSince(now) {
			return
		}
	}
	s.t.Fatalf("not everything was read again\n%s", s.Screen())
}

// weight is what is there once everything has been let go of that can be.
type weight struct {
	goroutines, runs int
	heap             uint64
}

func (s *spell) weigh() weight {
	s.provider.CloseIdle()
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
		s.Quiet()
	}
	runtime.ReadMemStats(&m)
	return weight{runtime.NumGoroutine(), len(s.app.Runs()), m.HeapAlloc}
}

// same fails the test where more is there than before, but for the runs that
// came: these may weigh a kibibyte each.
func (s *spell) same(before, after weight) {
	s.t.Helper()
	s.t.Logf("%d goroutines, then %d; %d runs in %d KiB, then %d in %d KiB", before.goroutines, after.goroutines,
		before.runs, before.heap>>10, after.runs, after.heap>>10)
	const connection = 4 // two goroutines of the server and two of ours may still be ending
	if after.goroutines > before.goroutines+connection {
		s.t.Errorf("%d goroutines, there were %d", after.goroutines, before.goroutines)
	}
	if room := uint64(after.runs-before.runs)<<10 + 4<<20; after.heap > before.heap+room {
		s.t.Errorf("the heap has %d KiB, want at most %d KiB more than %d", after.heap>>10, room>>10, before.heap>>10)
	}
}

// TestHoursOfFaultsLeaveTheTruthAndNothingElse is the short form of
// TestMeasureADayOfFaults.
func TestHoursOfFaultsLeaveTheTruthAndNothingElse(t *testing.T) {
	drivenLong(t)
	s := longSpell(t, 1)
	since := s.clk.Now().Add(-30 * time.Minute)
	s.goOn(20 * time.Minute)
	s.rest()
	before := s.weigh()
	s.goOn(50 * time.Minute)
	s.rest()
	s.wantTruth(since)
	s.same(before, s.weigh())
	t.Logf("%d faults", s.faults)
}
