package model

import (
	"slices"
	"sort"
)

// ordered is a slice of runs sorted by a total order, changed a batch at a
// time: finding costs the logarithm of its length, and however many runs a
// batch adds or removes, the rest is moved once.
type ordered struct {
	rows []*Run
	cmp  func(a, b *Run) int
}

// find returns where r stands or would stand.
func (o *ordered) find(r *Run) (int, bool) {
	i := sort.Search(len(o.rows), func(i int) bool { return o.cmp(o.rows[i], r) >= 0 })
	return i, i < len(o.rows) && o.rows[i] == r
}

// change takes out and puts in. What goes out need not be there.
func (o *ordered) change(out, in []*Run) {
	o.remove(out)
	o.insert(in)
}

func (o *ordered) remove(out []*Run) {
	places := make([]int, 0, len(out))
	for _, r := range out {
		if i, ok := o.find(r); ok {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return
	}
	sort.Ints(places)
	to := places[0]
	for k, at := range places {
		end := len(o.rows)
		if k+1 < len(places) {
			end = places[k+1]
		}
		to += copy(o.rows[to:], o.rows[at+1:end])
	}
	clear(o.rows[to:])
	o.rows = o.rows[:to]
}

func (o *ordered) insert(in []*Run) {
	if len(in) == 0 {
		return
	}
	slices.SortFunc(in, o.cmp)
	end := len(o.rows)
	o.rows = slices.Grow(o.rows, len(in))[:end+len(in)]
	for k := len(in) - 1; k >= 0; k-- {
		at := sort.Search(end, func(i int) bool { return o.cmp(o.rows[i], in[k]) >= 0 })
		copy(o.rows[at+k+1:], o.rows[at:end])
		o.rows[at+k] = in[k]
		end = at
	}
}
