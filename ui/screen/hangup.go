//go:build unix

package screen

import (
	"os"
	"syscall"
)

// ending are the signals that end the program.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// visited tells whether another program has the terminal.
func (s *Screen) visited() bool { return s.away.Load() }

// hungUp is closed when the terminal is gone. Where it is our controlling
// terminal SIGHUP says so as well.
func (s *Screen) hungUp() <-chan struct{} { return s.input.gone }
