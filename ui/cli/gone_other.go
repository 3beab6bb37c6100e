//go:build !windows

package cli

import "syscall"

// gone are the errors of writing to a pipe that nobody reads any more.
var gone = []error{syscall.EPIPE}
