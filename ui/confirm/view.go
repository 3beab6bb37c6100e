package confirm

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

const (
	wide    = 68
	preview = 8 // lines of the payload at most
	few     = 4 // and that many before blank lines give way
)

// row draws the inside of one line, between a blank and the right border.
type row func(l *draw.Lines, t *theme.Theme)

// Size is how large the question wants to be.
func (m *Model) Size(w, h int) (int, int) {
	w = min(w, wide)
	return w, min(h, len(m.rows(h-2, w-4))+2)
}

// View draws the question.
func (m *Model) View(look pane.Look, w, h int) []string {
	t := look.Theme
	var l draw.Lines
	l.Reset(w)
	border := look.Border()
	if m.o.Warning != "" {
		border = t.Warn
	}
	box := draw.Box{Border: border, Title: []draw.Span{{Style: t.Strong, Text: m.title()}}}
	if h > 1 {
		l.Top(box)
	}
	for _, r := range m.rows(h-2, w-4) {
		l.Side(box)
		l.Blank(min(2, l.Left()-1))
		r(&l, t)
		l.EndSide(box)
	}
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

func (m *Model) title() string {
	r, size := utf8.DecodeRuneInString(m.verb)
	if size == 0 {
		return "Sure?"
	}
	return string(unicode.ToUpper(r)) + m.verb[size:] + "?"
}

// rows are the lines inside, height at most: the facts, the warning, the
// payload, and what answers. Where there is little room, blank lines go
// first, then the payload's lines, then the warning, then the facts from the
// last; the target and the answer stay.
func (m *Model) rows(height, width int) []row {
	height = max(0, height)
	facts, fields, warning := m.facts(width), m.fields(width), m.warning(width)
	for _, airy := range []bool{true, false} {
		for lines := min(preview, len(m.payload)); lines > 0 || len(m.payload) == 0; lines-- {
			if airy && lines < min(few, len(m.payload)) {
				break
			}
			all := join(airy, facts, fields, warning, m.preview(lines), m.answer(airy))
			if len(all) <= height {
				return all
			}
			if len(m.payload) == 0 {
				break
			}
		}
	}
	answer := m.answer(false)
	if m.inReason {
		answer = append([]row{fields[0]}, answer...)
	} else {
		facts = append(facts, fields...)
	}
	answer = answer[max(0, len(answer)-height):]
	if len(answer) == height && height > 1 {
		answer = answer[1:]
	}
	body := slices.Concat(facts, warning)
	return append(body[:min(height-len(answer), len(body))], answer...)
}

// join puts a blank line between the parts, or, where there is no room for
// that, none.
func join(airy bool, parts ...[]row) []row {
	var all []row
	blank := func(*draw.Lines, *theme.Theme) {}
	for _, part := range parts {
		if airy && len(part) > 0 {
			all = append(all, blank)
		}
		all = append(all, part...)
	}
	if airy {
		all = append(all, blank)
	}
	return all
}

// label is how wide the column of labels is, none where the values need the
// room and say enough.
func (m *Model) label(width int) int {
	label := 0
	for _, line := range m.o.Lines {
		label = max(label, draw.Width(line.Label))
	}
	if m.o.WithRerunFields {
		label = max(label, len(latestLabel))
	}
	if label > width/3 {
		return 0
	}
	return label
}

func (m *Model) facts(width int) []row {
	label := m.label(width)
	rows := make([]row, len(m.o.Lines))
	for i, line := range m.o.Lines {
		rows[i] = m.fact(line, label, i == 0)
	}
	return rows
}

func (m *Model) warning(width int) []row {
	if m.o.Warning == "" {
		return nil
	}
	var rows []row
	for _, line := range draw.Wrap("! "+m.o.Warning, max(8, width-2)) {
		rows = append(rows, text(line, func(t *theme.Theme) theme.Style { return t.Warn }))
	}
	return rows
}

func (m *Model) fact(line Line, label int, target bool) row {
	return func(l *draw.Lines, t *theme.Theme) {
		style := t.Text
		if target {
			style = t.Strong
		}
		if label > 0 {
			l.Cell(t.Faint, line.Label, label, 2)
		}
		l.Fit(style, line.Value, l.Left()-2)
	}
}

// preview is the payload's first lines, and how many more there are.
func (m *Model) preview(lines int) []row {
	if len(m.payload) == 0 {
		return nil
	}
	var rows []row
	if lines < len(m.payload) {
		lines--
	}
	for _, line := range m.payload[:lines] {
		rows = append(rows, text(line, func(t *theme.Theme) theme.Style { return t.Text }))
	}
	if more := len(m.payload) - lines; more > 0 {
		note := "… " + strconv.Itoa(more) + " more lines of payload"
		rows = append(rows, text(note, func(t *theme.Theme) theme.Style { return t.Faint }))
	}
	return rows
}

// answer says which keys answer, below the field where a name is typed.
func (m *Model) answer(airy bool) []row {
	if m.inReason {
		return []row{keys(draw.Hint{"enter", "back to the question"})}
	}
	if !m.typing() && m.o.WithRerunFields {
		return []row{keys(draw.Hint{"y", m.verb}, draw.Hint{"n", m.no()}, draw.Hint{"tab", "reason"}, draw.Hint{"ctrl+t", latestLabel})}
	}
	if !m.typing() {
		return []row{keys(draw.Hint{"y", m.verb}, draw.Hint{"n", m.no()})}
	}
	ask := func(l *draw.Lines, t *theme.Theme) {
		if m.wrong {
			l.Fit(t.Bad, "that is not the name: ", l.Left()-1)
		} else {
			l.Fit(t.Faint, "type the name to "+m.verb+": ", l.Left()-1)
		}
		l.Fit(t.Strong, m.name, l.Left()-2)
	}
	field := func(l *draw.Lines, t *theme.Theme) {
		l.Fit(t.Accent, "› ", l.Left()-1)
		field.Text{Value: m.typed, Cursor: len(m.typed)}.Draw(l, t, l.Left()-1)
	}
	rows := []row{ask, field, keys(draw.Hint{"enter", m.verb}, draw.Hint{"esc", m.no()})}
	if airy {
		rows = slices.Insert(rows, 2, text("", func(t *theme.Theme) theme.Style { return t.Text }))
	}
	return rows
}

func keys(hints ...draw.Hint) row {
	return func(l *draw.Lines, t *theme.Theme) { l.Hints(t, l.Left()-1, hints...) }
}

func text(line string, style func(*theme.Theme) theme.Style) row {
	return func(l *draw.Lines, t *theme.Theme) { l.Fit(style(t), line, l.Left()-2) }
}

// no is what it is to say no: not "cancel", where yes is to cancel a run.
func (m *Model) no() string {
	if m.o.Action.Kind == model.CancelRun {
		return "let it run"
	}
	return "cancel"
}
