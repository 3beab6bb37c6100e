package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/model"
)

// carryOut sends what a journal has left, and prints what became of each run.
func (s *session) carryOut(ctx context.Context, j *bulk.Journal) error {
	defer func() { s.a.say("journal: %s", model.Visible(j.Path)) }()
	p := bulkProgress{a: s.a}
	r := bulk.New(bulk.Config{Clock: s.a.Clock, Journal: j, Provider: s.provider})
	phase, err := r.Run(ctx, p.tell)
	if failed := printAll(s.a, among(s, s.a.outcomes(), func(o *outcome) string { return o.item.Run.Profile }), outcomesOf(&j.Record)); failed != nil && !goneAway(failed) {
		return failed
	}
	t := bulk.TallyOf(j.Results)
	s.a.say("%s", t)
	next := ""
	if t.Waiting > 0 {
		next = fmt.Sprintf("%s not sent; \"fntop rerun --continue %s\" sends the rest.", model.Are(t.Waiting, "run"), j.Name())
	}
	switch {
	case err != nil:
		return usage("%s. %s", err, next)
	case phase == bulk.Left:
		return ended(ctx, "bulk rerun", next)
	case t.Waiting > 0 || t.Refused > 0 || t.Doubt > 0:
		return &fault{exitBackend, strings.TrimSpace("bulk rerun: not every run was sent. " + next)}
	case j.Plan.Follow && t.Open() > 0:
		return &fault{exitBackend, fmt.Sprintf("bulk rerun: %s could not be followed to the end.", model.Counted(t.Open(), "new run"))}
	case t.Bad > 0:
		return quiet(exitEnded)
	}
	return nil
}

// provider is the one of a profile, nil where it is not open.
func (s *session) provider(profile string) api.Provider {
	for _, m := range s.members {
		if m.info.Profile == profile {
			return m.p
		}
	}
	return nil
}

// tellEvery is how often the progress of a bulk rerun is told.
const tellEvery = 5 * time.Second

// bulkProgress tells how a bulk rerun goes: seldom, but at once what a person
// would wait for.
type bulkProgress struct {
	a     *app
	at    time.Time
	phase bulk.Phase
	note  string
	last  string
}

func (p *bulkProgress) tell(n bulk.News) {
	if n.N >= 0 && n.Result.Why != "" && n.Result.Failed() {
		p.a.say("%s", model.Visible(n.Result.Why))
	}
	now := p.a.Clock.Now()
	if n.Phase.Over() || n.Phase == p.phase && n.Note == p.note && !p.at.IsZero() && now.Sub(p.at) < tellEvery {
		return
	}
	p.at, p.phase, p.note = now, n.Phase, n.Note
	text := n.Tally.String()
	switch {
	case n.Phase == bulk.Following:
		text += fmt.Sprintf("; %s followed", model.Are(n.Tally.Open(), "run"))
	case !n.Until.IsZero():
		text += "; the last one leaves at " + n.Until.In(p.a.Zone).Format("15:04:05")
	}
	if n.Note != "" {
		text += " (" + model.Visible(n.Note) + ")"
	}
	if text != p.last {
		p.a.say("%s", text)
	}
	p.last = text
}
