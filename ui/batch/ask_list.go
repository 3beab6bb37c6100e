package batch

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

const (
	first  = 10 // runs that are listed where there is room
	enough = 4  // lines of the list, for which how it is done is told in full
)

// scroll moves the list of runs, and reports whether the key was for that.
func (m *Ask) scroll(msg tea.KeyMsg) bool {
	page := max(1, m.page)
	switch msg.String() {
	case "down", "j":
		m.top++
	case "up", "k":
		m.top--
	case "pgdown", "ctrl+d":
		m.top += page
	case "pgup", "ctrl+u":
		m.top -= page
	case "home", "g":
		m.top = 0
	case "end", "G":
		m.top = len(m.items)
	default:
		return false
	}
	m.settle()
	return true
}

// settle keeps the list from being scrolled beyond its ends.
func (m *Ask) settle() { m.top = max(0, min(m.top, len(m.items)-m.page)) }

// listed are some of the runs, in the order in which they are sent, in at most
// so many lines: the last of them says how many there are besides.
func (m *Ask) listed(most int) []row {
	most = max(0, most)
	m.page = min(most, len(m.items))
	if m.page < len(m.items) && most > 1 {
		m.page--
	}
	m.settle()
	var rows []row
	for _, it := range m.items[m.top : m.top+m.page] {
		rows = append(rows, one(m.byID[it.Run]))
	}
	if m.page == len(m.items) || most < 2 {
		return rows
	}
	text := "… and " + draw.Count(len(m.items)-m.page) + " more; ↓ shows them"
	if m.top > 0 {
		text = "… " + draw.Count(m.top) + " before, " + draw.Count(len(m.items)-m.top-m.page) + " after"
	}
	return append(rows, func(l *draw.Lines, look pane.Look) { l.Fit(look.Theme.Faint, text, l.Left()-2) })
}

func one(r *model.Run) row {
	return func(l *draw.Lines, look pane.Look) {
		t := look.Theme
		cell(l, t.Status(r.Status), theme.Glyph(r.Status), 1)
		cell(l, t.Text, model.Visible(draw.Clip(r.Function.Label(), 200)), 20)
		cell(l, t.Faint, model.Visible(draw.Clip(r.Trigger.Label(), 200)), 16)
		cell(l, t.Faint, string(look.Times.AppendWhen(nil, r.When(), look.Now, look.Zone)), 11)
		text := r.ErrorMessage
		if text == "" {
			text = r.ErrorCode
		}
		l.Fit(t.Text, model.Visible(draw.Clip(text, 200)), l.Left()-2)
	}
}
