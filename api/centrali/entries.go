package centrali

import (
	"context"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

// noEntries is why runs tell nothing of what they do: no call for it is known
// (wire facts of Centrali name none; UNKNOWN).
const noEntries = "Centrali does not tell what a run does on its way"

// Entries is not known to be there.
func (c *Client) Entries(_ context.Context, run model.RunRef, _ int64, _ func(model.Entry)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.ReadEntries, Target: rest.Named("run", run.ID.ID), Reason: noEntries}
}
