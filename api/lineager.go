package api

import (
	"context"

	"fntop/model"
)

// Lineager is a provider that can be asked for the reruns of a run.
type Lineager interface {
	// Lineage reads the reruns of a run, or of the one that it is a rerun of,
	// with one request. How much is told of each is up to the backend: what
	// it leaves out of a run is unknown.
	Lineage(ctx context.Context, id model.RunID) (model.Lineage, error)
}

// LineagerOf returns the Lineager that a provider is, or that lies within it.
func LineagerOf(p Provider) (Lineager, bool) { return within[Lineager](p) }
