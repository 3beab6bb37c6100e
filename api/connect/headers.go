package connect

import "strings"

// Headers are those that a text in the form of AGENTOS_HEADERS names; none
// where it cannot be read.
func Headers(text string) map[string]Secret {
	headers, _ := parseHeaders(text)
	return headers
}

// parseHeaders reads the headers of a profile: a table of names, or the text
// of AGENTOS_HEADERS, "Name: value; Name: value".
func parseHeaders(raw any) (map[string]Secret, string) {
	headers := make(map[string]Secret)
	switch v := raw.(type) {
	case string:
		for pair := range strings.SplitSeq(v, ";") {
			if strings.TrimSpace(pair) == "" {
				continue
			}
			name, value, ok := strings.Cut(pair, ":")
			name, value = strings.TrimSpace(name), strings.TrimSpace(value)
			if !ok || !isToken(name) || value == "" || unfitSecret(value) != "" {
				return nil, `must be pairs of "Name: value" with ";" between them`
			}
			headers[name] = Literal(value)
		}
	case map[string]any:
		for name, value := range v {
			if !isToken(name) {
				return nil, "has a name that no header can have"
			}
			secret, why := parseSecret(value)
			if why != "" {
				return nil, "has a value that " + why
			}
			headers[name] = secret
		}
	default:
		return nil, `must be a table like { X-Team = "on-call" }`
	}
	return headers, ""
}

// isToken reports whether a name is one of RFC 9110's field names.
func isToken(name string) bool {
	for _, r := range name {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
			return false
		}
	}
	return name != ""
}

// literalSecret is the first key of the profile that holds a secret in so
// many words, or nothing. Headers count: that is what they are used for.
func (p Profile) literalSecret() string {
	for _, k := range profileKeys {
		switch at := k.at(&p).(type) {
		case *Secret:
			if at.literal != "" {
				return k.name
			}
		case *map[string]Secret:
			for _, s := range *at {
				if s.literal != "" {
					return k.name
				}
			}
		}
	}
	return ""
}
