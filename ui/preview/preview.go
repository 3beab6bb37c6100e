// Package preview shows the selected run under the table: what went wrong,
// or when and how it ran.
package preview

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Model is the pane.
type Model struct {
	run   *model.Run
	text  []string // the error, made visible, line by line as it came
	title string
	width int // the text is wrapped to it
	rows  []string
	top   int
	lines draw.Lines
}

// New returns an empty preview.
func New() *Model { return &Model{} }

// SetRun shows this run from now on; nil for none.
func (m *Model) SetRun(r *model.Run) {
	if r == m.run {
		return
	}
	if r == nil || m.run == nil || r.ID != m.run.ID {
		m.top = 0
	}
	m.run, m.text, m.rows, m.width, m.title = r, nil, nil, 0, ""
	if r == nil {
		return
	}
	m.title = model.Visible(r.Function.Label()) + " · " + draw.ShortID(model.Visible(r.ID.ID))
	if r.ErrorMessage != "" {
		m.text = model.VisibleLines(r.ErrorMessage)
		if r.ErrorCut {
			m.text = append(m.text, "… open the run to read all of it")
		}
	}
}

// Key scrolls and opens.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	switch action {
	case keymap.Up:
		m.top--
	case keymap.Down:
		m.top++
	case keymap.Top:
		m.top = 0
	case keymap.Bottom:
		m.top = len(m.rows)
	case keymap.Open:
		if m.run != nil {
			return pane.OpenRun{ID: m.run.ID}
		}
		return pane.Say{Text: "There is no run to open."}
	}
	m.top = max(0, min(m.top, len(m.rows)-1))
	return nil
}

// View draws the pane, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	l, t := &m.lines, look.Theme
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: m.titleSpans(look)}
	l.Top(box)
	if m.run == nil {
		l.FillBox(box, h-1)
		l.Bottom(box)
		return l.Take(h)
	}
	m.wrap(w - 4)
	for _, row := range m.rows[min(m.top, len(m.rows)):] {
		if l.Height() >= h-2 {
			break
		}
		l.Side(box)
		l.Blank(1)
		l.Text(t.Text, row)
		l.EndSide(box)
	}
	for _, facts := range [...][]draw.Span{m.times(look), m.origin(look), m.ids(look)} {
		if l.Height() < h-1 {
			l.Side(box)
			l.Blank(1)
			l.Spans(facts)
			l.EndSide(box)
		}
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

func (m *Model) titleSpans(look pane.Look) []draw.Span {
	t := look.Theme
	if m.run == nil {
		return []draw.Span{{Style: t.Faint, Text: "no run selected"}}
	}
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	spans := []draw.Span{{Style: t.Strong, Text: m.title}, dash, {Style: t.Status(m.run.Status), Text: m.run.Status.String()}}
	if m.run.ErrorCode != "" {
		spans = append(spans, dash, draw.Span{Style: t.Bad, Text: model.Visible(m.run.ErrorCode)})
	}
	return spans
}

// facts is one line of labelled values.
type facts struct {
	look  pane.Look
	spans []draw.Span
}

func (f *facts) add(label, value string) {
	if value == "" {
		return
	}
	if len(f.spans) > 0 {
		f.spans = append(f.spans, draw.Span{Text: "   "})
	}
	f.spans = append(f.spans, draw.Span{Style: f.look.Theme.Faint, Text: label + " "}, draw.Span{Style: f.look.Theme.Text, Text: value})
}

func (m *Model) times(look pane.Look) []draw.Span {
	f, r := facts{look: look}, m.run
	if d, ok := r.Elapsed(look.Now); ok {
		f.add("took", draw.Took(d))
	}
	f.add("created", string(look.Times.AppendWhen(nil, r.When(), look.Now, look.Zone)))
	if !r.Ended.IsZero() {
		f.add("ended", string(look.Times.AppendWhen(nil, r.Ended, look.Now, look.Zone)))
	}
	if r.MemoryBytes.Known {
		f.add("memory", draw.Bytes(r.MemoryBytes.Value))
	}
	return f.spans
}

func (m *Model) origin(look pane.Look) []draw.Span {
	f, r := facts{look: look}, m.run
	f.add("trigger", model.Visible(r.Trigger.Label()))
	f.add("source", model.Visible(r.Source))
	f.add("version", model.Visible(r.FunctionVersion))
	if r.IsRerun.Value {
		f.add("rerun of", draw.ShortID(model.Visible(r.OriginalRunID)))
	}
	if !r.Stripped.IsZero() {
		f.add("output", "removed by retention")
	}
	return f.spans
}

func (m *Model) ids(look pane.Look) []draw.Span {
	f := facts{look: look}
	f.add("run", model.Visible(m.run.ID.ID))
	f.add("job", model.Visible(m.run.JobID))
	return f.spans
}

func (m *Model) wrap(width int) {
	if width == m.width || width < 1 {
		return
	}
	m.width, m.rows = width, nil
	for _, line := range m.text {
		m.rows = append(m.rows, draw.Wrap(line, width)...)
	}
}
