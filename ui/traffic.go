package ui

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/model"
	"fntop/ui/log"
)

// Traffic watches the requests of a provider, from whatever goroutine they
// are made. Give its Observe to the provider and the Traffic to Options.
type Traffic struct {
	mu    sync.Mutex
	sent  map[string][]time.Time // in the last minute, by profile
	lines []log.Line             // the latest of what happened, for the log screen
	down  map[model.RunID]api.LinkChanged
}

// Observe counts a request, and notes what of a list could not be read.
func (t *Traffic) Observe(e api.Event) {
	if s, ok := e.(api.Skipped); ok && s.Err != nil {
		t.Note(log.Line{At: s.At, Kind: log.Notice, Bad: true, Text: model.Visible(s.Err.Error())})
	}
	if l, ok := e.(api.LinkChanged); ok {
		t.runLink(l)
	}
	r, ok := e.(api.Requested)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sent == nil {
		t.sent = map[string][]time.Time{}
	}
	t.sent[r.Profile] = append(t.forget(r.Profile, r.At), r.At)
	t.note(log.Line{
		At: r.At, Kind: log.Request, Bad: r.Kind != 0, Method: r.Method, Path: r.Path, Status: r.Status, Took: r.Took,
		Used: r.Used, Budget: r.Budget, Text: failure(r),
	})
}

// downKept bounds how many streams of runs are remembered as down.
const downKept = 100

// runLink notes whether the stream of one run is down and is to come back.
// Those of profiles reach the UI on their own way.
func (t *Traffic) runLink(l api.LinkChanged) {
	if l.Run.IsZero() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.down, l.Run)
	if l.Up || l.Next.IsZero() {
		return
	}
	if t.down == nil || len(t.down) >= downKept {
		t.down = map[model.RunID]api.LinkChanged{}
	}
	t.down[l.Run] = l
}

// RunDown is why the stream of a run is down, and when it is tried again. It
// reports false where it is not.
func (t *Traffic) RunDown(run model.RunID) (api.LinkChanged, bool) {
	if t == nil {
		return api.LinkChanged{}, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	l, down := t.down[run]
	return l, down
}

// Used is how many requests of the profile were sent in the minute before now.
func (t *Traffic) Used(profile string, now time.Time) int {
	if t == nil {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	sent := t.forget(profile, now)
	if t.sent != nil {
		t.sent[profile] = sent
	}
	return len(sent)
}

// Warn notes what went wrong and is not worth more than a line in the log.
func (t *Traffic) Warn(at time.Time, err error) {
	t.Note(log.Line{At: at, Kind: log.Notice, Text: model.Visible(sentence(err))})
}

// Note keeps a line for the log screen that is about no request.
func (t *Traffic) Note(line log.Line) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.note(line)
}

// linesKept bounds the log: about the last quarter of an hour.
const linesKept = 2000

func (t *Traffic) note(line log.Line) {
	if len(t.lines) >= linesKept {
		t.lines = append(t.lines[:0], t.lines[len(t.lines)-linesKept*3/4:]...)
	}
	t.lines = append(t.lines, line)
}

// Lines are what happened, the oldest first.
func (t *Traffic) Lines() []log.Line {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.lines)
}

// failure says why a request failed, and that it was not the first try.
func failure(r api.Requested) string {
	text := ""
	if r.Kind != 0 {
		text = r.Kind.String()
	}
	if r.Attempt > 1 {
		text += " (try " + strconv.Itoa(r.Attempt) + ")"
	}
	return strings.TrimSpace(text)
}

func (t *Traffic) forget(profile string, now time.Time) []time.Time {
	sent, i := t.sent[profile], 0
	for i < len(sent) && now.Sub(sent[i]) >= time.Minute {
		i++
	}
	return append(sent[:0], sent[i:]...)
}
