package connect

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"fntop/api"
	"fntop/model"
)

// Colors are the names that a profile's color takes beside #rrggbb: those of
// the terminal's own palette.
var Colors = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "gray"}

// wrongURL never repeats the address: it may hold a password.
func wrongURL(text string) string {
	if text == "" {
		return ""
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text // Centrali's client adds the scheme that fits
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "is no web address"
	case u.Scheme != "https" && u.Scheme != "http":
		return "must begin with https:// (or http:// for this machine)"
	case u.Hostname() == "":
		return "names no host"
	case u.User != nil:
		return "must hold no user name or password"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "must hold no query and no fragment"
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "has a port that is not from 1 to 65535"
		}
	}
	return ""
}

// wrongWorkspace refuses what would change the path of a request.
func wrongWorkspace(slug string) string {
	for _, r := range slug {
		if r == '/' || r == '?' || r == '#' || r == '%' || r == '\\' || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return "is not a slug: it holds a slash, a space or another character that has no place in one"
		}
	}
	if slug == "." || slug == ".." {
		return "is not a slug"
	}
	return ""
}

// wrongName refuses names that --profile could not name: it splits at commas.
func wrongName(name string) string {
	bad := func(r rune) bool { return r == ',' || unicode.IsSpace(r) || !unicode.IsPrint(r) }
	if name == "" || strings.IndexFunc(name, bad) >= 0 || visible(name) != name {
		return "must have a name without commas and spaces"
	}
	return ""
}

func checkBackend(p *Profile) string {
	known := []string{Centrali, Flowcore, AgentOS}
	if p.Backend == "" || slices.Contains(known, p.Backend) {
		return ""
	}
	return "is no back end; known are " + join(known)
}

func checkExperimental(p *Profile) string {
	for _, what := range p.Experimental {
		if what != nativeRerun && what != cancelRuns && what != resumeRuns {
			return "may hold " + quote(nativeRerun) + ", " + quote(cancelRuns) + " and " + quote(resumeRuns) + " and nothing else"
		}
	}
	return ""
}

func checkTokenPath(p *Profile) string {
	if p.TokenPath != "" && (!strings.HasPrefix(p.TokenPath, "/") || strings.HasPrefix(p.TokenPath, "//") ||
		strings.ContainsAny(p.TokenPath, "?#\\ ") || unfitSecret(p.TokenPath) != "") {
		return "must be a path that begins with one slash"
	}
	return ""
}

func checkRequests(p *Profile) string {
	if p.RequestsPerMinute < minRequests || p.RequestsPerMinute > maxRequests {
		return fmt.Sprintf("must be from %d to %d", minRequests, maxRequests)
	}
	return ""
}

func checkMaxBody(p *Profile) string {
	if p.MaxBody < minBody || p.MaxBody > maxBody {
		return "must be from 64KiB to 4GiB"
	}
	return ""
}

func checkConfirm(p *Profile) string {
	if p.Confirm != "key" && p.Confirm != "name" {
		return `must be "key" or "name"`
	}
	return ""
}

func checkColor(p *Profile) string {
	if p.Color == "" || slices.Contains(Colors, strings.ToLower(p.Color)) || strings.EqualFold(p.Color, "grey") {
		return ""
	}
	if _, err := strconv.ParseUint(strings.TrimPrefix(p.Color, "#"), 16, 32); err == nil && len(p.Color) == 7 && p.Color[0] == '#' {
		return ""
	}
	return "must be #rrggbb or one of " + join(Colors)
}

// checkRunPage never repeats the address: it may hold what nobody should see.
func checkRunPage(p *Profile) string {
	if p.RunPage == "" {
		return ""
	}
	page := api.RunPage(p.RunPage, "", &model.Run{ID: model.RunID{ID: "r"}})
	u, err := url.Parse(page)
	switch {
	case !strings.Contains(p.RunPage, "{run}"):
		return "must hold {run}, where the id of the run goes"
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return "must be a web address that begins with https:// or http://"
	case u.User != nil:
		return "must hold no user name or password"
	case strings.ContainsAny(page, "{}"):
		return "may hold {run}, {function}, {trigger}, {workspace} and {profile}, and no others"
	case strings.ContainsFunc(page, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return "must hold no spaces and control characters"
	}
	return ""
}

func checkTheme(u *UI) string {
	if u.Theme == "" {
		return "is empty"
	}
	return ""
}

func checkRefresh(u *UI) string {
	if u.Refresh < minRefresh || u.Refresh > maxRefresh {
		return badRefresh
	}
	return ""
}

var units = []struct {
	name  string
	bytes float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"b", 1}, {"", 1},
}

// size reads a number of bytes, with or without a unit.
func size(raw any) (int64, bool) {
	if n, ok := raw.(int64); ok {
		return n, true
	}
	text, ok := raw.(string)
	if !ok {
		return 0, false
	}
	text = strings.ToLower(strings.TrimSpace(text))
	for _, u := range units {
		number, found := strings.CutSuffix(text, u.name)
		if !found {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(n >= 0 && n*u.bytes < 1<<62) {
			return 0, false
		}
		return int64(n * u.bytes), true
	}
	return 0, false
}
