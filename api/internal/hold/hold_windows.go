package hold

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Try holds a file, or returns ErrTaken.
func Try(f *os.File) error {
	err := lock(f, windows.LOCKFILE_FAIL_IMMEDIATELY)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrTaken
	}
	return err
}

// Wait holds a file once nobody else does: for what is held for a moment.
func Wait(f *os.File) error { return lock(f, 0) }

// lock locks a byte far beyond the file's end, so that the file itself can
// still be read by others.
func lock(f *os.File, how uint32) error {
	beyond := windows.Overlapped{OffsetHigh: 1 << 30}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|how, 0, 1, 0, &beyond)
}
