package state

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fntop/model"
)

// Place is what a person looks at: which screen, and the runs it was narrowed
// to. Two of them can be compared.
type Place struct {
	Screen string // "runs" and the like
	Focus  string // the pane that keys go to
	Query  string // as it was written
	// Statuses, Window, Profile, Function and Trigger are those of model.Filter.
	Statuses model.StatusSet
	Window   model.Window
	Profile  string
	Function model.Ref
	Trigger  model.Ref
	Sort     model.Sort
	// Group is the group of failures that the runs are narrowed to, and what it
	// is called; zero for none.
	Group      model.GroupKey
	GroupTitle string
	BoardLast  time.Duration // the time that the board is of
	BoardOrder string
	Run        model.RunID // the selected one; zero where the newest is, whichever that be
}

// View is a place with what is around it.
type View struct {
	Place
	Profiles []string // on screen
	Columns  []string // of the runs; none where the table chooses by its room
}

// Named is a saved view with its name.
type Named struct {
	Name string
	View View
}

// written is a view as the file has it, in words that a person can read there.
// What a later version adds is not known here and does no harm.
type written struct {
	Screen   string    `json:"screen,omitempty"`
	Focus    string    `json:"focus,omitempty"`
	Profiles []string  `json:"profiles,omitempty"`
	Query    string    `json:"query,omitempty"`
	Statuses []string  `json:"statuses,omitempty"`
	Last     string    `json:"last,omitempty"` // of the window; the other two are points in time
	Since    time.Time `json:"since,omitzero"`
	Until    time.Time `json:"until,omitzero"`
	Whose    string    `json:"narrowedIn,omitempty"`
	Function *ref      `json:"function,omitempty"`
	Trigger  *ref      `json:"trigger,omitempty"`
	Sort     string    `json:"sort,omitempty"` // a column, behind a minus where it is descending
	Group    *ref      `json:"group,omitempty"`
	Board    *board    `json:"board,omitempty"`
	Columns  []string  `json:"columns,omitempty"`
	Run      *run      `json:"run,omitempty"`
}

type ref struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

type board struct {
	Last  string `json:"last,omitempty"`
	Order string `json:"order,omitempty"`
}

type run struct {
	Profile string `json:"profile"`
	ID      string `json:"id"`
}

// MarshalJSON writes the view for the file.
func (v View) MarshalJSON() ([]byte, error) {
	w := written{
		Screen: v.Screen, Focus: v.Focus, Profiles: v.Profiles, Query: v.Query,
		Since: v.Window.Since, Until: v.Window.Until, Whose: v.Profile, Sort: v.Sort.Column.String(), Columns: v.Columns,
	}
	if v.Statuses != 0 {
		w.Statuses = strings.Split(v.Statuses.String(), ",")
	}
	if v.Window.Last > 0 {
		w.Last = model.SpanText(v.Window.Last)
	}
	if v.Function != (model.Ref{}) {
		w.Function = &ref{v.Function.ID, v.Function.Name}
	}
	if v.Trigger != (model.Ref{}) {
		w.Trigger = &ref{v.Trigger.ID, v.Trigger.Name}
	}
	if v.Group != (model.GroupKey{}) {
		w.Group = &ref{v.Group.String(), v.GroupTitle}
	}
	if v.BoardLast > 0 {
		w.Board = &board{model.SpanText(v.BoardLast), v.BoardOrder}
	}
	if v.Sort.Descending {
		w.Sort = "-" + w.Sort
	}
	if !v.Run.IsZero() {
		w.Run = &run{v.Run.Profile, v.Run.ID}
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads a view. A word that is unknown here is left out: the rest
// of the view is still worth opening.
func (v *View) UnmarshalJSON(b []byte) error {
	var w written
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*v = View{Profiles: w.Profiles, Columns: w.Columns, Place: Place{
		Screen: w.Screen, Focus: w.Focus, Query: w.Query, Profile: w.Whose,
		Window: model.Window{Since: w.Since, Until: w.Until}, Sort: sorted(w.Sort),
	}}
	for _, word := range w.Statuses {
		if s, ok := model.ParseStatus(word); ok {
			v.Statuses |= model.NewStatusSet(s)
		}
	}
	if last, err := model.ParseSpan(w.Last); err == nil {
		v.Window.Last = last
	}
	if w.Function != nil {
		v.Function = model.Ref{ID: w.Function.ID, Name: w.Function.Name}
	}
	if w.Trigger != nil {
		v.Trigger = model.Ref{ID: w.Trigger.ID, Name: w.Trigger.Name}
	}
	if w.Group != nil {
		if key, ok := model.ParseGroupKey(w.Group.ID); ok {
			v.Group, v.GroupTitle = key, w.Group.Name
		}
	}
	if w.Board != nil {
		if last, err := model.ParseSpan(w.Board.Last); err == nil {
			v.BoardLast, v.BoardOrder = last, w.Board.Order
		}
	}
	if w.Run != nil {
		v.Run = model.RunID{Profile: w.Run.Profile, ID: w.Run.ID}
	}
	return nil
}

func sorted(word string) model.Sort {
	name, descending := strings.CutPrefix(word, "-")
	i := slices.IndexFunc(model.Columns[:], func(c model.Column) bool { return c.String() == name })
	if i < 0 {
		return model.NewestFirst
	}
	return model.Sort{Column: model.Columns[i], Descending: descending}
}

// Title says in a line what the view shows, in the query language; empty for
// every run, the newest first.
func (v View) Title() string {
	f := model.Filter{Statuses: v.Statuses, Profile: v.Profile, Function: v.Function, Trigger: v.Trigger, Window: v.Window}
	if v.Group != (model.GroupKey{}) {
		f.Group = &model.InGroup{Key: v.Group, Title: v.GroupTitle}
	}
	parts := []string{f.Title(), v.Query}
	if v.Sort != model.NewestFirst {
		arrow := "↑"
		if v.Sort.Descending {
			arrow = "↓"
		}
		parts = append(parts, v.Sort.Column.String()+" "+arrow)
	}
	if v.Screen != "" && v.Screen != Runs {
		parts = append(parts, "on the screen "+v.Screen)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return model.Visible(strings.Join(parts, "  "))
}

// Runs is the screen that all begins with.
const Runs = "runs"
