package follow

import (
	"time"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// wordsFrom is from how many cells on a step is a sign and a word: four steps
// fit then.
const wordsFrom = 84

const arrow = " → "

// history draws the steps, the last one in any case: where there is no room
// for all of them, the oldest are left out.
func (m *Model) history(look pane.Look, r *Row, room int) {
	l, t, steps := &m.lines, look.Theme, r.History.steps
	if len(steps) == 0 {
		return
	}
	words := m.cellsOf(r).words
	pieces := make([]piece, len(steps))
	whole := 0
	for i := range steps {
		pieces[i] = m.piece(look, r, i, words[i], room >= wordsFrom)
		whole += pieces[i].width()
	}
	whole += (len(steps) - 1) * draw.Width(arrow)
	first, left := 0, 0
	if r.History.cut {
		left = 2
	}
	for ; first < len(steps)-1 && whole+left > room; first++ {
		whole -= pieces[first].width() + draw.Width(arrow)
		left = 2 // for the ellipsis
	}
	end := l.Left() - room
	fit := func(style theme.Style, text string) { l.Fit(style, text, max(0, l.Left()-end)) }
	if left > 0 {
		fit(t.Faint, "… ")
	}
	for i := first; i < len(pieces); i++ {
		m.here = m.here || steps[i].Here
		if i > first {
			fit(t.Faint, arrow)
		}
		fit(t.Faint, pieces[i].before)
		fit(steps[i].style(t), pieces[i].what)
		fit(t.Faint, pieces[i].when)
		fit(t.Text, pieces[i].after)
	}
}

// piece is one step as it is drawn.
type piece struct{ before, what, when, after string }

func (p piece) width() int {
	return draw.Width(p.before) + draw.Width(p.what) + draw.Width(p.when) + draw.Width(p.after)
}

func (m *Model) piece(look pane.Look, r *Row, i int, word string, words bool) piece {
	steps := r.History.steps
	s := steps[i]
	p := piece{what: s.glyph()}
	if words {
		p.what = word
	}
	if s.Attempt > 1 && (i == 0 || steps[i-1].Attempt != s.Attempt) {
		p.before = "#" + draw.Count(int(s.Attempt)) + " "
	}
	m.text = append(m.text[:0], ' ')
	if s.Here {
		m.text = append(m.text, '~')
	}
	p.when = string(appendClock(m.text, look, s.At))
	if i == len(steps)-1 && s.Kind == OfRun && s.Status.Over() && r.Run != nil {
		if d, ok := r.Run.Took(); ok {
			p.after = " (" + draw.Took(d) + ")"
		}
	}
	return p
}

// why is what there is to tell beside the history: what is wrong, and what is
// done about it. What changes is told first, since what does not fit is cut.
func (m *Model) why(look pane.Look, r *Row) (string, theme.Style) {
	t, text := look.Theme, m.cellsOf(r)
	at := func(when time.Time) string { return string(appendClock(m.text[:0], look, when)) }
	key := look.Keys.Key
	switch r.State {
	case Sending:
		return "waiting for the answer", t.Faint
	case Refused, Lost:
		return text.said, t.Bad
	case GaveUp:
		if !r.Again.IsZero() {
			return "given up at " + at(r.Left) + " until the backend answers. " + text.said, t.Warn
		}
		return "given up at " + at(r.Left) + "; " + key(keymap.Follow) + " goes on. " + text.said, t.Warn
	case Stopped:
		return "not followed since " + at(r.Left) + "; " + key(keymap.Follow) + " goes on", t.Faint
	case Paused:
		return "not followed since " + at(r.Left) + ": fntop is paused; " + key(keymap.PausePolling) + " goes on", t.Faint
	case Aside:
		return "profile off the screen since " + at(r.Left) + "; " + key(keymap.Profiles) + " puts it back", t.Faint
	}
	switch {
	case r.State != Over && text.said != "" && !r.Again.IsZero():
		return "next look " + at(r.Again) + ". " + text.said, t.Warn
	case text.err != "":
		return text.err, t.Text
	case r.Maybe:
		return "its answer was lost; this run may have come of it", t.Faint
	case r.State == Queued && r.Run == nil:
		return "job " + text.job + " is accepted; no run carries it yet", t.Faint
	}
	return "", t.Faint
}
