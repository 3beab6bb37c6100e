package centrali

import (
	"context"

	"fntop/api"
)

const notYet = "endings are not pushed yet"

// Watch reports the endings of runs as Centrali pushes them.
func (c *Client) Watch(context.Context, func(api.Event)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.WatchRuns, Reason: notYet}
}
