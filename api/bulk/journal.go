package bulk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"fntop/api"
	"fntop/api/hold"
)

// Journal is a journal that this program holds: nobody else can continue it
// meanwhile.
type Journal struct {
	Record
	file *os.File
	size int64 // the next line stands here
}

// ErrHeld is the error of a journal that another program works on.
var ErrHeld = errors.New("another fntop works on this bulk rerun. Leave it to that one, or end that one first")

// ErrAbandoned is the error of a journal that nobody may continue.
var ErrAbandoned = errors.New("this bulk rerun was given up for good. Choose anew what is to be run again")

// kept is how many journals stay in the folder: enough to look up what was
// sent last week. Those with something left to continue stay besides, for
// forgotten: nobody sends the rest of last month's.
const (
	kept      = 100
	forgotten = 30 * 24 * time.Hour
)

// Create begins a journal in a state folder, and has it on the disk.
func Create(state string, plan Plan) (*Journal, error) {
	if state == "" {
		return nil, api.ErrNoFolder
	}
	dir := filepath.Join(state, folder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for journals: %w", err)
	}
	prune(state, plan.Made)
	file, err := createNew(dir, plan.Made)
	if err != nil {
		return nil, fmt.Errorf("begin a journal: %w", err)
	}
	j := &Journal{Record: Record{Path: file.Name(), Plan: plan, Results: make([]Result, len(plan.Items))}, file: file}
	err = claim(file)
	if err == nil {
		err = j.line(plan.head())
	}
	if err == nil {
		err = errors.Join(file.Sync(), syncFolder(dir))
	}
	if err != nil {
		_ = file.Close()
		_ = os.Remove(file.Name())
		return nil, fmt.Errorf("begin a journal: %w", err)
	}
	return j, nil
}

// createNew makes a file whose name is the time, and a number where another
// was begun in the same second.
func createNew(dir string, at time.Time) (*os.File, error) {
	for n := 1; ; n++ {
		name := at.UTC().Format("20060102T150405Z")
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		f, err := os.OpenFile(filepath.Join(dir, name+suffix), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) && n < kept {
			continue
		}
		return f, err
	}
}

// Open takes a journal up again. It is read once it is held, so that nothing
// is missed that another program wrote; a line that was torn is cut off.
func Open(path string) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	j := &Journal{file: file}
	if err = claim(file); err == nil {
		err = j.read(path)
	}
	if err == nil && j.End == Abandoned {
		err = ErrAbandoned
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return j, nil
}

// claim holds a journal's file for as long as it is open.
func claim(f *os.File) error {
	if err := hold.Try(f); !errors.Is(err, hold.ErrTaken) {
		return err
	}
	return ErrHeld
}

// Held reports whether a program works on a journal.
func Held(path string) bool { return hold.Held(path) }

func (j *Journal) read(path string) error {
	r, err := Read(path)
	if err != nil {
		return err
	}
	j.Record, j.size = *r, r.whole
	if err := j.file.Truncate(j.size); err != nil {
		return fmt.Errorf("continue the journal: %w", err)
	}
	return nil
}

// note writes an entry. What is about to be sent must be on the disk before
// it is; everything else is there with the next of these at the latest.
func (j *Journal) note(e entry) error {
	if err := j.heed(&e); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	err := j.line(e)
	if err == nil && (e.What == sending || e.N < 0) {
		err = j.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w. Nothing more is sent without it; make room there and continue", err)
	}
	return nil
}

// line writes v as a line, at once.
func (j *Journal) line(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	n, err := j.file.WriteAt(append(line, '\n'), j.size)
	if err == nil {
		j.size += int64(n)
	}
	return err
}

// Close lets go of the journal.
func (j *Journal) Close() error {
	err := j.file.Sync()
	if closing := j.file.Close(); err == nil && !errors.Is(closing, os.ErrClosed) {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("close the journal: %w", err)
	}
	return nil
}

// Abandon ends a bulk rerun for good: the rest is not sent, and cannot be
// continued.
func (j *Journal) Abandon(at time.Time) error {
	return errors.Join(j.note(entry{At: at, What: abandoned, N: -1}), j.Close())
}

// syncFolder has the name of a new file on the disk, where the system can.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil && !errors.Is(err, io.EOF) {
		return nil // a folder cannot be synced everywhere, which is no reason to do nothing
	}
	return nil
}

// prune removes the oldest journals that have nothing left to continue, or
// nothing that anybody would.
func prune(state string, now time.Time) {
	n := 0
	for _, r := range List(state) {
		if r.Unfinished() && now.Sub(r.Plan.Made) < forgotten {
			continue
		}
		if n++; n >= kept {
			_ = os.Remove(r.Path)
		}
	}
}
