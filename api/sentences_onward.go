package api

// onward is what to do about a failed read for somebody before a screen, where
// it is tried again without being asked for. What is not here is as it stands
// in the table of sentences.
var onward = [kinds][ops]string{
	Unauthorized: {
		SignIn: "{Renew}{again}.", ListRuns: "{Renew}{again}.", ReadRun: "{Renew}{again}.",
		ListFunctions: "{Renew}{again}.", ListTriggers: "{Renew}{again}.", ReadEntries: "{Renew}{again}.",
		WatchRuns: "{Renew}{again} to have endings pushed; until then the lists are asked.",
	},
	NotFound: {
		ListRuns:      "It may have been deleted; the panes of triggers and functions show what there is.",
		ReadRun:       "It may have been removed by retention; its function's list shows what there is.",
		InvokeTrigger: "Nothing was started: it may have been deleted; the pane of triggers shows what there is.",
		PauseTrigger:  "There is nothing to pause: it may have been deleted.",
		ResumeTrigger: "There is nothing to resume: it may have been deleted.",
	},
	RateLimited: {
		SignIn:        "Nothing to do: fntop tries again by itself; other programs may use the same client.",
		ListRuns:      "fntop tries again by itself; lower requests_per_minute so that others keep their share.",
		ReadRun:       "fntop tries again by itself; lower requests_per_minute so that others keep their share.",
		ListFunctions: "fntop tries again by itself; lower requests_per_minute so that others keep their share.",
		ListTriggers:  "fntop tries again by itself; lower requests_per_minute so that others keep their share.",
	},
	ServerError: {
		SignIn:        "Nothing to do: fntop tries again by itself; the credentials were not judged.",
		ListRuns:      "Nothing to do: fntop tries again by itself.",
		ReadRun:       "Nothing to do: fntop tries again by itself.",
		ListFunctions: "Nothing to do: fntop tries again by itself.",
		ListTriggers:  "Nothing to do: fntop tries again by itself.",
	},
	Unreachable: {
		SignIn:        "Check the network and {auth}; fntop tries again by itself.",
		ListRuns:      "Check the network and {url}; fntop tries again by itself.",
		ReadRun:       "Check the network and {url}; fntop tries again by itself.",
		ListFunctions: "Check the network and {url}; fntop tries again by itself.",
		ListTriggers:  "Check the network and {url}; fntop tries again by itself.",
	},
	TimedOut: {
		SignIn:        "fntop tries again by itself; if it stays slow, check {auth} and any proxy.",
		ListRuns:      "Check the network and any proxy; fntop tries again by itself.",
		ReadRun:       "fntop tries again by itself; a large runData takes longer.",
		ListFunctions: "Check the network and any proxy; fntop tries again by itself.",
		ListTriggers:  "Check the network and any proxy; fntop tries again by itself.",
	},
	TooLarge: {
		ListRuns: "A page of runs is seldom that long: check {url} and any proxy.",
	},
	Refused: {
		ListRuns: "fntop tries again by itself.",
		ReadRun:  "The lists show what is known of it.",
	},
	Canceled: {
		SignIn: "It was given up.", ListRuns: "The list was given up.", ReadRun: "The reading was given up.",
		ListFunctions: "The functions were given up.", ListTriggers: "The triggers were given up.",
		WatchRuns: "Listening was given up.", ReadEntries: "The events were given up.",
	},
}

// again follows what to set right about a way to sign in: what was set is read
// once, but a command is run again.
func (s Setup) again() string {
	if s.Way == ByCommand {
		return "; fntop runs it again by itself"
	}
	return ", then start fntop again"
}

// Onward is NextStep for somebody before a screen: what failed is tried again
// by itself, and there are no commands to give.
func (e *Error) Onward() string {
	if e.Next != "" || e.Alone || e.Lost || e.Kind >= kinds || e.Op >= ops || onward[e.Kind][e.Op] == "" || e.refusal() != "" {
		return e.NextStep()
	}
	own := *e
	own.Next = onward[e.Kind][e.Op]
	return own.NextStep()
}

// OnScreen is Error with Onward for its next step.
func (e *Error) OnScreen() string { return e.with(e.Onward()) }
