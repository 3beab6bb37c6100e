package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"fntop/model"
)

// base is an open database: one connection that writes, and a few that read
// beside it.
type base struct {
	reads  *sql.DB
	writes *sql.DB
	w      *sql.Conn // the one of writes
	put    *puts     // its statements
}

const (
	// patience is how long is waited, in milliseconds, while another program
	// writes.
	patience = 3000
	readers  = 3
)

// openMemory opens a database in memory. Its connections share it by its name,
// which tells it from those of other histories.
func (h *History) openMemory(ctx context.Context) (*base, error) {
	name := fmt.Sprintf("file:/fntop-%p?vfs=memdb", h)
	return dial(ctx, name, "_pragma=busy_timeout(3000)&_pragma=temp_store(2)", "")
}

// openFile opens the file of the state folder. One that cannot be understood
// is set aside first.
func (h *History) openFile(ctx context.Context) (*base, error) {
	if err := os.MkdirAll(h.o.Dir, 0o700); err != nil {
		return nil, h.unheeded("the folder could not be made", err)
	}
	path := h.Path()
	b, err := dialFile(ctx, path)
	var aside string
	switch {
	case err == nil:
		return b, nil
	case isBroken(err):
		aside = "broken"
	case errors.Is(err, errLater):
		aside = "later"
	default:
		return nil, h.unheeded("it could not be opened", err)
	}
	to, moved := setAside(path, aside, h.o.Clock.Now().UTC().Format("20060102T150405"))
	if moved != nil {
		return nil, h.unheeded("it makes no sense and could not be set aside", moved)
	}
	what := "is damaged"
	if aside == "later" {
		what = "was made by a later version of fntop"
	}
	h.told(fmt.Errorf("the history %s %s. It was set aside as %s, and a new one was begun; sqlite3 may still read the old one", model.Visible(path), what, model.Visible(filepath.Base(to))))
	if b, err = dialFile(ctx, path); err != nil {
		return nil, h.unheeded("a new one could not be begun", err)
	}
	return b, nil
}

// unheeded is the sentence of a file that cannot be had.
func (h *History) unheeded(what string, err error) error {
	return fmt.Errorf("no history is kept in %s: %s (%s). What is seen now is kept until fntop ends; make the folder writable, or start with --no-history", model.Visible(h.Path()), what, reason(err))
}

var errLater = errors.New("made by a later version")

// dialFile opens a file, made if need be, for its owner's eyes alone.
func dialFile(ctx context.Context, path string) (*base, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
		_ = f.Chmod(0o600) // where that is not ours to do, it stays as its owner wants it
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	name := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), OmitHost: true}).String() + "?mode=rw"
	pragmas := fmt.Sprintf("_pragma=busy_timeout(%d)&_pragma=synchronous(1)&_pragma=wal_autocheckpoint(4000)&_pragma=journal_size_limit(67108864)&_pragma=temp_store(2)", patience)
	return dial(ctx, name, pragmas, "PRAGMA auto_vacuum = 2; PRAGMA journal_mode = WAL")
}

// dial opens both ends of a database whose schema is then that of this version.
func dial(ctx context.Context, name, pragmas, first string) (*base, error) {
	sep := "?"
	if u, err := url.Parse(name); err == nil && u.RawQuery != "" {
		sep = "&"
	}
	b := &base{}
	var err error
	if b.writes, err = sql.Open("sqlite", name+sep+pragmas); err != nil {
		return nil, err
	}
	b.writes.SetMaxOpenConns(1)
	first = "PRAGMA cache_size = -16000; " + first // ids are spread over all of their index
	if err = b.prepare(ctx, first); err != nil {
		return nil, errors.Join(err, b.close())
	}
	if b.reads, err = sql.Open("sqlite", name+sep+pragmas+"&_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(err, b.close())
	}
	b.reads.SetMaxOpenConns(readers)
	b.reads.SetMaxIdleConns(readers)
	return b, nil
}

func (b *base) prepare(ctx context.Context, first string) (err error) {
	if b.w, err = b.writes.Conn(ctx); err != nil {
		return err
	}
	at, err := pragma(ctx, b.w, "user_version")
	if err != nil {
		return err
	}
	if at > version {
		return errLater
	}
	if first != "" {
		if _, err := b.w.ExecContext(ctx, first); err != nil {
			return err
		}
	}
	if err := migrate(ctx, b.w); err != nil {
		return err
	}
	b.put, err = prepare(ctx, b.w)
	return err
}

func (b *base) close() error {
	var err error
	if b.put != nil {
		err = b.put.close()
	}
	if b.w != nil {
		err = errors.Join(err, b.w.Close())
	}
	if b.reads != nil { // the last to close writes the log back into the file
		err = errors.Join(err, b.reads.Close())
	}
	return errors.Join(err, b.writes.Close())
}

// setAside moves a file and what belongs to it out of the way, and returns
// its new name.
func setAside(path, why, when string) (string, error) {
	to := path + "." + why + "-" + when
	for i := 1; ; i++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		}
		to = path + "." + why + "-" + when + "-" + strconv.Itoa(i)
	}
	if err := os.Rename(path, to); err != nil {
		return "", err
	}
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+end, to+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return to, nil
}

// code is SQLite's own for an error, without its details; 0 for others.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func isBroken(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

// reason is what the system says, without what was tried and where.
func reason(err error) string {
	switch code(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program keeps it locked"
	case sqlite3.SQLITE_FULL:
		return "no space left on the disk"
	case sqlite3.SQLITE_READONLY:
		return "it may not be written"
	case sqlite3.SQLITE_CANTOPEN:
		return "it cannot be opened"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "it is damaged"
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return model.Visible(err.Error())
}
