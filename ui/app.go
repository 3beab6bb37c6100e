// Package ui is the terminal UI: one model that holds the state, asks
// backends for what it needs and hands finished frames to the screen.
//
// Who holds the list of runs: App.store, which lists.go fills. Who asks a
// backend: the commands in intents.go, and those of the wizard, which is there
// without an App, too. Where a key goes: keys.go. What can happen and what is
// done about it: update.go. The other files have one flow each:
//
//	begin, wizard, ask          from the start page to a profile; setting one up
//	member, profiles            the profiles on screen: what each holds; choosing them
//	source, feeds, live, wake   what is read again and again, how urgently, when next
//	known                       what was known before fntop was started
//	lists, older, reach         newest pages, older ones, how far back all is loaded
//	watch                       what backends push
//	link, asleep, truth         a backend that fails or is back, a sleep; what the header says of it
//	actions, send, jobs, lost   an action: asked for, sent, kept, looked for
//	travel, travel_read, _more  the past: going there; what was so
//	board, survey               how all functions are doing: the screen; working it out
//	alerting, alerts_kept, alertmenu   of what people are told; what outlives fntop of that; the list of it
//	follow, followed            looking at runs to their end; the Follow screen
//	detail, tail, outside       the open run: here, what it tells, in another program
//	copymenu, copying           what can be copied, and where it goes
//	browse, inbox               the run in a browser; a trigger's inbox
//	trouble, regroup            failures by what went wrong: the inbox; what a person says of a group
//	saving, incident            the run in a file, as a bundle
//	contrast, counterparts      one run against another
//	lineage, compared, since    a run, its original, its reruns and the last success
//	columnchoice                the columns of the runs, kept in the state file
//	narrow, overlays, marks     which runs are shown; what is chosen from lists; which are marked
//	place, views, resume        what is looked at: saved under a name, gone on from at the next start
//	nav, mouse, why             where the person is, and what cannot be done there
//	view, layout, header, pulse the frame
//	notice, words               the footer; sentences
//	run, terminal               the program around the App, and its terminal
//	many, many_run              many runs again at once: chosen and asked for; how it goes
//	traffic, settled            what it sent; whether all is read
package ui

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/board"
	"fntop/ui/detail"
	"fntop/ui/draw"
	"fntop/ui/filterbar"
	"fntop/ui/follow"
	"fntop/ui/functions"
	"fntop/ui/jq"
	"fntop/ui/log"
	"fntop/ui/pane"
	"fntop/ui/preview"
	"fntop/ui/runs"
	"fntop/ui/sched"
	"fntop/ui/screen"
	"fntop/ui/start"
	"fntop/ui/state"
	"fntop/ui/triggers"
)

// Options are what a terminal UI is made of. Providers or Demo may be
// left out: without a provider the start page is shown.
type Options struct {
	Context context.Context // ends the program and everything under way
	Clock   clock.Clock
	// Providers are the profiles to begin with.
	Providers []api.Provider
	// Demo opens the embedded demo, for the start page.
	Demo func(context.Context) ([]api.Provider, error)
	// Profiles open and set up the connections of the configuration file, for
	// the start page too; Choices are those that can be opened.
	Profiles api.Profiles
	Choices  []api.Choice
	Keys     *keymap.Map
	Theme    *theme.Theme
	Zone     *time.Location
	Refresh  time.Duration // how often, where the request budget allows
	// Alerting is of what people are told, and how.
	Alerting Alerting
	// History is what was seen before; nil where nothing is kept.
	History History
	// Past is what was so when; nil where nobody can look back.
	Past Past
	// Clipboard is this machine's; nil where it has none.
	Clipboard func(ctx context.Context, text string) error
	// Screen shows the frames. Without one they are there to be read with
	// Frame, and Bubble Tea draws them.
	Screen *screen.Screen
	// Traffic has seen every request of the Provider.
	Traffic *Traffic
	// StateDir is where fntop keeps what it writes itself. Where it is empty
	// nothing is sent that needs a journal, and whatever else would be kept says
	// that it is not.
	StateDir string
	Notes    Notes // keeps what people say; nil: it holds while fntop runs
	// View is shown first; nil: what was looked at last, where Restore says so.
	View       *state.Named
	Restore    bool
	Env        func(string) (string, bool)
	Version    string
	ConfigPath string
	Problem    string   // for the start page: why there is no profile
	Warnings   []string // of the configuration, said at the start
}

// Patience is how long a read may wait where the backend asks it to. What
// waits longer shows nothing; what fails shows when it is tried again.
const Patience = 2 * time.Second

// App is the root model. Its fields are changed by Update alone; commands get
// values.
type App struct {
	o   Options
	ctx context.Context

	members []*member // the profiles on screen
	aside   []*member // those that were taken off it

	// What is known.
	store     *model.Store
	witness   *model.Witness // of what changed
	whole     bool           // all that the filter could let through is loaded
	view      model.View
	functions []model.Function
	triggers  []model.Trigger

	// What the person narrowed it to.
	filter model.Filter
	query  string // as it was written
	order  model.Sort
	times  draw.Times
	// wishes were made so far; wishedAt is which of them was the latest of each
	// kind.
	wishes   int
	wishedAt [wishKinds]int

	// What is on screen.
	w, h      int
	focus     focus
	marks     marks
	overlay   pane.Overlay
	under     pane.Overlay     // the editor that a question was asked over
	bar       *filterbar.Model // the filter line
	barOpen   bool
	barQuery  string        // in force when it was opened
	barFrom   runs.Place    // where the person was then
	start     *start.Model  // the start page, while there is no provider
	detail    *opened       // the open run
	asked     jq.History    // the expressions that were run
	contrast  *contrast     // two runs held against each other, over all but the log
	log       *log.Model    // the log screen, while it is open
	followed  *follow.Model // the Follow screen
	onFollow  bool          // it is open
	many      *bulkRerun    // the bulk rerun; nil before there is one
	manyAsked sched.Ticket  // of its journal, while that is waited for
	onMany    bool          // its screen is open
	board     *board.Model
	onBoard   bool    // it is open, under whatever else fills the screen
	trouble   trouble // what failed and was not made good; the inbox
	travel    *travel // a look at the past, over all but the log
	zoomed    bool    // the pane in focus has the whole screen
	runsPane  *runs.Model
	trigPane  *triggers.Model
	fnPane    *functions.Model
	prevPane  *preview.Model
	notice    notice
	pulse     pulse
	surveys   surveys
	alerts    alerts
	views     views
	resume    resume
	sought    model.RunID // to be selected once it is read
	coming    []string    // profiles that are on their way to the screen
	frame     []string
	lines     draw.Lines
	quitting  bool
	beginning bool    // the demo or a profile is being opened
	wizard    *wizard // behind the overlay that sets a connection up

	desk     sched.Desk
	inbox    sched.Ticket // of the trigger's inbox that is asked for
	live     live
	seen     time.Time     // when the last message was taken in
	offset   time.Duration // of this machine's clock the backend's is, where that is worth heeding
	truth    truth         // of the frame
	ticking  bool
	jobs     jobs
	payloads map[payloadOf]json.RawMessage // the last one of each trigger, while fntop runs
	copying  sched.Ticket                  // of the last run that was read to copy a part of it
	clipping bool                          // this machine's clipboard is taking a copy
}

// New returns the UI, with the runs pane in focus.
func New(o Options) *App {
	a := &App{
		o:        o,
		ctx:      o.Context,
		order:    model.NewestFirst,
		focus:    onRuns,
		runsPane: runs.New(),
		trigPane: triggers.New(),
		fnPane:   functions.New(),
		prevPane: preview.New(),
		bar:      filterbar.New(),
		followed: follow.New(),
		marks:    marks{set: map[model.RunID]bool{}},
		payloads: map[payloadOf]json.RawMessage{},
		trouble:  newTrouble(),
	}
	a.store, a.witness = model.NewStore(model.StoreLimit), model.NewWitness()
	a.trigPane.SetAges(a.ageOfTrigger)
	a.live = newLive()
	a.board = board.New(a.store.Run)
	if len(o.Providers) == 0 {
		a.start = start.New(start.Options{ConfigPath: o.ConfigPath, Problem: o.Problem, Choices: o.Choices, SetsUp: o.Profiles != nil})
	} else {
		for _, p := range o.Providers {
			a.use(p)
		}
		a.relist()
	}
	if len(o.Warnings) > 0 {
		a.say(strings.Join(o.Warnings, " "))
	}
	return a
}

// use takes a provider as one that is watched.
func (a *App) use(p api.Provider) *member {
	m := newMember(p)
	a.members = append(a.members, m)
	a.refilter()
	return m
}

// Init asks for everything there is to know, once there is a profile to know
// it of.
func (a *App) Init() tea.Cmd {
	if len(a.members) == 0 {
		return nil // what comes of the start page may be the demo, which leaves no trace
	}
	return tea.Batch(a.begin(), a.recallAlerts())
}

// Update takes one message and hands the frame that follows from it to the
// screen.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := tea.Batch(a.awake(), a.update(msg))
	a.frame = a.draw()
	if a.o.Screen != nil {
		a.o.Screen.Show(a.frame)
		a.o.Screen.SetTitle(a.title())
	}
	return a, tea.Batch(cmd, a.tick(), a.surveyAgain(), a.lookForAlerts())
}

// View is the frame for Bubble Tea's own renderer, where that draws.
func (a *App) View() string {
	if a.o.Screen != nil && a.o.Screen.Owns() {
		return ""
	}
	return joined(a.frame)
}

// Frame is what is on the screen, line by line.
func (a *App) Frame() []string { return a.frame }

// opened is the run that is open: what is read and what is drawn of it.
type opened struct {
	pane   *detail.Model
	ctx    context.Context
	cancel context.CancelFunc
	job    *job             // the action it came of, or that it is only followed
	full   *model.RunDetail // as read; nil before
	read   bool             // it was read in full
	moved  bool             // the list says that it has moved on since
	kin    kin              // its lineage
	since  since            // of a failed run: the last success
	then   reader           // what is to show it once it is read
	to     pane.WriteTo     // where, if that is a file
	tails  []*tail          // what is heard of its attempts
	stale  bool             // something else may have been noticed of it

	endJQ context.CancelFunc // ends the expression that runs; nil for none
}
