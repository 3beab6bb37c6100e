//go:build unix

package hold

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Try holds a file, or returns ErrTaken.
func Try(f *os.File) error { return lock(f, unix.LOCK_EX) }

// share is Try for any number of programs at once, unless one has the file to
// itself.
func share(f *os.File) error { return lock(f, unix.LOCK_SH) }

func lock(f *os.File, how int) error {
	err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrTaken
	}
	return err
}
