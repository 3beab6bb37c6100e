//go:build unix

package bulk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock holds a file until it is closed or the program ends, however it does.
func lock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}
