package detail

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// Noticed is what nobody but fntop itself tells of a run: a status that it was
// seen to have, or something that was done about it from here.
type Noticed struct {
	At     time.Time // by the backend's clock
	Status model.Status
	Word   string // the backend's own, where Status is unknown
	// Attempt is the try that had the status; 0 where that is not known.
	Attempt int64
	Did     string // what was done; empty for a status
	More    string // behind it
	Bad     bool
}

// SetNoticed says what was noticed of the run, the first first.
func (m *Model) SetNoticed(all []Noticed) {
	m.tl.noticed = all
	m.unsettle()
}

// instant is a time that the run says of itself, or that was noticed.
type instant struct {
	at    time.Time
	glyph string
	text  string
	more  string
	role  role
	rank  uint8 // of moments at one time the lower is first
	then  phase // what the time after it is spent on
	says  bool  // then is known
	end   bool  // the run's, which goes behind what it told at that time
}

// momentsOf are the times that are known, in order.
func momentsOf(r *model.Run, lineage []*model.Run, noticed []Noticed, told bool) []instant {
	var all []instant
	add := func(m instant) {
		if !m.at.IsZero() {
			m.text, m.more = draw.Anchored(model.Visible(m.text)), draw.Anchored(model.Visible(m.more))
			all = append(all, m)
		}
	}
	from := ""
	if afterwards(r) {
		from = source(r)
	} else if r.Status != model.StatusRecorded || !r.Created.Equal(r.Ended) {
		add(instant{at: r.Created, glyph: theme.Glyph(model.StatusPending), text: "created", more: source(r), role: queued.role(), rank: 1, then: queued, says: true})
	}
	if r.Status != model.StatusPending && r.Status != model.StatusRecorded {
		add(instant{at: r.Started, glyph: theme.Glyph(model.StatusRunning), text: "started", more: from, role: working.role(), rank: 2, then: working, says: true})
	}
	if !r.Unfinished() {
		word := r.Status.String()
		if r.Status == model.StatusUnknown {
			word = r.StatusText
		}
		add(instant{at: r.Ended, glyph: theme.Glyph(r.Status), text: word, more: r.ErrorCode, role: ofStatus + role(r.Status), rank: 4, then: idle, says: true, end: true})
	}
	for _, x := range lineage {
		add(kin(r, x))
	}
	add(instant{at: r.Stripped, glyph: "·", text: "output stripped", more: "by retention", role: warn, rank: 5, end: true})
	add(instant{at: r.Archived, glyph: "·", text: "archived", more: r.ArchiveAddress, role: warn, rank: 5, end: true})
	for _, n := range noticed {
		add(n.instant(told))
	}
	slices.SortStableFunc(all, func(a, b instant) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.rank, b.rank)) })
	return all
}

// source is what the run came of, in a few words.
func source(r *model.Run) string {
	text := r.Source
	if label := r.Trigger.Label(); label != "" {
		if text != "" {
			text += " · "
		}
		text += label
	}
	if r.RerunReason != "" {
		text += " · " + r.RerunReason
	}
	return text
}

// kin is a run of the same lineage: the one that this one repeats, or one that
// repeats it. It has no time where it is neither.
func kin(r, x *model.Run) instant {
	m := instant{
		glyph: theme.Glyph(x.Status), role: ofStatus + role(x.Status), rank: 3,
		more: "run " + draw.ShortID(x.ID.ID) + " · " + x.Status.String(),
	}
	switch {
	case x.ID == r.ID:
	case x.ID.ID == r.OriginalRunID:
		m.at, m.text = x.When(), "original created"
	case x.OriginalRunID == r.ID.ID:
		m.at, m.text, m.end = x.When(), "rerun created", true
		if x.RerunBy != "" {
			m.more += " · by " + x.RerunBy
		}
	}
	return m
}

// instant is what was noticed. What entries tell is more exact than what was
// seen of it from afar.
func (n *Noticed) instant(told bool) instant {
	if n.Did != "" {
		m := instant{at: n.At, glyph: "»", text: n.Did, more: n.More, role: accent}
		if n.Bad {
			m.role = bad
		}
		return m
	}
	word := n.Status.String()
	if n.Status == model.StatusUnknown {
		word = n.Word
	}
	m := instant{at: n.At, glyph: theme.Glyph(n.Status), text: "seen " + word, role: faint, rank: 3, then: phaseOf(n.Status)}
	m.says = !told && n.Status == model.StatusWaiting
	if n.Attempt > 0 {
		m.more = "attempt " + strconv.FormatInt(n.Attempt, 10)
	}
	return m
}
