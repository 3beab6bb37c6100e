// Package hold lets one program have a file to itself: for as long as the file
// is open, and no longer than the program lives, however it ends.
package hold

import "errors"

// ErrTaken is the error of a file that another program holds.
var ErrTaken = errors.New("another program holds it")
