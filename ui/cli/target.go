package cli

import "fntop/model"

// findInvoked finds the trigger that a word names, or the function where it
// names no trigger. Profiles are looked through in turn, and what fits two is
// refused. Where a list could not be read a name might fit in there as well, so
// only an id is taken.
func (s *session) findInvoked(word string) (*member, *model.Trigger, *model.Function, error) {
	var triggers, functions []fit
	var all []handle
	var several error // functions of that name, unless a trigger has it
	for _, m := range s.members {
		if m.triggerErr != nil {
			s.fail(m.info.Profile, m.triggerErr)
		}
		handles := triggerHandles(m.triggers)
		all = append(all, handles...)
		id, err := find("trigger", word, handles)
		if err != nil {
			return nil, nil, nil, err
		}
		triggers = fits(triggers, m, id, handles)
		handles = functionHandles(m.functions)
		if m.info.Caps.NoInvokeFunction == "" {
			all = append(all, handles...)
		}
		if id, err = find("function", word, handles); err != nil {
			several = err
		}
		functions = fits(functions, m, id, handles)
	}
	if len(triggers) == 0 && several != nil {
		return nil, nil, nil, several
	}
	if len(triggers)+len(functions) == 0 {
		for _, m := range s.members {
			if m.functionErr != nil && m.triggerErr == nil && m.info.Caps.NoInvokeFunction == "" {
				s.fail(m.info.Profile, m.functionErr)
			}
		}
	}
	what, at := "trigger", triggers
	if len(at) == 0 && len(functions) > 0 {
		what, at = "function", functions
	}
	switch {
	case len(at) > 1:
		return nil, nil, nil, usage("%s %s fits in %s. Choose one with --profile. Nothing was sent.", what, quoted(word), profilesOf(membersOf(at)))
	case len(s.failed) > 0 && (len(at) == 0 || at[0].id != word):
		return nil, nil, nil, s.failed.or()
	case len(at) == 0:
		return nil, nil, nil, none("trigger", word, all)
	}
	s.toldFailures()
	m := at[0].m
	if what == "function" {
		return m, nil, &m.functions[at[0].at], nil
	}
	return m, &m.triggers[at[0].at], nil, nil
}

// fit is where a word fits.
type fit struct {
	m  *member
	id string
	at int // in the profile's list
}

func fits(to []fit, m *member, id string, handles []handle) []fit {
	for i, h := range handles {
		if id != "" && h.id == id {
			return append(to, fit{m, id, i})
		}
	}
	return to
}

func membersOf(all []fit) []*member {
	members := make([]*member, len(all))
	for i := range all {
		members[i] = all[i].m
	}
	return members
}
