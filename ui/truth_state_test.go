package ui

import "testing"

func TestProfileOfWhichNothingIsOnScreenIsLive(t *testing.T) {
	a, m := &App{}, newMember(still{})
	s := source{byFunction, "p", "f1"}
	m.sources, m.runs[s] = []source{s}, &feed{}
	if got := a.truthOf(m, nil, nil).state; got != asking {
		t.Errorf("before anything was read the state is %d, want %d", got, asking)
	}
	m.functions.read, m.runs[s].read = noon, noon
	if got := a.truthOf(m, nil, nil).state; got != fine {
		t.Errorf("the state is %d, want %d", got, fine)
	}
}
