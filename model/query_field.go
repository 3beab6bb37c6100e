package model

import (
	"strings"
	"time"
)

// kind says how a field's values are written and what ":" means to it.
type kind uint8

const (
	statusKind kind = iota // is one of
	nameKind               // a name or an id: contains, ignoring case
	idKind                 // begins with
	textKind               // contains, ignoring case
	spanKind               // a duration
	timeKind               // an age or a time
	sizeKind               // bytes
	yesNoKind              // is
)

// field is one row of TUI.md's table of fields.
type field struct {
	name string
	kind kind
}

var fields = [...]field{
	{"status", statusKind}, {"fn", nameKind}, {"trigger", nameKind}, {"source", nameKind}, {"profile", nameKind},
	{"id", idKind}, {"job", idKind}, {"version", idKind}, {"error", textKind}, {"code", textKind},
	{"dur", spanKind}, {"created", timeKind}, {"started", timeKind}, {"ended", timeKind},
	{"mem", sizeKind}, {"rerun", yesNoKind},
}

// fieldHints are what people call a field whose name is too far from it to be
// found by its letters.
var fieldHints = map[string]string{
	"function": "fn", "func": "fn", "name": "fn", "state": "status", "message": "error", "msg": "error",
	"took": "dur", "elapsed": "dur", "time": "created", "age": "created", "finished": "ended", "memory": "mem",
	"type": "source", "kind": "source", "workspace": "profile",
}

func fieldNamed(name string) *field {
	for i := range fields {
		if strings.EqualFold(fields[i].name, name) {
			return &fields[i]
		}
	}
	return nil
}

func nearestField(name string) string {
	if hint := fieldHints[strings.ToLower(name)]; hint != "" {
		return hint
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	nearest, _ := Nearest(name, names)
	return nearest
}

// ops are the operators that the kind takes, the usual one first.
func (k kind) ops() []string {
	switch k {
	case spanKind, timeKind, sizeKind:
		return []string{">", ">=", "<", "<="}
	case yesNoKind:
		return []string{":", "="}
	}
	return []string{":", "=", "~"}
}

// texts are what a field of text holds; what is not known is empty.
func (f *field) texts(r *Run) (a, b string) {
	switch f.name {
	case "fn":
		return r.Function.Name, r.Function.ID
	case "trigger":
		return r.Trigger.Name, r.Trigger.ID
	case "source":
		return r.Source, ""
	case "profile":
		return r.ID.Profile, ""
	case "id":
		return r.ID.ID, ""
	case "job":
		return r.JobID, ""
	case "version":
		return r.FunctionVersion, ""
	case "error":
		return r.ErrorMessage, ""
	case "code":
		return r.ErrorCode, ""
	}
	return "", ""
}

func (f *field) time(r *Run) time.Time {
	switch f.name {
	case "started":
		return r.Started
	case "ended":
		return r.Ended
	}
	return r.Created
}
