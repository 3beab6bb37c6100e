package demo

// door says when a trigger let runs through.
type door struct {
	shut    []span // while it was paused; the last may be open-ended
	changed int64  // when it was last paused, resumed or edited by a caller
}

type span struct{ from, to int64 }

const forever = int64(1) << 62

func (d *door) enabled() bool { return len(d.shut) == 0 || d.shut[len(d.shut)-1].to != forever }

// through reports whether a run of the scenario that is created at a moment
// comes about. Reruns do not go through a trigger.
func (s *stage) through(r *record) bool {
	if !s.w.hasTrigger(int(r.trigger)) || r.rerun > 0 {
		return true
	}
	for _, shut := range s.doors[r.trigger].shut {
		if r.created >= shut.from && r.created < shut.to {
			return false
		}
	}
	return true
}

// setEnabled pauses or resumes a trigger.
func (s *stage) setEnabled(trigger int, enabled bool, now int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.doors[trigger]
	d.changed = now
	if enabled == d.enabled() {
		return
	}
	if enabled {
		d.shut[len(d.shut)-1].to = now
	} else {
		d.shut = append(d.shut, span{now, forever})
	}
}

// door returns whether a trigger lets runs through, and when that was changed.
func (s *stage) door(trigger int) (enabled bool, changed int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.doors[trigger]
	return d.enabled(), d.changed
}
