package cli

import (
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// Widths of table cells. What goes to a file or a pipe is cut at fixed
// widths, so that it does not depend on the window it was made in.
const (
	nameWidth  = 40 // of whatever may be cut but an error
	errorWidth = 80 // of an error elsewhere
	errorLeast = 16
)

// column is one column of a table.
type column struct {
	title string
	// stretch: this column takes the room that is left on a terminal.
	stretch bool
	cut     bool // is cut at nameWidth; ids and times never are
}

var (
	runTable = []column{
		{title: "STATUS", cut: true}, {title: "FUNCTION", cut: true}, {title: "TRIGGER", cut: true}, {title: "SOURCE", cut: true},
		{title: "CREATED"}, {title: "TOOK"}, {title: "ERROR", stretch: true}, {title: "ID"},
	}
	triggerTable = []column{
		{title: "NAME", cut: true}, {title: "TYPE", cut: true}, {title: "ENABLED"}, {title: "FUNCTION", cut: true},
		{title: "SCHEDULE", cut: true}, {title: "PATH OR EVENT", cut: true}, {title: "ID"},
	}
	functionTable = []column{
		{title: "NAME", cut: true}, {title: "TIMEOUT"}, {title: "UPDATED"}, {title: "DESCRIPTION", cut: true, stretch: true}, {title: "ID"},
	}
	receiptTable = []column{{title: "JOB"}, {title: "RUN"}}
)

func (a *app) runRow(r *model.RunDetail) []string {
	took := ""
	if d, ok := r.Elapsed(a.Clock.Now()); ok {
		took = draw.Took(d)
	}
	e := r.ErrorMessage
	if e == "" {
		e = r.ErrorCode
	}
	return []string{
		statusText(&r.Run), r.Function.Label(), triggerText(&r.Run), r.Source,
		a.localTime(r.When()), took, e, r.ID.ID,
	}
}

func (a *app) triggerRow(t *model.Trigger) []string {
	enabled := "no"
	if t.Enabled {
		enabled = "yes"
	}
	at := t.Path
	if at == "" {
		at = t.Event
	}
	return []string{t.Name, string(t.Type), enabled, t.Function.Label(), t.Schedule, at, t.ID}
}

func (a *app) functionRow(f *model.Function) []string {
	limit := ""
	if f.Timeout.Known {
		limit = draw.Took(f.Timeout.Value)
	}
	return []string{f.Name, limit, a.localTime(f.Updated), f.Description, f.ID}
}

func receiptRow(r *model.Receipt) []string { return []string{r.JobID, r.RunID} }

// statusText is fntop's word, with the backend's own where that says more.
func statusText(r *model.Run) string {
	if r.Status == model.StatusUnknown && r.StatusText != "" {
		return "unknown (" + r.StatusText + ")"
	}
	return r.Status.String()
}

func triggerText(r *model.Run) string {
	if label := r.Trigger.Label(); label != "" {
		return label
	}
	return r.TriggerType
}

func (a *app) localTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(a.Zone).Format("2006-01-02 15:04:05")
}

// table aligns rows under their titles by display width. An unknown cell is
// "-", so that every row has as many words or more as there are columns.
func (a *app) table(columns []column, rows [][]string) []byte {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = draw.Width(c.title)
	}
	limit := errorWidth
	for _, row := range rows {
		for i := range row {
			row[i] = model.Visible(row[i])
			if strings.TrimSpace(row[i]) == "" {
				row[i] = "-"
			}
			if columns[i].cut && !columns[i].stretch {
				row[i] = draw.Cut(row[i], nameWidth)
			}
			if !columns[i].stretch {
				widths[i] = max(widths[i], draw.Width(row[i]))
			}
		}
	}
	if a.OutTTY && a.Width > 0 {
		limit = a.Width - 2*(len(columns)-1)
		for i, c := range columns {
			if !c.stretch {
				limit -= widths[i]
			}
		}
	}
	limit = max(limit, errorLeast)
	for _, row := range rows {
		for i, c := range columns {
			if c.stretch {
				if c.cut && !a.OutTTY {
					limit = nameWidth
				}
				row[i] = draw.Cut(row[i], limit)
				widths[i] = max(widths[i], draw.Width(row[i]))
			}
		}
	}

	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	var out []byte
	out = appendRow(out, titles, widths)
	for _, row := range rows {
		out = appendRow(out, row, widths)
	}
	return out
}

func appendRow(out []byte, cells []string, widths []int) []byte {
	for i, c := range cells {
		out = append(out, c...)
		if i == len(cells)-1 {
			break
		}
		for range widths[i] - draw.Width(c) + 2 {
			out = append(out, ' ')
		}
	}
	return append(out, '\n')
}
