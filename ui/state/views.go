package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fntop/api/clock"
	"fntop/model"
)

// viewsSection holds the saved views, each under its name.
const viewsSection = "views"

// Views are the saved ones by name.
type Views map[string]View

// Names are those of the views, sorted as people read them.
func (v Views) Names() []string {
	return slices.SortedFunc(maps.Keys(v), func(a, b string) int {
		if c := strings.Compare(strings.ToLower(a), strings.ToLower(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
}

var (
	// ErrThere is the error of a name that another view has.
	ErrThere = errors.New("a view of that name is there already")
	// ErrGone is the error of a view that is not there any more.
	ErrGone = errors.New("there is no view of that name any more")
)

// raw are the views as they stand in the file. What nobody means to change is
// written as it was read, be it from a later version.
type raw map[string]json.RawMessage

// Views are the saved views that make sense.
func (s Sections) Views() Views {
	var r raw
	s.Get(viewsSection, &r)
	return r.views()
}

func (r raw) views() Views {
	v := make(Views, len(r))
	for name, one := range r {
		var view View
		if json.Unmarshal(one, &view) == nil {
			v[name] = view
		}
	}
	return v
}

// SaveView keeps a view under a name. Where another has it that is ErrThere,
// unless over says to replace it. It returns all views that there are then.
func SaveView(clk clock.Clock, dir, name string, v View, over bool) (Views, error) {
	v.Run = model.RunID{} // which one is selected is nothing that a saved view tells
	one, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write the view: %w", err)
	}
	return changeViews(clk, dir, func(r raw) error {
		if _, there := r[name]; there && !over {
			return ErrThere
		}
		r[name] = one
		return nil
	})
}

// RenameView gives a view another name, as SaveView would.
func RenameView(clk clock.Clock, dir, from, to string, over bool) (Views, error) {
	return changeViews(clk, dir, func(r raw) error {
		one, there := r[from]
		if !there {
			return ErrGone
		}
		if _, there := r[to]; there && !over && to != from {
			return ErrThere
		}
		delete(r, from)
		r[to] = one
		return nil
	})
}

// DeleteView takes a view away, be it gone already.
func DeleteView(clk clock.Clock, dir, name string) (Views, error) {
	return changeViews(clk, dir, func(r raw) error {
		delete(r, name)
		return nil
	})
}

// changeViews changes the views that are in the file at this moment. A refusal
// changes nothing.
func changeViews(clk clock.Clock, dir string, change func(raw) error) (Views, error) {
	var refused error
	var is raw
	err := Change(clk, dir, viewsSection, func(was raw) (raw, bool) {
		if was == nil {
			was = raw{}
		}
		refused = change(was)
		is = was
		return was, len(was) > 0
	})
	if err != nil {
		return nil, err
	}
	return is.views(), refused
}
