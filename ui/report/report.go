// Package report tells what went wrong over a stretch of time: what failed
// and how often, what was slow, what did not come when it should have, who ran
// what again. It is made of what history holds and says what that does not
// hold; a report that is silent about what nobody saw would be believed.
//
// Whatever back ends told is masked as in an incident bundle: reports are
// mailed about.
package report

import (
	"slices"
	"time"

	"fntop/model"
	"fntop/ui/mask"
)

// Facts are what a report is made of.
type Facts struct {
	From, To time.Time // what it is about
	At       time.Time // when it is made
	Profiles []Seen
	Actions  []Action
	Notes    []string // what could not be read
}

// Seen is what was seen of one profile.
type Seen struct {
	Name    string
	Backend string
	Live    bool // it was read just now, not only kept from before

	Functions []model.Function
	Triggers  []model.Trigger
	Whole     *model.Figures            // of the profile, in Parts parts; nil where nothing was ever seen
	Of        map[string]*model.Figures // of functions, by id
	Came      map[string][]*model.Run   // runs of scheduled triggers by id, newest first; at most CameLimit

	Failures  []*model.Run // in the stretch, newest first; at most FailuresLimit
	Reruns    []*model.Run // likewise
	Succeeded []*model.Run // the last of each trigger
	Slowest   []*model.Run
	UnderWay  []*model.Run
}

// How much is read at the most.
const (
	FailuresLimit = 20_000
	CameLimit     = 20_000
	SlowestLimit  = 10
	UnderWayLimit = 5_000
)

// Action is one that was sent from here.
type Action struct {
	At      time.Time
	User    string
	Profile string
	Action  string
	Kind    string // of its target
	ID      string
	Name    string
	JobID   string // what came of it, as far as it was told
	RunID   string
	Error   string // its kind; empty where it was carried out
	Maybe   bool   // the answer was lost: it may have happened
}

// Report is what there is to tell.
type Report struct {
	From, To, At time.Time
	Profiles     []Profile
	Total        Count

	Groups     []Group
	Functions  []Function
	Slowest    []*model.Run
	Missed     []Missed
	Stuck      []Stuck
	Reruns     []Rerun
	Actions    []Action
	Throughput []Part
	Notes      []string
	Masked     int // places
}

// Count are the runs of a stretch of time.
type Count struct {
	Runs, Failed, Cancelled int // cancelled ones are among those that failed
	Unfinished              int
	Rate                    model.Opt[float64] // of failures among those that are over
	over                    int
}

// Profile is what a report says of one.
type Profile struct {
	Name, Backend string
	Live          bool
	Count
	Coverage float64 // which part of the stretch was seen whole
	Gaps     []model.Span
	Unseen   []model.Ref // functions of which nothing was seen
}

// Group are the failures of one trouble.
type Group struct {
	Key        string
	Code       string
	Title      string
	Message    string // of Sample
	Sample     model.RunID
	Runs, Open int
	ByRerun    int
	First      time.Time
	Last       time.Time
	Functions  []model.Share
}

// Function is how one ran.
type Function struct {
	Profile string
	Ref     model.Ref
	Count
	P50, P95, Max model.Opt[time.Duration]
	Coverage      float64
}

// Missed is what a scheduled trigger should have done and did not, or why
// nobody can tell.
type Missed struct {
	Profile  string
	Ref      model.Ref
	Schedule string
	Times    []time.Time
	Next     time.Time
	Why      string
}

// Stuck is a run that was under way for too long when it was looked at last.
type Stuck struct {
	Run    *model.Run
	Since  time.Duration
	Limit  time.Duration
	Looked time.Time
}

// Rerun is a run that repeats another.
type Rerun struct {
	Run    *model.Run
	By     string
	Reason string
}

// Part is one part of the stretch.
type Part struct {
	From, To     time.Time
	Runs, Failed int
	Seen         bool // by all profiles, whole
}

// Parts is into how many equal parts a stretch of time is cut: those of a day
// are hours.
func Parts(from, to time.Time) int {
	span := to.Sub(from)
	for _, each := range [...]time.Duration{time.Minute, 5 * time.Minute, time.Hour, 24 * time.Hour} {
		if n := int((span + each - 1) / each); n <= mostParts {
			return max(1, n)
		}
	}
	return mostParts
}

// mostParts keeps the table of throughput on two screens; two days are told by
// the hour.
const mostParts = 48

// Make makes a report. What it tells of back ends' texts is masked. It goes
// over everything twice: a secret that only its name gives away in one text is
// masked in the others, too.
func Make(f *Facts, m *mask.Masker) *Report {
	first := maker{f: f, r: &Report{}, m: m}
	first.make()
	for i := range f.Profiles {
		for _, r := range f.Profiles[i].Failures {
			m.Text("", r.RerunReason) // which is not told here
		}
	}
	m.Again()
	w := maker{f: f, r: &Report{From: f.From, To: f.To, At: f.At, Notes: slices.Clone(f.Notes)}, m: m}
	w.make()
	w.r.Masked = m.Places()
	return w.r
}
