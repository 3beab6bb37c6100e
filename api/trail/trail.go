// Package trail keeps a record of every action that was sent, by whom and with
// what answer: actions.jsonl in the state folder, a line each. It never holds
// a payload or a secret.
package trail

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/hold"
	"fntop/model"
)

const (
	name = "actions.jsonl"
	// limit is how large the record becomes before it is set aside as
	// actions.jsonl.1: some ten thousand actions.
	limit = 5 << 20
)

// Trail is the record. Its methods may be called from several goroutines, and
// several programs may write to one.
type Trail struct {
	dir    string
	clk    clock.Clock
	failed func(error)
	limit  int64

	mu       sync.Mutex
	who      string
	homeless bool // it was said that there is no folder
}

// New returns the record of a state folder. Nothing is made there before the
// first action. What cannot be written is told to failed, and once that there
// is no folder: it is no reason not to act.
func New(dir string, clk clock.Clock, failed func(error)) *Trail {
	return &Trail{dir: dir, clk: clk, failed: failed, limit: limit}
}

// line is one action, as it is written. Whatever is not known is null.
type line struct {
	At         string  `json:"at"`
	User       string  `json:"user"`
	Profile    string  `json:"profile"`
	Backend    string  `json:"backend"`
	Workspace  string  `json:"workspace"`
	Action     string  `json:"action"`
	Target     target  `json:"target"`
	Payload    *string `json:"payloadSha256"`
	LatestCode bool    `json:"latestCode"`
	Job        *string `json:"jobId"`
	Run        *string `json:"runId"`
	Error      *string `json:"error"` // its kind
	Status     int     `json:"status,omitempty"`
	Maybe      bool    `json:"maybe"` // the answer was lost: it may have happened
}

type target struct {
	Kind string  `json:"kind"`
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// Acted writes an action down.
func (t *Trail) Acted(a api.Acted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dir == "" {
		if !t.homeless {
			t.failed(fmt.Errorf("actions are carried out and not written down: %w", api.ErrNoFolder))
		}
		t.homeless = true
		return
	}
	text, err := json.Marshal(t.lineOf(&a))
	if err == nil {
		err = t.write(append(text, '\n'))
	}
	if err != nil {
		t.failed(fmt.Errorf("the action could not be written to %s: %w. It was carried out all the same; make room there", filepath.Join(t.dir, name), err))
	}
}

func (t *Trail) lineOf(a *api.Acted) line {
	if t.who == "" {
		t.who = api.Who()
	}
	l := line{
		At: t.clk.Now().UTC().Format(time.RFC3339Nano), User: t.who,
		Profile: a.Info.Profile, Backend: a.Info.Backend, Workspace: a.Info.Workspace,
		Action: a.Action.Kind.String(), Target: target{"trigger", a.Action.Trigger.ID, known(a.Action.Trigger.Name)},
		LatestCode: a.Action.LatestCode, Job: known(a.Receipt.JobID), Run: known(a.Receipt.RunID),
	}
	payload := a.Action.Payload
	if f := a.Action.Function; a.Action.Kind == model.Invoke && a.Action.Trigger.ID == "" {
		l.Target = target{"function", f.ID, known(f.Name)}
	}
	if a.Action.Kind == model.Rerun {
		l.Target = target{"run", a.Action.Run.ID, known(a.Action.Trigger.Name)}
		payload = a.Action.Override
	}
	if a.Action.OfRun() {
		l.Target = target{"run", a.Action.Run.ID, nil}
	}
	if len(payload) > 0 {
		sum := sha256.Sum256(payload)
		l.Payload = known(hex.EncodeToString(sum[:]))
	}
	var e *api.Error
	switch {
	case errors.As(a.Err, &e):
		l.Error, l.Status, l.Maybe = known(e.Kind.String()), e.Status, e.Lost
	case a.Err != nil:
		l.Error = known("failed")
	}
	return l
}

func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// write appends a line, at once, while no other program writes one or sets the
// record aside.
func (t *Trail) write(text []byte) error {
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(t.dir, name)
	door, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = door.Close() }()
	if err := hold.Wait(t.clk, door); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 && info.Size()+int64(len(text)) > t.limit {
		if err := os.Rename(path, path+".1"); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(appendWhole(f, text), f.Close())
}

// file is what a line is appended to.
type file interface {
	io.Writer
	Stat() (os.FileInfo, error)
	Truncate(size int64) error
}

// appendWhole appends a line or nothing: half of one, on a disk that is full,
// would run into the next and make both of them unreadable.
func appendWhole(f file, text []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	n, err := f.Write(text)
	if err != nil && n > 0 {
		err = errors.Join(err, f.Truncate(info.Size()))
	}
	return err
}
