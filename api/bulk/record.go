package bulk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Record is a journal as it was read.
type Record struct {
	Path    string
	Plan    Plan
	Results []Result
	End     End
	whole   int64 // how much of the file is whole lines; the rest was torn
}

// End is how a bulk rerun ended.
type End uint8

// The ends there are. Interrupted is none: the program was ended, or works on
// it at this moment.
const (
	Interrupted End = iota
	Done
	Stopped   // by too many failures
	Aborted   // by a person
	Abandoned // given up for good: the rest is not to be continued
)

var ends = map[what]End{done: Done, stopped: Stopped, aborted: Aborted, abandoned: Abandoned}

// Left is how many were not sent and can still be.
func (r *Record) Left() int { return TallyOf(r.Results).Waiting }

// Unfinished reports whether there is something to continue.
func (r *Record) Unfinished() bool {
	if r.End == Abandoned {
		return false
	}
	t := TallyOf(r.Results)
	return t.Waiting > 0 || r.End == Interrupted && (slices.ContainsFunc(r.Results, func(r Result) bool { return r.State == Sending }) ||
		r.Plan.Follow && t.Open() > 0)
}

// Offered reports whether a person should be asked to continue it: it ended
// against their will.
func (r *Record) Offered() bool { return r.End == Interrupted && r.Left() > 0 }

// Read reads a journal. What stands after the last whole line was torn by the
// end of the program and says nothing; anything else that cannot be read is an
// error, for it could be about a run that was sent.
func Read(path string) (*Record, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	r, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("read the journal %s: %w. It is left as it is; what was not sent has to be chosen anew", path, err)
	}
	r.Path = path
	return r, nil
}

// errTorn is a journal of which not even the plan is whole: nothing was sent.
var errTorn = errors.New("its first line was not written to the end, so that nothing was sent")

func parse(data []byte) (*Record, error) {
	line, rest, whole := bytes.Cut(data, []byte{'\n'})
	if !whole {
		return nil, errTorn
	}
	plan, err := parseHead(line)
	if err != nil {
		return nil, err
	}
	r := &Record{Plan: plan, Results: make([]Result, len(plan.Items)), whole: int64(len(line) + 1)}
	for n := 2; ; n++ {
		if line, rest, whole = bytes.Cut(rest, []byte{'\n'}); !whole {
			return r, nil
		}
		var e entry
		err := json.Unmarshal(line, &e)
		if err != nil && len(rest) == 0 {
			return r, nil // the end came between the blocks of one line
		}
		if err == nil {
			err = r.heed(&e)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		r.whole += int64(len(line) + 1)
	}
}

// heed brings the record up to date with an entry.
func (r *Record) heed(e *entry) error {
	if end, ok := ends[e.What]; ok {
		r.End = end
		return nil
	}
	if e.What == continued {
		r.End = Interrupted
		return nil
	}
	if e.N < 0 || e.N >= len(r.Results) {
		return fmt.Errorf("there is no run %d", e.N)
	}
	return e.apply(&r.Results[e.N], r.Plan.Items[e.N].Run.Profile)
}

const (
	folder = "bulk" // in the state folder
	suffix = ".jsonl"
)

// List reads the journals in a state folder, newest first. What cannot be read
// is left out: it is of no use to continue.
func List(state string) []*Record {
	if state == "" {
		return nil
	}
	files, err := os.ReadDir(filepath.Join(state, folder))
	if err != nil {
		return nil // there was no bulk rerun so far
	}
	var all []*Record
	for _, f := range slices.Backward(files) { // by name, which begins with the time
		if !f.Type().IsRegular() || !strings.HasSuffix(f.Name(), suffix) {
			continue
		}
		if r, err := Read(filepath.Join(state, folder, f.Name())); err == nil {
			all = append(all, r)
		}
	}
	return all
}

// Name is what the journal is called on the command line.
func (r *Record) Name() string { return strings.TrimSuffix(filepath.Base(r.Path), suffix) }

// Find reads the journal of that name, or at that path.
func Find(state, name string) (*Record, error) {
	if strings.ContainsRune(name, filepath.Separator) || strings.HasSuffix(name, suffix) {
		return Read(name)
	}
	return Read(filepath.Join(state, folder, name+suffix))
}
