package difference

import (
	"encoding/json"

	"fntop/model"
	"fntop/ui/draw"
)

// What is taken apart and listed. More than that nobody reads, and would only
// take time.
const (
	mostBytes   = 32 << 20 // of one payload
	mostError   = 1 << 20
	mostChanges = 2_000
)

// Result is where two runs' errors and payloads differ.
type Result struct{ sections []section }

// section is one of the things that are compared.
type section struct {
	name  string
	said  string // instead of changes
	diff  model.Difference
	prose bool // its values are lines of text in JSON strings
}

// Compare finds where two runs differ. It may take a second: it is for a
// command.
func Compare(was, is *model.RunDetail) *Result {
	r := &Result{}
	if was.ErrorMessage != "" || is.ErrorMessage != "" {
		r.sections = append(r.sections, errors(was.ErrorMessage, is.ErrorMessage))
	}
	r.sections = append(r.sections, payloads("Output", was.RunData, is.RunData, "neither returned anything"))
	r.sections = append(r.sections, payloads("Input", was.Input, is.Input, "unknown of both"))
	return r
}

// errors compares two messages line by line.
func errors(was, is string) section {
	s := section{name: "Error", prose: true}
	if was == is {
		s.said = "the same"
		return s
	}
	s.diff = model.DiffJSON(lines(was), lines(is), mostChanges)
	return s
}

// lines are the lines of a text as a JSON array.
func lines(text string) []byte {
	list := []string{}
	if text = draw.Clip(text, mostError); text != "" {
		list = model.VisibleLines(text)
	}
	out, err := json.Marshal(list)
	if err != nil {
		return []byte("[]") // visible text always can
	}
	return out
}

func payloads(name string, was, is json.RawMessage, neither string) section {
	s := section{name: name}
	was, is = something(was), something(is)
	switch {
	case was == nil && is == nil:
		s.said = neither
	case string(was) == string(is):
		s.said = "the same, " + draw.Bytes(int64(len(is)))
	case was == nil:
		s.diff.Changes = []model.JSONChange{{Kind: model.WasAdded, New: is}}
	case is == nil:
		s.diff.Changes = []model.JSONChange{{Kind: model.WasRemoved, Old: was}}
	case len(was) > mostBytes || len(is) > mostBytes:
		s.said = "not the same; too large to be compared in detail (" + draw.Bytes(int64(len(was))) + ", " + draw.Bytes(int64(len(is))) + ")"
	default:
		if s.diff = model.DiffJSON(was, is, mostChanges); s.diff.Same() {
			s.said = "the same but for its spelling"
		}
	}
	return s
}

// something is a payload that is there: null says that there is none.
func something(payload json.RawMessage) json.RawMessage {
	if len(payload) == 0 || string(payload) == "null" {
		return nil
	}
	return payload
}
