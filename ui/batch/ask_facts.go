package batch

import (
	"strconv"
	"strings"
	"time"

	"fntop/api/bulk"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// facts say what it is about: what warns stands before what is left out.
func (m *Ask) facts(width int) []row {
	var rows []row
	add := func(more []row) { rows = append(rows, more...) }
	if m.o.Title != "" {
		add(fact("group", m.o.Title, width))
	}
	for i, where := range m.o.Where {
		add(fact(map[bool]string{true: "profile"}[i == 0], where, width))
	}
	if r := m.o.Rest; r != nil {
		t := bulk.TallyOf(r.Results)
		add(fact("begun", r.Plan.Made.Format("2006-01-02 15:04:05 MST"), width))
		add(fact("so far", t.String(), width))
		add(fact("left", model.Counted(t.Waiting, "run")+" at "+bulk.RateText(r.Plan.Every), width))
		if n := t.Doubt + t.Sending; n > 0 {
			add(warning(model.Counted(n, "run")+" may have been sent: looked for, and not sent again", width))
		}
	} else {
		add(fact("status", m.statuses(), width))
	}
	if n := len(m.o.Hidden); n > 0 && m.hidden {
		add(warning(model.Counted(n, "run")+" hidden by the filter taken along", width))
	}
	for _, text := range m.o.Warnings {
		add(warning(text, width))
	}
	if n := len(m.o.Hidden); n > 0 && !m.hidden {
		add(fact("left out", model.Counted(n, "run")+" hidden by the filter; h takes them along", width))
	}
	for _, text := range m.o.LeftOut {
		add(fact("left out", text, width))
	}
	return rows
}

// statuses is how many of the runs ended how: "failed" takes in what timed out
// and what a person cancelled, which may not be meant to run again.
func (m *Ask) statuses() string {
	n := map[model.Status]int{}
	for _, it := range m.items {
		n[m.byID[it.Run].Status]++
	}
	var parts []string
	for _, s := range model.Statuses {
		if n[s] > 0 {
			parts = append(parts, draw.Count(n[s])+" "+s.String())
		}
	}
	return strings.Join(parts, ", ")
}

// how says how it is done.
func (m *Ask) how(width int) []row {
	if m.o.Rest != nil {
		return nil
	}
	p := m.plan()
	order, follow, code := "as in the table", "no", "of the original run"
	if m.order == bulk.OldestFirst {
		order = "the oldest first"
	}
	if p.Follow {
		follow = "each new run to its end; one that ends badly is a failure"
	}
	if p.LatestCode {
		code = "the latest"
	}
	stop := "after " + strconv.Itoa(p.StopAfter) + " failures"
	switch p.StopAfter {
	case 0:
		stop = "never, however many fail"
	case 1:
		stop = "after the first failure"
	}
	rows := fact("rate", bulk.RateText(p.Every)+", so that it takes "+draw.Took(max(p.Least(), time.Second))+" at the least", width)
	for _, f := range [...][2]string{{"order", order}, {"stops", stop}, {"follows", follow}} {
		rows = append(rows, fact(f[0], f[1], width)...)
	}
	if m.o.Plain {
		return rows
	}
	return append(append(rows, fact("code", code, width)...), m.reasonRow())
}

// brief is how in as few lines as will do.
func (m *Ask) brief(width int) []row {
	p := m.plan()
	parts := []string{bulk.RateText(p.Every) + ", " + draw.Took(max(p.Least(), time.Second)) + " at the least"}
	if m.order == bulk.OldestFirst {
		parts = append(parts, "the oldest first")
	}
	switch p.StopAfter {
	case 0:
		parts = append(parts, "never stops")
	case 1:
		parts = append(parts, "stops after a failure")
	default:
		parts = append(parts, "stops after "+strconv.Itoa(p.StopAfter)+" failures")
	}
	if p.Follow {
		parts = append(parts, "followed")
	} else {
		parts = append(parts, "not followed")
	}
	if p.LatestCode {
		parts = append(parts, "the latest code")
	}
	var rows []row
	for _, text := range draw.Wrap(strings.Join(parts, " · "), max(1, width)) {
		rows = append(rows, func(l *draw.Lines, look pane.Look) { l.Fit(look.Theme.Text, text, l.Left()-2) })
	}
	if m.inReason || p.Reason != "" {
		rows = append([]row{m.reasonRow()}, rows...) // what is being typed stays in sight
	}
	return rows
}

// reasonRow is the reason, or the field for it.
func (m *Ask) reasonRow() row {
	return func(l *draw.Lines, look pane.Look) {
		t := look.Theme
		style := t.Faint
		if m.inReason {
			style = t.Accent
		}
		cell(l, style, "reason", labels)
		l.Blank(min(1, l.Left()-2))
		switch value := m.reason.Value(); {
		case m.inReason:
			m.reason.Draw(l, t, max(0, l.Left()-2))
		case value == "":
			l.Fit(t.Faint, "none", l.Left()-2)
		default:
			l.Fit(t.Text, model.Visible(value), l.Left()-2)
		}
	}
}

// longest is how much of a text is told: a backend may say a great deal.
const longest = 300

// fact is a name and what it stands for, in as many lines as that takes.
func fact(name, value string, width int) []row {
	var rows []row
	for i, text := range draw.Wrap(model.Visible(draw.Clip(value, longest)), max(1, width-labels-2)) {
		label := ""
		if i == 0 {
			label = name
		}
		rows = append(rows, func(l *draw.Lines, look pane.Look) {
			cell(l, look.Theme.Faint, label, labels)
			l.Blank(min(1, l.Left()-2))
			l.Fit(look.Theme.Text, text, l.Left()-2)
		})
	}
	return rows
}

// warning is a text that stands out, in as many lines as it takes.
func warning(text string, width int) []row {
	var rows []row
	sign := "! "
	for _, part := range draw.Wrap(model.Visible(draw.Clip(text, longest)), max(1, width-len(sign))) {
		part = sign + part
		rows = append(rows, func(l *draw.Lines, look pane.Look) { l.Fit(look.Theme.Warn, part, l.Left()-2) })
		sign = "  "
	}
	return rows
}
