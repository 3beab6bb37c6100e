package cli

import (
	"errors"
	"io/fs"
	"os"
	"sync"
)

// debugLimit is how large a file of the log becomes. With the one before it
// the log takes twice as much.
const debugLimit = 5 << 20

// rotated is a file that is set aside as FILE.1 when it is full. Only its
// owner may read it.
type rotated struct {
	path  string
	limit int64

	mu   sync.Mutex
	file *os.File
	size int64
	// plain: a file and no device or pipe, which have no size.
	plain bool
}

func openRotated(path string, limit int64) (*rotated, error) {
	r := &rotated{path: path, limit: limit}
	return r, r.open(os.O_APPEND)
}

func (r *rotated) open(how int) error {
	f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|how, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return err
	}
	r.file, r.size, r.plain = f, info.Size(), info.Mode().IsRegular()
	if r.plain && info.Mode().Perm() != 0o600 {
		_ = f.Chmod(0o600) // where that is not possible, it is somebody else's to say
	}
	return nil
}

// Write takes one line. Lines are never parted.
func (r *rotated) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return 0, fs.ErrClosed
	}
	if r.plain && r.size > 0 && r.size+int64(len(line)) > r.limit {
		if err := r.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(line)
	r.size += int64(n)
	return n, err
}

// rotate begins anew. Where the full file cannot be set aside it is emptied:
// the log stays within its bounds.
func (r *rotated) rotate() error {
	_ = r.file.Close()
	r.file = nil
	how := os.O_APPEND
	if os.Rename(r.path, r.path+".1") != nil {
		how |= os.O_TRUNC
	}
	return r.open(how)
}

// Close ends the writing; what is written later is lost.
func (r *rotated) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}

// systemWords is why a file cannot be written, without the path.
func systemWords(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}
