// Package state remembers what a person set up on the screen, in one file of
// the state folder: sections by name, each whatever its owner keeps in it.
//
// Several fntop may run at once. Each change is made to the file as it is at
// that moment, by one of them at a time and in a single step: nobody ever reads
// half a file, and what others keep stays. Save is for a section that is one
// thing, where the last to be written counts; Change for one that is made of
// several, such as a list that each fntop adds to.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/hold"
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
	if dir == "" {
		return Sections{}, "" // it is said once something is to be kept
	}
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

// Save writes a section. A value of nil takes it away.
func Save(clk clock.Clock, dir, section string, value any) error {
	return Change(clk, dir, section, func(any) (any, bool) { return value, value != nil })
}

// Change makes of a section as it is now what it becomes; with keep false it is
// taken away. A section that is not there, or makes no sense, is a zero value.
// What change returns may share nothing that somebody else writes to meanwhile.
func Change[T any](clk clock.Clock, dir, section string, change func(was T) (is T, keep bool)) error {
	return inFile(clk, dir, func(s Sections) error {
		var was T
		if !s.Get(section, &was) {
			was = *new(T) // half of it may have been read
		}
		is, keep := change(was)
		if !keep {
			delete(s, section)
			return nil
		}
		raw, err := json.Marshal(is)
		if err != nil {
			return fmt.Errorf("write the %s: %w", section, err)
		}
		s[section] = raw
		return nil
	})
}

// inFile reads the file, has it changed and writes it, while no other fntop
// does. The lock is a file of its own: this one is replaced.
func inFile(clk clock.Clock, dir string, change func(Sections) error) error {
	if dir == "" {
		return api.ErrNoFolder
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %s", model.Visible(dir), reason(err))
	}
	path := filepath.Join(dir, Name)
	door, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		defer func() { _ = door.Close() }()
		err = hold.Wait(clk, door)
	}
	if err != nil {
		return fmt.Errorf("write %s: %s", model.Visible(path), reason(err))
	}
	s, err := read(path)
	if errors.Is(err, errBroken) {
		s, _ = Load(dir)
	} else if err != nil {
		return fmt.Errorf("read %s: %s", model.Visible(path), reason(err))
	}
	if err := change(s); err != nil {
		return err
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
