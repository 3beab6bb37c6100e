package demo

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Faults are a spec that was read: what goes wrong, with which requests, and
// how often.
type Faults []Fault

// Fault is one part of a spec: name[=value][*count][@path].
type Fault struct {
	Name  string
	Value string
	Count int    // how many matching requests it meets; 0 for all
	Path  string // what the request's path or query must contain; empty for every call but sign-in and the event stream
}

// ParseFaults reads a spec such as "slow=2s,401*2,429=3@function-runs". An
// empty one has no faults. The error names the part that could not be read.
func ParseFaults(spec string) (Faults, error) {
	var all Faults
	for _, part := range strings.Split(spec, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		f, err := parseFault(part)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// find returns the value of the first fault of that name.
func (f Faults) find(name string) (value string, found bool) {
	for _, fault := range f {
		if fault.Name == name {
			return fault.Value, true
		}
	}
	return "", false
}

func parseFault(part string) (Fault, error) {
	var f Fault
	rest := part
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest, f.Path = rest[:i], rest[i+1:]
		if f.Path == "" {
			return f, fmt.Errorf("fault \"%s\": nothing follows the @; want part of a path", part)
		}
	}
	if i := strings.LastIndexByte(rest, '*'); i >= 0 {
		n, err := strconv.Atoi(rest[i+1:])
		if err != nil || n < 1 {
			return f, fmt.Errorf("fault \"%s\": \"%s\" is not a count from 1", part, rest[i+1:])
		}
		rest, f.Count = rest[:i], n
	}
	var valued bool
	f.Name, f.Value, valued = strings.Cut(rest, "=")
	kind := faultKindOf(f.Name)
	if kind == nil {
		if near := nearestFault(f.Name); near != "" {
			return f, fmt.Errorf("fault \"%s\": no fault is called \"%s\"; did you mean \"%s\"? (--faults help lists them)", part, f.Name, near)
		}
		return f, fmt.Errorf("fault \"%s\": no fault is called \"%s\"; --faults help lists them", part, f.Name)
	}
	if kind.whole && (f.Path != "" || f.Count != 0) {
		return f, fmt.Errorf("fault \"%s\": %s concerns the whole server; it takes no count and no path", part, f.Name)
	}
	if problem := kind.check(f.Value, valued); problem != "" {
		return f, fmt.Errorf("fault \"%s\": %s", part, problem)
	}
	return f, nil
}

// nearestFault returns the known name that takes the fewest edits, at most a
// third of its letters; else nothing.
func nearestFault(name string) string {
	best, fewest := "", 1<<30
	for i := range faultKinds {
		if n := edits(name, faultKinds[i].name); n < fewest && n <= max(1, len(faultKinds[i].name)/3) {
			best, fewest = faultKinds[i].name, n
		}
	}
	return best
}

func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// fault is a Fault in force.
type fault struct {
	Fault
	left int // requests it still meets; -1 for all
	met  int // requests it has met
}

// faultBox holds the faults in force.
type faultBox struct {
	mu      sync.Mutex
	all     []*fault
	invoked int // jobs since the faults were set
}

func (b *faultBox) set(faults Faults) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all, b.invoked = nil, 0
	for _, f := range faults {
		left := f.Count
		if left == 0 {
			left = -1
		}
		b.all = append(b.all, &fault{Fault: f, left: left})
	}
}

// meet returns the faults that meet a request, by its path and query, and counts
// them. Of those that decide the answer only the first does, so "401*1,503*1"
// is a 401 and then a 503.
func (b *faultBox) meet(path, query string) []*fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	var met []*fault
	decided := false
	for _, f := range b.all {
		kind := faultKindOf(f.Name)
		if kind.whole || f.left == 0 || kind.decides && decided || !f.concerns(path, query, kind) {
			continue
		}
		if f.left > 0 {
			f.left--
		}
		f.met++
		decided = decided || kind.decides
		now := *f // counted so far; others may meet it meanwhile
		met = append(met, &now)
	}
	return met
}

// concerns reports whether a fault is about a path. Without a path of its own
// a fault leaves sign-in and the event stream alone: "401*1" is meant for the
// first call, not for the token that goes before it or the stream beside it.
func (f *fault) concerns(path, query string, kind *faultKind) bool {
	named := strings.Contains(path+"?"+query, f.Path)
	switch {
	case kind.sockets:
		return isNotify(path) && named
	case kind.streams:
		return isRealtime(path) && named
	case kind.where != nil:
		return kind.where(path) && named
	case f.Path != "":
		return named
	default:
		return kind.signIn == isTokenPath(path) && !isRealtime(path) && !isNotify(path) && !isAgentStream(path)
	}
}
