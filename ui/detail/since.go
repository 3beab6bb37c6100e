package detail

import (
	"strings"

	"fntop/model"
	"fntop/ui/draw"
)

// SetSince tells of the last success before the run, which failed, and of what
// was handed in or came out then and does not now, in other words; nil where
// no success is known.
func (m *Model) SetSince(success *model.Run, shape string) {
	m.success, m.shape = success, model.Visible(shape)
	m.changed()
}

// since says what changed since the last success: the first thing that one
// asks of a failure.
func since(r, success *model.Run, shape string) (f facts) {
	if success == nil || !r.Status.Failed() {
		return nil
	}
	f = append(f, fact{kind: moment, label: "last success", at: success.When()})
	changed, same := []string{draw.Took(r.When().Sub(success.When()))}, []string(nil)
	hold := func(what, was, is string) {
		switch {
		case was == "" && is == "":
		case was == is:
			same = append(same, what)
		case was == "" || is == "": // not known of one of the two
		default:
			changed = append(changed, what+" "+short(is)+" (was "+short(was)+")")
		}
	}
	hold("version", success.FunctionVersion, r.FunctionVersion)
	hold("code", success.FunctionCodeHash, r.FunctionCodeHash)
	hold("trigger", success.Trigger.Label(), r.Trigger.Label())
	hold("source", success.Source, r.Source)
	if shape != "" {
		changed = append(changed, shape)
	}
	if len(changed) == 1 {
		changed = append(changed, "nothing known to have changed")
	}
	f.add("since then", strings.Join(changed, "; "), "")
	if len(same) > 0 {
		f.add("the same", strings.Join(same, ", "), "")
	}
	return f
}

// short is as much of a version or a hash as tells it from another.
func short(s string) string { return draw.ShortID(strings.TrimPrefix(model.Visible(s), "sha256:")) }
