package trail

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Acted is an action that was written down.
type Acted struct {
	At      time.Time
	User    string
	Profile string
	Action  string // "invoke", "rerun"
	Kind    string // of the target: "trigger", "function" or "run"
	ID      string // the target's
	Name    string
	JobID   string
	RunID   string
	Error   string // its kind; empty where it was carried out
	Maybe   bool   // the answer was lost: it may have happened
}

// longLine is the longest line that is read: none that is written comes near.
const longLine = 1 << 20

// Read returns what was written down in a state folder from since on until
// then, the oldest first. A line that makes no sense is left out.
func Read(dir string, since, until time.Time) ([]Acted, error) {
	if dir == "" {
		return nil, nil
	}
	var all []Acted
	for _, file := range []string{name + ".1", name} {
		f, err := os.Open(filepath.Join(dir, file))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return all, err
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, longLine)
		for lines.Scan() {
			if one, ok := parse(lines.Bytes()); ok && !one.At.Before(since) && one.At.Before(until) {
				all = append(all, one)
			}
		}
		if err := errors.Join(lines.Err(), f.Close()); err != nil {
			return all, err
		}
	}
	return all, nil
}

func parse(text []byte) (Acted, bool) {
	var l line
	if json.Unmarshal(text, &l) != nil {
		return Acted{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, l.At)
	return Acted{
		At: at, User: l.User, Profile: l.Profile, Action: l.Action, Kind: l.Target.Kind, ID: l.Target.ID, Name: value(l.Target.Name),
		JobID: value(l.Job), RunID: value(l.Run), Error: value(l.Error), Maybe: l.Maybe,
	}, err == nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
