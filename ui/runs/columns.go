package runs

import (
	"slices"
	"strconv"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// Column is a column that can be chosen.
type Column struct {
	Name string // as it is kept in the state file
	Help string // what it shows
	head string
	most int // cells; zero: what the others leave
	text func(*model.Run) string
}

// Columns are all there are, in the order in which they are offered. Those
// without a text are drawn from the run and the time.
var Columns = [...]Column{
	{"status", "how the run stands", "STATUS", 11, nil},
	{"profile", "whose run it is", "PROFILE", 12, func(r *model.Run) string { return r.ID.Profile }},
	{"function", "what ran", "FUNCTION", 28, func(r *model.Run) string { return r.Function.Label() }},
	{"trigger", "what started it", "TRIGGER", 26, func(r *model.Run) string { return r.Trigger.Label() }},
	{"source", "in which way", "SOURCE", 9, nil},
	{"created", "when it was created", "CREATED", 8, nil},
	{"took", "how long it took so far", "TOOK", 6, nil},
	{"error", "its error's first line", "ERROR", 0, nil},
	{"id", "its id, in short", "ID", 13, func(r *model.Run) string { return r.ID.ID }},
	{"job", "the job that it came of", "JOB", 24, func(r *model.Run) string { return r.JobID }},
	{"code", "its error's code", "CODE", 18, func(r *model.Run) string { return r.ErrorCode }},
	{"version", "the function's version", "VERSION", 9, func(r *model.Run) string { return r.FunctionVersion }},
	{"hash", "the code's hash, in short", "HASH", 13, func(r *model.Run) string { return r.FunctionCodeHash }},
	{"memory", "its resident memory", "MEMORY", 9, memory},
	{"cpu", "its CPU time", "CPU", 9, cpu},
	{"attempt", "which try it is", "ATTEMPT", 7, attempt},
	{"rerun", "whether it is a rerun, and how often it was rerun", "RERUN", 7, rerun},
	{"by", "who asked for it", "BY", 13, by},
	{"started", "when it began", "STARTED", 8, nil},
	{"ended", "when it ended", "ENDED", 8, nil},
	{"updated", "when it changed last", "UPDATED", 8, nil},
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
	return strconv.FormatFloat(r.CPUSeconds.Value, 'f', 3, 64) + "s"
}

func attempt(r *model.Run) string {
	if !r.Attempt.Known {
		return ""
	}
	return strconv.FormatInt(r.Attempt.Value.Number, 10)
}

func rerun(r *model.Run) string {
	switch {
	case r.IsRerun.Value || r.OriginalRunID != "":
		return "yes"
	case r.RerunCount.Value > 0:
		return strconv.FormatInt(r.RerunCount.Value, 10) + "×"
	}
	return ""
}

func by(r *model.Run) string {
	if r.RerunBy != "" {
		return r.RerunBy
	}
	return r.CreatedBy
}

// unseen is the room of a table that nobody has seen yet.
const unseen = 160

// Usual are the columns that the table has by itself in the room of the last
// frame, where none are chosen.
func (m *Model) Usual() []string {
	c, names := m.usual, []string{"status"}
	for _, column := range [...]struct {
		name  string
		width int
	}{{"profile", c.profile}, {"function", c.function}, {"trigger", c.trigger}, {"source", c.source}} {
		if column.width > 0 {
			names = append(names, column.name)
		}
	}
	return append(names, "created", "took", "error")
}

// SetColumns shows these columns in this order; with none the table chooses by
// its room. Names that are unknown are left out: a later version may have
// written them.
func (m *Model) SetColumns(names []string) {
	m.chosen = nil
	for _, name := range names {
		i := slices.IndexFunc(Columns[:], func(c Column) bool { return c.Name == name })
		if i >= 0 && !slices.Contains(m.chosen, i) {
			m.chosen = append(m.chosen, i)
		}
	}
}

// OwnColumns are the columns that were chosen; none where the table has them
// by its room.
func (m *Model) OwnColumns() []string {
	if len(m.chosen) == 0 {
		return nil
	}
	return m.Chosen()
}

// Chosen are the columns that were chosen, or those that are there by
// themselves.
func (m *Model) Chosen() []string {
	if len(m.chosen) == 0 {
		return m.Usual()
	}
	names := make([]string, len(m.chosen))
	for i, c := range m.chosen {
		names[i] = Columns[c].Name
	}
	return names
}

// width is how wide a chosen column is.
func (m *Model) width(c *Column, times draw.Times) int {
	switch c.Name {
	case "function":
		return max(8, min(m.longest.function, c.most))
	case "trigger":
		return max(8, min(m.longest.trigger, c.most))
	case "profile":
		return max(len(c.head), min(m.longest.profile, c.most))
	case "created", "started", "ended", "updated":
		if times != draw.Ages {
			return 11
		}
	}
	return c.most
}

// leastError is how narrow the error may get before columns at the right give
// way.
const leastError = 12

// widths shares width cells out to as many of the chosen columns as fit, the
// first in any case. What is left goes to the error.
func (m *Model) widths(to []int, width int, times draw.Times) []int {
	left, flexible := width-2, -1
	for i, at := range m.chosen {
		w := m.width(&Columns[at], times)
		need := w
		if w == 0 {
			need, flexible = leastError, i
		}
		if i > 0 && left < need {
			if flexible == i {
				flexible = -1
			}
			break
		}
		to = append(to, min(need, max(1, left)))
		left -= need + 1
	}
	if flexible >= 0 && left > 0 {
		to[flexible] += left
	}
	return to
}

// chosenHeads writes the heads of the chosen columns.
func (m *Model) chosenHeads(faint theme.Style) {
	l := &m.lines
	for i, w := range m.shares {
		c := &Columns[m.chosen[i]]
		if c.Name == "took" {
			l.Right(faint, c.head, w, 1)
			continue
		}
		l.Cell(faint, c.head, w, 1)
	}
}
