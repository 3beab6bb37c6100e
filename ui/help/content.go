package help

import (
	"strings"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
)

// entry is a key, a sign or an example, and what it means.
type entry struct {
	key   string
	style theme.Style
	means string
	name  string // found by it too: the action's name in [keys]
}

// block is some entries under a heading.
type block struct {
	title   string
	entries []entry
}

// blocks is the whole page, narrowed to the entries that hold every word of
// the filter.
func blocks(look pane.Look, filter string) []block {
	all := append(bindings(look), query(look.Theme), signs(look.Theme), kinds(look.Theme), header(look.Theme), fixed(look.Theme))
	words := strings.Fields(strings.ToLower(filter))
	if len(words) == 0 {
		return all
	}
	var kept []block
	for _, b := range all {
		var entries []entry
		for _, e := range b.entries {
			if holds(strings.ToLower(e.key+" "+e.means+" "+e.name+" "+b.title), words) {
				entries = append(entries, e)
			}
		}
		if len(entries) > 0 {
			kept = append(kept, block{b.title, entries})
		}
	}
	return kept
}

func holds(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func bindings(look pane.Look) []block {
	var all []block
	for _, group := range keymap.Groups {
		b := block{title: string(group)}
		for _, a := range keymap.All() {
			if a.Group() == group {
				key := model.Visible(strings.Join(look.Keys.Keys(a), " "))
				b.entries = append(b.entries, entry{key, look.Theme.Accent, a.Help(), a.Name()})
			}
		}
		if len(b.entries) > 0 {
			all = append(all, b)
		}
	}
	return all
}

// fixed are the keys of dialogs and lines, each with where it acts.
func fixed(t *theme.Theme) block {
	b := block{title: "Dialogs and lines"}
	for _, f := range keymap.FixedKeys {
		b.entries = append(b.entries, entry{key: f.Key, style: t.Accent, means: f.Where + ": " + f.Does})
	}
	return b
}

func query(t *theme.Theme) block {
	b := block{title: "Filter"}
	for _, line := range [...][2]string{
		{"status:failure,timeout", "one of these; = is exactly, ~ a regular expression"},
		{"fn:order", "contains, ignoring case; so do trigger source profile error code; id job version begin so"},
		{"dur>5s mem>64MB", "longer, larger: > >= < <="},
		{"ended<1h", "within the last hour; ended>2026-11-21 is after that time; so do created started"},
		{`-error~"rate limit"`, "minus is not; quotes keep spaces and commas"},
		{"coupon", "a bare word looks into names, ids, code and error"},
	} {
		b.entries = append(b.entries, entry{key: line[0], style: t.Accent, means: line[1]})
	}
	return b
}

var meanings = [...]string{
	model.StatusUnknown: "a word that this fntop does not know", model.StatusPending: "accepted, not started",
	model.StatusRunning: "started, not over", model.StatusWaiting: "waits for a human",
	model.StatusCompleted: "over, as wished", model.StatusFailure: "over, with an error",
	model.StatusTimeout: "stopped at its time limit", model.StatusCancelled: "stopped by somebody",
	model.StatusRecorded: "an event that was stored, which is all it does",
}

func signs(t *theme.Theme) block {
	b := block{title: "Statuses"}
	for _, s := range model.Statuses {
		b.entries = append(b.entries, entry{key: theme.Glyph(s) + " " + s.String(), style: t.Status(s), means: meanings[s]})
	}
	b.entries = append(b.entries, entry{key: "◌ queued", style: t.Status(model.StatusPending), means: "accepted; no run has its job yet"})
	return b
}

func kinds(t *theme.Theme) block {
	b := block{title: "Triggers and text"}
	for _, k := range [...]struct {
		kind  model.TriggerType
		means string
	}{
		{model.OnDemand, "invoked by hand"},
		{model.Scheduled, "at times; its schedule is beside it"},
		{model.HTTPTrigger, "by a request to its path"},
		{model.Endpoint, "by a request that waits for the answer"},
		{model.EventDriven, "by an event"},
	} {
		b.entries = append(b.entries, entry{key: theme.TriggerGlyph(k.kind) + " " + string(k.kind), style: t.Text, means: k.means})
	}
	b.entries = append(b.entries, entry{key: "~14:02:08", style: t.Text, means: "when fntop saw it; other times are the backend's"})
	marks := model.Visible("\x1b") + " " + model.Visible("\u202e") + " " + model.Visible("\u200b")
	return block{b.title, append(b.entries, entry{
		key: marks, style: t.Mark, means: "stand for what cannot be shown: control signs, turned text, unseen letters",
	})}
}

func header(t *theme.Theme) block {
	b := block{title: "Header"}
	for _, line := range [...][2]string{
		{"prod · acme · centrali", "profile, workspace, backend; RO: nothing can be changed"},
		{"● live", "what is shown is fresh; ○ asking, ‖ paused, ! partly stale, ✗ and why not"},
		{"data 14:02:08", "all that is on screen is at least as new as this; where it is stale: since when, and the next try"},
		{"212/300 req/min", "requests of the last minute, of those that fntop allows itself"},
		{"2 followed", "runs that are looked at to their end"},
		{"UTC", "the zone of the times"},
	} {
		b.entries = append(b.entries, entry{key: line[0], style: t.Accent, means: line[1]})
	}
	return b
}
