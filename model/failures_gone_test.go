package model

import (
	"fmt"
	"testing"
)

// With the inbox closed nobody asks for groups, and fntop runs for weeks.
func TestFailuresThatAreGoneAreLetGoUnasked(t *testing.T) {
	f := NewFailures()
	for i := range 1000 {
		r := &Run{ID: RunID{Profile: "p", ID: fmt.Sprint(i)}, Status: StatusFailure}
		f.Take([]Change{{New: r}})
		f.Take([]Change{{Old: r}})
	}
	if n := len(f.sorted) + len(f.late); n > 2 {
		t.Errorf("%d failures are kept; all of them are gone", n)
	}
}
