package history

import "context"

// hourNanos is an hour as numbers of runs have it.
const hourNanos = 3600 * 1_000_000_000

// cleanUp keeps the file within its limits.
func (h *History) cleanUp(context.Context) {}
