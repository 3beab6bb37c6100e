package flowcore

import (
	"net/url"

	"fntop/api"
	"fntop/model"
)

var _ api.Linker = (*Client)(nil)

// RunRequest reads one event: there is no call for one, so it is the first of
// its hour from its own id on. It reports false where the id does not tell the
// hour, or the event's type is not known. A restart is read by its id, and for
// one delivery there is no call.
func (c *Client) RunRequest(r *model.Run) (api.Request, bool) {
	if r.Source == sourceRestart && c.bearer && isUUID(r.ID.ID) {
		return byBearer(c.hosts.restart(r.ID.ID)), true
	}
	made, ok := uuidTime(r.ID.ID)
	if !ok || r.Trigger.ID == "" {
		return api.Request{}, false
	}
	u := with(at(c.knownSource(), pathEvents), url.Values{
		queryEventType: {r.Trigger.ID}, queryBucket: {bucketOf(made)}, queryFrom: {r.ID.ID}, queryPageSize: {"1"}, queryOrder: {oldestFirst},
	})
	header := api.Header{Name: headerAuth, Value: schemeKey + "$FLOWCORE_API_KEY_ID:$FLOWCORE_API_KEY"}
	if c.setup.Way == api.ByToken {
		header = api.Bearer("FLOWCORE_TOKEN")
	}
	return api.Request{URL: u.String(), Headers: []api.Header{header}}, true
}

// RunsRequest is one request for what a pathway delivers. For events it never
// is: they are kept by the hour.
func (c *Client) RunsRequest(ask model.Ask) (api.Request, bool) {
	of, some := logFor(ask)
	if !some || c.pathwayName(ask.Function) == ask.Function {
		return api.Request{}, false
	}
	limit := ask.Limit
	if limit < 1 || limit > model.MaxLimit {
		limit = model.MaxLimit
	}
	return byBearer(c.hosts.deliveries(of.pathway, of.success, max(ask.Page-1, 0)*limit, limit)), true
}

func byBearer(u *url.URL) api.Request {
	return api.Request{URL: u.String(), Headers: []api.Header{api.Bearer("FLOWCORE_TOKEN")}}
}

// knownSource is where events are read, as far as that has been asked.
func (c *Client) knownSource() *url.URL {
	c.own.mu.Lock()
	defer c.own.mu.Unlock()
	if c.own.source != nil && !c.hosts.one {
		return c.own.source
	}
	return c.hosts.source
}
