// Package state remembers what a person set up on the screen, in one file of
// the state folder: sections by name, each whatever its owner keeps in it.
//
// Several fntop may run at once. A section is written into the file as it is
// then, in a single step, so that nobody ever reads half a file and what others
// keep in theirs stays; of one section the last to be written counts.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fntop/model"
	"fntop/ui/file"
)

// Name is the file's name in the state folder.
const Name = "state.json"

// most is how large the file may be: what a person set up is some hundred
// bytes.
const most = 1 << 20

// Sections are what the file holds.
type Sections map[string]json.RawMessage

// Load reads the file in a folder. One that is not there is empty. One that
// cannot be understood is set aside under another name, and said is a sentence
// about that; what it held is not lost, and what is kept next does not fail.
func Load(dir string) (s Sections, said string) {
	path := filepath.Join(dir, Name)
	s, err := read(path)
	switch {
	case err == nil:
		return s, ""
	case errors.Is(err, errBroken):
		aside := path + ".broken"
		if os.Rename(path, aside) != nil {
			return Sections{}, "The file " + model.Visible(path) + " makes no sense and could not be set aside; it was not heeded."
		}
		return Sections{}, "The file " + model.Visible(path) + " made no sense. It was set aside as " + model.Visible(filepath.Base(aside)) + "; the table begins as at first."
	}
	return Sections{}, "The file " + model.Visible(path) + " could not be read (" + reason(err) + "); the table begins as at first."
}

// Get reads a section into a value, and reports whether it is there and makes
// sense.
func (s Sections) Get(section string, to any) bool {
	raw, ok := s[section]
	return ok && json.Unmarshal(raw, to) == nil
}

// Save writes a section, and leaves the others as they are in the file now. A
// value of nil takes the section away.
func Save(dir, section string, value any) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %s", model.Visible(dir), reason(err))
	}
	path := filepath.Join(dir, Name)
	s, err := read(path)
	if errors.Is(err, errBroken) {
		s, _ = Load(dir)
	} else if err != nil {
		return fmt.Errorf("read %s: %s", model.Visible(path), reason(err))
	}
	if value == nil {
		delete(s, section)
	} else {
		raw, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("write the %s: %w", section, err)
		}
		s[section] = raw
	}
	whole, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", model.Visible(path), err)
	}
	if err := file.Write(path, append(whole, '\n'), true); err != nil {
		return fmt.Errorf("write %s: %w", model.Visible(path), err)
	}
	return nil
}

var errBroken = errors.New("no object of JSON")

func read(path string) (Sections, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Sections{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	var s Sections
	if len(b) > most || json.Unmarshal(b, &s) != nil || s == nil {
		return nil, errBroken
	}
	return s, nil
}

// reason is what the system says, for a sentence.
func reason(err error) string { return model.Visible(file.Reason(err).Error()) }
