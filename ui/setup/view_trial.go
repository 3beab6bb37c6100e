package setup

import (
	"time"

	"fntop/api"
	"fntop/theme"
	"fntop/ui/draw"
)

// trial shows the steps of a try, then what can be done about it.
func (m *Model) trial(width, inside int) []row {
	title, style := m.verdict()
	head := []row{text(title, style)}
	foot := m.choices()
	airy := inside >= 14
	if airy {
		head = append([]row{blank}, append(head, blank)...)
		foot = append([]row{blank}, append(foot, blank, m.trialKeys())...)
	} else if inside >= 11 {
		foot = append(foot, m.trialKeys())
	}
	room := inside - len(head) - len(foot)
	if room < 0 {
		head, room = nil, max(0, inside-len(foot))
	}
	var body []row
	switch {
	case m.refused != "":
		body = wrapped(m.refused, width, max(1, room), bad)
	default:
		body = m.steps(width, room)
	}
	if airy {
		for len(body) < room {
			body = append(body, blank)
		}
	}
	return append(append(head, body[:min(len(body), room)]...), foot...)
}

// verdict is the heading.
func (m *Model) verdict() (string, func(*theme.Theme) theme.Style) {
	switch {
	case m.stage == trying:
		return "Trying " + m.where() + " …", strong
	case m.stage == saving:
		return "Saving " + m.draft.Name + " …", strong
	case m.refused != "":
		return "Not saved", bad
	case m.works():
		return "✓ It works: " + m.where(), good
	}
	return "✗ It does not work: " + m.where(), bad
}

// choices are the menu, one line each.
func (m *Model) choices() []row {
	if m.stage != tried {
		return nil
	}
	rows := make([]row, len(m.menu))
	for i, a := range m.menu {
		rows[i] = func(l *draw.Lines, t *theme.Theme) {
			mark, style := " ", t.Text
			if i == m.at {
				mark, style = "▸", t.Strong
			}
			l.Cell(t.Accent, mark, 1, 1)
			l.Fit(style, a.text, l.Left())
		}
	}
	return rows
}

func (m *Model) trialKeys() row {
	hints := []draw.Hint{{"↑ ↓", "choose"}, {"enter", "do it"}, {"esc", "change it"}}
	switch m.stage {
	case trying:
		hints = []draw.Hint{{"esc", "stop"}}
	case saving:
		hints = nil
	}
	return func(l *draw.Lines, t *theme.Theme) { l.Hints(t, l.Left(), hints...) }
}

// step is the lines of one finding; the less they matter, the sooner they give
// way where there is no room.
type step struct {
	rank int
	rows []row
}

const (
	passedStep = iota // goes first
	doubtfulStep
	failedStep
)

// steps are the findings in their order, as many as there is room for.
func (m *Model) steps(width, room int) []row {
	steps := make([]step, 0, len(m.findings))
	lines := 0
	for _, f := range m.findings {
		s := m.step(f, width)
		steps = append(steps, s)
		lines += len(s.rows)
	}
	for rank := passedStep; rank < failedStep && lines > room; rank++ {
		for i := range steps {
			if steps[i].rank == rank && lines > room {
				lines -= len(steps[i].rows)
				steps[i].rows = nil
			}
		}
	}
	var rows []row
	for _, s := range steps {
		rows = append(rows, s.rows...)
	}
	return rows
}

const whats = 12

// step is a finding on one line; where something is wrong it is read in full,
// and what to do stands below.
func (m *Model) step(f api.Finding, width int) step {
	s := step{rank: passedStep}
	glyph, style, detail := "✓", good, faint
	switch f.Result {
	case api.Doubtful:
		s.rank, glyph, style = doubtfulStep, "!", warn
	case api.Failed:
		s.rank, glyph, style, detail = failedStep, "✗", bad, plain
	}
	narrow, indent := width < 50, whats+3
	if narrow {
		indent = 2
	}
	parts, took := []string{f.Detail}, ""
	if f.Took.Known && !narrow {
		took = max(time.Millisecond, f.Took.Value.Round(time.Millisecond)).String()
	}
	if f.Result == api.Failed {
		parts = draw.Wrap(f.Detail, max(1, width-indent))
		if narrow {
			parts = append([]string{""}, parts...)
		}
	}
	s.rows = append(s.rows, func(l *draw.Lines, t *theme.Theme) {
		l.Cell(style(t), glyph, 1, 1)
		l.Cell(t.Text, f.What, whats, 1)
		room := l.Left()
		if took == "" {
			l.Fit(detail(t), parts[0], room)
			return
		}
		l.Cell(detail(t), parts[0], room-draw.Width(took)-2, 2)
		l.Fit(t.Faint, took, l.Left())
	})
	below := func(part string, style func(*theme.Theme) theme.Style) {
		s.rows = append(s.rows, func(l *draw.Lines, t *theme.Theme) {
			l.Blank(min(indent, l.Left()-1))
			l.Fit(style(t), part, l.Left())
		})
	}
	for _, part := range parts[1:] {
		below(part, detail)
	}
	if f.Result != api.Passed && f.Next != "" {
		for _, part := range draw.Wrap(f.Next, max(1, width-indent)) {
			below(part, warn)
		}
	}
	return s
}
