// Package file writes what a person wants to keep: where they say, for nobody
// else to read, and over nothing that is there unless they say so.
package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fntop/model"
)

// ErrThere says that something is there already, so that nothing was written.
var ErrThere = errors.New("it is there already")

// Expand makes a whole path of what a person typed: a ~ at its beginning is
// the home folder, and what is not whole begins at the folder fntop is in.
func Expand(typed, home string) (string, error) {
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
		return "", errors.New("write a path")
	case strings.ContainsRune(typed, 0):
		return "", errors.New("a path holds no NUL")
	case typed == "~" || strings.HasPrefix(typed, "~/") || strings.HasPrefix(typed, `~\`):
		if home == "" {
			return "", errors.New("the home folder is not known; write the path in full")
		}
		typed = filepath.Join(home, typed[1:])
	}
	path, err := filepath.Abs(typed)
	if err != nil {
		return "", fmt.Errorf("the folder fntop is in is not known: %w", err)
	}
	return path, nil
}

// Home is the home folder, as far as the environment tells: Windows has a name
// of its own for it.
func Home(lookup func(string) (string, bool)) string {
	for _, name := range [...]string{"HOME", "USERPROFILE"} {
		if v, ok := lookup(name); ok && v != "" {
			return v
		}
	}
	return ""
}

// There reports whether something is at a path.
func There(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Write writes a new file that only its owner may read, or with over replaces
// one in a single step: who reads it meanwhile has the old one whole. Its
// errors are what is wrong with the path, in a few words about it.
func Write(path string, data []byte, over bool) error {
	switch is, err := os.Stat(path); {
	case err == nil && is.IsDir():
		return errors.New("it is a folder")
	case err == nil && !is.Mode().IsRegular():
		return errors.New("it is no ordinary file")
	case err == nil && !over:
		return ErrThere
	case over:
		// Others may make the file, replace it and read it just now.
		if whole, err := filepath.EvalSymlinks(path); err == nil {
			path = whole
		} else if is, err := os.Lstat(path); err == nil && is.Mode()&fs.ModeSymlink != 0 {
			return ErrThere // a link to what is not there
		}
		return replace(path, data)
	}
	// O_EXCL also refuses a link to what is not there.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return refused(err)
	}
	return fill(f, data)
}

func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // 0600
	if err != nil {
		return refused(err)
	}
	if err := fill(f, data); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		_ = os.Remove(f.Name())
		return refused(err)
	}
	return nil
}

// fill writes a file that was just made, and takes it away where that fails.
func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return refused(err)
	}
	return nil
}

// refused says why a file was not written.
func refused(err error) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrThere
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("its folder is not there")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("it may not be written")
	}
	return Reason(err)
}

// Reason is what the system says, without what was tried and where.
func Reason(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}

// Name makes a file's name of parts that a backend may have named: nothing in
// it means anything to a shell or to a file system.
func Name(ending string, parts ...string) string {
	const most = 40 // of each part
	for i, p := range parts {
		p = strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
				return r
			}
			return '_'
		}, p)
		parts[i] = strings.TrimLeft(p[:min(most, len(p))], "-.")
	}
	return strings.Join(parts, "-") + ending
}

// Told is a path as a sentence holds it, from the home folder on where it is in
// there.
func Told(path, home string) string {
	if rest, ok := strings.CutPrefix(path, filepath.Clean(home)+string(filepath.Separator)); ok && home != "" {
		path = "~" + string(filepath.Separator) + rest
	}
	return `"` + model.Visible(path) + `"`
}
