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
	s.a.say("%s", summary(t))
	next := ""
	if t.Waiting > 0 && phase != bulk.Cancelled {
		next = fmt.Sprintf("%s not sent; \"fntop rerun --continue %s\" sends the rest.", are(t.Waiting, "run"), j.Name())
	}
	switch {
	case err != nil:
		return usage("%s. %s", err, next)
	case phase == bulk.Left:
		return ended(ctx, "bulk rerun", next)
	case t.Waiting > 0 || t.Refused > 0 || t.Doubt > 0:
		return &fault{exitBackend, strings.TrimSpace("bulk rerun: not every run was sent. " + next)}
	case j.Plan.Follow && t.Open() > 0:
		return &fault{exitBackend, fmt.Sprintf("bulk rerun: %s followed to the end.", notAll(t.Open()))}
	case t.Bad > 0:
		return quiet(exitEnded)
	}
	return nil
}

func notAll(n int) string {
	if n == 1 {
		return "1 new run could not be"
	}
	return decimal(n) + " new runs could not be"
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

// summary is what became of all of them.
func summary(t bulk.Tally) string {
	text := fmt.Sprintf("%d of %s sent", t.Sent, count(t.All, "run"))
	for _, part := range []struct {
		n    int
		word string
	}{{t.Good, "completed"}, {t.Bad, "ended otherwise"}, {t.Refused, "refused"}, {t.Doubt, "may have happened"}, {t.Unsent, "tried and not sent"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.word)
		}
	}
	return text
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
	text := summary(n.Tally)
	switch {
	case n.Phase == bulk.Following:
		text += fmt.Sprintf("; %s followed", are(n.Tally.Open(), "run"))
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
