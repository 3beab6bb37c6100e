package difference

import (
	"strconv"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// fact is one thing that is known of both runs, or of one.
type fact struct {
	label   string
	was, is string
	short   string // instead of what is, where there is no room for both
	role    [2]role
	changed bool
}

// facts are what is compared of the two runs beside their payloads. What is
// known of neither is left out.
func (m *Model) facts(b built) []fact {
	was, is := m.was.Run, m.is.Run
	if was == nil {
		was = &model.Run{}
	}
	if is == nil {
		is = &model.Run{}
	}
	var all []fact
	add := func(label, x, y string) {
		if x != "" || y != "" {
			all = append(all, fact{label: label, was: model.Visible(draw.Clip(x, longest)), is: model.Visible(draw.Clip(y, longest)), changed: x != y})
		}
	}
	// What is measured of two runs always differs: it is shown, and no change.
	measured := func(label, x, y string) {
		n := len(all)
		if add(label, x, y); len(all) > n {
			all[n].changed = false
		}
	}
	add("status", status(was), status(is))
	if n := len(all); n > 0 {
		all[n-1].role = [2]role{ofStatus + role(was.Status), ofStatus + role(is.Status)}
	}
	add("code", was.ErrorCode, is.ErrorCode)
	measured("took", took(was), took(is))
	measured("waited", waited(was), waited(is))
	measured("created", created(was, b), created(is, b))
	if apart := is.When().Sub(was.When()); !was.When().IsZero() && !is.When().IsZero() && apart > 0 {
		all[len(all)-1].short = draw.Took(apart) + " later"
	}
	add("version", was.FunctionVersion, is.FunctionVersion)
	add("code hash", was.FunctionCodeHash, is.FunctionCodeHash)
	if was.Function.ID != is.Function.ID {
		add("function", was.Function.Label(), is.Function.Label())
	}
	add("trigger", was.Trigger.Label(), is.Trigger.Label())
	add("source", was.Source, is.Source)
	add("attempt", attempt(was), attempt(is))
	measured("memory", memory(was), memory(is))
	measured("CPU", cpu(was), cpu(is))
	add("by", was.RerunBy, is.RerunBy)
	add("reason", was.RerunReason, is.RerunReason)
	return all
}

// longest is how much of a fact is looked at.
const longest = 1 << 10

func status(r *model.Run) string {
	switch {
	case r.ID.IsZero():
		return ""
	case r.Status == model.StatusUnknown && r.StatusText != "":
		return theme.Glyph(r.Status) + " " + r.StatusText
	}
	return theme.Glyph(r.Status) + " " + r.Status.String()
}

func took(r *model.Run) string {
	if d, ok := r.Took(); ok {
		return draw.Took(d)
	}
	return ""
}

// waited is how long the run was due before it began.
func waited(r *model.Run) string {
	if r.Created.IsZero() || r.Started.IsZero() || r.Started.Before(r.Created) {
		return ""
	}
	return draw.Took(r.Started.Sub(r.Created))
}

func created(r *model.Run, b built) string {
	if r.When().IsZero() {
		return ""
	}
	return b.times.Whole(r.When(), b.zone)
}

func attempt(r *model.Run) string {
	if !r.Attempt.Known {
		return ""
	}
	return strconv.FormatInt(r.Attempt.Value.Number, 10)
}

func memory(r *model.Run) string {
	if !r.MemoryBytes.Known {
		return ""
	}
	return draw.Bytes(r.MemoryBytes.Value)
}

func cpu(r *model.Run) string {
	if !r.CPUSeconds.Known {
		return ""
	}
	return strconv.FormatFloat(r.CPUSeconds.Value, 'f', -1, 64) + " s"
}
