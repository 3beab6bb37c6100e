package detail

import (
	"encoding/json"
	"strings"

	"fntop/ui/jsonview"
)

// errorText is an error message and its lines. Messages can be megabytes and
// a run is told anew with each refresh; its error is nearly always the same.
type errorText struct {
	message string
	lines   []line
}

func (e *errorText) of(message string) []line {
	if message != e.message {
		e.message, e.lines = message, explained(message)
	}
	return e.lines
}

// What is looked for in a message: people read the first screens of it, and
// looking for JSON costs its length each time.
const (
	mostExplained = 256 << 10
	mostTries     = 32
	worthOpening  = 24 // bytes: what is shorter is read as well in its line
)

// explained are the lines of a message, with the JSON in it laid out.
func explained(message string) (lines []line) {
	for tries := 0; len(message) <= mostExplained && tries < mostTries; tries++ {
		from, to := embedded(message)
		if from < 0 {
			break
		}
		if before := strings.TrimRight(message[:from], " "); before != "" {
			lines = append(lines, textLines(before)...)
		}
		lines = append(lines, jsonLines(message[from:to])...)
		message = strings.TrimPrefix(strings.TrimLeft(message[to:], " "), "\n")
	}
	if message != "" {
		lines = append(lines, textLines(message)...)
	}
	return lines
}

// textLines are lines of text, with frames and links recognised.
func textLines(text string) []line {
	visible := visibleText(text)
	lines := make([]line, len(visible))
	for i, t := range visible {
		lines[i] = traced(t)
	}
	return lines
}

// jsonLines are the lines of a JSON value.
func jsonLines(src string) []line {
	v, ok := jsonview.New([]byte(src), true)
	if !ok {
		return textLines(src)
	}
	d := document{v}
	lines := make([]line, d.len())
	for i := range lines {
		l := d.line(i)
		l.indent += indentStep
		l.hang += indentStep
		l.parts = nil // all of it is searched
		lines[i] = l
	}
	return lines
}

// embedded finds the first object, or array of objects, in a text. It returns
// -1 where there is none.
func embedded(text string) (from, to int) {
	for at, tries := 0, 0; tries < mostTries; tries++ {
		i := strings.IndexAny(text[at:], "{[")
		if i < 0 {
			return -1, -1
		}
		from = at + i
		at = from + 1
		inside := strings.TrimLeft(text[at:], " \t\r\n")
		if inside == "" || text[from] == '{' && inside[0] != '"' || text[from] == '[' && inside[0] != '{' {
			continue
		}
		d := json.NewDecoder(strings.NewReader(text[from:]))
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			continue
		}
		at = from + int(d.InputOffset())
		if at-from >= worthOpening && !inBroken(text, from, at) {
			return from, at
		}
	}
	return -1, -1
}

// inBroken reports whether a value is one of several of an array that breaks
// off: alone it says nothing.
func inBroken(text string, from, to int) bool {
	before, after := strings.TrimRight(text[:from], " \n"), strings.TrimLeft(text[to:], " \n")
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, "[") || strings.HasPrefix(after, ",")
}
