package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/inbox"
	"fntop/ui/pane"
)

// trouble is what is known of failures that nothing has made good.
type trouble struct {
	failures *model.Failures
	pane     *inbox.Model
	open     bool // its screen is, under whatever else fills the screen

	// What people said of groups.
	acks map[model.GroupKey]*model.GroupAck
	hand model.Hand
	said int // how often that was changed here
	// Of that, what is not kept yet, in the order in which it was said, and
	// whether something is being written.
	unkept  []saying
	keeping bool

	// What the rows of the inbox were made of, and whether what people said
	// changed since.
	listed  inboxOf
	changed bool

	before *filtered // what the runs were narrowed to before a group was listed
}

// filtered is what a person narrowed the runs to.
type filtered struct {
	filter model.Filter
	query  string
	order  model.Sort
}

// inboxOf is what the rows of the inbox follow from, but for what people said.
type inboxOf struct {
	groups        []*model.Group
	minute, known time.Time
}

// same reports whether rows of the one are rows of the other. Groups are made
// anew as a whole, so that the first tells.
func (l inboxOf) same(other inboxOf) bool {
	return len(l.groups) == len(other.groups) && (len(l.groups) == 0 || l.groups[0] == other.groups[0]) && l.minute.Equal(other.minute) && l.known.Equal(other.known)
}

func newTrouble() trouble {
	return trouble{failures: model.NewFailures(), pane: inbox.New(), acks: map[model.GroupKey]*model.GroupAck{}}
}

// inboxKey shows the inbox, or goes back from it.
func (a *App) inboxKey() tea.Cmd {
	if a.inboxOnTop() {
		a.trouble.open = false
		return nil
	}
	a.toLists()
	a.trouble.open = true
	a.showGroups()
	return tea.Batch(a.fill(), loadGroups(a.ctx, a.o.Notes, a.trouble.said))
}

// inboxOnTop reports whether the inbox is what fills the screen.
func (a *App) inboxOnTop() bool {
	return a.trouble.open && a.travel == nil && a.start == nil && a.log == nil && a.contrast == nil && a.detail == nil && !a.onFollow && !a.onMany
}

// inboxBack is how far back the inbox reads by itself: as far as its strips go.
const inboxBack = inbox.Trend

// showGroups brings the inbox up to date when it is drawn: what is new, and
// whether an acknowledgement holds, changes with time alone, but by the minute.
func (a *App) showGroups() {
	now, known := a.theirNow(), a.knownSince()
	a.listGroups(now, known)
	status := inbox.Status{Known: known}
	switch {
	case a.anyRead():
	case a.unlisted() != nil:
		status.Empty = "Not read yet. " + sentence(a.unlisted())
	default:
		status.Empty = "…"
	}
	a.trouble.pane.SetStatus(status)
}

// listGroups makes the rows of the inbox, unless they would be as they are: a
// frame is drawn for other reasons, too.
func (a *App) listGroups(now, known time.Time) {
	groups := a.trouble.failures.Groups()
	of := inboxOf{groups, now.Truncate(time.Minute), known}
	if !a.trouble.changed && of.same(a.trouble.listed) {
		return
	}
	a.trouble.listed, a.trouble.changed = of, false
	rows := make([]inbox.Row, 0, len(groups))
	for _, g := range groups {
		row := inbox.Row{Group: g, Marks: g.Marks(now, known)}
		if ack := a.trouble.acks[g.Key]; ack.Holds(g, now) {
			row.Ack = ack
		}
		rows = append(rows, row)
	}
	a.trouble.pane.SetRows(rows)
}

// knownSince is since when every run is loaded; zero while that is not known
// of all functions.
func (a *App) knownSince() (since time.Time) {
	lists := a.allLists()
	for _, l := range lists {
		switch p := a.pagesOf(l); {
		case p.whole:
		case p.oldest.IsZero():
			return time.Time{}
		case p.oldest.After(since):
			since = p.oldest
		}
	}
	if since.IsZero() && len(lists) > 0 && a.anyRead() {
		return a.oldestRun()
	}
	return since
}

// oldestRun is when the oldest run that is loaded was created: where all are,
// nothing is known of the time before it.
func (a *App) oldestRun() time.Time {
	rows := a.store.Newest()
	for i := len(rows) - 1; i >= 0; i-- {
		if when := rows[i].When(); !when.IsZero() {
			return when
		}
	}
	return time.Time{}
}

// selectedGroup is the group that a key means: the selected one in the inbox,
// else the one that the runs are narrowed to.
func (a *App) selectedGroup() *model.Group {
	if a.inboxOnTop() {
		if r := a.trouble.pane.Selected(); r != nil {
			return r.Group
		}
		return nil
	}
	if a.filter.Group != nil && a.onLists() {
		return a.trouble.failures.Group(a.filter.Group.Key)
	}
	return nil
}

// groupTarget is the run that a key in the inbox means.
func (a *App) groupTarget() *model.Run {
	if g := a.selectedGroup(); g != nil {
		return a.store.Run(g.Sample().ID)
	}
	return nil
}

// narrowGroup lists the failures of a group. What the runs were narrowed to
// comes back with the inbox.
func (a *App) narrowGroup(key model.GroupKey) tea.Cmd {
	g := a.trouble.failures.Group(key)
	if g == nil {
		a.say("That group is gone.")
		return nil
	}
	a.trouble.before = &filtered{a.filter, a.query, a.order}
	a.filter = model.Filter{Group: &model.InGroup{Key: key, Title: groupName(g), Hand: a.trouble.hand}}
	a.query, a.order = "", model.NewestFirst
	a.toLists()
	a.focus = onRuns
	return a.narrow("", model.Ref{}, model.Ref{})
}

// leaveGroup goes back to the inbox.
func (a *App) leaveGroup() tea.Cmd {
	key, b := a.filter.Group.Key, a.trouble.before
	a.filter.Group, a.trouble.before = nil, nil
	if b != nil {
		a.filter, a.query, a.order = b.filter, b.query, b.order
	}
	a.trouble.open = true
	a.showGroups()
	a.trouble.pane.Pick(key)
	return a.narrow(a.filter.Profile, a.filter.Function, a.filter.Trigger)
}

// groupName is a group in a word or a few.
func groupName(g *model.Group) string {
	if g.Code != "" {
		return g.Code
	}
	return draw.Clip(g.Title, 60)
}

// askGroupRerun asks whether to run the open failures of the selected group
// again.
func (a *App) askGroupRerun() tea.Cmd {
	g := a.selectedGroup()
	again := pane.RerunMany{Title: groupName(g)}
	for _, r := range g.Open {
		again.Runs = append(again.Runs, r.ID)
	}
	return a.askRuns(again)
}

// whyNotGroupRerun says why the selected group cannot be run again, or nothing
// when it may.
func (a *App) whyNotGroupRerun() string {
	switch g := a.selectedGroup(); {
	case g == nil:
		return "There is no group to run again."
	case g.Gone():
		return "Every failure of this group was made good since. In the table a run can be run again all the same."
	}
	return a.whyNotMany()
}

// whyNoGroup says why nothing can be said of a group here, or nothing.
func (a *App) whyNoGroup() string {
	if a.selectedGroup() == nil {
		return "That is for a group of failures. " + a.o.Keys.Key(keymap.Inbox) + " shows them."
	}
	return ""
}

// askAck asks how long the selected group is to be left alone.
func (a *App) askAck() tea.Cmd {
	g := a.selectedGroup()
	row := inbox.Row{Group: g}
	if ack := a.trouble.acks[g.Key]; ack.Holds(g, a.theirNow()) {
		row.Ack = ack
	}
	a.overlay = inbox.NewAsk(row)
	return nil
}

// ack leaves a group alone, or no longer.
func (a *App) ack(i pane.AckGroup) tea.Cmd {
	if i.Drop {
		delete(a.trouble.acks, i.Key)
		a.say("The acknowledgement is taken back.")
		return a.keepGroups(model.NotedAcks, model.Note{Key: i.Key.String()})
	}
	ack := &model.GroupAck{Key: i.Key, End: i.End}
	ack.At, ack.Note, ack.By = a.theirNow(), i.Note, api.Who()
	if i.For > 0 {
		ack.Until = ack.At.Add(i.For)
	}
	a.trouble.acks[i.Key] = ack
	a.say("Acknowledged. " + a.o.Keys.Key(keymap.Acknowledge) + " takes it back.")
	return a.keepGroups(model.NotedAcks, ack.Noted())
}
