//go:build measure

package limits

import "time"

// ManyRuns is how many runs are in the table wherever there are many.
const ManyRuns = 100_000

// The limits are for a machine of today with two cores.
const (
	Frame     = 60 * time.Microsecond  // one frame of 200×60, with ManyRuns
	Board     = 150 * time.Microsecond // one frame of the board there, a second after the last
	Key       = 100 * time.Microsecond // one key in that table, the frame included
	MergePage = time.Millisecond       // a page of 100 runs into ManyRuns, the view included

	SurveyBegun = time.Millisecond // what the loop does of a survey of ManyRuns

	Version   = time.Second     // fntop --version, whole
	FirstData = 2 * time.Second // from the start of fntop --demo to its rows

	KeyP50 = time.Millisecond // from a key to the screen in a terminal, with ManyRuns
	KeyP99 = 3 * time.Millisecond

	IdleSpan     = 20 * time.Second // paused, nobody typing:
	IdleBytes    = 0                // written in that time
	IdleSwitches = 0                // context switches of all threads

	LiveSpan = 20 * time.Second // at the default refresh, nobody typing:
	LiveCPU  = 0.02             // of a core

	Memory = 250 // MiB resident, with ManyRuns
)

// What the backend pushes.
const (
	PushedEndings = 200                    // endings, at a refresh of 60 s:
	PushedP95     = 300 * time.Millisecond // from a run's end to the screen
)

// LargeFirstScreen is from the start of fntop to a screen that is of use, in a
// workspace of 500 functions and 2,000 triggers.
const LargeFirstScreen = time.Second

// A flood of events.
const (
	FloodRate   = 5000 // events a second
	FloodSpan   = 30 * time.Second
	FloodKeyP99 = 50 * time.Millisecond // from a key to the screen meanwhile
	FloodMemory = 120                   // MiB resident
	FloodCPU    = 1.0                   // of a core
)

// A flood of Flowcore's notifications.
const (
	NoticeRate   = 1000 // notifications a second, of events that are known
	NoticeStored = 200  // events a second that are not, and are told of besides
	NoticeSpan   = 30 * time.Second
	NoticeKeyP99 = 50 * time.Millisecond // from a key to the screen meanwhile
	NoticeMemory = 120                   // MiB resident
	NoticeCPU    = 0.5                   // of a core
)

// A large output, of LargeOutput bytes.
const (
	LargeOutput    = 50 << 20
	LargeOpens     = time.Second            // from the key to its first lines, the reading over HTTP included
	LargeFound     = 200 * time.Millisecond // from a letter typed into a search to its count
	LargeFrame     = 250 * time.Microsecond // a frame of 120×36 after a page was turned
	LargeFolds     = 20 * time.Millisecond  // from the key to a container of nearly all of it folded
	LargeTimesOver = 3.0                    // what the program grows by at the most, in sizes of the output
)

// An incident bundle of an output with a secret in each of its lines.
const (
	MaskedOutput = 3 << 20 // a little less than is masked at all
	Masked       = 8 * time.Second
)

// History, of HistoryRuns runs in seven days.
const (
	HistoryRuns  = 1_000_000
	HistoryRate  = 5000                   // runs a second written, at the least
	HistoryFile  = 1_500_000_000          // bytes of the file
	HistoryOpens = 150 * time.Millisecond // from nothing open to the newest rows
	HistoryBoard = 100 * time.Millisecond // the figures of all functions over the seven days
	HistoryFinds = 300 * time.Millisecond // the newest errors that hold a text
)

// A day of driven time with faults.
const (
	Day      = 24 * time.Hour
	DayTakes = 5 * time.Minute // of real time
)
