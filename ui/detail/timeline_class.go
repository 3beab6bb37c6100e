package detail

import (
	"strings"

	"fntop/model"
	"fntop/theme"
)

// class is what an entry is about, as far as its word lets one guess: a back
// end may use any word, and only a few are documented. It says how the entry
// looks and where the time went, and nothing else hangs on it.
type class uint8

const (
	step class = iota
	began
	done
	failed
	cancelled
	tool
	message
	asks
	answered
)

var classes = [...]struct {
	glyph string
	role  role
}{
	step:      {"·", faint},
	began:     {theme.Glyph(model.StatusRunning), ofStatus + role(model.StatusRunning)},
	done:      {theme.Glyph(model.StatusCompleted), ofStatus + role(model.StatusCompleted)},
	failed:    {theme.Glyph(model.StatusFailure), ofStatus + role(model.StatusFailure)},
	cancelled: {theme.Glyph(model.StatusCancelled), ofStatus + role(model.StatusCancelled)},
	tool:      {"→", accent},
	message:   {"“", read},
	asks:      {theme.Glyph(model.StatusWaiting), ofStatus + role(model.StatusWaiting)},
	answered:  {"◇", ofStatus + role(model.StatusWaiting)},
}

// turns reports whether the run may stand otherwise after such an entry.
func (c class) turns() bool { return c != step && c != tool && c != message }

func classOf(kind string) class {
	if len(kind) > 100 {
		return step
	}
	k := strings.ToUpper(kind)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(k, w) {
				return true
			}
		}
		return false
	}
	ofRun := strings.HasPrefix(k, "RUN")
	switch {
	case has("HUMAN", "APPROVAL", "INTERRUPT"):
		if has("RECEIVED", "ANSWERED", "GRANTED", "APPROVED", "REJECTED", "DENIED", "RESOLVED", "RESUMED", "COMPLETED", "EXPIRED") {
			return answered
		}
		return asks
	case has("RESUMED"):
		return answered
	case has("FAILED", "ERROR"):
		return failed
	case has("CANCELLED", "CANCELED"):
		return cancelled
	case ofRun && has("FINISHED", "COMPLETED", "SUCCEEDED"):
		return done
	case ofRun && has("STARTED"):
		return began
	case has("TOOL"):
		return tool
	case has("MESSAGE"):
		return message
	}
	return step
}

// ends reports whether the entry ends its attempt.
func (e *entry) ends() bool {
	return (e.class == done || e.class == failed || e.class == cancelled) && len(e.kind) > 3 && strings.EqualFold(e.kind[:3], "run")
}

// after is what the time after an entry is spent on: whoever does something
// does not wait.
func (e *entry) after() phase {
	switch {
	case e.class == asks:
		return asking
	case e.ends():
		return idle
	}
	return working
}
