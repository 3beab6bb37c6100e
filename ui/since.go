package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/sched"
)

// since is what is known of the last success before the open run, which
// failed.
type since struct {
	id    model.RunID  // of the success
	asked sched.Ticket // of its payloads; zero before they are asked for
	read  bool
	shape string // what payloads have now and had not then
}

// showSince tells the open run of the last success before it.
func (a *App) showSince() {
	d := a.detail
	r := a.store.Run(d.pane.ID())
	if r == nil || !r.Status.Failed() {
		return
	}
	success := a.lastSuccess(r)
	if success == nil {
		return
	}
	if success.ID != d.since.id {
		d.since = since{id: success.ID}
	}
	d.pane.SetSince(success, d.since.shape)
}

// readShape reads the payloads of the last success, where the failed run has
// some to hold against them.
func (a *App) readShape() tea.Cmd {
	d := a.detail
	if d == nil || d.full == nil || !d.full.Status.Failed() || d.since.id.IsZero() || d.since.asked != 0 {
		return nil
	}
	m := a.of(d.full.ID.Profile)
	if m == nil || !isObject(d.full.RunData) && !isObject(d.full.Input) {
		return nil
	}
	d.since.asked = a.desk.Next()
	return fetchShape(d.ctx, m.p, d.since.asked, d.since.id, d.full)
}

func isObject(payload []byte) bool { return len(payload) > 0 && payload[0] == '{' }

// reading reports whether the payloads of the last success are being read.
func (s *since) reading() bool { return s.asked != 0 && !s.read }

// shapeOf says what the payloads of a failed run have that those of a success
// had not, and the other way round.
func shapeOf(was, failed *model.RunDetail) string {
	var parts []string
	for _, part := range []struct {
		name    string
		was, is []byte
	}{{"input", was.Input, failed.Input}, {"output", was.RunData, failed.RunData}} {
		if isObject(part.was) && isObject(part.is) {
			if keys := reshaped(part.was, part.is); keys != "" {
				parts = append(parts, part.name+" "+keys)
			}
		}
	}
	return strings.Join(parts, "; ")
}

// What is told of two shapes: more keys are for the difference.
const (
	mostKeys     = 6
	mostCompared = 2_000
)

// reshaped says which keys an object has that another had not, and the other
// way round. What is in arrays is no shape.
func reshaped(was, is []byte) string {
	d := model.DiffJSON(was, is, mostCompared)
	var keys []string
	more := 0
	for _, c := range d.Changes {
		sign := map[model.ChangeKind]string{model.WasAdded: "with ", model.WasRemoved: "without "}[c.Kind]
		if c.Kind == model.WasChanged && kindOf(c.Old) != kindOf(c.New) {
			sign = kindOf(c.New) + " at "
		}
		if sign == "" || inArray(c.Path) || len(c.Path) == 0 {
			continue
		}
		if len(keys) == mostKeys {
			more++
			continue
		}
		keys = append(keys, sign+model.PathText(c.Path))
	}
	if more+d.More > 0 {
		keys = append(keys, "…")
	}
	return strings.Join(keys, ", ")
}

func inArray(path []model.JSONStep) bool {
	for _, s := range path {
		if s.Element {
			return true
		}
	}
	return false
}

// kindOf is what a value is, in a word.
func kindOf(raw []byte) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// gotShape shows what payloads have now and had not at the last success.
func (a *App) gotShape(msg shapeMsg) tea.Cmd {
	if a.detail == nil || a.detail.since.asked != msg.ticket {
		return nil
	}
	a.detail.since.shape, a.detail.since.read = msg.shape, true
	a.showSince()
	return a.goOn()
}
