package api

import (
	"net/http"
	"strings"
)

// Way is how a profile signs in.
type Way uint8

// The ways there are. Zero is not known.
const (
	ByToken Way = iota + 1
	ByCommand
	ByCredentials
	ByKey
	ways
)

// Setup is how a person set up a profile. By it an error names what to change
// as that person wrote it.
type Setup struct {
	// Backend is the profile's; empty stands for Centrali.
	Backend string
	Way     Way
	// FromEnv: by environment variables, not in the configuration file.
	FromEnv bool
}

// settings are what a person wrote, by the names it was written under: by
// variables, or in the file.
type settings struct {
	renew     [ways]string // what to do about a refused way to sign in
	url       string
	auth      string // where tokens come from
	realtime  string // where events come from
	workspace string // what names the place that is looked at
}

// written are the settings of each back end: by variables, and by keys of the
// file.
var written = map[string][2]settings{
	"": {{
		renew: [ways]string{
			0:             "renew CENTRALI_TOKEN or set up client credentials",
			ByToken:       "renew CENTRALI_TOKEN or set up client credentials",
			ByCommand:     "see what CENTRALI_TOKEN_COMMAND prints",
			ByCredentials: "check CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET",
			ByKey:         "check CENTRALI_PUBLISHABLE_KEY, or sign in as a service account",
		},
		url: "CENTRALI_URL", auth: "CENTRALI_URL", realtime: "realtime_url of the profile", workspace: "CENTRALI_WORKSPACE",
	}, {
		renew: [ways]string{
			0:             "renew the token or set up client credentials",
			ByToken:       "renew the profile's token or set up client credentials",
			ByCommand:     "see what the profile's token_command prints",
			ByCredentials: "check the profile's client_id and client_secret",
			ByKey:         "check the profile's publishable_key, or sign in as a service account",
		},
		url: "the profile's url", auth: "the profile's auth_url", realtime: "the profile's realtime_url", workspace: "the profile's workspace",
	}},
	"flowcore": {{
		renew: [ways]string{
			0:       "check FLOWCORE_TOKEN or FLOWCORE_API_KEY",
			ByToken: "renew FLOWCORE_TOKEN",
			ByKey:   "check FLOWCORE_API_KEY and FLOWCORE_API_KEY_ID",
		},
		url: "FLOWCORE_URL", auth: "FLOWCORE_URL", realtime: "FLOWCORE_URL", workspace: "FLOWCORE_TENANT and FLOWCORE_DATA_CORE",
	}, {
		renew: [ways]string{
			0:       "check the token or the API key",
			ByToken: "renew the profile's token",
			ByKey:   "check the profile's api_key and api_key_id",
		},
		url: "the profile's url", auth: "the profile's url", realtime: "the profile's realtime_url", workspace: "the profile's tenant and data_core",
	}},
	"agentos": {{
		renew: [ways]string{0: "check AGENTOS_HEADERS, or set AGENTOS_TOKEN", ByToken: "renew AGENTOS_TOKEN, or check AGENTOS_HEADERS"},
		url:   "AGENTOS_URL", auth: "AGENTOS_URL", realtime: "AGENTOS_URL", workspace: "AGENTOS_URL and AGENTOS_HEADERS",
	}, {
		renew: [ways]string{0: "check the profile's headers, or give it a token", ByToken: "renew the profile's token, or check its headers"},
		url:   "the profile's url", auth: "the profile's url", realtime: "the profile's url", workspace: "the profile's url and headers",
	}},
}

// noun is what a back end and its things are called: the place that a profile
// looks at, and what signs in where that is a key.
type noun struct{ backend, place, key string }

var nouns = map[string]noun{
	"":         {"Centrali", "workspace", "a publishable key"},
	"flowcore": {"Flowcore", "data core", "an API key"},
	"agentos":  {"AgentOS", "address", "a key"},
}

func (s Setup) noun() noun {
	if n, known := nouns[s.Backend]; known {
		return n
	}
	return nouns[""]
}

// fill puts the person's own words into a sentence: {renew}, with a capital
// where it begins a sentence, {url}, {auth}, {realtime} and {workspace}; when that
// is heeded: {again}; and the back end's: {backend} and {place}.
func (s Setup) fill(step string) string {
	if !strings.Contains(step, "{") {
		return step
	}
	backend := s.Backend
	if _, known := written[backend]; !known {
		backend = ""
	}
	where := written[backend][1]
	if s.FromEnv {
		where = written[backend][0]
	}
	renew := where.renew[0]
	if s.Way < ways && where.renew[s.Way] != "" {
		renew = where.renew[s.Way]
	}
	return strings.NewReplacer("{renew}", renew, "{Renew}", strings.ToUpper(renew[:1])+renew[1:],
		"{url}", where.url, "{auth}", where.auth, "{realtime}", where.realtime, "{workspace}", where.workspace, "{again}", s.again(),
		"{backend}", s.noun().backend, "{place}", s.noun().place).Replace(step)
}

// refusals are what to do about an action that was refused as such, where the
// status says why.
var refusals = map[int]string{
	http.StatusBadRequest:            "{nothing}: correct what was given with it, then try again.",
	http.StatusUnprocessableEntity:   "{nothing}: correct what was given with it, then try again.",
	http.StatusConflict:              "{nothing}: it was refused as a conflict; look at the trigger or run before you try again.",
	http.StatusRequestEntityTooLarge: "{nothing}: make the payload smaller, then try again.",
}

// refusal is the next step after an action was refused, empty where the status
// tells no more than the table does.
func (e *Error) refusal() string {
	nothing := "Nothing was started"
	switch {
	case e.Kind != Refused:
		return ""
	case e.Op == PauseTrigger || e.Op == ResumeTrigger:
		if e.Status != http.StatusConflict {
			return ""
		}
		nothing = "The trigger was left as it is"
	case e.Op == CancelRun || e.Op == ResumeRun:
		return ""
	case e.Op != InvokeTrigger && e.Op != RerunRun:
		return ""
	}
	return strings.Replace(refusals[e.Status], "{nothing}", nothing, 1)
}
