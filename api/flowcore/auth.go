package flowcore

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"fntop/api"
	"fntop/api/internal/rest"
)

// Why a profile with a token alone records nothing: ingestion takes a key and
// no bearer (SDK; CONFIRMED, it refuses before it sends).
const (
	noInvoke = "ingesting an event takes an API key, and this profile has none (api_key, FLOWCORE_API_KEY)"
	noRerun  = "a rerun ingests the event's payload again, which takes an API key, and this profile has none (api_key, FLOWCORE_API_KEY)"
)

// signing is how a profile signs in to each kind of service.
type signing struct {
	reads  rest.Auth  // everything but ingestion
	ingest rest.Auth  // nil: no key
	socket url.Values // of the query
	way    api.Way
}

// newSigning picks the way to sign in. A token goes before a key, which then
// only ingests.
func newSigning(token, key, id string) (signing, error) {
	for _, s := range []struct{ name, value string }{
		{"FLOWCORE_TOKEN", token}, {"FLOWCORE_API_KEY", key}, {"FLOWCORE_API_KEY_ID", id},
	} {
		if s.value != "" && !rest.Sendable(s.value) {
			return signing{}, fmt.Errorf("%s holds a space, a line break or another character that no key has", s.name)
		}
	}
	var s signing
	switch {
	case key != "":
		s.ingest = rest.Header(headerAuth, key)
	case id != "":
		return signing{}, errors.New("FLOWCORE_API_KEY_ID is set without FLOWCORE_API_KEY; set both")
	}
	if token != "" {
		hidden := []string{token}
		if key != "" {
			hidden = append(hidden, key)
		}
		s.reads, s.socket, s.way = rest.Header(headerAuth, "Bearer "+token, hidden...), url.Values{socketToken: {token}}, api.ByToken
		return s, nil
	}
	if key == "" {
		return signing{}, errors.New("nothing to sign in with; set FLOWCORE_TOKEN or FLOWCORE_API_KEY")
	}
	s.socket, s.way = url.Values{socketKey: {key}}, api.ByKey
	if id != "" {
		s.socket.Set(socketKeyID, id)
	} else if id = ownID(key); id == "" {
		return signing{}, errors.New("the API key does not hold its id, as one of the form fc_{id}_{secret} does; set FLOWCORE_API_KEY_ID or api_key_id in the profile as well")
	}
	s.reads = rest.Header(headerAuth, schemeKey+id+":"+key, key)
	return s, nil
}

// ownID is the id in a key of the form fc_{id}_{secret}, exactly three parts
// (SDK; CONFIRMED). The whole key stays the key.
func ownID(key string) string {
	if parts := strings.Split(key, "_"); len(parts) == 3 && parts[0] == newKey {
		return parts[1]
	}
	return ""
}
