package flowcore

import (
	"context"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Why runs tell nothing of what they do, where there are events alone, and
// where deliveries and restarts are seen, too.
const (
	noEntries         = "an event of Flowcore is recorded and does nothing more"
	noEntriesDelivers = "Flowcore tells how a delivery or a restart ended, and an event is recorded and does nothing more"
)

// Entries is not there: an event is a fact, not something that goes on.
func (c *Client) Entries(_ context.Context, run model.RunRef, _ int64, _ func(model.Entry)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.ReadEntries, Target: rest.Named("event", run.ID.ID), Reason: c.info.Caps.NoEntries}
}
