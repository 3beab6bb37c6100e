//go:build unix

package hold

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Try holds a file, or returns ErrTaken.
func Try(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrTaken
	}
	return err
}

// Wait holds a file once nobody else does: for what is held for a moment.
func Wait(f *os.File) error {
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
