package cli

import "testing"

// OneByOne is for tests that run many commands one after the other. The race
// detector makes them ten times slower and finds nothing there that it does not
// find where a command runs once.
func OneByOne(t *testing.T) {
	t.Helper()
	if racing {
		t.Skip("many commands one after the other; each runs under the race detector elsewhere")
	}
}
