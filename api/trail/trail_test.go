package trail

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func record(t *testing.T) (*Trail, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	return New(dir, clock.NewDriven(noon), func(err error) { t.Error(err) }), filepath.Join(dir, name)
}

func read(t *testing.T, path string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var one map[string]any
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		all = append(all, one)
	}
	return all
}

func invoked() api.Acted {
	return api.Acted{
		Info:    api.Info{Profile: "prod", Backend: "centrali", Workspace: "acme"},
		Action:  model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t1", Name: "retry-mail"}, Payload: []byte(`{"password":"hunter2"}`)},
		Receipt: model.Receipt{JobID: "job_1"},
	}
}

func TestFunctionThatWasInvokedByItselfIsTheTarget(t *testing.T) {
	r, path := record(t)
	a := invoked()
	a.Action.Trigger, a.Action.Function = model.Ref{}, model.Ref{ID: "a1", Name: "market-research"}
	r.Acted(a)
	if to := read(t, path)[0]["target"].(map[string]any); to["kind"] != "function" || to["id"] != "a1" || to["name"] != "market-research" {
		t.Errorf("the target is %v", to)
	}
}

func TestARunThatWasCancelledIsTheTarget(t *testing.T) {
	r, path := record(t)
	one := invoked()
	one.Action = model.Action{Kind: model.CancelRun, Run: model.RunID{Profile: "prod", ID: "r1"}, Trigger: model.Ref{ID: "t1"}}
	r.Acted(one)
	line := read(t, path)[0]
	if to := line["target"].(map[string]any); to["kind"] != "run" || to["id"] != "r1" || line["action"] != "cancel" {
		t.Errorf("it says %v", line)
	}
}

func TestEveryActionIsALineWithItsAnswerAndNeverItsPayload(t *testing.T) {
	r, path := record(t)
	r.Acted(invoked())
	rerun := invoked()
	rerun.Action = model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: "r1"}, Reason: "hunter2"}
	rerun.Receipt = model.Receipt{}
	rerun.Err = &api.Error{Kind: api.TimedOut, Op: api.RerunRun, Lost: true, Reason: "hunter2"}
	r.Acted(rerun)
	all := read(t, path)
	if len(all) != 2 {
		t.Fatalf("%d lines", len(all))
	}
	first := all[0]
	if first["action"] != "invoke" || first["jobId"] != "job_1" || first["at"] != "2026-11-20T12:00:00Z" || first["profile"] != "prod" ||
		first["target"].(map[string]any)["name"] != "retry-mail" || first["user"] == "" || first["error"] != nil ||
		first["payloadSha256"] != "7881d759c44f0e45f22a9ec1075a2b26a80da5dea5e08eb791d84468c4388222" {
		t.Errorf("it says %v", first)
	}
	if second := all[1]; second["action"] != "rerun" || second["error"] != "no answer" || second["maybe"] != true || second["payloadSha256"] != nil {
		t.Errorf("it says %v", second)
	}
	data, _ := os.ReadFile(path)
	if strings.Contains(string(data), "hunter2") {
		t.Errorf("it holds what was sent: %s", data)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v", info.Mode())
	}
}

func TestFullRecordIsSetAsideOnceAndNoLineIsLost(t *testing.T) {
	r, path := record(t)
	r.limit = 4000
	r.clk = clock.Real() // they wait for one another
	other := New(r.dir, r.clk, func(err error) { t.Error(err) })
	other.limit = r.limit
	var both sync.WaitGroup
	for _, w := range []*Trail{r, other} {
		both.Go(func() {
			for range 8 {
				w.Acted(invoked())
			}
		})
	}
	both.Wait()
	if n := len(read(t, path)) + len(read(t, path+".1")); n != 16 {
		t.Errorf("%d lines are left of 16", n)
	}
}

func TestWhatCannotBeWrittenIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var told error
	New(filepath.Join(file, "state"), clock.NewDriven(noon), func(err error) { told = err }).Acted(invoked())
	if told == nil || !strings.Contains(told.Error(), "carried out all the same") {
		t.Errorf("told %v", told)
	}
}

func TestWithoutAFolderThatIsSaidOnceAndNothingIsWritten(t *testing.T) {
	t.Chdir(t.TempDir())
	var told []error
	r := New("", clock.NewDriven(noon), func(err error) { told = append(told, err) })
	r.Acted(invoked())
	r.Acted(invoked())
	if len(told) != 1 || !errors.Is(told[0], api.ErrNoFolder) || !strings.Contains(told[0].Error(), "XDG_STATE_HOME") {
		t.Errorf("told %v", told)
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("%v are written", left)
	}
}

// full is a file on a disk that takes no more than the beginning of a line.
type full struct {
	*os.File
	room int
}

func (f full) Write(text []byte) (int, error) {
	n, err := f.File.Write(text[:min(f.room, len(text))])
	if err == nil && n < len(text) {
		err = errors.New("no space left")
	}
	return n, err
}

func TestHalfALineIsTakenBack(t *testing.T) {
	r, path := record(t)
	r.Acted(invoked())
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := appendWhole(full{f, 9}, []byte(`{"action":"rerun"}`+"\n")); err == nil {
		t.Error("the disk is full, and nobody says so")
	}
	_ = f.Close()
	r.Acted(invoked())
	if n := len(read(t, path)); n != 2 {
		t.Errorf("%d lines are left of 2", n)
	}
}
