package bulk

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lock holds a file until it is closed or the program ends, however it does.
// What is locked is a byte far beyond the file's end: the file itself can
// still be read by who lists journals.
func lock(f *os.File) error {
	beyond := windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &beyond)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrHeld
	}
	return err
}
