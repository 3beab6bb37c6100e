package pane

import (
	"time"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/jq"
)

// Intent is what a person wants, as a pane understood it. Intents are the
// only door to I/O: ui/intents.go carries them out.
type Intent interface{ intent() }

// Act asks for what an action's key does, wherever the wish came from.
type Act struct{ Action keymap.Action }

// Close takes away the overlay, or the open run where there is none.
type Close struct{}

// OpenRun opens a run in full.
type OpenRun struct{ ID model.RunID }

// OpenRelative opens a run of the lineage of the open one, on that tab;
// ReadLineage reads what there is to know of it.
type (
	OpenRelative struct{ ID model.RunID }
	ReadLineage  struct{}
)

// Browse opens an address in a browser; What is for the notice.
type Browse struct{ Address, What string }

// OpenFollowed opens the run of a row of the Follow screen.
type OpenFollowed struct{ Number int }

// NarrowTrigger narrows the runs to one trigger, or widens when they are.
type NarrowTrigger struct{ Profile, ID string }

// NarrowFunction likewise for a function.
type NarrowFunction struct{ Profile, ID string }

// ShowFunction leaves what fills the screen for the runs of one function.
type ShowFunction struct{ Profile, ID string }

// SetBoardWindow has the board be of another span of time; SetBoardOrder
// orders its rows by another of its columns.
type (
	SetBoardWindow struct{ Last time.Duration }
	SetBoardOrder  struct{ Order int }
)

// GoTrigger selects a trigger in its pane; GoFunction and GoRun likewise.
type (
	GoTrigger  struct{ Profile, ID string }
	GoFunction struct{ Profile, ID string }
	GoRun      struct{ ID model.RunID }
)

// NarrowGroup narrows the runs to a group of failures.
type NarrowGroup struct{ Key model.GroupKey }

// OpenAlert lists what can be done about an alert, and AckAlert leaves it
// alone for so long, else until it is over; with Drop no longer.
type (
	OpenAlert struct{ Rule, Key string }
	AckAlert  struct {
		Rule, Key string
		For       time.Duration
		Drop      bool
	}
)

// AckGroup says that a group of failures is known: for so long, else until
// End; Drop takes that back.
type AckGroup struct {
	Key  model.GroupKey
	For  time.Duration
	End  model.AckEnd
	Note string
	Drop bool
}

// MergeGroup shows a group of failures as part of another, SplitGroup tells
// its failures apart further, and UndoGroup takes both back.
type (
	MergeGroup struct{ From, Into model.GroupKey }
	SplitGroup struct {
		Key model.GroupKey
		By  model.SplitBy
	}
	UndoGroup struct{ Key model.GroupKey }
)

// LoadMore reads older runs: the selection has reached the last one loaded.
type LoadMore struct{}

// SetStatuses shows runs of these statuses only; of every one when empty.
type SetStatuses struct{ Statuses []model.Status }

// SetQuery puts a query in force, as it was written. Live while it is typed;
// Done when the filter line closes.
type SetQuery struct {
	Text  string
	Query model.Query
	Done  bool
}

// SetSort puts an order in force.
type SetSort struct{ Sort model.Sort }

// SetColumns shows these columns in the table of runs, in this order.
type SetColumns struct{ Names []string }

// SetWindow shows runs created in this window only.
type SetWindow struct{ Window model.Window }

// SaveView keeps what is shown under a name, OpenView shows what was kept so.
// Over: another view of the name is replaced. AskRenameView and AskDeleteView
// ask before RenameView and DeleteView do it.
type (
	SaveView struct {
		Name string
		Over bool
	}
	OpenView      struct{ Name string }
	AskRenameView struct{ Name string }
	RenameView    struct {
		From, To string
		Over     bool
	}
	AskDeleteView struct{ Name string }
	DeleteView    struct{ Name string }
)

// SetProfiles shows these profiles and no others.
type SetProfiles struct{ Names []string }

// Composed is an action whose payload a person wrote and that parsed. It is
// not sent yet: it is confirmed first.
type Composed struct{ Action model.Action }

// Send sends a confirmed action, once.
type Send struct{ Action model.Action }

// RerunMany asks whether to run these runs again, in this order: how a screen
// that has them in groups begins a bulk rerun. SendMany runs many runs again,
// as was confirmed; ContinueMany sends the rest of a bulk rerun, and SteerMany
// changes how the one under way goes.
type (
	RerunMany struct {
		Runs  []model.RunID
		Title string // what they have in common, in the words of the screen
	}
	SendMany     struct{ Plan bulk.Plan }
	ContinueMany struct{ Path string }
	SteerMany    struct{ Wish Wish }
)

// Wish is what a person wants of a bulk rerun.
type Wish uint8

// The wishes there are.
const (
	PauseMany Wish = iota + 1
	GoOnMany
	AbortMany
	RestOfMany  // to be asked to continue it
	AbandonMany // not to be offered its rest any more
)

// EditText hands text to $EDITOR; the composer that asked gets it back.
type EditText struct{ Text string }

// Copy puts text on the clipboard.
type Copy struct {
	What  string // for the notice: "run id"
	Text  string
	Plain bool // it holds nothing that a notice might not repeat
}

// CopyOf copies a part of a run that has to be read for it.
type CopyOf struct {
	Run  model.RunID
	What string
}

// WriteTo writes what was asked for to a file: what the open run shows, or a
// bundle. It says of which run: another may be open by the time it is heard.
type WriteTo struct {
	Run    model.RunID
	What   string // of it, as it was shown; empty for a bundle
	Path   string // whole
	Over   bool   // replace what is there
	Bundle bool
}

// RunJQ runs an expression on a document; StopJQ ends that.
type (
	RunJQ struct {
		Number   int
		Query    *jq.Query
		Document []byte
	}
	StopJQ struct{}
)

// Say shows a sentence in the footer.
type Say struct{ Text string }

// StartDemo opens the embedded demo.
type StartDemo struct{}

// OpenProfile opens a profile of the configuration file.
type OpenProfile struct{ Name string }

// SetUp opens the wizard.
type SetUp struct{}

// TryDraft tries a connection that is being set up; StopTrying ends that.
type (
	TryDraft   struct{ Draft api.Draft }
	StopTrying struct{}
)

// SaveDraft keeps it.
type SaveDraft struct{ Draft api.Draft }

func (Act) intent()            {}
func (Close) intent()          {}
func (OpenRun) intent()        {}
func (OpenRelative) intent()   {}
func (ReadLineage) intent()    {}
func (Browse) intent()         {}
func (OpenFollowed) intent()   {}
func (NarrowTrigger) intent()  {}
func (NarrowFunction) intent() {}
func (ShowFunction) intent()   {}
func (SetBoardWindow) intent() {}
func (SetBoardOrder) intent()  {}
func (GoTrigger) intent()      {}
func (GoFunction) intent()     {}
func (GoRun) intent()          {}
func (LoadMore) intent()       {}
func (NarrowGroup) intent()    {}
func (AckGroup) intent()       {}
func (OpenAlert) intent()      {}
func (AckAlert) intent()       {}
func (MergeGroup) intent()     {}
func (SplitGroup) intent()     {}
func (UndoGroup) intent()      {}
func (SetStatuses) intent()    {}
func (SetQuery) intent()       {}
func (SetSort) intent()        {}
func (SetColumns) intent()     {}
func (SetWindow) intent()      {}
func (SaveView) intent()       {}
func (OpenView) intent()       {}
func (AskRenameView) intent()  {}
func (RenameView) intent()     {}
func (AskDeleteView) intent()  {}
func (DeleteView) intent()     {}
func (SetProfiles) intent()    {}
func (Composed) intent()       {}
func (Send) intent()           {}
func (RerunMany) intent()      {}
func (SendMany) intent()       {}
func (ContinueMany) intent()   {}
func (SteerMany) intent()      {}
func (EditText) intent()       {}
func (Copy) intent()           {}
func (CopyOf) intent()         {}
func (WriteTo) intent()        {}
func (Say) intent()            {}
func (StartDemo) intent()      {}
func (OpenProfile) intent()    {}
func (SetUp) intent()          {}
func (TryDraft) intent()       {}
func (StopTrying) intent()     {}
func (SaveDraft) intent()      {}
func (RunJQ) intent()          {}
func (StopJQ) intent()         {}
