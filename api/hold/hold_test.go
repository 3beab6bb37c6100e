package hold

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fntop/api/clock"
)

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestHeldFileIsTakenUntilItIsClosed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	mine, other := open(t, path), open(t, path)
	if Held(path) {
		t.Error("it is held by nobody")
	}
	if err := Try(mine); err != nil {
		t.Fatal(err)
	}
	if err := Try(other); !errors.Is(err, ErrTaken) || !Held(path) {
		t.Errorf("a second one had it too: %v", err)
	}
	_ = mine.Close()
	if err := Try(other); err != nil || !Held(path) {
		t.Errorf("it is not free: %v", err)
	}
}

func TestThoseWhoAskDoNotTakeOneAnotherForTheHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := share(open(t, path)); err != nil {
		t.Fatal(err)
	}
	if Held(path) {
		t.Error("who asked before was taken for the holder")
	}
}

func TestWaitingEndsWithTheHoldingOrAfterAWhile(t *testing.T) {
	path, clk := filepath.Join(t.TempDir(), "file"), clock.NewDriven(time.Unix(0, 0))
	mine, other := open(t, path), open(t, path)
	if err := Try(mine); err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() { got <- Wait(clk, other) }()
	for range limit / step {
		clk.AwaitTimers(1)
		clk.Advance(step)
	}
	if err := <-got; !errors.Is(err, ErrTaken) {
		t.Errorf("it waited and got %v", err)
	}
	go func() { got <- Wait(clk, other) }()
	clk.AwaitTimers(1)
	_ = mine.Close()
	clk.Advance(step)
	if err := <-got; err != nil {
		t.Errorf("it got %v", err)
	}
}
