package model

import (
	"slices"
	"testing"
	"time"
)

func means() Means {
	return Means{Refresh: 5 * time.Second, Budget: 300, Left: 150, MostAtOnce: 4, Slower: 1}
}

func read(u Urgency, ago time.Duration) Need { return Need{Urgency: u, Fetched: noon.Add(-ago)} }

func TestPlanFetchesWhatIsDueMostUrgentFirst(t *testing.T) {
	needs := []Need{
		read(Rest, 10*time.Second), read(Hot, 6*time.Second), {Urgency: Shown}, read(Hot, time.Second),
	}
	fetch, wake := Plan(needs, means(), noon)
	if want := []int{1, 2, 0}; !slices.Equal(fetch, want) {
		t.Errorf("fetch %v, want %v", fetch, want)
	}
	if want := noon.Add(4 * time.Second); !wake.Equal(want) {
		t.Errorf("wake %v, want %v", wake, want)
	}
}

func TestPlanKeepsFourUnderWay(t *testing.T) {
	needs := make([]Need, 12)
	m := means()
	m.UnderWay = 1
	if fetch, _ := Plan(needs, m, noon); len(fetch) != 3 {
		t.Errorf("%d fetched, want 3", len(fetch))
	}
	for i := range needs {
		needs[i].InFlight = true
	}
	if fetch, wake := Plan(needs, m, noon); len(fetch) != 0 || !wake.IsZero() {
		t.Errorf("fetched %v and wakes %v; the answers will wake it", fetch, wake)
	}
}

func TestPlanAsksLessOftenWhileChangesArePushed(t *testing.T) {
	m := means()
	m.Calm = 30 * time.Second
	fetch, _ := Plan([]Need{read(Hot, 6*time.Second), read(Shown, 20*time.Second), read(Rest, 31*time.Second)}, m, noon)
	if want := []int{0, 2}; !slices.Equal(fetch, want) {
		t.Errorf("fetch %v, want %v", fetch, want)
	}
}

func TestPlanWaitsOutAFailure(t *testing.T) {
	retry := noon.Add(30 * time.Second)
	fetch, wake := Plan([]Need{{RetryAt: retry, Fetched: noon.Add(-time.Hour)}}, means(), noon)
	if len(fetch) != 0 || !wake.Equal(retry) {
		t.Errorf("fetch %v, wake %v; want nothing before %v", fetch, wake, retry)
	}
}

func TestPlanStaysWithinTheBudgetHoweverManyThereAre(t *testing.T) {
	for _, count := range []int{12, 60, 500, 2000} {
		needs := make([]Need, count)
		for i := range needs {
			needs[i].Urgency = Rest
			if i < 5 {
				needs[i].Urgency = Hot
			}
		}
		var sent []time.Time
		for now := noon; now.Before(noon.Add(10 * time.Minute)); now = now.Add(500 * time.Millisecond) {
			for len(sent) > 0 && now.Sub(sent[0]) >= time.Minute {
				sent = sent[1:]
			}
			m := means()
			m.Left = m.Budget - len(sent)
			fetch, _ := Plan(needs, m, now)
			for _, i := range fetch {
				needs[i].Fetched = now
				sent = append(sent, now)
			}
			if len(sent) > m.Budget {
				t.Fatalf("%d needs: %d requests in a minute, the budget is %d", count, len(sent), m.Budget)
			}
		}
		for i := range 5 {
			if age := noon.Add(10 * time.Minute).Sub(needs[i].Fetched); age > 11*time.Second {
				t.Errorf("%d needs: a hot one is %v old", count, age)
			}
		}
	}
}

func TestPlanSleepsLongerWhileNobodyLooks(t *testing.T) {
	m := means()
	m.Slower = 6
	if fetch, wake := Plan([]Need{read(Hot, 6*time.Second)}, m, noon); len(fetch) != 0 || !wake.Equal(noon.Add(24*time.Second)) {
		t.Errorf("fetch %v, wake %v; want a sixth of the pace", fetch, wake)
	}
}

func TestBackoffDoublesUpToAMinute(t *testing.T) {
	var got []time.Duration
	for n := 1; n <= 6; n++ {
		got = append(got, Backoff(5*time.Second, n)/time.Second)
	}
	if want := []time.Duration{5, 10, 20, 40, 60, 60}; !slices.Equal(got, want) {
		t.Errorf("waits %v s, want %v s", got, want)
	}
}

func TestPlanReadsWhatWasTouchedAtOnce(t *testing.T) {
	touched := Need{Urgency: Rest, Fetched: noon.Add(-time.Second), Touched: true}
	m := means()
	m.Refresh, m.Left = time.Minute, 300
	fetch, _ := Plan([]Need{read(Hot, time.Second), touched, {Urgency: Rest, Touched: true}, {Urgency: Shown}}, m, noon)
	if want := []int{2, 1, 3}; !slices.Equal(fetch, want) {
		t.Errorf("fetch %v, want %v", fetch, want)
	}
	touched.Fetched = noon.Add(-100 * time.Millisecond)
	if fetch, wake := Plan([]Need{touched}, m, noon); len(fetch) != 0 || !wake.Equal(noon.Add(150*time.Millisecond)) {
		t.Errorf("fetch %v, wake %v: want it a quarter of a second after it was read", fetch, wake)
	}
	touched.RetryAt = noon.Add(10 * time.Second)
	if fetch, wake := Plan([]Need{touched}, m, noon); len(fetch) != 0 || !wake.Equal(touched.RetryAt) {
		t.Errorf("fetch %v, wake %v: want the wait after a failure kept", fetch, wake)
	}
}

func TestPlanReadsWhatIsDoubtedInItsTurn(t *testing.T) {
	needs := []Need{read(Shown, 2*time.Second), read(Shown, time.Second), read(Shown, 3*time.Second), {Urgency: Shown}}
	for i := range 3 {
		needs[i].Doubted = i != 1
	}
	if fetch, _ := Plan(needs, means(), noon); !slices.Equal(fetch, []int{3, 2, 0}) {
		t.Errorf("fetch %v, want what was never read and then the oldest", fetch)
	}
}

func TestMarksGoWithTheAskingAndComeBackWithAFailure(t *testing.T) {
	n := Need{Touched: true, Doubted: true}
	n.Ask()
	if n.Touched || n.Doubted || !n.InFlight {
		t.Errorf("asked for: %+v", n)
	}
	n.Touched = true // heard while the answer is under way
	n.Answer(noon)
	if !n.Touched || n.Doubted || n.InFlight || !n.Fetched.Equal(noon) {
		t.Errorf("answered: %+v", n)
	}
	n.Ask()
	n.Fail()
	if !n.Touched || n.Doubted || n.InFlight {
		t.Errorf("failed: %+v", n)
	}
}
