// Package keymap says which key does what. Help, footer, command palette and
// the README's table are made from it, and [keys] of the configuration
// changes it.
package keymap

// Action is something a key does.
type Action uint8

// Every action there is. None is a key that does nothing.
const (
	None Action = iota

	Up
	Down
	PageUp
	PageDown
	HalfUp
	HalfDown
	Top
	Bottom
	NextPane
	PrevPane
	PaneTriggers
	PaneFunctions
	PaneRuns
	PanePreview
	Open
	Back
	Quit
	QuitNow

	Filter
	Status
	Failed
	Unfinished
	EveryStatus
	GoTo
	Commands
	Help
	Sort
	Columns
	Times
	Window
	Longer
	Shorter
	SaveView
	Views
	Earlier
	Later
	MuchEarlier
	MuchLater

	Invoke
	Rerun
	RerunEdited
	Follow
	PauseTrigger
	Mark
	MarkRange
	MarkAll
	ClearMarks
	Bulk
	Acknowledge
	Regroup

	Difference
	Lineage
	Copy
	Editor
	Pager
	Browse
	Save
	Bundle
	NextTab
	PrevTab
	Search
	NextMatch
	PrevMatch
	Fold
	FoldAll
	UnfoldAll
	FlatText
	JQ

	Inbox
	Alerts
	Profiles
	Board
	TimeTravel
	Log
	PausePolling
	Refresh
	Zoom
	Redraw
	Suspend

	actions
)

// Group is where an action stands in help.
type Group string

// The groups, in the order of help.
const (
	Moving  Group = "Move"
	Finding Group = "Find"
	Acting  Group = "Act"
	Reading Group = "Read"
	Staying Group = "Screen"
)

// Groups are all of them in the order of help.
var Groups = [...]Group{Moving, Finding, Acting, Reading, Staying}

// scope is where a key is listened to: one key may do one thing in lists and
// another in the detail, never two in one place.
type scope uint8

const (
	everywhere scope = iota
	inLists
	inDetail
)

// Info is what is said about an action.
type Info struct {
	Name  string // as [keys] and the command palette have it
	Keys  []string
	Short string // a word or two, for the footer
	Help  string // a short sentence without its full stop
	Group Group
	scope scope
}

var infos = [actions]Info{
	Up:            {"up", []string{"up", "k"}, "up", "move up", Moving, everywhere},
	Down:          {"down", []string{"down", "j"}, "down", "move down", Moving, everywhere},
	PageUp:        {"page_up", []string{"pgup"}, "page up", "move a page up", Moving, everywhere},
	PageDown:      {"page_down", []string{"pgdown"}, "page down", "move a page down", Moving, everywhere},
	HalfUp:        {"half_page_up", []string{"ctrl+u"}, "half up", "move half a page up", Moving, everywhere},
	HalfDown:      {"half_page_down", []string{"ctrl+d"}, "half down", "move half a page down", Moving, everywhere},
	Top:           {"top", []string{"g", "home"}, "top", "go to the top; on runs: stay on the newest", Moving, everywhere},
	Bottom:        {"bottom", []string{"G", "end"}, "bottom", "go to the bottom", Moving, everywhere},
	NextPane:      {"next_pane", []string{"tab"}, "next pane", "next pane", Moving, everywhere},
	PrevPane:      {"previous_pane", []string{"shift+tab"}, "previous pane", "previous pane", Moving, everywhere},
	PaneTriggers:  {"triggers", []string{"1"}, "triggers", "go to the triggers", Moving, everywhere},
	PaneFunctions: {"functions", []string{"2"}, "functions", "go to the functions", Moving, everywhere},
	PaneRuns:      {"runs", []string{"3"}, "runs", "go to the runs", Moving, everywhere},
	PanePreview:   {"preview", []string{"4"}, "preview", "go to the preview", Moving, everywhere},
	Open:          {"open", []string{"enter"}, "open", "open the run; on a trigger or function: narrow the runs to it, or widen again", Moving, inLists},
	Back:          {"back", []string{"esc"}, "back", "go back, close, clear or widen: one thing at a time", Moving, everywhere},
	Quit:          {"quit", []string{"q"}, "quit", "quit from the top screen, else go back", Staying, everywhere},
	QuitNow:       {"quit_now", []string{"ctrl+c"}, "quit", "quit at once", Staying, everywhere},

	Filter:      {"filter", []string{"/"}, "filter", "filter the runs with the query language", Finding, inLists},
	Status:      {"status", []string{"s"}, "status", "choose the statuses to show", Finding, everywhere},
	Failed:      {"failed", []string{"F"}, "failed", "show failed runs only", Finding, everywhere},
	Unfinished:  {"unfinished", []string{"A"}, "unfinished", "show unfinished runs only", Finding, everywhere},
	EveryStatus: {"every_status", []string{"0"}, "every status", "show every status", Finding, everywhere},
	GoTo:        {"go_to", []string{"ctrl+p"}, "go to", "go to any trigger, function or run by a fuzzy name", Finding, everywhere},
	Commands:    {"commands", []string{":"}, "commands", "every action by name", Finding, everywhere},
	Help:        {"help", []string{"?"}, "help", "every key", Staying, everywhere},
	Sort:        {"sort", []string{"S"}, "sort", "choose the order of the runs", Finding, everywhere},
	Columns:     {"columns", []string{"c"}, "columns", "choose the columns of the runs and their order", Finding, everywhere},
	Times:       {"times", []string{"t"}, "times", "show times as ages, local or UTC", Finding, everywhere},
	Window:      {"window", []string{"w"}, "window", "choose how far back the runs go", Finding, everywhere},
	Longer:      {"longer_window", []string{"]"}, "longer", "a longer time window", Finding, inLists},
	Shorter:     {"shorter_window", []string{"["}, "shorter", "a shorter time window", Finding, inLists},
	SaveView:    {"save_view", []string{"b"}, "save view", "save what is shown as a view, under a name", Finding, everywhere},
	Views:       {"views", []string{"B"}, "views", "open, rename or delete a saved view", Finding, everywhere},
	Earlier:     {"earlier", []string{"left"}, "earlier", "in the past: a step back", Finding, inLists},
	Later:       {"later", []string{"right"}, "later", "in the past: a step towards now", Finding, inLists},
	MuchEarlier: {"much_earlier", []string{"shift+left", "ctrl+left"}, "much earlier", "in the past: ten steps back", Finding, inLists},
	MuchLater:   {"much_later", []string{"shift+right", "ctrl+right"}, "much later", "in the past: ten steps towards now", Finding, inLists},

	Invoke:       {"invoke", []string{"i"}, "invoke", "invoke the trigger or agent, with a payload", Acting, everywhere},
	Rerun:        {"rerun", []string{"r"}, "rerun", "run the run again", Acting, everywhere},
	RerunEdited:  {"rerun_edited", []string{"R"}, "rerun edited", "run the run again with edited input", Acting, everywhere},
	Follow:       {"follow", []string{"f"}, "follow", "follow the run to its end; once more: stop", Acting, everywhere},
	PauseTrigger: {"pause_trigger", []string{"X"}, "pause trigger", "pause or resume the trigger; cancel an agent's run", Acting, everywhere},
	Mark:         {"mark", []string{" "}, "mark", "mark the run, or take its mark away, and move on", Acting, inLists},
	MarkRange:    {"mark_range", []string{"v"}, "range", "mark from here on: move, then once more", Acting, inLists},
	MarkAll:      {"mark_all", []string{"*"}, "mark all", "mark every run that is shown", Acting, inLists},
	ClearMarks:   {"clear_marks", []string{"ctrl+x"}, "clear marks", "take every mark away, of hidden runs too", Acting, inLists},
	Bulk:         {"bulk_rerun", []string{"M"}, "bulk rerun", "show the bulk rerun; once more: pause, abort, continue it", Acting, everywhere},
	Acknowledge:  {"acknowledge", []string{"a"}, "acknowledge", "leave a group of failures alone for a while, with a note", Acting, everywhere},
	Regroup:      {"regroup", []string{"m"}, "merge, split", "merge a group of failures with another, split it, or undo that", Acting, everywhere},

	Lineage:    {"lineage", []string{"L"}, "lineage", "show the original and the reruns of the run", Reading, everywhere},
	Difference: {"difference", []string{"D"}, "difference", "hold the run against its original, its rerun, a marked run or the last success; once more: the next of these", Reading, everywhere},

	Copy:      {"copy", []string{"y"}, "copy", "copy from the run, trigger or function", Reading, everywhere},
	Editor:    {"editor", []string{"e"}, "editor", "read the run in $EDITOR", Reading, everywhere},
	Pager:     {"pager", []string{"|"}, "pager", "read the run in $PAGER", Reading, everywhere},
	Browse:    {"browser", []string{"o"}, "browser", "open the run's address or the trigger's inbox in a browser", Reading, everywhere},
	Save:      {"write", []string{"W"}, "write", "write what the open run shows to a file", Reading, everywhere},
	Bundle:    {"bundle", []string{"E"}, "bundle", "write all there is to know about the run, without its secrets", Reading, everywhere},
	NextTab:   {"next_tab", []string{"]", "right", "l"}, "next tab", "next tab of the run; in a difference: the next change", Reading, inDetail},
	PrevTab:   {"previous_tab", []string{"[", "left", "h"}, "previous tab", "previous tab of the run; in a difference: the previous change", Reading, inDetail},
	Search:    {"search", []string{"/"}, "search", "search the open run", Reading, inDetail},
	NextMatch: {"next_match", []string{"n"}, "next match", "next match", Reading, inDetail},
	PrevMatch: {"previous_match", []string{"N"}, "previous match", "previous match", Reading, inDetail},
	Fold:      {"toggle_fold", []string{"enter", " "}, "fold", "fold or open what is selected; open the JSON in a string", Reading, inDetail},
	FoldAll:   {"collapse_all", []string{"-"}, "collapse", "fold everything", Reading, inDetail},
	UnfoldAll: {"expand_all", []string{"+", "="}, "expand", "open everything", Reading, inDetail},
	FlatText:  {"flat_text", []string{"v"}, "text", "show the JSON as the text that was received, or as a tree again", Reading, inDetail},
	JQ:        {"jq", []string{"J"}, "jq", "show what a jq expression makes of the JSON; esc: the whole again", Reading, inDetail},

	Alerts:       {"alerts", []string{"!"}, "alerts", "what you were told of, and what can be done about it", Staying, everywhere},
	Inbox:        {"inbox", []string{"u"}, "inbox", "failures that nothing made good, by what went wrong", Staying, everywhere},
	Profiles:     {"profiles", []string{"P"}, "profiles", "choose the profiles on screen", Staying, everywhere},
	Board:        {"board", []string{"d"}, "board", "how every function is doing, the worst first", Staying, everywhere},
	TimeTravel:   {"time_travel", []string{"ctrl+t"}, "time travel", "runs and board as they were; once more: type the time; esc: back to now", Staying, everywhere},
	Log:          {"log", []string{"ctrl+g"}, "log", "what fntop did: requests, links, notices", Staying, everywhere},
	PausePolling: {"pause", []string{"p"}, "pause", "stop asking for news, or go on", Staying, everywhere},
	Refresh:      {"refresh", []string{"ctrl+r"}, "refresh", "read what is on screen now", Staying, everywhere},
	Zoom:         {"zoom", []string{"z"}, "zoom", "give the pane in focus the whole screen, or the others their part back", Staying, everywhere},
	Redraw:       {"redraw", []string{"ctrl+l"}, "redraw", "draw the screen anew", Staying, everywhere},
	Suspend:      {"suspend", []string{"ctrl+z"}, "suspend", "suspend fntop", Staying, everywhere},
}

// All lists every action in the order in which they are declared.
func All() []Action {
	all := make([]Action, 0, actions-1)
	for a := Up; a < actions; a++ {
		all = append(all, a)
	}
	return all
}

// Name is the action's name in [keys] and in the command palette.
func (a Action) Name() string { return infos[a].Name }

// Help is a short sentence on what the action does.
func (a Action) Help() string { return infos[a].Help }

// Short is the word of the footer.
func (a Action) Short() string { return infos[a].Short }

// Group is where the action stands in help.
func (a Action) Group() Group { return infos[a].Group }

// Repeats reports whether the action may be taken several times out of one
// message of several runes: typed-ahead letters arrive so, and so does an
// unbracketed paste, which must never act.
func (a Action) Repeats() bool {
	switch a {
	case Up, Down, PageUp, PageDown, HalfUp, HalfDown:
		return true
	}
	return false
}
