package ui

import (
	"strings"

	"fntop/model"
	"fntop/ui/draw"
)

// compared says in a line what came of a run against the one it was a rerun
// of: how both ended, and what else is not the same.
func compared(original, r *model.Run) string {
	parts := make([]string, 0, 5)
	was, is := outcome(original), outcome(r)
	switch {
	case was == is:
		parts = append(parts, is+", as the original")
	default:
		parts = append(parts, is, "the original: "+was)
	}
	if was == is && r.ErrorMessage != original.ErrorMessage {
		parts = append(parts, "another message")
	}
	if now, ok := r.Took(); ok {
		if before, known := original.Took(); known {
			parts = append(parts, "took "+draw.Took(now)+" instead of "+draw.Took(before))
		} else {
			parts = append(parts, "took "+draw.Took(now))
		}
	}
	if a, b := original.FunctionVersion, r.FunctionVersion; a != b && a != "" && b != "" {
		parts = append(parts, "version "+b+" instead of "+a)
	}
	return strings.Join(parts, "; ")
}

// ended is how a run ended, and after how long.
func ended(r *model.Run) string {
	if d, ok := r.Took(); ok {
		return r.Status.String() + " after " + draw.Took(d)
	}
	return r.Status.String()
}

// outcome is how a run ended, or how it stands.
func outcome(r *model.Run) string {
	if r.ErrorCode != "" {
		return r.Status.String() + ", " + r.ErrorCode
	}
	return r.Status.String()
}

// originalOf is the run that another was a rerun of, as the backend tells it,
// else as it was asked for here; zero where it is none.
func (a *App) originalOf(r *model.Run) model.RunID {
	if r.OriginalRunID != "" {
		return model.RunID{Profile: r.ID.Profile, ID: r.OriginalRunID}
	}
	if j := a.jobs.of(r); j != nil && j.action.Kind == model.Rerun && !j.maybe {
		return j.action.Run
	}
	return model.RunID{}
}

// comparedWithOriginal is compared for a rerun that is over and whose original
// is loaded; else it is empty.
func (a *App) comparedWithOriginal(r *model.Run) string {
	if r == nil || r.Unfinished() {
		return ""
	}
	original := a.store.Run(a.originalOf(r))
	if original == nil {
		return ""
	}
	return compared(original, r)
}
