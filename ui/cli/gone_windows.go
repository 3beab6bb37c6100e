package cli

import "syscall"

// gone are the errors of writing to a pipe that nobody reads any more. 232 is
// ERROR_NO_DATA, "the pipe is being closed".
var gone = []error{syscall.EPIPE, syscall.ERROR_BROKEN_PIPE, syscall.Errno(232)}
