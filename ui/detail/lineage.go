package detail

import (
	"slices"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// family is the body of the tab of a run's lineage: the original and its
// reruns, the oldest first, a few lines each.
type family struct {
	lines []line
	from  []int // the first line of each run
}

func (f *family) len() int        { return len(f.lines) }
func (f *family) line(i int) line { return f.lines[i] }

// ShowLineage opens the tab of the lineage.
func (m *Model) ShowLineage() {
	m.turn(int(lineageTab) - int(m.tab))
}

// OnLineage reports whether that tab is open.
func (m *Model) OnLineage() bool { return m.tab == lineageTab }

// SetLineageState says how reading the lineage stands; empty where it is read.
func (m *Model) SetLineageState(text string) {
	m.lineageState = model.Visible(text)
	m.changed()
}

// relatives are the runs of the lineage, the oldest first, this one among
// them; none where it is the only one.
func (m *Model) relatives() []*model.Run {
	if len(m.lineage) == 0 {
		return nil
	}
	all := slices.Clone(m.lineage)
	if at := slices.IndexFunc(all, func(r *model.Run) bool { return r.ID == m.id }); at >= 0 {
		all[at] = m.run()
	} else {
		all = append(all, m.run())
	}
	slices.SortStableFunc(all, func(a, b *model.Run) int {
		switch { // the original is first, whatever is known of it
		case a.ID.ID == b.OriginalRunID:
			return -1
		case b.ID.ID == a.OriginalRunID:
			return 1
		}
		return model.Newer(b, a)
	})
	if len(all) < 2 {
		return nil
	}
	return all
}

// picked is the run of the lineage that is selected.
func (m *Model) pickedRelative(all []*model.Run) int {
	if at := slices.IndexFunc(all, func(r *model.Run) bool { return r.ID == m.picked }); at >= 0 {
		return at
	}
	return max(0, slices.IndexFunc(all, func(r *model.Run) bool { return r.ID == m.id }))
}

// pick selects another run of the lineage and scrolls so that all that is told
// of it is in sight.
func (m *Model) pick(action keymap.Action, by int) {
	all := m.relatives()
	if len(all) == 0 {
		return
	}
	at := m.pickedRelative(all) + by
	switch action {
	case keymap.Top:
		at = 0
	case keymap.Bottom:
		at = len(all) - 1
	case keymap.PageUp, keymap.HalfUp:
		at = m.pickedRelative(all) - 3
	case keymap.PageDown, keymap.HalfDown:
		at = m.pickedRelative(all) + 3
	}
	at = max(0, min(at, len(all)-1))
	m.picked = all[at].ID
	f, ok := m.body().(*family)
	if !ok {
		return
	}
	height, last := m.measure(), len(f.lines)-1
	if at+1 < len(f.from) {
		last = f.from[at+1] - 1
	}
	top := m.wraps.settle(f, m.at[m.tab], height)
	top = m.wraps.around(f, top, place{line: last}, height)
	m.at[m.tab] = m.wraps.around(f, top, place{line: f.from[at]}, height)
}

// openRelative opens the run that is selected.
func (m *Model) openRelative() pane.Intent {
	all := m.relatives()
	if len(all) == 0 {
		return pane.Say{Text: "There is no other run to open."}
	}
	r := all[m.pickedRelative(all)]
	if r.ID == m.id {
		return pane.Say{Text: "This run is open already."}
	}
	return pane.OpenRelative{ID: r.ID}
}

// lineageBody writes the tab for the last look.
func (m *Model) lineageBody() body {
	all := m.relatives()
	if len(all) == 0 {
		if m.lineageState != "" {
			return prose{m.lineageState}
		}
		return prose{"none: this run is no rerun, and no rerun of it is known."}
	}
	f := &family{}
	s := scribe{look: m.seen.look, wide: m.wraps.width >= wideEnough+labelWidth}
	picked := m.pickedRelative(all)
	for i, r := range all {
		f.from = append(f.from, len(f.lines))
		f.lines = append(f.lines, s.relative(r, m.kinship(all, r), i == picked))
		if text := why(r); text != "" {
			f.lines = append(f.lines, aside(text, faint))
		}
		if text := wrong(r); text != "" {
			f.lines = append(f.lines, aside(text, bad))
		}
	}
	if m.lineageState != "" {
		f.lines = append(f.lines, line{}, line{text: m.lineageState, words: true, spans: [8]span{{len(m.lineageState), faint}}})
	}
	return f
}

// kinship is what a run is in the lineage.
func (m *Model) kinship(all []*model.Run, r *model.Run) string {
	word := ""
	if slices.ContainsFunc(all, func(x *model.Run) bool { return x.OriginalRunID == r.ID.ID }) {
		word = "original"
	}
	switch {
	case r.ID != m.id:
	case word == "":
		word = "this run"
	default:
		word += ", this run"
	}
	return word
}

// relative is the first line of a run: how it stands, when, how long, which.
func (s *scribe) relative(r *model.Run, kinship string, picked bool) line {
	mark := "  "
	if picked {
		mark = "▸ "
	}
	status := theme.Glyph(r.Status) + " " + r.Status.String()
	when := string(s.look.Times.AppendWhen(nil, r.When(), s.look.Now, s.look.Zone))
	took := ""
	if d, ok := r.Elapsed(s.look.Now); ok {
		took = draw.Took(d)
	}
	if s.wide {
		status, when, took = pad(status, 12), pad(when, 12), pad(took, 6)
	}
	l := line{text: mark + status + "  " + when + "  " + took + "  " + draw.ShortID(model.Visible(r.ID.ID)), words: true, hang: 4}
	l.spans[0] = span{len(mark), accent}
	l.spans[1] = span{len(mark) + len(status), ofStatus + role(r.Status)}
	l.spans[2] = span{len(l.text), read}
	if kinship != "" {
		l.text += "  " + kinship
		l.spans[3] = span{len(l.text), strong}
	}
	if v := model.Visible(r.FunctionVersion); v != "" && s.wide {
		l.text += "  version " + v
	}
	return l
}

// why says who asked for a rerun, and for what reason.
func why(r *model.Run) string {
	reason := model.Visible(r.RerunReason)
	switch by := draw.ShortID(model.Visible(r.RerunBy)); {
	case by != "" && reason != "":
		return "by " + by + ": " + reason
	case by != "":
		return "by " + by
	default:
		return reason
	}
}

// wrong is a run's error in a line.
func wrong(r *model.Run) string {
	code, message := model.Visible(r.ErrorCode), ""
	if r.ErrorMessage != "" {
		message = model.VisibleLines(draw.Clip(r.ErrorMessage, 400))[0]
	}
	if code != "" && message != "" {
		return code + ": " + message
	}
	return code + message
}

func aside(text string, r role) line {
	text = draw.Anchored(text)
	return line{text: text, indent: 4, hang: 4, words: true, spans: [8]span{{len(text), r}}}
}
