package report

import (
	"fmt"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// none is a section of which there is nothing to tell.
func none(title, text string) section {
	return section{title: title, text: [][]piece{{said("%s", text)}}}
}

func rest(n, shown int, what string) [][]piece {
	if n <= shown {
		return nil
	}
	return [][]piece{{said("The first %s of %s are listed.", draw.Count(shown), model.Counted(n, what))}}
}

func (w *writer) groups() {
	const title = "What failed"
	if len(w.r.Groups) == 0 {
		w.add(none(title, "Nothing failed of what was seen."))
		return
	}
	s := section{title: title, text: [][]piece{{said("Failures with the same code and wording are one group. Open are those after which neither a rerun nor the same trigger has succeeded.")}},
		head: heads(">no", ">failures", ">open", "first", "last", "functions", "what")}
	s.text = append(s.text, rest(len(w.r.Groups), groupsShown, "group")...)
	for i, g := range w.r.Groups[:min(len(w.r.Groups), groupsShown)] {
		what := strings.TrimSpace(g.Code + " " + g.Title)
		if g.Title == g.Code {
			what = g.Code
		}
		s.rows = append(s.rows, []piece{number(i + 1), number(g.Runs), number(g.Open), said("%s", w.when(g.First)), said("%s", w.when(g.Last)), told(where(g.Functions)), told(orNone(draw.Cut(model.Visible(what), whatWidth)))})
	}
	w.add(s)
	for i, g := range w.r.Groups[:min(len(w.r.Groups), samples)] {
		if g.Message == "" {
			continue
		}
		text := []piece{said("The last of group %d, run ", i+1), told(g.Sample.ID)}
		if w.many {
			text = append(text, said(" of "), told(g.Sample.Profile))
		}
		w.add(section{text: [][]piece{append(text, said(":"))}, block: firstLines(g.Message)})
	}
}

// whatWidth is how much of a group's wording is told in the table; the sample has the rest.
const whatWidth = 100

func orNone(text string) string {
	if text == "" {
		return "no message"
	}
	return text
}

// where names the functions of a group, the two with most of it.
func where(shares []model.Share) string {
	var names []string
	for i, s := range shares {
		if i == 2 {
			names = append(names, fmt.Sprintf("%d more", len(shares)-i))
			break
		}
		names = append(names, s.Ref.Label())
	}
	return strings.Join(names, ", ")
}

func firstLines(text string) string {
	lines := strings.Split(text, "\n")
	if len(lines) > sampleLines {
		lines = append(lines[:sampleLines], fmt.Sprintf("… %d more lines", len(lines)-sampleLines))
	}
	return strings.Join(lines, "\n")
}

func (w *writer) slow() {
	if len(w.r.Functions) == 0 {
		w.add(none("How long it took", "No run was seen."))
		return
	}
	s := section{title: "How long it took", head: w.heads("function", ">runs", ">failed", ">of those over", ">p50", ">p95", ">longest", ">seen")}
	s.text = rest(len(w.r.Functions), functions, "function")
	for _, f := range w.r.Functions[:min(len(w.r.Functions), functions)] {
		s.rows = append(s.rows, w.of(told(f.Profile), told(f.Ref.Label()), number(f.Runs), number(f.Failed), rate(f.Rate), took(f.P50), took(f.P95), took(f.Max), piece{text: percent(f.Coverage), right: true}))
	}
	w.add(s)
	if len(w.r.Slowest) == 0 {
		return
	}
	s = section{title: "The slowest runs", head: w.heads("function", ">took", "status", "created", "run")}
	for _, r := range w.r.Slowest {
		d, ok := r.Took()
		s.rows = append(s.rows, w.of(told(r.ID.Profile), told(r.Function.Label()), took(model.Opt[time.Duration]{Value: d, Known: ok}), said("%s", r.Status), said("%s", w.when(r.When())), told(r.ID.ID)))
	}
	w.add(s)
}

func (w *writer) missed() {
	const title = "Scheduled and not seen to come"
	if len(w.r.Missed) == 0 {
		w.add(none(title, "Nothing, of the times that were seen."))
		return
	}
	s := section{title: title, head: w.heads("trigger", "schedule", ">missed", "when", "next")}
	for _, m := range w.r.Missed {
		var times []string
		for i, at := range m.Times {
			if i == missedShown {
				times = append(times, "…")
				break
			}
			times = append(times, w.when(at))
		}
		when, count := said("%s", strings.Join(times, ", ")), number(len(m.Times))
		if m.Why != "" {
			when, count = told("unknown: "+m.Why), piece{text: "?", right: true}
		}
		s.rows = append(s.rows, w.of(told(m.Profile), told(m.Ref.Label()), told(m.Schedule), count, when, said("%s", w.when(m.Next))))
	}
	w.add(s)
}

func (w *writer) stuck() {
	const title = "Stuck"
	if len(w.r.Stuck) == 0 {
		w.add(none(title, "No run was under way for longer than its time-out, or three times what nearly all of its function take."))
		return
	}
	s := section{title: title, text: rest(len(w.r.Stuck), listShown, "run"), head: w.heads("function", ">under way for", ">limit", "started", "looked at last", "run")}
	for _, k := range w.r.Stuck[:min(len(w.r.Stuck), listShown)] {
		s.rows = append(s.rows, w.of(told(k.Run.ID.Profile), told(k.Run.Function.Label()), took(model.Some(k.Since)), took(model.Some(k.Limit)),
			said("%s", w.when(k.Run.Started)), said("%s", w.when(k.Looked)), told(k.Run.ID.ID)))
	}
	w.add(s)
}

func (w *writer) reruns() {
	if len(w.r.Reruns) == 0 {
		w.add(none("Reruns", "No rerun was seen."))
	} else {
		s := section{title: "Reruns", text: rest(len(w.r.Reruns), listShown, "rerun"), head: w.heads("created", "function", "status", "by", "reason", "of run", "run")}
		for _, a := range w.r.Reruns[:min(len(w.r.Reruns), listShown)] {
			s.rows = append(s.rows, w.of(told(a.Run.ID.Profile), said("%s", w.when(a.Run.When())), told(a.Run.Function.Label()), said("%s", a.Run.Status),
				told(a.By), told(a.Reason), told(a.Run.OriginalRunID), told(a.Run.ID.ID)))
		}
		w.add(s)
	}
	if len(w.r.Actions) == 0 {
		w.add(none("Sent from this machine", "Nothing was sent."))
		return
	}
	s := section{title: "Sent from this machine", text: rest(len(w.r.Actions), listShown, "action"), head: w.heads("at", "by", "what", "target", "came to")}
	for _, a := range w.r.Actions[max(0, len(w.r.Actions)-listShown):] {
		came := told(a.RunID)
		switch {
		case a.Maybe:
			came = said("the answer was lost: it may have happened")
		case a.Error != "":
			came = told("refused: " + a.Error)
		case a.RunID == "" && a.JobID != "":
			came = told("job " + a.JobID)
		}
		target := a.Name
		if a.Kind == "run" || target == "" {
			target = a.ID
		}
		s.rows = append(s.rows, w.of(told(a.Profile), said("%s", w.when(a.At)), told(a.User), told(a.Action), told(strings.TrimSpace(a.Kind+" "+target)), came))
	}
	w.add(s)
}

// barWidth is how long the longest bar is.
const barWidth = 30

func (w *writer) throughput() {
	if len(w.r.Throughput) == 0 {
		return
	}
	first := w.r.Throughput[0]
	s := section{title: "Throughput, " + draw.Took(first.To.Sub(first.From)) + " a row", head: heads("from", ">runs", ">failed", "")}
	most := 1
	for _, p := range w.r.Throughput {
		most = max(most, p.Runs)
	}
	for _, p := range w.r.Throughput {
		bar := strings.Repeat("█", (p.Runs*barWidth+most-1)/most)
		if !p.Seen {
			bar = strings.TrimSpace(bar + " not all seen")
		}
		s.rows = append(s.rows, []piece{said("%s", w.when(p.From)), number(p.Runs), number(p.Failed), said("%s", bar)})
	}
	w.add(s)
}

func (w *writer) notes() {
	var s section
	for _, note := range w.r.Notes {
		s.text = append(s.text, []piece{told(note)})
	}
	if w.r.Masked > 0 {
		s.text = append(s.text, []piece{said("%s in messages, names and reasons looked like secrets or addresses and are masked. Not everything can be recognised: read it before you hand it on.", model.Counted(w.r.Masked, "place"))})
	}
	if len(s.text) > 0 {
		s.title = "To know"
		w.add(s)
	}
}
