package history

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

const childDir = "FNTOP_TEST_HISTORY"

// TestMain lets the test program be the one that is killed, too.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		beKilled(context.Background(), dir)
	}
	os.Exit(m.Run())
}

// beKilled writes runs and notes without an end, and prints a line for each
// that is said to be kept.
func beKilled(ctx context.Context, dir string) {
	h := New(Options{Dir: dir, Clock: clock.Real(), Told: func(err error) { fmt.Println("told", err) }})
	h.Recorded(&backend{info: api.Info{Profile: "prod"}})
	for i := 0; ; i++ {
		name := fmt.Sprint(os.Getpid(), "-", i)
		run := ran(name, i%500, model.StatusFailure)
		h.sawRuns(ctx, h.places["prod"], []model.RunDetail{run})
		if h.Flush(ctx) == nil {
			fmt.Println("run", name)
		}
		if h.Note(ctx, "ack", name, json.RawMessage(`{"note":"mine"}`)) == nil {
			fmt.Println("note", name)
		}
	}
}

func TestNothingThatWasNotedIsLostToAKill(t *testing.T) {
	if racing {
		t.Skip("one goroutine writes; the run without the race detector kills it")
	}
	rounds := killRounds
	if testing.Short() {
		rounds = 2
	}
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	kept := map[string]bool{}
	for range rounds {
		for _, line := range killed(t, dir, 1+random.IntN(40)) {
			kept[line] = true
		}
	}
	s := newStand(t, dir)
	s.o.Keep = 1 << 62
	there := map[string]bool{}
	notes, err := s.Notes(t.Context(), "ack")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notes {
		there["note "+n.Key] = true
	}
	b, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.reads.Query(`SELECT id FROM run`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		there["run "+id] = true
	}
	for line := range kept {
		if !there[line] {
			t.Errorf("it was said to be kept and is lost: %s", line)
		}
	}
	if len(kept) < rounds || len(s.told) > 0 {
		t.Errorf("%d were kept; told %v", len(kept), s.told)
	}
	var sound string
	if err := b.reads.QueryRow(`PRAGMA integrity_check`).Scan(&sound); err != nil || sound != "ok" {
		t.Errorf("the file is %s, %v", sound, err)
	}
	if _, err := s.Search(t.Context(), prod, "coupon", time.Time{}, 10); err != nil {
		t.Error(err)
	}
}

// killed runs a program until it has said so many lines and kills it, at
// whatever it was doing then. It returns what was said.
func killed(t *testing.T, dir string, after int) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what was only half said was not said
		}
		if strings.HasPrefix(line, "told") {
			t.Error(line)
		}
		if said = append(said, strings.TrimSpace(line)); len(said) == after {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	return said
}
