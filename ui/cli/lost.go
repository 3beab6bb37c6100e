package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fntop/api"
	"fntop/model"
)

const (
	// lookLimit is how long may be looked for what came of a lost action.
	lookLimit = 5 * time.Second
	// maxCandidates is how many runs are named that may have come of it.
	maxCandidates = 10
)

// notDone tells of an action that failed. Where it may have happened all the
// same, it names what may have come of it: never as certain, never by
// sending it again.
func (s *session) notDone(m *member, action model.Action, sent time.Time, stop, err error, f actFlags) error {
	var e *api.Error
	if maybe := errors.As(err, &e) && (e.Lost || e.Kind == api.Unreadable || e.Kind == api.TooLarge); !maybe {
		if stop != nil {
			return stop
		}
		return err
	}
	exit := code(err)
	if stop != nil {
		exit = code(stop)
	}
	return &fault{exit, strings.TrimSpace(err.Error() + " " + s.cameOf(m, action, sent, f))}
}

// cameOf looks for what came of a lost action, and says what it found. The
// time for it is part of the command's.
func (s *session) cameOf(m *member, action model.Action, sent time.Time, f actFlags) string {
	ctx, cancel := s.a.within(s.a.ctx, f.timeout.d)
	defer cancel()
	if ctx.Err() != nil || s.a.over(f.timeout.d) {
		return ""
	}
	ctx, cancel = s.a.under(ctx, lookLimit, errLimit)
	defer cancel()
	found, err := api.LookFor(ctx, s.a.Clock, m.p, action, sent, nil)
	var e *api.Error
	switch {
	case len(found) > 0:
		return candidates(found)
	case ctx.Err() == nil && errors.As(err, &e):
		return fmt.Sprintf("Looking for a run that came of it failed: %s.", e.What())
	}
	return "No run that came of it has turned up so far."
}

// candidates names runs that may have come of an action, newest first.
func candidates(found []model.RunDetail) string {
	var named []string
	for i := range found[:min(len(found), maxCandidates)] {
		r := &found[i]
		named = append(named, fmt.Sprintf("%s (%s, created %s)", r.ID.ID, statusText(&r.Run), timeText(r.When())))
	}
	text := strings.Join(named, ", ")
	if more := len(found) - len(named); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if len(found) == 1 {
		return "This run may have come of it: " + text + "."
	}
	return "These runs may have come of it: " + text + "."
}

// over reports whether the time of --timeout is used up.
func (a *app) over(timeout time.Duration) bool {
	return timeout > 0 && a.Clock.Now().Sub(a.begun) >= timeout
}

// stopOf is why an action's context ended, nil while it has not.
func stopOf(ctx context.Context, action model.Action) error {
	return ended(ctx, action.Kind.String(), "Nothing was sent.")
}
