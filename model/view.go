package model

import "slices"

// View is the runs that a filter lets through, in one order, kept so change
// by change: what arrives costs what arrives, not what is there.
type View struct {
	order ordered
	sort  Sort
}

// Rows are the runs of the view. The slice is the view's own and good until
// the next Reset or Apply.
func (v *View) Rows() []*Run { return v.order.rows }

// Sort is the order the rows are in.
func (v *View) Sort() Sort { return v.sort }

// Reset makes the view anew from all runs, newest first.
func (v *View) Reset(all []*Run, keep func(*Run) bool, s Sort) {
	v.sort = s
	v.order.cmp = s.Compare()
	clear(v.order.rows)
	v.order.rows = v.order.rows[:0]
	for _, r := range all {
		if keep(r) {
			v.order.rows = append(v.order.rows, r)
		}
	}
	if s != NewestFirst {
		slices.SortFunc(v.order.rows, v.order.cmp)
	}
}

// Apply brings the view up to date with what changed in the store.
func (v *View) Apply(changes []Change, keep func(*Run) bool) {
	var out, in []*Run
	for _, c := range changes {
		stays := c.New != nil && keep(c.New)
		if c.Old != nil {
			at, there := v.order.find(c.Old)
			if there && stays && v.order.cmp(c.Old, c.New) == 0 {
				v.order.rows[at] = c.New
				continue
			}
			if there {
				out = append(out, c.Old)
			}
		}
		if stays {
			in = append(in, c.New)
		}
	}
	v.order.change(out, in)
}

// Place returns the row of that very run, or the row it would have when the
// filter let it through; -1 where that cannot be told.
func (v *View) Place(r *Run) (int, bool) {
	if r == nil || v.order.cmp == nil {
		return -1, false
	}
	return v.order.find(r)
}

// Above is how many of the changed runs are new and stand before row at.
func (v *View) Above(changes []Change, at int) int {
	n := 0
	for _, c := range changes {
		if c.Old != nil || c.New == nil {
			continue
		}
		if i, ok := v.order.find(c.New); ok && i < at {
			n++
		}
	}
	return n
}
