package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/mask"
)

// maker makes a report.
type maker struct {
	f *Facts
	r *Report
	m *mask.Masker
}

func (w *maker) make() {
	for i := range w.f.Profiles {
		w.profile(&w.f.Profiles[i])
	}
	w.total()
	w.groups()
	w.slowest()
	w.actions()
}

// lately is how old what is read again and again may be: what lies in it is
// not missing.
const lately = 2 * time.Minute

func (w *maker) span() model.Span { return model.Span{From: w.f.From, To: w.f.To} }

// seen is how much of the stretch is covered, and what is not.
func (w *maker) seen(c model.Coverage) (float64, []model.Span) {
	whole := w.span()
	gaps := c.Gaps(whole)
	if n := len(gaps); n > 0 {
		if last := gaps[n-1]; last.To.Equal(whole.To) && last.To.Sub(last.From) <= lately && w.f.At.Sub(last.To) <= lately && !last.From.Equal(whole.From) {
			gaps = gaps[:n-1]
		}
	}
	var missing time.Duration
	for _, g := range gaps {
		missing += g.To.Sub(g.From)
	}
	return 1 - float64(missing)/float64(max(1, whole.To.Sub(whole.From))), gaps
}

func countOf(s *model.Stats) Count {
	c := Count{Runs: s.Runs, Failed: s.Failed(), Cancelled: s.Status[model.StatusCancelled], Unfinished: s.Unfinished(), Rate: s.FailureRate()}
	for status, n := range s.Status {
		if model.Status(status).Over() && model.Status(status) != model.StatusRecorded {
			c.over += n
		}
	}
	return c
}

func (w *maker) profile(s *Seen) {
	p := Profile{Name: s.Name, Backend: s.Backend, Live: s.Live}
	var covered model.Coverage
	if s.Whole != nil {
		p.Count, covered = countOf(&s.Whole.Stats), s.Whole.Seen
	}
	p.Coverage, p.Gaps = w.seen(covered)
	names := map[string]model.Ref{}
	for _, f := range s.Functions {
		names[f.ID] = model.Ref{ID: f.ID, Name: f.Name}
		if one := s.Of[f.ID]; one == nil || one.Seen.Within(w.span()) == 0 {
			p.Unseen = append(p.Unseen, names[f.ID])
		}
	}
	w.r.Profiles = append(w.r.Profiles, p)
	for _, r := range slices.Concat(s.Failures, s.Slowest, s.Succeeded) {
		if names[r.Function.ID].Name == "" {
			names[r.Function.ID] = r.Function
		}
	}
	for id, one := range s.Of {
		if one.Runs == 0 {
			continue
		}
		ref := names[id]
		ref.ID = id
		coverage, _ := w.seen(one.Seen)
		w.r.Functions = append(w.r.Functions, Function{s.Name, ref, countOf(&one.Stats), one.P50, one.P95, one.Max, coverage})
	}
	slices.SortFunc(w.r.Functions, func(a, b Function) int {
		return cmp.Or(cmp.Compare(b.P95.Value, a.P95.Value), cmp.Compare(a.Ref.Label(), b.Ref.Label()), cmp.Compare(a.Profile, b.Profile))
	})
	w.missed(s)
	w.stuck(s)
	w.reruns(s)
	w.throughput(s)
}

// missed asks each schedule what should have come.
func (w *maker) missed(s *Seen) {
	for i := range s.Triggers {
		t := &s.Triggers[i]
		if t.Type != model.Scheduled {
			continue
		}
		since, runs := w.f.From, s.Came[t.ID]
		if len(runs) == CameLimit { // what came before was not read
			since = runs[len(runs)-1].Created
		}
		var seen model.Coverage
		if f := s.Of[t.Function.ID]; f != nil {
			seen = f.Seen
		}
		due := model.DueOf(t, model.Comings(runs)[model.Subject{Kind: model.OfTrigger, Profile: s.Name, ID: t.ID}], since, seen, w.f.To)
		if len(due.Missed) == 0 && due.Why == "" {
			continue
		}
		w.r.Missed = append(w.r.Missed, Missed{s.Name, model.Ref{ID: t.ID, Name: t.Name}, t.Schedule, due.Missed, due.Next, due.Why})
	}
}

// stuck judges runs under way by when their function was looked at last: what
// became of them since nobody knows.
func (w *maker) stuck(s *Seen) {
	limits := map[string]model.Opt[time.Duration]{}
	for _, f := range s.Functions {
		var usual *model.Stats
		if one := s.Of[f.ID]; one != nil {
			usual = &one.Stats
		}
		limits[f.ID] = model.StuckAfter(f.Timeout, usual)
	}
	for _, r := range s.UnderWay {
		looked := w.f.To
		if one := s.Of[r.Function.ID]; one != nil && len(one.Seen) > 0 && one.Seen[len(one.Seen)-1].To.Before(looked) {
			looked = one.Seen[len(one.Seen)-1].To
		}
		if limit := limits[r.Function.ID]; r.Stuck(limit, looked) {
			w.r.Stuck = append(w.r.Stuck, Stuck{r, looked.Sub(r.Started), limit.Value, looked})
		}
	}
	slices.SortStableFunc(w.r.Stuck, func(a, b Stuck) int { return cmp.Compare(b.Since, a.Since) })
}

func (w *maker) reruns(s *Seen) {
	for _, r := range s.Reruns {
		path := fmt.Sprintf("reruns[%d]", len(w.r.Reruns))
		w.r.Reruns = append(w.r.Reruns, Rerun{r, w.m.Value(path+".by", "rerunBy", r.RerunBy), w.m.Text(path+".reason", r.RerunReason)})
	}
	slices.SortStableFunc(w.r.Reruns, func(a, b Rerun) int { return model.Newer(a.Run, b.Run) })
}

// throughput adds a profile's runs to the parts of the stretch.
func (w *maker) throughput(s *Seen) {
	if w.r.Throughput == nil {
		n := Parts(w.f.From, w.f.To)
		span := w.f.To.Sub(w.f.From)
		for i := range n {
			at := func(i int) time.Time { return w.f.From.Add(span / time.Duration(n) * time.Duration(i)) }
			w.r.Throughput = append(w.r.Throughput, Part{From: at(i), To: at(i + 1), Seen: true})
		}
		w.r.Throughput[n-1].To = w.f.To
	}
	var covered model.Coverage
	if s.Whole != nil {
		covered = s.Whole.Seen
	}
	_, gaps := w.seen(covered)
	for i := range w.r.Throughput {
		p := &w.r.Throughput[i]
		if slices.ContainsFunc(gaps, func(g model.Span) bool { return g.From.Before(p.To) && p.From.Before(g.To) }) {
			p.Seen = false
		}
		if s.Whole != nil && i < len(s.Whole.Buckets) {
			p.Runs += s.Whole.Buckets[i].Runs
			p.Failed += s.Whole.Buckets[i].Failed
		}
	}
}

func (w *maker) total() {
	t := &w.r.Total
	for _, p := range w.r.Profiles {
		t.Runs += p.Runs
		t.Failed += p.Failed
		t.Cancelled += p.Cancelled
		t.Unfinished += p.Unfinished
		t.over += p.over
	}
	if t.over > 0 {
		t.Rate = model.Some(float64(t.Failed) / float64(t.over))
	}
}

// groups puts together the failures of all profiles.
func (w *maker) groups() {
	index := model.NewFailures()
	for i := range w.f.Profiles {
		s := &w.f.Profiles[i]
		for _, r := range slices.Concat(s.Failures, s.Reruns, s.Succeeded) {
			if !r.When().Before(w.f.From) && r.When().Before(w.f.To) {
				index.Take([]model.Change{{New: r}})
			}
		}
		if len(s.Failures) == FailuresLimit {
			w.r.Notes = append(w.r.Notes, fmt.Sprintf("Of profile %s only the newest %s were grouped.", model.Visible(s.Name), model.Counted(FailuresLimit, "failure")))
		}
	}
	for i, g := range index.Groups() {
		sample, path := g.Sample(), fmt.Sprintf("groups[%d]", i)
		w.r.Groups = append(w.r.Groups, Group{
			Key: g.Key.String(), Code: w.m.Text(path+".code", g.Code), Title: w.m.Text(path+".title", g.Title),
			Message: w.m.Text(path+".message", sample.ErrorMessage), Sample: sample.ID,
			Runs: len(g.Open) + len(g.Resolved), Open: len(g.Open), ByRerun: g.ByRerun,
			First: g.First, Last: g.Last, Functions: shares(g),
		})
	}
	slices.SortStableFunc(w.r.Groups, func(a, b Group) int { return cmp.Compare(b.Runs, a.Runs) })
}

// shares are the functions of all its runs, whether made good or not.
func shares(g *model.Group) []model.Share {
	all := map[model.Ref]int{}
	for _, r := range slices.Concat(g.Open, g.Resolved) {
		if r.Function != (model.Ref{}) {
			all[r.Function]++
		}
	}
	var shares []model.Share
	for ref, n := range all {
		shares = append(shares, model.Share{Ref: ref, Runs: n})
	}
	slices.SortFunc(shares, func(a, b model.Share) int {
		return cmp.Or(cmp.Compare(b.Runs, a.Runs), strings.Compare(a.Ref.Label(), b.Ref.Label()))
	})
	return shares
}

func (w *maker) slowest() {
	for i := range w.f.Profiles {
		w.r.Slowest = append(w.r.Slowest, w.f.Profiles[i].Slowest...)
	}
	slices.SortFunc(w.r.Slowest, func(a, b *model.Run) int {
		x, _ := a.Took()
		y, _ := b.Took()
		return cmp.Or(cmp.Compare(y, x), model.Newer(a, b))
	})
	w.r.Slowest = w.r.Slowest[:min(len(w.r.Slowest), SlowestLimit)]
}

// actions masks who did what: a user of the system may be named by an address.
func (w *maker) actions() {
	w.r.Actions = slices.Clone(w.f.Actions)
	for i := range w.r.Actions {
		a := &w.r.Actions[i]
		a.User = w.m.Value(fmt.Sprintf("actions[%d].user", i), "user", a.User)
	}
}
