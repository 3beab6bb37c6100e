package bulk

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fntop/model"
)

// version is of the journal's form. A journal of another one is not continued.
const version = 1

// head is a journal's first line: the plan.
type head struct {
	Fntop      string    `json:"fntop"`
	Version    int       `json:"version"`
	Made       time.Time `json:"made"`
	Every      string    `json:"every"`
	StopAfter  int       `json:"stopAfter"`
	Follow     bool      `json:"follow"`
	Reason     string    `json:"reason,omitempty"`
	LatestCode bool      `json:"latestCode,omitempty"`
	Places     []place   `json:"places"`
	Runs       []item    `json:"runs"`
}

type place struct {
	Profile   string `json:"profile"`
	Backend   string `json:"backend"`
	Host      string `json:"host"`
	Workspace string `json:"workspace"`
}

type item struct {
	Profile  string `json:"profile"`
	ID       string `json:"id"`
	Function ref    `json:"function"`
	Trigger  ref    `json:"trigger"`
}

type ref struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// what is the kind of thing that an entry tells.
type what string

// Of a run: it is about to be sent; it was accepted; it was not sent and can
// be; it was refused; its answer is not known; what may have come of it was
// found; the new run is over.
const (
	sending what = "sending"
	sent    what = "sent"
	unsent  what = "unsent"
	refused what = "refused"
	lost    what = "lost"
	found   what = "found"
	over    what = "over"
)

// Of the whole: it was taken up again, and how it ended.
const (
	continued what = "continued"
	done      what = "done"
	stopped   what = "stopped"
	aborted   what = "aborted"
	abandoned what = "abandoned" // some time later
)

// entry is every further line.
type entry struct {
	At     time.Time `json:"at"`
	What   what      `json:"what"`
	N      int       `json:"n"` // of the run in the plan, from 0; -1 of the whole
	Job    string    `json:"job,omitempty"`
	Run    string    `json:"run,omitempty"`
	Status string    `json:"status,omitempty"`
	Why    string    `json:"why,omitempty"`
}

const bulkRerun = "bulk rerun"

func (p *Plan) head() head {
	h := head{
		Fntop: bulkRerun, Version: version, Made: p.Made, Every: p.Every.String(), StopAfter: p.StopAfter,
		Follow: p.Follow, Reason: p.Reason, LatestCode: p.LatestCode,
		Places: make([]place, len(p.Places)), Runs: make([]item, len(p.Items)),
	}
	for i, at := range p.Places {
		h.Places[i] = place(at)
	}
	for i, it := range p.Items {
		h.Runs[i] = item{it.Run.Profile, it.Run.ID, ref(it.Function), ref(it.Trigger)}
	}
	return h
}

func parseHead(line []byte) (Plan, error) {
	var h head
	if err := json.Unmarshal(line, &h); err != nil || h.Fntop != bulkRerun {
		return Plan{}, errors.New("it is no journal of a bulk rerun")
	}
	if h.Version != version {
		return Plan{}, fmt.Errorf("it was written by another version of fntop (form %d)", h.Version)
	}
	every, err := time.ParseDuration(h.Every)
	if err != nil || every <= 0 || h.StopAfter < 0 {
		return Plan{}, errors.New("its first line makes no sense")
	}
	p := Plan{Made: h.Made, Every: every, StopAfter: h.StopAfter, Follow: h.Follow, Reason: h.Reason, LatestCode: h.LatestCode}
	for _, at := range h.Places {
		p.Places = append(p.Places, Place(at))
	}
	for _, it := range h.Runs {
		p.Items = append(p.Items, Item{model.RunID{Profile: it.Profile, ID: it.ID}, model.Ref(it.Function), model.Ref(it.Trigger)})
	}
	return p, nil
}

// apply brings a result up to date with an entry about it.
func (e *entry) apply(r *Result, profile string) error {
	switch e.What {
	case sending:
		if r.State != Waiting {
			return fmt.Errorf("run %d was sent twice", e.N)
		}
		*r = Result{State: Sending, At: e.At}
	case unsent:
		*r = Result{Why: e.Why}
	case sent:
		r.State, r.Job, r.Why = Sent, e.Job, ""
	case refused:
		r.State, r.Why = Refused, e.Why
	case lost:
		r.State, r.Why = Doubt, e.Why
	case found:
		r.State, r.Job, r.Maybe, r.Why = Sent, e.Job, true, ""
	case over:
		status, ok := model.ParseStatus(e.Status)
		if !ok {
			return fmt.Errorf("%q is no status", e.Status)
		}
		r.State, r.Status = Over, status
	default:
		return fmt.Errorf("%q is nothing that happens to a run", e.What)
	}
	if e.Run != "" {
		r.Run = model.RunID{Profile: profile, ID: e.Run}
	}
	return nil
}
