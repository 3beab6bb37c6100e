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
	Way Way
	// FromEnv: by environment variables, not in the configuration file.
	FromEnv bool
}

// renewals are what to do about a refused way to sign in: by a variable, and
// by a key of the file.
var renewals = [ways][2]string{
	0:             {"renew CENTRALI_TOKEN or set up client credentials", "renew the token or set up client credentials"},
	ByToken:       {"renew CENTRALI_TOKEN or set up client credentials", "renew the profile's token or set up client credentials"},
	ByCommand:     {"see what CENTRALI_TOKEN_COMMAND prints", "see what the profile's token_command prints"},
	ByCredentials: {"check CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET", "check the profile's client_id and client_secret"},
	ByKey:         {"check CENTRALI_PUBLISHABLE_KEY, or sign in as a service account", "check the profile's publishable_key, or sign in as a service account"},
}

// fill puts the person's own words into a next step: {renew}, with a capital
// where it begins a sentence, {url}, {auth} and {workspace}.
func (s Setup) fill(step string) string {
	if !strings.Contains(step, "{") {
		return step
	}
	where, url, auth, workspace := 1, "the profile's url", "the profile's auth_url", "the profile's workspace"
	if s.FromEnv {
		where, url, auth, workspace = 0, "CENTRALI_URL", "CENTRALI_URL", "CENTRALI_WORKSPACE"
	}
	if s.Way >= ways {
		s.Way = 0
	}
	renew := renewals[s.Way][where]
	return strings.NewReplacer("{renew}", renew, "{Renew}", strings.ToUpper(renew[:1])+renew[1:],
		"{url}", url, "{auth}", auth, "{workspace}", workspace).Replace(step)
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
	case e.Op != InvokeTrigger && e.Op != RerunRun:
		return ""
	}
	return strings.Replace(refusals[e.Status], "{nothing}", nothing, 1)
}
