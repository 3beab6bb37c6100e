package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/bulk"
	"fntop/model"
	"fntop/ui/batch"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// chosen are the runs that a person wants to run again, sorted out.
type chosen struct {
	title         string       // what they have in common, where they were chosen by that
	shown, hidden []*model.Run // that can be sent
	unloaded      int
	not           map[string][]*model.Run // that cannot be, by the reason
}

// sort puts a run where it belongs; to is for one that can be sent.
func (c *chosen) sort(a *App, r *model.Run, to *[]*model.Run) {
	info := a.infoOf(r.ID.Profile)
	again := info.Caps.AgainOf(r)
	why := ""
	switch {
	case r.Unfinished():
		why = "not over yet"
	case a.of(r.ID.Profile) == nil:
		why = "profile " + r.ID.Profile + " is not on screen"
	case info.ReadOnly:
		why = "profile " + r.ID.Profile + " is read-only"
	case again.No != "":
		why = again.No
	case again.NoBulk != "":
		why = again.NoBulk
	default:
		*to = append(*to, r)
		return
	}
	c.not[why] = append(c.not[why], r)
}

// byMark sorts the marked runs out, in the order of the table.
func (a *App) byMark() *chosen {
	c := &chosen{not: map[string][]*model.Run{}}
	seen := 0
	for _, r := range a.view.Rows() {
		if a.marks.set[r.ID] {
			seen++
			c.sort(a, r, &c.shown)
		}
	}
	if seen == len(a.marks.set) {
		return c
	}
	var hidden []*model.Run
	for id := range a.marks.set {
		r := a.store.Run(id)
		if _, shown := a.view.Place(r); r == nil {
			c.unloaded++
		} else if !shown {
			hidden = append(hidden, r)
		}
	}
	slices.SortFunc(hidden, model.Newer)
	for _, r := range hidden {
		c.sort(a, r, &c.hidden)
	}
	return c
}

// byName sorts out runs that a screen names, in its order. What the filter of
// the table hides is no matter there.
func (a *App) byName(i pane.RerunMany) *chosen {
	c := &chosen{title: i.Title, not: map[string][]*model.Run{}}
	for _, id := range i.Runs {
		if r := a.store.Run(id); r != nil {
			c.sort(a, r, &c.shown)
		} else {
			c.unloaded++
		}
	}
	return c
}

// leftOut says which of the runs cannot be sent, and why.
func (c *chosen) leftOut() []string {
	var why []string
	for text, runs := range c.not {
		why = append(why, model.Counted(len(runs), "run")+": "+text+" ("+which(runs)+")")
	}
	if c.unloaded > 0 {
		why = append(why, model.Counted(c.unloaded, "run")+": not loaded any more")
	}
	slices.Sort(why)
	return why
}

// which names the first few of some runs.
func which(runs []*model.Run) string {
	const few = 3
	var names []string
	for _, r := range runs[:min(few, len(runs))] {
		names = append(names, draw.Clip(r.Function.Label(), 60)+" "+draw.ShortID(model.Visible(r.ID.ID)))
	}
	text := strings.Join(names, ", ")
	if more := len(runs) - few; more > 0 {
		text += " and " + draw.Count(more) + " more"
	}
	return text
}

// askMany asks whether to run the marked runs again.
func (a *App) askMany() tea.Cmd { return a.askAbout(a.byMark()) }

// askRuns asks whether to run the runs again that a screen names, such as a
// group of failures: the same question as of marked runs, with the same guards.
func (a *App) askRuns(i pane.RerunMany) tea.Cmd {
	if why := a.whyNotMany(); why != "" {
		a.say(why)
		return nil
	}
	return a.askAbout(a.byName(i))
}

// askAbout lists runs and asks whether to run them again.
func (a *App) askAbout(c *chosen) tea.Cmd {
	all := slices.Concat(c.shown, c.hidden)
	if len(all) == 0 {
		text := "None of the marked runs can be run again"
		if c.title != "" {
			text = "None of these runs can be run again"
		}
		for i, why := range c.leftOut() {
			text += map[bool]string{true: ": ", false: "; "}[i == 0] + why
		}
		a.say(text + ".")
		return nil
	}
	o := batch.Options{Title: c.title, Shown: c.shown, Hidden: c.hidden, LeftOut: c.leftOut()}
	a.aboutPlaces(&o, &bulk.Plan{Items: bulk.ItemsOf(all, bulk.AsListed)})
	warn := func(runs []*model.Run, text string) {
		if len(runs) > 0 {
			o.Warnings = append(o.Warnings, model.Counted(len(runs), "run")+" "+text+": "+which(runs))
		}
	}
	warn(having(all, func(r *model.Run) bool { return !r.Status.Failed() }), "did not fail")
	if sent := a.sentBefore(); len(sent) > 0 {
		warn(having(all, func(r *model.Run) bool { return sent[r.ID] }), "already run again by the bulk rerun of "+a.clockTime(a.many.plan.Made))
	}
	a.overlay = batch.NewAsk(o)
	return nil
}

func having(runs []*model.Run, wanted func(*model.Run) bool) []*model.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(r *model.Run) bool { return !wanted(r) })
}

// aboutPlaces says where the runs of a plan are, what their profiles have to
// say of a rerun, and the name to type where one of them wants that.
func (a *App) aboutPlaces(o *batch.Options, p *bulk.Plan) {
	profiles := p.Profiles()
	var without []string
	for _, profile := range profiles {
		info := a.infoOf(profile)
		of := ""
		if len(profiles) > 1 {
			of = profile + ": "
		}
		o.Where = append(o.Where, profile+" · "+info.Workspace)
		if info.Caps.RerunsAnew != "" {
			o.Warnings = append(o.Warnings, of+info.Caps.RerunsAnew)
		}
		if !info.Caps.TakesReason() {
			without = append(without, of+"takes neither a reason nor a choice of the code")
		}
		if info.TypeName && o.TypeName == "" {
			o.TypeName = profile
		}
	}
	if o.Plain = len(without) == len(profiles); !o.Plain {
		o.Warnings = append(o.Warnings, without...)
	}
}

// sentBefore are the runs that the last bulk rerun sent: the marks are still
// there after it.
func (a *App) sentBefore() map[model.RunID]bool {
	if a.many == nil {
		return nil
	}
	sent := make(map[model.RunID]bool, len(a.many.results))
	for i := range a.many.results {
		switch a.many.results[i].State {
		case bulk.Waiting, bulk.Refused:
		default:
			sent[a.many.plan.Items[i].Run] = true
		}
	}
	return sent
}
