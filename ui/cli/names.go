package cli

import (
	"slices"
	"strings"

	"fntop/api"
	"fntop/model"
)

// handle is what a function or trigger is called by.
type handle struct{ id, name string }

// find returns the id that word is, or of the one thing that is named so
// exactly. Several of the name are an error; none is an empty id.
func find(what, word string, all []handle) (string, error) {
	var fits []string
	for _, h := range all {
		if h.id == word {
			return h.id, nil
		}
		if h.name == word {
			fits = append(fits, h.id)
		}
	}
	switch len(fits) {
	case 0:
		return "", nil
	case 1:
		return fits[0], nil
	}
	return "", usage("%s %s: the name fits %d: %s. Use an id.", what, quoted(word), len(fits), strings.Join(fits, ", "))
}

func functionHandles(all []model.Function) []handle {
	handles := make([]handle, len(all))
	for i, f := range all {
		handles[i] = handle{f.ID, f.Name}
	}
	return handles
}

func triggerHandles(all []model.Trigger) []handle {
	handles := make([]handle, len(all))
	for i, t := range all {
		handles[i] = handle{t.ID, t.Name}
	}
	return handles
}

// isID reports whether a word has the form of an id, a UUID
// (docs.centrali.io/resources/identifiers; CONFIRMED). No name is near one.
func isID(word string) bool {
	if len(word) != 36 {
		return false
	}
	for i, c := range []byte(word) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
				return false
			}
		}
	}
	return true
}

// standIn reports whether words can be used as they are although the list
// that they should be in cannot be read: it is closed to us, or makes no
// sense, and all of them are ids.
func standIn(err error, words []string) bool {
	switch api.KindOf(err) {
	case api.Forbidden, api.ServerError, api.Unreadable, api.TooLarge, api.RateLimited:
		return !slices.ContainsFunc(words, func(w string) bool { return !isID(w) })
	}
	return false
}

// none says that nothing is called word, and what may have been meant.
func none(what, word string, all []handle) error {
	names := make([]string, 0, len(all))
	for _, h := range all {
		names = append(names, h.name)
	}
	if near, ok := model.Nearest(word, names); ok && !isID(word) {
		return notFound(`there is no %s %s. Did you mean %s? "fntop %ss" lists them.`, what, quoted(word), quoted(near), what)
	}
	return notFound(`there is no %s %s. "fntop %ss" lists them.`, what, quoted(word), what)
}

// resolve turns the words of a flag into ids, for each profile. A word need
// fit in one profile only: the others then have nothing to show.
func (s *session) resolve(what string, words []string, handles func(*member) ([]handle, error)) (map[*member][]string, error) {
	ids := make(map[*member][]string)
	for _, word := range words {
		var all []handle
		found, unsure := false, false
		for _, m := range s.members {
			these, err := handles(m)
			if standIn(err, words) {
				found = true
				ids[m] = append(ids[m], word)
				continue
			}
			if err != nil {
				unsure = true // its own error is told elsewhere
				continue
			}
			all = append(all, these...)
			id, err := find(what, word, these)
			if err != nil {
				return nil, err
			}
			if id != "" {
				found = true
				ids[m] = append(ids[m], id)
			}
		}
		if !found && !unsure {
			return nil, none(what, word, all)
		}
	}
	return ids, nil
}
