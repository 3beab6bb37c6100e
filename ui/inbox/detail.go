package inbox

import (
	"strings"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// selected draws, below the rows, the whole of what is known of the selected
// group: what one of its runs said, where it failed, and what was made good.
func (m *Model) selected(look pane.Look, box draw.Box, bottom int) {
	l, t := &m.lines, look.Theme
	l.Text(box.Border, "├")
	l.Repeat(box.Border, "─", l.Left()-1)
	l.Text(box.Border, "┤")
	l.End()
	r := m.Selected()
	if r == nil {
		l.FillBox(box, bottom)
		return
	}
	g := r.Group
	facts := m.facts(look, r)
	for _, fact := range facts {
		if l.Height() >= bottom {
			return
		}
		l.Side(box)
		l.Blank(2)
		l.Cell(t.Faint, fact.label, 9, 1)
		l.Fit(fact.style, fact.text, l.Left()-2)
		l.EndSide(box)
	}
	label := "newest"
	for _, line := range model.VisibleLines(draw.Clip(g.Sample().ErrorMessage, model.ErrorLimit)) {
		if l.Height() >= bottom {
			return
		}
		l.Side(box)
		l.Blank(2)
		l.Cell(t.Faint, label, 9, 1)
		l.Fit(t.Text, line, l.Left()-2)
		l.EndSide(box)
		label = ""
	}
	l.FillBox(box, bottom)
}

type fact struct {
	label, text string
	style       theme.Style
}

func (m *Model) facts(look pane.Look, r *Row) []fact {
	t, g := look.Theme, r.Group
	var facts []fact
	add := func(style theme.Style, label, text string) {
		if text != "" {
			facts = append(facts, fact{label, text, style})
		}
	}
	if r.Ack != nil {
		add(t.Warn, "known", m.ackText(look, r.Ack))
	}
	add(t.Text, "functions", listed(g.Functions))
	add(t.Text, "triggers", listed(g.Triggers))
	if len(g.Profiles) > 1 {
		add(t.Text, "profiles", listed(g.Profiles))
	}
	add(t.Good, "made good", madeGood(g))
	var hand []string
	if g.Merged > 0 {
		hand = append(hand, model.Counted(g.Merged, "other group")+" merged into it")
	}
	if g.Split != model.SplitNot {
		hand = append(hand, "split by "+g.Split.String())
	}
	add(t.Faint, "by hand", strings.Join(hand, " · "))
	return facts
}

// listed is where runs failed, with how many did.
func listed(all []model.Share) string {
	var b strings.Builder
	for i, s := range all {
		if i == maxListed {
			b.WriteString(" and " + draw.Count(len(all)-i) + " more")
			break
		}
		if i > 0 {
			b.WriteString(" · ")
		}
		b.WriteString(model.Visible(s.Ref.Label()) + " " + draw.Count(s.Runs))
	}
	return b.String()
}

const maxListed = 8

// madeGood says which of a group's failures are nobody's concern any more,
// and why.
func madeGood(g *model.Group) string {
	var ways []string
	if g.ByRerun > 0 {
		ways = append(ways, draw.Count(g.ByRerun)+" by a rerun that succeeded")
	}
	if n := len(g.Resolved) - g.ByRerun; n > 0 {
		what := "trigger"
		if len(g.Triggers) == 0 {
			what = "function"
		}
		ways = append(ways, draw.Count(n)+" as the same "+what+" succeeded later")
	}
	return strings.Join(ways, " · ")
}

func (m *Model) ackText(look pane.Look, a *model.GroupAck) string {
	text := "until "
	switch {
	case a.End == model.AckToNext:
		text += "it fails again"
	case a.End == model.AckToClean:
		text += "it is made good"
	case a.Until.IsZero():
		text = "for good"
	default:
		text += m.clock(look, a.Until)
	}
	if a.By != "" {
		text += ", by " + model.Visible(a.By)
	}
	text += ", since " + m.clock(look, a.At)
	if a.Note != "" {
		text += ": " + model.Visible(a.Note)
	}
	return text
}

// when is a point in time as the rows have it.
func (m *Model) when(look pane.Look, at time.Time) string {
	m.text = look.Times.AppendWhen(m.text[:0], at, look.Now, look.Zone)
	return string(m.text)
}

// clock is a point in time that may lie ahead.
func (m *Model) clock(look pane.Look, at time.Time) string {
	zone := look.Times.Zone(look.Zone)
	at, now := at.In(zone), look.Now.In(zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("Jan 2 15:04")
}

// nothing says why there is no row.
func (m *Model) nothing() string {
	switch {
	case m.status.Empty != "":
		return m.status.Empty
	case m.count[good] > 0:
		return "Nothing is open: every failure was made good since."
	}
	return "Nothing is open: no run that is loaded has failed."
}

func (m *Model) empty(look pane.Look, box draw.Box, w, bottom int) {
	l := &m.lines
	for _, line := range draw.Wrap(m.nothing(), max(1, w-6)) {
		if l.Height() >= bottom {
			return
		}
		l.Side(box)
		l.Blank(2)
		l.Fit(look.Theme.Faint, line, l.Left()-2)
		l.EndSide(box)
	}
}
