package model

import "maps"

// Book knows the names of functions and triggers, so that runs, which carry
// ids alone, can be shown by name.
type Book struct {
	functions map[bookKey]*Function
	triggers  map[bookKey]*Trigger
}

type bookKey struct{ profile, id string }

// NewBook returns a book of these. The slices are not kept, their elements are.
func NewBook(functions []Function, triggers []Trigger) *Book {
	b := &Book{
		functions: make(map[bookKey]*Function, len(functions)),
		triggers:  make(map[bookKey]*Trigger, len(triggers)),
	}
	for i := range functions {
		b.functions[bookKey{functions[i].Profile, functions[i].ID}] = &functions[i]
	}
	for i := range triggers {
		b.triggers[bookKey{triggers[i].Profile, triggers[i].ID}] = &triggers[i]
	}
	for _, t := range b.triggers {
		if f := b.Function(t.Profile, t.Function.ID); f != nil {
			t.Function.Name = f.Name
		}
	}
	return b
}

// Function returns the function with that id, or nil.
func (b *Book) Function(profile, id string) *Function {
	if b == nil {
		return nil
	}
	return b.functions[bookKey{profile, id}]
}

// Trigger returns the trigger with that id, or nil.
func (b *Book) Trigger(profile, id string) *Trigger {
	if b == nil {
		return nil
	}
	return b.triggers[bookKey{profile, id}]
}

// Name fills in the names that the run's ids stand for, and the type of its
// trigger where the run itself does not say. It reports whether that changed
// anything.
func (b *Book) Name(r *Run) bool {
	function, trigger, kind := b.names(r)
	if function == r.Function && trigger == r.Trigger && kind == r.TriggerType {
		return false
	}
	r.Function, r.Trigger, r.TriggerType = function, trigger, kind
	return true
}

// Renames reports whether Name would change the run.
func (b *Book) Renames(r *Run) bool {
	function, trigger, kind := b.names(r)
	return function != r.Function || trigger != r.Trigger || kind != r.TriggerType
}

// names are the run's function, trigger and type of trigger as the book knows
// them, and as the run has them where it does not.
func (b *Book) names(r *Run) (function, trigger Ref, kind string) {
	function, trigger, kind = r.Function, r.Trigger, r.TriggerType
	if f := b.Function(r.ID.Profile, function.ID); f != nil {
		function.Name = f.Name
	}
	if t := b.Trigger(r.ID.Profile, trigger.ID); t != nil {
		trigger.Name = t.Name
		if kind == "" {
			kind = string(t.Type)
		}
	}
	return function, trigger, kind
}

// says reports whether b names every run just as other does.
func (b *Book) says(other *Book) bool {
	if b == nil || other == nil {
		return b == other
	}
	return maps.EqualFunc(b.functions, other.functions, func(f, g *Function) bool { return f.Name == g.Name }) &&
		maps.EqualFunc(b.triggers, other.triggers, func(t, u *Trigger) bool { return t.Name == u.Name && t.Type == u.Type })
}
