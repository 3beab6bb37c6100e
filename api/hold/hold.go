// Package hold lets one program have a file to itself: for as long as the file
// is open, and no longer than the program lives, however it ends.
package hold

import (
	"errors"
	"os"
	"time"

	"fntop/api/clock"
)

// ErrTaken is the error of a file that another program holds.
var ErrTaken = errors.New("another program holds it")

// limit and step are how long Wait waits, and how long from one try to the
// next. What is held for a moment is free within one step; a program that was
// stopped in that moment must not stop the others as well.
const (
	limit = 2 * time.Second
	step  = 10 * time.Millisecond
)

// Wait holds a file once nobody else does: for what is held for a moment.
// Where that takes too long it returns ErrTaken.
func Wait(clk clock.Clock, f *os.File) error {
	for until := clk.Now().Add(limit); ; {
		if err := Try(f); !errors.Is(err, ErrTaken) || !clk.Now().Before(until) {
			return err
		}
		<-clk.NewTimer(step).C()
	}
}

// Held reports whether another program has a file to itself. It changes
// nothing in the file, and those who ask at the same time do not take one
// another for the holder.
func Held(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	return errors.Is(share(f), ErrTaken)
}
