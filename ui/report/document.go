package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// piece is a piece of text. What back ends told is code: no form of a document
// obeys anything in that.
type piece struct {
	text  string
	code  bool
	right bool // a number, in a table
}

func said(format string, args ...any) piece { return piece{text: fmt.Sprintf(format, args...)} }
func told(text string) piece                { return piece{text: text, code: text != ""} }
func number(n int) piece                    { return piece{text: draw.Count(n), right: true} }

// section is a part of a document: in this order, whatever there is of it.
type section struct {
	title string
	text  [][]piece // paragraphs
	head  []piece
	rows  [][]piece
	block string // text of several lines, as it is
}

// document is a report for people, in whatever form.
type document struct {
	title    string
	sections []section
}

// How much of what is told one by one.
const (
	groupsShown = 25
	samples     = 10
	sampleLines = 20
	functions   = 40
	missedShown = 5
	listShown   = 40
)

// writer writes a report in the words of the document.
type writer struct {
	r    *Report
	zone *time.Location
	many bool // profiles
	d    document
}

// documentOf is the report for people, with times of a zone.
func documentOf(r *Report, version string, zone *time.Location) *document {
	w := writer{r: r, zone: zone, many: len(r.Profiles) > 1}
	w.d.title = fmt.Sprintf("Runs from %s to %s", w.when(r.From), w.when(r.To))
	w.summary(version)
	w.unseen()
	w.groups()
	w.slow()
	w.missed()
	w.stuck()
	w.reruns()
	w.throughput()
	w.notes()
	return &w.d
}

func (w *writer) add(s section) { w.d.sections = append(w.d.sections, s) }

func (w *writer) when(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(w.zone).Format("2006-01-02 15:04:05")
}

func percent(f float64) string {
	text := strconv.FormatFloat(f*100, 'f', 1, 64) + " %"
	switch {
	case text == "100.0 %" && f < 1:
		return "99.9 %" // what is not whole is not told to be
	case text == "0.0 %" && f > 0:
		return "0.1 %"
	}
	return strings.Replace(text, ".0 %", " %", 1)
}

func rate(o model.Opt[float64]) piece {
	if !o.Known {
		return piece{text: "–", right: true}
	}
	return piece{text: percent(o.Value), right: true}
}

func took(o model.Opt[time.Duration]) piece {
	if !o.Known {
		return piece{text: "–", right: true}
	}
	return piece{text: draw.Took(o.Value), right: true}
}

// of puts the profile before the cells of a row, where there are several.
func (w *writer) of(profile piece, cells ...piece) []piece {
	if !w.many {
		return cells
	}
	return append([]piece{profile}, cells...)
}

func heads(names ...string) []piece {
	all := make([]piece, len(names))
	for i, name := range names {
		all[i].text = strings.TrimPrefix(name, ">")
		all[i].right = strings.HasPrefix(name, ">")
	}
	return all
}

func (w *writer) heads(names ...string) []piece { return w.of(said("profile"), heads(names...)...) }

func (w *writer) summary(version string) {
	t := w.r.Total
	s := section{
		text: [][]piece{
			{said("%s, of which %s failed", model.Counted(t.Runs, "run"), draw.Count(t.Failed))},
			{said("Made by fntop %s on %s; all times are of %s.", model.Visible(version), w.when(w.r.At), w.zoneName())},
		},
		head: heads("profile", "back end", "read", ">runs", ">failed", ">of those over", ">under way", ">seen"),
	}
	first := &s.text[0][0].text
	if t.Rate.Known {
		*first += fmt.Sprintf(" (%s of those that are over)", percent(t.Rate.Value))
	}
	if t.Cancelled > 0 {
		*first += fmt.Sprintf(", %s of them because somebody cancelled them", draw.Count(t.Cancelled))
	}
	*first += "."
	for _, p := range w.r.Profiles {
		read := "history"
		if p.Live {
			read = "back end, now"
		}
		s.rows = append(s.rows, []piece{told(p.Name), said("%s", model.Visible(p.Backend)), said("%s", read), number(p.Runs), number(p.Failed), rate(p.Rate), number(p.Unfinished), {text: percent(p.Coverage), right: true}})
	}
	w.add(s)
}

// zoneName tells a zone as people know it, with what it is apart from UTC.
func (w *writer) zoneName() string {
	at := w.r.At.In(w.zone)
	name, offset := at.Zone()
	if offset == 0 {
		return name
	}
	return name + " (UTC" + at.Format("-07:00") + ")"
}

// unseen says what nobody looked at: what lies there is in none of the figures.
func (w *writer) unseen() {
	s := section{title: "What was not seen"}
	for _, p := range w.r.Profiles {
		if len(p.Gaps) == 0 && len(p.Unseen) == 0 {
			continue
		}
		if len(p.Unseen) > 0 {
			line := []piece{told(p.Name), said(": nothing at all of ")}
			for i, ref := range p.Unseen[:min(len(p.Unseen), listShown)] {
				if i > 0 {
					line = append(line, said(", "))
				}
				line = append(line, told(ref.Label()))
			}
			if n := len(p.Unseen) - listShown; n > 0 {
				line = append(line, said(" and %s more", draw.Count(n)))
			}
			s.text = append(s.text, append(line, said(".")))
		}
		for i, g := range p.Gaps {
			if i == listShown {
				s.text = append(s.text, []piece{said("… and %s more of such gaps.", draw.Count(len(p.Gaps)-i))})
				break
			}
			s.text = append(s.text, []piece{told(p.Name), said(": not all of %s to %s (%s).", w.when(g.From), w.when(g.To), draw.Took(g.To.Sub(g.From)))})
		}
	}
	if len(s.text) == 0 {
		s.text = [][]piece{{said("Nothing: all lists were read without a hole.")}}
	} else {
		s.text = append(s.text, []piece{said("Runs of then may be missing from all that follows. \"fntop report --live\" reads what the back end still has.")})
	}
	w.add(s)
}
