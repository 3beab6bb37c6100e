// Package bulk runs many runs again: one after another at a rate, with a
// journal that outlives the program.
//
// What must never happen is that a run is sent twice. So a line that says
// "sending" is on the disk before each request leaves, and one with the answer
// follows it. Whatever ends the program, the journal then tells which were
// sent, which were not, and of at most one that it may have been: that one is
// looked for and never sent again.
//
//	bulk, rate     what is to be done, and how fast
//	result, entry  what became of each run, in memory and as a line
//	journal, record         the file: written, held by one program; read back
//	runner, send, outcomes  the doing
package bulk

import (
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
)

// Plan is a bulk rerun as it was confirmed. It never changes afterwards.
type Plan struct {
	Made       time.Time
	Every      time.Duration // from one request to the next
	StopAfter  int           // so many failures end it; zero for none
	Follow     bool          // each new run is looked at until it is over
	Reason     string
	LatestCode bool
	Places     []Place
	Items      []Item // in the order in which they are sent
}

// Item is one run to run again, with what is needed to name it and to find
// what comes of it.
type Item struct {
	Run      model.RunID
	Function model.Ref
	Trigger  model.Ref
}

// Place is where a profile led when the plan was made: a profile that leads
// elsewhere by now must not be sent the rest.
type Place struct{ Profile, Backend, Host, Workspace string }

// PlaceOf is where a provider leads.
func PlaceOf(i api.Info) Place { return Place{i.Profile, i.Backend, i.Host, i.Workspace} }

// StopAfter is how many failures end a bulk rerun unless another number is
// asked for: what fails five times is likely to fail five hundred times.
const StopAfter = 5

// Order is the order in which runs are sent.
type Order uint8

// The orders there are.
const (
	AsListed Order = iota
	OldestFirst
	orders
)

var orderWords = [orders]string{AsListed: "listed", OldestFirst: "oldest"}

// Orders are the words for them.
func Orders() []string { return orderWords[:] }

func (o Order) String() string { return orderWords[min(o, orders-1)] }

// Next is the order after this one, in turn.
func (o Order) Next() Order { return (o + 1) % orders }

// ParseOrder reads the word for an order.
func ParseOrder(word string) (Order, bool) {
	i := slices.Index(orderWords[:], word)
	return Order(max(i, 0)), i >= 0
}

// ItemsOf are the runs as items in that order, each once.
func ItemsOf(runs []*model.Run, o Order) []Item {
	sorted := slices.Clone(runs)
	if o == OldestFirst {
		slices.SortStableFunc(sorted, func(a, b *model.Run) int { return model.Newer(b, a) })
	}
	items, seen := make([]Item, 0, len(sorted)), make(map[model.RunID]bool, len(sorted))
	for _, r := range sorted {
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		items = append(items, Item{r.ID, r.Function, r.Trigger})
	}
	return items
}

// Profiles are those whose runs are in the plan, in the order in which they
// are met.
func (p *Plan) Profiles() []string {
	var names []string
	for i := range p.Items {
		if name := p.Items[i].Run.Profile; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Fits reports whether a provider leads where the plan was made for.
func (p *Plan) Fits(i api.Info) bool { return slices.Contains(p.Places, PlaceOf(i)) }

// Least is how long the sending takes at the least.
func (p *Plan) Least() time.Duration { return time.Duration(max(0, len(p.Items)-1)) * p.Every }

// action is what is sent for an item. A plan for several profiles has a reason
// for those that take one.
func (p *Plan) action(i int, c api.Caps) model.Action {
	item := &p.Items[i]
	a := model.Action{Kind: model.Rerun, Profile: item.Run.Profile, Run: item.Run, Trigger: item.Trigger}
	if c.TakesReason() {
		a.Reason, a.LatestCode = p.Reason, p.LatestCode
	}
	return a
}
