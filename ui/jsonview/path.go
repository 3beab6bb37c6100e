package jsonview

import (
	"strconv"
	"strings"
)

// deepestPath is the number of names from which on a path is not told.
const deepestPath = 1 << 10

// owner is where the line begins that opens the container in which the line
// at off stands, and which of its elements that is; of a closing line the
// container that it closes and how many elements that has. The container is
// unknown at the top.
func (d *doc) owner(off int) (parent, index uint32) {
	m := d.marks[d.block(off)]
	top := mark{parent: m.parent, index: m.index}
	var open []mark // those opened since the mark
	for c := d.at(m); c.t.at < off; c.next() {
		switch c.t.kind {
		case opening:
			top.index++
			open = append(open, top)
			top = mark{parent: uint32(c.t.at)}
		case closing:
			if n := len(open); n > 0 {
				top, open = open[n-1], open[:n-1]
			} else if top.parent != unknown {
				// It was opened before the mark: what it lies in is found there.
				top.parent, top.index = d.owner(int(top.parent))
				top.index++
			}
		default:
			top.index++
		}
	}
	return top.parent, top.index
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
		if step[0] == '"' && !plainName(step) {
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

// plainName reports whether a quoted key may stand behind a dot as it is.
func plainName(quoted string) bool {
	name := quoted[1 : len(quoted)-1]
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
