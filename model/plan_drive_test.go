package model

import (
	"fmt"
	"testing"
	"time"
)

// drive plays a program that fetches what Plan says, each answer half a
// second after its question, and looks again when Plan says so or an answer
// came.
type drive struct {
	needs  []Need
	means  func(used int, now time.Time) Means
	answer func(i int, n *Need, now time.Time) // after an answer; may be nil
	reads  []int                               // answers, by need
	oldest [2][]time.Duration                  // the greatest age each need reached, until a minute after all were read and then
	first  []time.Time                         // when each was first read
	sent   []time.Time                         // in the last minute
	most   int                                 // requests in one minute
}

const driveStep = 500 * time.Millisecond

func (d *drive) run(from time.Time, lasts time.Duration) {
	d.reads, d.first = make([]int, len(d.needs)), make([]time.Time, len(d.needs))
	for k := range d.oldest {
		d.oldest[k] = make([]time.Duration, len(d.needs))
	}
	wake, settled, unread, flying := from, from, len(d.needs), []int(nil)
	aged := func(i int, now time.Time) {
		phase := 0
		if unread == 0 && !now.Before(settled) {
			phase = 1
		}
		if d.reads[i] > 0 {
			d.oldest[phase][i] = max(d.oldest[phase][i], now.Sub(d.needs[i].Fetched))
		}
	}
	for now := from; now.Before(from.Add(lasts)); now = now.Add(driveStep) {
		answered := len(flying) > 0
		for _, i := range flying {
			n := &d.needs[i]
			aged(i, now)
			n.InFlight, n.Fetched = false, now
			if d.reads[i]++; d.reads[i] == 1 {
				d.first[i], settled = now, now.Add(time.Minute)
				unread--
			}
			if d.answer != nil {
				d.answer(i, n, now)
			}
		}
		flying = flying[:0]
		for len(d.sent) > 0 && now.Sub(d.sent[0]) >= time.Minute {
			d.sent = d.sent[1:]
		}
		if !answered && (wake.IsZero() || now.Before(wake)) {
			continue
		}
		var fetch []int
		fetch, wake = Plan(d.needs, d.means(len(d.sent), now), now)
		for _, i := range fetch {
			d.needs[i].InFlight = true
			flying = append(flying, i)
			d.sent = append(d.sent, now)
		}
		d.most = max(d.most, len(d.sent))
	}
	for i := range d.needs {
		aged(i, from.Add(lasts))
	}
}

// account is so many functions, of which some are hot and a screenful shown,
// and first of all the list of functions itself.
func account(functions, hot, shown int) []Need {
	needs := make([]Need, 1+functions)
	needs[0] = Need{Urgency: Rest, Least: 30 * time.Second}
	for i := range functions {
		switch n := &needs[1+i]; {
		case i < hot:
			n.Urgency = Hot
		case i < hot+shown:
			n.Urgency = Shown
		default:
			n.Urgency = Rest
		}
	}
	return needs
}

// ledgerMeans is means as the ledger of requests has them.
func ledgerMeans(budget int) func(int, time.Time) Means {
	return func(used int, _ time.Time) Means {
		return Means{Refresh: 5 * time.Second, Budget: budget, Left: max(0, budget-used), MostAtOnce: 4, Slower: 1}
	}
}

func TestPlanStarvesNothing(t *testing.T) {
	const lasts = 30 * time.Minute
	for _, functions := range []int{500, 2000} {
		if racing && functions > 500 {
			continue
		}
		for _, hot := range []int{0, 5, 60, 120} {
			t.Run(fmt.Sprintf("%d functions %d hot", functions, hot), func(t *testing.T) {
				t.Parallel()
				const shown = 30
				d := &drive{needs: account(functions, hot, shown), means: ledgerMeans(300)}
				d.run(noon, lasts)
				if d.most > 300 {
					t.Errorf("%d requests in one minute", d.most)
				}
				var age [2][3]time.Duration
				var late time.Duration
				for i, n := range d.needs {
					if d.reads[i] == 0 {
						t.Fatalf("%d was never read, nor were %d others", i, countZero(d.reads)-1)
					}
					late = max(late, d.first[i].Sub(noon))
					for phase := range age {
						age[phase][n.Urgency] = max(age[phase][n.Urgency], d.oldest[phase][i])
					}
				}
				t.Logf("all read once after %v; oldest hot %v, then %v, shown %v, then %v; list of functions read %d times, at most %v old",
					late, age[0][Hot], age[1][Hot], age[0][Shown], age[1][Shown], d.reads[0], max(d.oldest[0][0], d.oldest[1][0]))
				// Three quarters of four fifths of the budget, half of them
				// while something was never read; and a window that was used
				// up in a burst when all began to be due at once.
				kept := hot*6 <= 180 // ten seconds can be held for so many
				if most := heldTo(kept, time.Duration(hot)*time.Minute/120+25*time.Second); age[0][Hot] > most {
					t.Errorf("while reading all a hot one was %v old, want at most %v", age[0][Hot], most)
				}
				if most := heldTo(kept, time.Duration(hot)*time.Minute/180+5*time.Second); age[1][Hot] > most {
					t.Errorf("a hot one was %v old, want at most %v", age[1][Hot], most)
				}
				if max(age[0][Shown], age[1][Shown]) > 90*time.Second {
					t.Errorf("one on screen was %v old, and %v", age[0][Shown], age[1][Shown])
				}
				if list := max(d.oldest[0][0], d.oldest[1][0]); list > 90*time.Second {
					t.Errorf("the list of functions was %v old", list)
				}
			})
		}
	}
}

func heldTo(kept bool, otherwise time.Duration) time.Duration {
	if kept {
		return 11 * time.Second
	}
	return otherwise
}

func countZero(reads []int) int {
	n := 0
	for _, r := range reads {
		if r == 0 {
			n++
		}
	}
	return n
}

// TestPlanStarvesNothingWhileUrgencyChanges has functions turn hot and cold
// again all the time, as they do while their runs come and go.
func TestPlanStarvesNothingWhileUrgencyChanges(t *testing.T) {
	needs := account(500, 0, 30)
	d := &drive{needs: needs, means: ledgerMeans(300)}
	d.answer = func(i int, n *Need, _ time.Time) {
		switch {
		case i == 0 || i <= 30:
		case n.Urgency == Hot && d.reads[i]%3 == 0:
			n.Urgency = Rest
		case n.Urgency == Rest && d.reads[i]%2 == 1:
			n.Urgency = Hot
		}
	}
	d.run(noon, 30*time.Minute)
	for i := range needs {
		if d.reads[i] == 0 {
			t.Fatalf("%d was never read", i)
		}
	}
	if d.reads[0] < 3 || d.most > 300 {
		t.Errorf("the list of functions was read %d times, at most %d requests in a minute", d.reads[0], d.most)
	}
}

func TestPlanOfATinyBudgetStillMakesProgress(t *testing.T) {
	for _, hot := range []int{0, 3} {
		d := &drive{needs: account(10, hot, 0), means: ledgerMeans(2)}
		d.run(noon, time.Hour)
		for i := range d.needs {
			if d.reads[i] == 0 {
				t.Errorf("%d hot: %d was never read", hot, i)
			}
		}
		if d.most > 2 {
			t.Errorf("%d hot: %d requests in a minute, want 2", hot, d.most)
		}
	}
}

// TestPlanRecoversWhenTheBudgetDoes has the backend allow nothing, then next
// to nothing, then all again.
func TestPlanRecoversWhenTheBudgetDoes(t *testing.T) {
	d := &drive{needs: account(40, 2, 0)}
	d.means = func(used int, now time.Time) Means {
		m := ledgerMeans(300)(used, now)
		if at := now.Sub(noon); at > 5*time.Minute && at < 7*time.Minute {
			m.Left, m.Budget = 0, used
		}
		return m
	}
	d.run(noon, 7*time.Minute+11*time.Second)
	for i := 1; i <= 2; i++ {
		if age := noon.Add(7*time.Minute + 11*time.Second).Sub(d.needs[i].Fetched); age > 11*time.Second {
			t.Errorf("11 s after the budget came back a hot one is %v old", age)
		}
	}
}

// TestPlanStallsNotWhereLessIsLeftThanTheReserve has a caller that is allowed
// less than the budget it believes in.
func TestPlanStallsNotWhereLessIsLeftThanTheReserve(t *testing.T) {
	for _, hot := range []int{0, 1} {
		d := &drive{needs: account(10, hot, 0)}
		d.means = func(used int, now time.Time) Means {
			m := ledgerMeans(300)(used, now)
			m.Left = max(0, 30-used)
			return m
		}
		d.run(noon, 10*time.Minute)
		for i := range d.needs {
			if d.reads[i] < 3 {
				t.Errorf("%d hot: %d was read %d times", hot, i, d.reads[i])
			}
		}
	}
}

func TestPlanOfABacklogServesBothKinds(t *testing.T) {
	// After a night's sleep everything is due at once.
	needs := account(2000, 1000, 30)
	for i := range needs {
		needs[i].Fetched = noon.Add(-8 * time.Hour)
	}
	d := &drive{needs: needs, means: ledgerMeans(300)}
	d.run(noon, 2*time.Minute)
	count := [2]int{}
	for i, n := range needs {
		if n.Urgency == Hot {
			count[0] += d.reads[i]
		} else {
			count[1] += d.reads[i]
		}
	}
	if count[0] < 2*count[1] || count[1] < 60 {
		t.Errorf("%d hot and %d others in two minutes, want three to one", count[0], count[1])
	}
}

// TestPlanOfAFloodOfEventsStaysWithinItsMeans has everything touched all the
// time: what was touched is no older than ten seconds, as long as that can be,
// and the rest is read, too.
func TestPlanOfAFloodOfEventsStaysWithinItsMeans(t *testing.T) {
	for _, c := range []struct {
		touched        int
		oldest, others time.Duration
	}{
		{1, 6 * time.Second, time.Minute}, {12, 6 * time.Second, 70 * time.Second},
		{30, 15 * time.Second, 130 * time.Second}, {200, 75 * time.Second, 3 * time.Minute}, // more than the ages allow for
	} {
		t.Run(fmt.Sprint(c.touched), func(t *testing.T) {
			d := &drive{needs: account(c.touched+50, 0, 30), means: ledgerMeans(300)}
			first := len(d.needs) - c.touched
			touch := func(i int, n *Need, _ time.Time) { n.Touched = i >= first }
			for i := range d.needs {
				touch(i, &d.needs[i], noon)
			}
			d.answer = touch
			d.run(noon, 20*time.Minute)
			var flooded, others time.Duration
			for i := range d.needs {
				if d.reads[i] < 3 {
					t.Errorf("%d was read %d times", i, d.reads[i])
				}
				age := max(d.oldest[0][i], d.oldest[1][i])
				if i >= first {
					flooded = max(flooded, age)
				} else {
					others = max(others, age)
				}
			}
			t.Logf("at most %d requests a minute; oldest touched %v, other %v", d.most, flooded, others)
			if d.most > 300 || flooded > c.oldest || others > c.others {
				t.Errorf("want at most 300 requests, %v and %v", c.oldest, c.others)
			}
		})
	}
}

// TestPlanKeepsTheAges holds ten seconds, a minute and two minutes wherever
// the budget is enough for all three, and tells what becomes of the last where
// it is not: the hot ones and those on screen keep theirs.
func TestPlanKeepsTheAges(t *testing.T) {
	for _, c := range []struct {
		functions, hot, budget int
		rest                   time.Duration
	}{
		{12, 7, 300, 10 * time.Second},
		// What was read in one moment at the start waits a little for one
		// another when it is due again.
		{300, 6, 300, 125 * time.Second},
		{400, 6, 300, 125 * time.Second},
		{500, 6, 400, 2 * time.Minute},
		// 470 in what 36 and 22 leave of 285: 2 min 5 s on average.
		{500, 6, 300, 155 * time.Second},
		{500, 10, 300, 3 * time.Minute},
	} {
		t.Run(fmt.Sprint(c.functions, c.hot, c.budget), func(t *testing.T) {
			t.Parallel()
			shown := min(22, c.functions-c.hot)
			d := &drive{needs: account(c.functions, c.hot, shown)}
			d.means = func(used int, now time.Time) Means { // as the ledger grows in the first minute
				allowed := c.budget/2 + int(min(now.Sub(noon), time.Minute)*time.Duration(c.budget/2)/time.Minute)
				return Means{Refresh: 5 * time.Second, Budget: allowed, Left: max(0, allowed-used), MostAtOnce: 4, Slower: 1}
			}
			d.run(noon, 12*time.Minute)
			var oldest [2][3]time.Duration
			for i := range d.needs {
				u := d.needs[i].urgency()
				for phase := range oldest {
					oldest[phase][u] = max(oldest[phase][u], d.oldest[phase][i])
				}
			}
			t.Logf("at most %d requests a minute; oldest hot %v, shown %v, rest %v; while all was read for the first time %v, %v, %v", d.most,
				oldest[1][Hot], oldest[1][Shown], oldest[1][Rest], oldest[0][Hot], oldest[0][Shown], oldest[0][Rest])
			if d.most > c.budget {
				t.Errorf("%d requests in one minute", d.most)
			}
			for phase, what := range []string{"at first", "then"} {
				if oldest[phase][Hot] > 10*time.Second || oldest[phase][Shown] > time.Minute+4*driveStep {
					t.Errorf("%s one that is hot was %v old, one on screen %v", what, oldest[phase][Hot], oldest[phase][Shown])
				}
			}
			if oldest[1][Rest] > c.rest {
				t.Errorf("one of the rest was %v old, want at most %v", oldest[1][Rest], c.rest)
			}
		})
	}
}

// TestPlanKeepsTheHotOnesFreshAfterASleep has everything due at once and a
// whole budget to spend on it.
func TestPlanKeepsTheHotOnesFreshAfterASleep(t *testing.T) {
	d := &drive{needs: account(500, 20, 22), means: ledgerMeans(300)}
	for i := range d.needs {
		d.needs[i].Fetched, d.needs[i].Doubted = noon.Add(-8*time.Hour), true
	}
	d.answer = func(_ int, n *Need, _ time.Time) { n.Doubted = false }
	d.run(noon, 5*time.Minute)
	for i := 1; i <= 20; i++ {
		if d.oldest[0][i] > 10*time.Second && d.reads[i] > 1 {
			t.Errorf("hot one %d was %v old within a minute of waking", i, d.oldest[0][i])
		}
	}
}
