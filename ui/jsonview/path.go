package jsonview

import (
	"strconv"
	"strings"

	"fntop/model"
)

// deepestPath is the number of names from which on a path is not told.
const deepestPath = trackedDepth

// owner is where the line begins that opens the container in which the line
// at off stands, and which of its elements that is; of a closing line the
// container that it closes and how many elements that has. The container is
// unknown at the top, and too deep down.
func (d *doc) owner(off int) (at, index uint32) {
	m := d.marks[d.block(off)]
	top := frame{begun: m.index, held: m.in}
	var open []frame // those opened since the mark
	for c := d.at(m); c.t.at < off; c.next() {
		if c.t.kind == closing {
			if n := len(open); n > 0 {
				top, open = open[n-1], open[:n-1]
			} else if top.held != unknown {
				in := d.held[top.held]
				top = frame{begun: in.index + 1, held: in.in}
			}
			continue
		}
		top.begun++
		if c.t.kind == opening {
			open = append(open, top)
			top = frame{at: uint32(c.t.at)}
		}
	}
	switch {
	case len(open) > 0:
		return top.at, top.begun
	case top.held == unknown:
		return unknown, 0
	}
	return d.held[top.held].at, top.begun
}

// path appends where the value of a line stands, as jq writes it after the
// first dot. It reports false where that is too deep to tell.
func (d *doc) path(to *strings.Builder, c cursor) bool {
	off, depth := c.t.at, c.level()
	if c.t.kind == closing {
		parent, _ := d.owner(off)
		if parent == unknown {
			return false
		}
		off = int(parent)
	}
	if depth > deepestPath {
		return false
	}
	steps := make([]string, 0, depth)
	for {
		parent, index := d.owner(off)
		if parent == unknown {
			break
		}
		var t token
		if scan(d.src, off, &t); t.keyTo > 0 {
			steps = append(steps, keyStep(string(d.src[t.keyFrom:t.keyTo])))
		} else {
			steps = append(steps, "["+strconv.Itoa(int(index))+"]")
		}
		off = int(parent)
	}
	if len(steps) != depth {
		return false
	}
	for i := len(steps) - 1; i >= 0; i-- {
		step := steps[i]
		if step[0] == '[' && to.Len() == 0 || step[0] == '"' {
			to.WriteByte('.')
		}
		if step[0] == '"' && !model.PlainKey(step[1:len(step)-1]) {
			to.WriteString("[" + step + "]")
			continue
		}
		to.WriteString(strings.Trim(step, `"`))
	}
	if to.Len() == 0 {
		to.WriteByte('.')
	}
	return true
}

// keyStep is a key as a string of jq, which spells strings as JSON does.
func keyStep(key string) string {
	return `"` + string(exact(nil, []byte(key[1:len(key)-1]))) + `"`
}
