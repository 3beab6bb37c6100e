package api

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestEverySentenceIsWrittenAndNoneIsShared(t *testing.T) {
	seen := map[string]string{}
	for k := Kind(1); k < kinds; k++ {
		for o := Op(1); o < ops; o++ {
			c := sentences[k][o]
			at := (&Error{Op: o}).Tried() + " / " + c.what
			if c.what == "" || c.next == "" {
				t.Errorf("kind %d, op %d has an empty cell", k, o)
				continue
			}
			if other, ok := seen[c.next]; ok {
				t.Errorf("%s and %s share the next step %q", at, other, c.next)
			}
			seen[c.next] = at
			if !strings.HasSuffix(c.next, ".") {
				t.Errorf("%s: next step %q does not end a sentence", at, c.next)
			}
		}
	}
	for o := Op(1); o < ops; o++ {
		if verbs[o].with == "" || verbs[o].alone == "" {
			t.Errorf("op %d has no verb", o)
		}
		if lostSteps[o] == "" {
			t.Errorf("op %d does not say what to do when its answer is lost", o)
		}
	}
}

func TestErrorReadsAsTheContractShowsIt(t *testing.T) {
	e := &Error{Kind: Unauthorized, Op: ListRuns, Target: `trigger "nightly-sync"`, Status: 401, Reason: "Token expired", Setup: Setup{Way: ByToken, FromEnv: true}}
	want := `list runs of trigger "nightly-sync": not authorised (401: Token expired). Renew CENTRALI_TOKEN or set up client credentials.`
	if got := e.Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNextStepsFitTheWayOfSigningIn(t *testing.T) {
	for setup, want := range map[Setup]string{
		{}:                           "Renew the token or set up client credentials.",
		{"", ByToken, true}:          "Renew CENTRALI_TOKEN or set up client credentials.",
		{"", ByToken, false}:         "Renew the profile's token or set up client credentials.",
		{"", ByCommand, true}:        "See what CENTRALI_TOKEN_COMMAND prints.",
		{"", ByCommand, false}:       "See what the profile's token_command prints.",
		{"", ByCredentials, true}:    "Check CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET.",
		{"", ByCredentials, false}:   "Check the profile's client_id and client_secret.",
		{"", ByKey, true}:            "Check CENTRALI_PUBLISHABLE_KEY, or sign in as a service account.",
		{"", ByKey, false}:           "Check the profile's publishable_key, or sign in as a service account.",
		{"flowcore", 0, true}:        "Check FLOWCORE_TOKEN or FLOWCORE_API_KEY.",
		{"flowcore", ByToken, true}:  "Renew FLOWCORE_TOKEN.",
		{"flowcore", ByToken, false}: "Renew the profile's token.",
		{"flowcore", ByKey, true}:    "Check FLOWCORE_API_KEY and FLOWCORE_API_KEY_ID.",
		{"flowcore", ByKey, false}:   "Check the profile's api_key and api_key_id.",
		{"agentos", 0, true}:         "Check AGENTOS_HEADERS, or set AGENTOS_TOKEN.",
		{"agentos", ByToken, true}:   "Renew AGENTOS_TOKEN, or check AGENTOS_HEADERS.",
		{"agentos", ByToken, false}:  "Renew the profile's token, or check its headers.",
	} {
		if got := (&Error{Kind: Unauthorized, Op: ListRuns, Setup: setup}).NextStep(); got != want {
			t.Errorf("%+v: %s", setup, got)
		}
		for k := Kind(1); k < kinds; k++ {
			for o := Op(1); o < ops; o++ {
				e := &Error{Kind: k, Op: o, Setup: setup}
				step := e.NextStep()
				if strings.ContainsAny(step+e.What(), "{}") || !setup.FromEnv && strings.Contains(step, "_URL") {
					t.Errorf("%+v: %s: %s", setup, e.What(), step)
				}
				for _, word := range []string{"CENTRALI", "Centrali", "workspace", "compute-function"} {
					if setup.Backend != "" && strings.Contains(step+e.What(), word) {
						t.Errorf("%+v: %q is Centrali's own: %s", setup, word, step)
					}
				}
				for _, word := range []string{"screen", "refresh", "Refresh", "pick"} {
					if strings.Contains(step, word) {
						t.Errorf("%q is of the screen alone: %s", word, step)
					}
				}
			}
		}
	}
}

// Before a screen there is no command to give, and nothing to be done again by
// hand that is done by itself.
func TestNextStepsOnScreenNameNoCommand(t *testing.T) {
	for _, setup := range []Setup{{}, {"", ByCommand, true}, {"flowcore", ByKey, false}, {"agentos", 0, true}} {
		for k := Kind(1); k < kinds; k++ {
			if k == Unsupported || k == ReadOnly {
				continue // said by the keys themselves
			}
			for o := Op(1); o < ops; o++ {
				e := &Error{Kind: k, Op: o, Setup: setup}
				for _, word := range []string{
					"ist the", "ist them", "them again", "lists again", "Try again", "try again", "sign in again", "ead the run again", "--", "config show", "{",
				} {
					if text := e.OnScreen(); strings.Contains(text, word) {
						t.Errorf("%q is for the command line: %s", word, text)
					}
				}
			}
		}
	}
	for way, want := range map[Way]string{
		ByToken:   "Renew the profile's token or set up client credentials, then start fntop again.",
		ByCommand: "See what the profile's token_command prints; fntop runs it again by itself.",
	} {
		e := &Error{Kind: Unauthorized, Op: ListFunctions, Setup: Setup{Way: way}}
		if got := e.Onward(); got != want {
			t.Errorf("%s", got)
		}
	}
	e := &Error{Kind: Refused, Op: InvokeTrigger, Status: 413}
	if e.Onward() != e.NextStep() {
		t.Errorf("an action's next step is %q, and was %q", e.Onward(), e.NextStep())
	}
}

func TestOneListThatIsMissingDoesNotAccuseTheWorkspace(t *testing.T) {
	err := Alone(&Error{Kind: NotFound, Op: ListTriggers, Status: 404, Next: "Check {workspace}."})
	if text := err.Error(); !strings.Contains(text, "no list of triggers (404)") || !strings.Contains(text, "list of triggers is missing") || strings.Contains(text, "Check") {
		t.Errorf("%s", text)
	}
	for _, other := range []error{nil, io.EOF, &Error{Kind: NotFound, Op: ListRuns}, &Error{Kind: Forbidden, Op: ListTriggers}} {
		if Alone(other) != other {
			t.Errorf("%v became %v", other, Alone(other))
		}
	}
}

func TestRefusedActionsSayWhatToDoByTheirStatus(t *testing.T) {
	for _, c := range []struct {
		op     Op
		status int
		want   string
	}{
		{InvokeTrigger, 400, "Nothing was started: correct"},
		{RerunRun, 422, "Nothing was started: correct"},
		{InvokeTrigger, 409, "Nothing was started: it was refused as a conflict; look at the trigger or run"},
		{RerunRun, 413, "Nothing was started: make the payload smaller"},
		{PauseTrigger, 409, "The trigger was left as it is: it was refused as a conflict"},
		{PauseTrigger, 400, "it may be paused already"},
		{InvokeTrigger, 418, "correct the payload"},
	} {
		if got := (&Error{Kind: Refused, Op: c.op, Status: c.status}).NextStep(); !strings.Contains(got, c.want) {
			t.Errorf("%d: %s", c.status, got)
		}
	}
}

func TestLostActionSaysThatItMayHaveHappenedAndIsNotSentAgain(t *testing.T) {
	for _, op := range []Op{InvokeTrigger, RerunRun, PauseTrigger, ResumeTrigger, CancelRun, ResumeRun} {
		for _, kind := range []Kind{Unreachable, TimedOut, ServerError, Unreadable, Canceled} {
			text := (&Error{Kind: kind, Op: op, Lost: true}).Error()
			for _, part := range []string{"may have happened", "not sent again"} {
				if !strings.Contains(text, part) {
					t.Errorf("%q does not say %q", text, part)
				}
			}
			if strings.Contains(text, "Nothing was") {
				t.Errorf("%q claims that nothing happened", text)
			}
		}
	}
}

func TestErrorIsOneLineWhateverItsPartsHold(t *testing.T) {
	e := &Error{Kind: Refused, Op: InvokeTrigger, Target: "trigger \"a\nb\"", Reason: "x\r\ny", Next: "do\nthis."}
	for _, text := range []string{e.Error(), e.Tried(), e.What(), e.NextStep()} {
		if strings.ContainsAny(text, "\r\n") {
			t.Errorf("%q has several lines", text)
		}
	}
}

func TestErrorNamesTheWaitItWasAskedFor(t *testing.T) {
	e := &Error{Kind: RateLimited, Op: ListRuns, Status: 429, Wait: 42 * time.Second}
	if !strings.Contains(e.Error(), "42s") {
		t.Errorf("%q does not name the wait", e.Error())
	}
}

func TestAnswerThatBrokeOffIsNotCalledUnreachable(t *testing.T) {
	for want, e := range map[string]*Error{
		"could not be reached (refused)":                             {Kind: Unreachable, Op: ListRuns, Reason: "refused"},
		"the answer broke off (200: dropped)":                        {Kind: Unreachable, Op: ListRuns, Status: 200, Reason: "dropped"},
		"the answer was lost (dropped)":                              {Kind: Unreachable, Op: InvokeTrigger, Lost: true, Reason: "dropped"},
		"the answer did not come to its end in time (200: after 1s)": {Kind: TimedOut, Op: ListRuns, Status: 200, Reason: "after 1s"},
		"no answer in time":                                          {Kind: TimedOut, Op: ListRuns},
	} {
		if got := e.What(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if !ConcernsAll(&Error{Kind: Refused, Op: SignIn}) || ConcernsAll(&Error{Kind: Canceled, Op: SignIn}) {
		t.Error("without a token nothing is read, whatever the reason")
	}
	if ConcernsAll(&Error{Kind: ServerError}) || !ConcernsAll(&Error{Kind: ServerError, Wait: time.Second}) {
		t.Error("one failure says nothing about the others, unless it asks to wait")
	}
	if ConcernsAll(&Error{Kind: Unreachable, Status: 200}) || !ConcernsAll(&Error{Kind: Unreachable}) {
		t.Error("one answer that broke off says nothing about the others; a host that is not there does")
	}
}

func TestErrorOfNoKnownKindStillReads(t *testing.T) {
	for _, e := range []*Error{{}, {Kind: 200, Op: 200, Lost: true}} {
		if text := e.Error(); strings.Contains(text, "%!") || strings.HasPrefix(text, ":") {
			t.Errorf("%q is no sentence", text)
		}
	}
}

func TestErrorGivesAccessToWhatLiesBeneath(t *testing.T) {
	e := &Error{Kind: Unreachable, Op: ListRuns, Err: io.ErrUnexpectedEOF}
	if !errors.Is(e, io.ErrUnexpectedEOF) || KindOf(e) != Unreachable || KindOf(io.EOF) != 0 {
		t.Error("errors.Is or KindOf does not see through")
	}
}
