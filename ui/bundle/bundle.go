// Package bundle gathers what there is to know about one run and writes it as
// Markdown, to be handed to others: the run, its error, output and input, what
// has changed since the last success, its lineage, its neighbours and how long
// all of them took. What looks like a secret is masked (ui/mask) and listed.
//
// What a backend sent stands in code blocks and code spans alone: whoever
// shows the file obeys no link, picture or mention in it.
package bundle

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
)

// Facts are what a bundle tells.
type Facts struct {
	Run   model.RunDetail
	Input json.RawMessage // what it was given, where that is known
	Info  api.Info

	Original *model.RunDetail // what it is a rerun of, where that could be read
	Runs     []*model.Run     // of the same trigger or function, and its lineage; newest first, itself among them
	Success  *model.Run       // the last before it, nil where none is known

	Link, Command, Curl string

	Notes   []string // what could not be read, and why
	Version string   // of fntop
	Now     time.Time
	Zone    *time.Location
}

// How far back neighbours and the last success are looked for. With the run
// itself, its original and its reruns that makes at most a dozen requests.
const (
	mostPages     = 6
	successPages  = 3
	neighboursGap = 5 // shown before and after
)

// Gather reads what there is to know of a run. seen are runs that are known
// already. Only the run itself has to be there: what else cannot be read is
// told in Notes.
func Gather(ctx context.Context, p api.Provider, id model.RunID, seen []*model.Run, book *model.Book) (Facts, error) {
	f := Facts{Info: p.Info()}
	run, err := p.Run(ctx, id)
	if err != nil {
		return f, err
	}
	book.Name(&run.Run)
	f.Run, f.Input = run, run.Input
	if id := run.OriginalRunID; id != "" {
		original, err := p.Run(ctx, model.RunID{Profile: run.ID.Profile, ID: id})
		if err != nil {
			f.note(err)
		} else {
			book.Name(&original.Run)
			f.Original = &original
		}
	}
	f.neighbours(ctx, p, append(slices.Clone(seen), f.reruns(ctx, p)...), book)
	f.lastSuccess(ctx, p, book)
	f.links(p)
	return f, ctx.Err()
}

func (f *Facts) note(err error) {
	if text := err.Error(); !slices.Contains(f.Notes, text) {
		f.Notes = append(f.Notes, text)
	}
}

// ask is the list that the run is in: its trigger's, else its function's.
func (f *Facts) ask() (model.Ask, bool) {
	ask := model.Ask{Limit: model.MaxLimit}
	if r := &f.Run.Run; r.Trigger.ID != "" && f.Info.Caps.NoTriggerRuns == "" {
		ask.Trigger = r.Trigger.ID
	} else {
		ask.Function = r.Function.ID
	}
	return ask, ask.Trigger != "" || ask.Function != ""
}

// neighbours reads the list back to a few runs before this one.
func (f *Facts) neighbours(ctx context.Context, p api.Provider, seen []*model.Run, book *model.Book) {
	all := map[model.RunID]*model.Run{f.Run.ID: &f.Run.Run}
	put := func(r *model.Run) {
		if f.alike(r) && all[r.ID] == nil {
			book.Name(r)
			all[r.ID] = r
		}
	}
	for _, r := range seen {
		copied := *r // runs that are listed are never changed in place
		put(&copied)
	}
	if f.Original != nil {
		put(f.Original.Listed())
	}
	ask, ok := f.ask()
	before := 0
	for ask.Page = 1; ok && ask.Page <= mostPages && before < neighboursGap; ask.Page++ {
		page, err := p.Runs(ctx, ask)
		if err != nil {
			f.note(err)
			break
		}
		for i := range page.Runs {
			r := page.Runs[i].Listed()
			if put(r); model.Newer(&f.Run.Run, r) < 0 {
				before++
			}
		}
		if !page.More {
			break
		}
	}
	for _, r := range all {
		f.Runs = append(f.Runs, r)
	}
	slices.SortFunc(f.Runs, model.Newer)
}

// reruns are what the backend tells of the lineage, where it can be asked and
// has anything to tell.
func (f *Facts) reruns(ctx context.Context, p api.Provider) (runs []*model.Run) {
	l, ok := api.LineagerOf(p)
	if n := f.Run.RerunCount; !ok || f.Run.OriginalRunID == "" && n.Known && n.Value == 0 {
		return nil
	}
	told, err := l.Lineage(ctx, model.RunID{Profile: f.Run.ID.Profile, ID: f.root()})
	if err != nil {
		f.note(err)
	}
	for i := range told.Reruns {
		r := told.Reruns[i].Listed()
		if r.OriginalRunID == "" {
			r.OriginalRunID = f.root() // it is what was asked for
		}
		runs = append(runs, r)
	}
	return runs
}

// alike reports whether a run belongs beside this one: in the same list, or in
// its lineage.
func (f *Facts) alike(r *model.Run) bool {
	return r.ID.Profile == f.Run.ID.Profile && (f.listed(r) || f.related(r))
}

// listed reports whether a run is in the list of the same trigger, else of the
// same function. Of a rerun a backend may tell no more than that it is one.
func (f *Facts) listed(r *model.Run) bool {
	ask, _ := f.ask()
	if r.When().IsZero() {
		return false
	}
	return ask.Trigger != "" && r.Trigger.ID == ask.Trigger || ask.Function != "" && r.Function.ID == ask.Function || r.ID == f.Run.ID
}

// beside are the runs of the list that are known, newest first.
func (f *Facts) beside() []*model.Run {
	return slices.DeleteFunc(slices.Clone(f.Runs), func(r *model.Run) bool { return !f.listed(r) })
}

// root is the run that began the lineage.
func (f *Facts) root() string {
	if f.Run.OriginalRunID != "" {
		return f.Run.OriginalRunID
	}
	return f.Run.ID.ID
}

func (f *Facts) related(r *model.Run) bool { return r.ID.ID == f.root() || r.OriginalRunID == f.root() }

// lastSuccess finds the newest success that came before the run, with requests
// of its own where the neighbours hold none.
func (f *Facts) lastSuccess(ctx context.Context, p api.Provider, book *model.Book) {
	if f.Success = f.successAmong(f.beside()); f.Success != nil || f.Run.Status == model.StatusRecorded {
		return
	}
	ask, ok := f.ask()
	if ask.Status = model.Some(model.StatusCompleted); !ok || f.Info.Statuses != 0 && !f.Info.Statuses.Has(model.StatusCompleted) {
		return
	}
	for ask.Page = 1; ask.Page <= successPages && f.Success == nil; ask.Page++ {
		page, err := p.Runs(ctx, ask)
		if err != nil {
			f.note(err)
			return
		}
		runs := make([]*model.Run, len(page.Runs))
		for i := range page.Runs {
			runs[i] = page.Runs[i].Listed()
			book.Name(runs[i])
		}
		if f.Success = f.successAmong(runs); !page.More {
			return
		}
	}
}

// successAmong is the first success among runs, newest first, that is older
// than the run.
func (f *Facts) successAmong(runs []*model.Run) *model.Run {
	for _, r := range runs {
		if r.Status == model.StatusCompleted && model.Newer(&f.Run.Run, r) < 0 && r.ID != f.Run.ID {
			return r
		}
	}
	return nil
}

func (f *Facts) links(p api.Provider) {
	if l, ok := api.LinkerOf(p); ok {
		if request, ok := l.RunRequest(&f.Run.Run); ok {
			f.Link, f.Curl = request.URL, request.Curl()
		}
	}
}
