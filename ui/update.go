package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/model"
	"fntop/ui/difference"
	"fntop/ui/pane"
	"fntop/ui/sched"
)

// What can happen, beside keys and the terminal's own messages.
//
// What is done with a late answer: an answer that is asked for again and again
// carries the ticket it was asked with, and is dropped when another has been
// given out since (feed.waits). An answer about an object carries its id. What
// an action led to carries the number of its job and is never late: it is
// taken in whatever the screen shows by then. Commands end with the context
// they were made under: of the open run, or of the program.
type (
	wakeMsg struct{ ticket sched.Ticket } // time to plan again
	tickMsg struct{}                      // a second has passed, something unfinished is on screen

	functionsMsg struct {
		profile   string
		ticket    sched.Ticket
		functions []model.Function
		err       error
	}
	triggersMsg struct {
		profile  string
		ticket   sched.Ticket
		triggers []model.Trigger
		err      error
	}
	runsMsg struct { // the newest page of a source
		ticket sched.Ticket
		source source
		page   model.Page
		err    error
	}
	olderMsg struct { // a further page of a list; the page's number makes it late
		list   list
		number int
		page   model.Page
		err    error
	}
	runMsg struct { // the open run
		ticket sched.Ticket
		id     model.RunID
		run    model.RunDetail
		err    error
	}
	lineageMsg struct { // the reruns of the open run, and its original among them
		ticket  sched.Ticket
		lineage model.Lineage
		err     error
	}
	shapeMsg struct { // what payloads have now that they had not at the last success
		ticket sched.Ticket
		shape  string
	}
	groupsMsg struct { // what people said of groups of failures before
		said int // how often that was changed here when it was asked for
		acks map[model.GroupKey]*model.GroupAck
		hand model.Hand
		err  error
	}
	groupKeptMsg struct{ err error }
	contrastMsg  struct { // two runs that are compared
		ticket  sched.Ticket
		was, is *model.RunDetail // as far as they could be read
		result  *difference.Result
		err     error
	}
	heardMsg struct { // what the backend pushed, gathered
		profile string
		ticket  sched.Ticket
		events  []api.Event
		over    bool
	}
	actedMsg struct { // the answer to an action
		job     int
		receipt model.Receipt
		err     error
	}
	inboxMsg struct { // where a trigger's inbox is
		ticket           sched.Ticket
		profile, trigger string
		address          string
		err              error
	}
	entriesMsg struct { // what an attempt of the open run did, gathered
		run    model.RunID
		ticket sched.Ticket
		heard  []heardEntry
		over   bool
	}
	sightingsMsg struct { // what looks at a followed run saw
		job    int
		ticket sched.Ticket // a job that was left may be followed again
		seen   []api.Sighting
		over   bool
	}
	journalMsg struct { // a bulk rerun can begin
		ticket  sched.Ticket
		journal *bulk.Journal
		err     error
	}
	newsMsg struct { // of the bulk rerun
		ticket sched.Ticket
		news   []bulk.News
		over   bool
	}
	pastMsg      struct{ records []*bulk.Record } // bulk reruns of the past
	abandonedMsg struct {                         // the rest of one is given up
		path string
		err  error
	}

	seekMsg  struct{} // time to look again for what came of a lost action
	foundMsg struct { // what may have come of an action whose answer was lost
		job  int
		runs []model.RunDetail
		err  error
	}
	openedMsg struct { // providers, from the start page
		providers []api.Provider
		err       error
		said      string // to be told once they are open
	}
	memberMsg struct { // a profile that is to be shown beside others
		name     string
		provider api.Provider
		err      error
	}
	editedMsg struct { // $EDITOR ended
		program string
		text    string
		err     error
	}
	clippedMsg struct { // this machine's clipboard took a copy, or did not
		what     pane.Copy
		terminal bool // the terminal's has it as well
		err      error
	}
	toCopyMsg struct { // a run that was read to copy a part of it
		ticket sched.Ticket
		of     pane.CopyOf
		run    model.RunDetail
		err    error
	}
	browsedMsg struct { // the browser ended, or never began
		address string
		at      time.Time // when it was started
		err     error
	}
	wroteMsg struct { // a file was written, or not
		to   pane.WriteTo
		size int
		said string // to be told beside it
		err  error
	}
	shownMsg struct { // $EDITOR or $PAGER showed a run
		program string
		err     error
	}
)

// update says what is done about each thing that can happen.
func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return a.resized(msg.Width, msg.Height)
	case tea.KeyMsg:
		return tea.Batch(a.key(msg), a.noteSight()) // keys.go, resume.go
	case tea.MouseMsg:
		return tea.Batch(a.mouse(msg), a.noteSight())
	case tea.FocusMsg:
		return a.looked(true)
	case tea.BlurMsg:
		return a.looked(false)
	case tea.ResumeMsg:
		return a.resumed()
	case wakeMsg:
		return a.woke(msg)
	case tickMsg:
		return a.ticked()
	case knownMsg:
		return a.gotKnown(msg)
	case functionsMsg:
		return a.gotFunctions(msg)
	case triggersMsg:
		return a.gotTriggers(msg)
	case runsMsg:
		return a.gotRuns(msg)
	case olderMsg:
		return a.gotOlder(msg)
	case runMsg:
		return a.gotRun(msg)
	case lineageMsg:
		return a.gotLineage(msg)
	case shapeMsg:
		return a.gotShape(msg)
	case alertsKeptMsg:
		return a.gotAlertsKept(msg)
	case alertsFoundMsg:
		return a.gotAlerts(msg)
	case alarmedMsg:
		return a.rang(msg)
	case alertsSavedMsg:
		return a.savedAlerts(msg)
	case momentMsg, stretchMsg, runThenMsg, earliestMsg:
		return a.gotPast(msg)
	case surveyMsg:
		return a.gotSurvey(msg)
	case stateMsg:
		return a.gotState(msg)
	case groupsMsg:
		return a.gotGroups(msg)
	case groupKeptMsg:
		return a.groupKept(msg)
	case stateSavedMsg:
		return a.stateSaved(msg)
	case viewsMsg:
		return a.gotViews(msg)
	case keepMsg:
		return a.keepSight()
	case keptMsg:
		return a.sightKept(msg)
	case contrastMsg:
		return a.gotContrast(msg)
	case jqMsg:
		return a.gotJQ(msg)
	case heardMsg:
		return a.heard(msg)
	case inboxMsg:
		return a.gotInbox(msg)
	case entriesMsg:
		return a.gotEntries(msg)
	case actedMsg:
		return a.acted(msg)
	case sightingsMsg:
		return a.sighted(msg)
	case foundMsg:
		return a.found(msg)
	case seekMsg:
		return a.seekAgain()
	case journalMsg:
		return a.gotJournal(msg)
	case newsMsg:
		return a.gotNews(msg)
	case pastMsg:
		return a.rejoined(msg)
	case abandonedMsg:
		return a.abandoned(msg)
	case openedMsg:
		return a.opened(msg)
	case keyringMsg:
		return a.wizard.heard(msg)
	case triedMsg:
		return a.wizard.tried(msg)
	case savedMsg:
		return a.saved(msg)
	case memberMsg:
		return a.gotMember(msg)
	case editedMsg:
		return a.edited(msg)
	case clippedMsg:
		return a.clipped(msg)
	case toCopyMsg:
		return a.gotToCopy(msg)
	case browsedMsg:
		return a.browsed(msg)
	case wroteMsg:
		return a.wrote(msg)
	case shownMsg:
		return a.shown(msg)
	}
	return nil // everything else is meant for nobody here
}

// now is the time of the clock the program was given.
func (a *App) now() time.Time { return a.o.Clock.Now() }
