package centrali

import (
	"fntop/api"
	"fntop/model"
)

var _ api.Linker = (*Client)(nil)

// RunRequest reads one run.
func (c *Client) RunRequest(r *model.Run) (api.Request, bool) {
	return api.Request{URL: c.routes.run(r.ID.ID).String(), Headers: c.signedOutside()}, true
}

// RunsRequest reads the newest runs of a function or a trigger.
func (c *Client) RunsRequest(ask model.Ask) (api.Request, bool) {
	return api.Request{URL: c.routes.runs(ask).String(), Headers: c.signedOutside()}, ask.Function != "" || ask.Trigger != ""
}

// signedOutside is how a request is signed by others than fntop: whatever way
// the profile signs in, what the API takes is a token or a key.
func (c *Client) signedOutside() []api.Header {
	if c.setup.Way == api.ByKey {
		return []api.Header{{Name: keyHeader, Value: "$CENTRALI_PUBLISHABLE_KEY"}}
	}
	return []api.Header{api.Bearer("CENTRALI_TOKEN")}
}
