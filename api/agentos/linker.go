package agentos

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"fntop/api"
	"fntop/model"
)

var _ api.Linker = (*Client)(nil)

// RunRequest reads one run.
func (c *Client) RunRequest(r *model.Run) (api.Request, bool) {
	return api.Request{URL: c.routes.run(r.ID.ID).String(), Headers: c.outside}, true
}

// RunsRequest reads the newest runs of an agent. Those of a trigger cannot be
// asked for.
func (c *Client) RunsRequest(ask model.Ask) (api.Request, bool) {
	if ask.Function == "" || ask.Trigger != "" {
		return api.Request{}, false
	}
	return api.Request{URL: c.routes.runs(ask.Function, "", ask.Limit, 0).String(), Headers: c.outside}, true
}

// outsideHeaders are those of a profile for others than fntop. What a header
// of the profile's holds may be a secret: a variable of its name stands for it.
func outsideHeaders(token string, headers http.Header) []api.Header {
	var all []api.Header
	if token != "" {
		all = append(all, api.Bearer("AGENTOS_TOKEN"))
	}
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		variable := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
				return r
			}
			return '_'
		}, strings.ToUpper(name))
		all = append(all, api.Header{Name: name, Value: "$AGENTOS_" + variable})
	}
	return all
}
