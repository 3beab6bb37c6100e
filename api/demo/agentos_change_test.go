package demo

import "testing"

// A run of the story and one of a caller end where they are cancelled, and one
// that waits goes on where it is resumed.
func TestARunIsAsACallerLeftIt(t *testing.T) {
	w := newWorld(1, 1, Size{})
	s := newAgentStage(w)
	r, _ := s.create(agentRun{agent: 0, input: []byte(`{"wait":true}`)}, "k1", noon.UnixMilli())
	now := int64(0)
	for _, p := range r.phases {
		if p.word == "waiting_for_human" {
			now = p.from + 1
		}
	}
	if !s.change(r, r.hastened(now), "k2") || s.change(r, r.hastened(now), "k2") {
		t.Error("a key is good for one change")
	}
	resumed, _ := s.find(w.agentRunID(r), now)
	if got := resumed.statusAt(now).word; got != "resumed" {
		t.Errorf("it is %s", got)
	}
	if resumed.ends() >= r.ends() || len(resumed.phases) != len(r.phases) {
		t.Errorf("it ends at %d, and would have at %d", resumed.ends(), r.ends())
	}
	s.change(resumed, resumed.cancelled(now+1), "k3")
	over, _ := s.find(w.agentRunID(r), now+1)
	if got := over.statusAt(now + 1).word; got != "cancelled" || over.ends() != now+1 {
		t.Errorf("it is %s", got)
	}
	page, _ := s.list(agentAsk{agent: 0, status: "cancelled", limit: 1}, now+1)
	if len(page) != 1 || page[0].key != r.key {
		t.Errorf("the list has %+v", page)
	}
	last := over.attempts[len(over.attempts)-1].events
	if last[len(last)-1].kind != "RUN_CANCELLED" {
		t.Errorf("the last event is %s", last[len(last)-1].kind)
	}
}
