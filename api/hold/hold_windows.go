package hold

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Try holds a file, or returns ErrTaken.
func Try(f *os.File) error { return lock(f, windows.LOCKFILE_EXCLUSIVE_LOCK) }

// share is Try for any number of programs at once, unless one has the file to
// itself.
func share(f *os.File) error { return lock(f, 0) }

// lock locks a byte far beyond the file's end, so that the file itself can
// still be read by others.
func lock(f *os.File, how uint32) error {
	beyond := windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &beyond)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrTaken
	}
	return err
}
