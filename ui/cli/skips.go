package cli

import (
	"sync"

	"fntop/api"
	"fntop/model"
)

// skips are rows of lists that could not be read, as the providers tell it,
// from any goroutine.
type skips struct {
	mu    sync.Mutex
	lists []api.Skipped // one for each profile and kind of list
	parts []api.Skipped // that could not be read at all
}

func (k *skips) observe(e api.Event) {
	s, ok := e.(api.Skipped)
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if s.Err != nil {
		k.parts = append(k.parts, s)
		return
	}
	for i := range k.lists {
		if l := &k.lists[i]; l.Profile == s.Profile && l.Op == s.Op {
			l.Rows += s.Rows
			l.Of += s.Of
			return
		}
	}
	k.lists = append(k.lists, s)
}

// tell warns of them, once.
func (k *skips) tell(s *session) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, l := range k.lists {
		what := "runs"
		switch l.Op {
		case api.ListFunctions:
			what = "functions"
		case api.ListTriggers:
			what = "triggers"
		}
		where := ""
		if s.many {
			where = "profile " + quoted(l.Profile) + ": "
		}
		s.a.say("warning: %s%d of %d %s could not be read and are left out.", where, l.Rows, l.Of, what)
	}
	for _, p := range k.parts {
		where := ""
		if s.many {
			where = "profile " + quoted(p.Profile) + ": "
		}
		s.a.say("warning: %s%s", where, model.Visible(p.Err.Error()))
	}
	k.lists, k.parts = nil, nil
}
