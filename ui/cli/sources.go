package cli

import (
	"errors"
	"fmt"
	"slices"

	"fntop/api"
	"fntop/model"
)

// sources are the lists to merge: one for each function or trigger and each
// status that a server can be asked for.
func (s *session) sources(w wanted) ([]api.Source, error) {
	functions, err := s.resolve("function", w.functions, func(m *member) ([]handle, error) {
		return functionHandles(m.functions), m.functionErr
	})
	if err != nil {
		return nil, err
	}
	triggers, err := s.resolve("trigger", w.triggers, func(m *member) ([]handle, error) {
		return triggerHandles(m.triggers), m.triggerErr
	})
	if err != nil {
		return nil, err
	}
	var all []api.Source
	for _, m := range s.members {
		var asks []model.Ask
		switch {
		case len(w.functions) > 0 && m.functionErr != nil && !standIn(m.functionErr, w.functions),
			len(w.functions) == 0 && len(w.triggers) == 0 && m.functionErr != nil:
			s.fail(m.info.Profile, m.functionErr)
			continue
		case len(w.triggers) > 0 && m.triggerErr != nil && !standIn(m.triggerErr, w.triggers):
			s.fail(m.info.Profile, m.triggerErr)
			continue
		case len(triggers[m]) > 0 && m.info.Caps.NoTriggerRuns != "":
			s.fail(m.info.Profile, usage("--trigger: %s. Name the function instead, with --function.", m.info.Caps.NoTriggerRuns))
			continue
		case len(w.triggers) > 0:
			m.only = functions[m]
			for _, id := range triggers[m] {
				if len(w.functions) == 0 || len(m.only) > 0 {
					asks = append(asks, model.Ask{Trigger: id})
				}
			}
		case len(w.functions) > 0:
			for _, id := range functions[m] {
				asks = append(asks, model.Ask{Function: id})
			}
		default:
			for _, f := range m.functions {
				if w.query.MayHold(f.Profile, model.Ref{ID: f.ID, Name: f.Name}) {
					asks = append(asks, model.Ask{Function: f.ID})
				}
			}
		}
		s.unnamed(m, errors.Join(m.functionErr, m.triggerErr))
		before := len(all)
		for _, ask := range asks {
			all = append(all, narrowed(m, ask, w)...)
		}
		s.answered = s.answered || len(all) == before // there is nothing to ask for
	}
	return all, nil
}

// narrowed is one source for each status that runs of the backend can have.
// No server knows what "unknown" is.
func narrowed(m *member, ask model.Ask, w wanted) []api.Source {
	source := api.Source{Provider: m.p, Ask: ask, Since: w.since}
	if !w.some || w.left.Has(model.StatusUnknown) {
		return []api.Source{source}
	}
	var all []api.Source
	for _, status := range model.Statuses {
		if w.left.Has(status) && (m.info.Statuses == 0 || m.info.Statuses.Has(status)) {
			source.Ask.Status = model.Some(status)
			all = append(all, source)
		}
	}
	return all
}

func (s *session) keeps(w *wanted, r *model.Run) bool {
	only := s.of(r.ID.Profile).only
	return (len(w.statuses) == 0 || slices.Contains(w.statuses, r.Status)) &&
		w.window.Has(r.When(), s.a.begun) &&
		(len(only) == 0 || slices.Contains(only, r.Function.ID)) &&
		w.query.Match(r, s.a.begun)
}

// failLists notes which lists could not be read. What befell many lists of a
// profile alike is one failure.
func (s *session) failLists(failed api.SourceErrors) {
	type alike struct {
		profile string
		kind    api.Kind
	}
	var order []alike
	first, more := make(map[alike]error), make(map[alike]int)
	for _, f := range failed {
		key := alike{f.Source.Provider.Info().Profile, api.KindOf(f.Err)}
		if first[key] == nil {
			order = append(order, key)
			first[key] = f.Err
			continue
		}
		more[key]++
	}
	for _, key := range order {
		err := first[key]
		if n := more[key]; n > 0 {
			err = fmt.Errorf("%w %d more lists failed in the same way.", err, n)
		}
		s.fail(key.profile, err)
	}
}

// allOf reports whether every provider that was asked failed as a whole: one
// failure stands for all lists that it ended.
func allOf(sources []api.Source, failed api.SourceErrors) bool {
	dead := make(map[api.Provider]bool)
	for _, f := range failed {
		switch api.KindOf(f.Err) {
		case api.Unauthorized, api.Unreachable, api.TimedOut:
			dead[f.Source.Provider] = true
		}
	}
	return !slices.ContainsFunc(sources, func(s api.Source) bool { return !dead[s.Provider] })
}
