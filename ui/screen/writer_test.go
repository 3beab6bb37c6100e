//go:build unix

package screen

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/ui/screen/vt"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// onPty returns a screen on a pseudo terminal that nobody reads but the test.
func onPty(t *testing.T, c clock.Clock) (*Screen, *os.File) {
	t.Helper()
	tty, own, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(own, &pty.Winsize{Cols: 40, Rows: 4}); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{In: own, Out: own, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = own.Close(), tty.Close() })
	return s, tty
}

// reader feeds an emulator until wanted holds.
func until(t *testing.T, tty *os.File, term *vt.Screen, wanted func() bool) {
	t.Helper()
	buf := make([]byte, 4096)
	for !wanted() {
		n, err := tty.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = term.Write(buf[:n])
	}
}

func TestBurstOfFramesIsDrawnOnceAndTheLatestWins(t *testing.T) {
	c := clock.NewDriven(time.Unix(0, 0))
	s, tty := onPty(t, c)
	term := vt.New(40, 4)
	s.Show([]string{"first"}) // before Enter, whose own write would make it wait for the clock
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	until(t, tty, term, func() bool { return term.Contains("first") })
	for i := range 1000 { // the clock stands still, so all of them are too early
		s.Show([]string{fmt.Sprintf("frame %d", i)})
	}
	c.AwaitTimers(1)
	before := term.Syncs()
	c.Advance(gap)
	until(t, tty, term, func() bool { return term.Contains("frame 999") })
	if n := term.Syncs() - before; n != 1 {
		t.Errorf("%d updates for one burst", n)
	}
	if err := leave(t, s, tty, term); err != nil {
		t.Error(err)
	}
	s.release()
}

// leave gives the terminal back while somebody reads it.
func leave(t *testing.T, s *Screen, tty *os.File, term *vt.Screen) error {
	t.Helper()
	left := make(chan error)
	go func() { left <- s.Leave() }()
	until(t, tty, term, func() bool { return !term.Mode(1049) })
	return <-left
}

func TestStalledTerminalBlocksNobodyAndShowsTheLatestFrameAfterwards(t *testing.T) {
	s, tty := onPty(t, clock.Real())
	term := vt.New(40, 4)
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	for i := range 200_000 { // nobody reads: the terminal fills up
		s.Show([]string{strings.Repeat("x", 30), fmt.Sprintf("frame %d", i)})
	}
	for range 2000 {
		s.Write(make([]byte, 4096))
	}
	s.mu.Lock()
	if n := len(s.box.raw); n > rawLimit {
		t.Errorf("%d bytes wait to be written", n)
	}
	s.box.raw = nil
	s.mu.Unlock()
	s.Show([]string{"the last one"})
	until(t, tty, term, func() bool { return term.Contains("the last one") })
	if err := leave(t, s, tty, term); err != nil {
		t.Error(err)
	}
	s.release()
}

func TestLeaveGivesUpOnATerminalThatTakesNothingButRestoresItsModes(t *testing.T) {
	c := clock.NewDriven(time.Unix(0, 0))
	s, tty := onPty(t, c)
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	s.Write(make([]byte, 1<<20)) // more than the terminal holds, and nobody reads
	left := make(chan error)
	go func() { left <- s.Leave() }()
	c.AwaitTimers(1)
	for done := false; !done; {
		c.Next()
		select {
		case err := <-left:
			if err == nil {
				t.Error("Leave reports success")
			}
			done = true
		default:
		}
	}
	if err := s.Enter(); err == nil {
		t.Error("the screen was entered while the old write was still stuck")
	}
	term := vt.New(40, 4)
	_, _ = term.Write([]byte(modesOn))
	until(t, tty, term, func() bool { return !term.Mode(1049) })
	s.release()
}

func TestEnterAndLeaveMayBeRepeatedAndDrawTheLastFrameAgain(t *testing.T) {
	s, tty := onPty(t, clock.Real())
	term := vt.New(40, 4)
	s.Show([]string{"kept"})
	for range 3 {
		if err := s.Enter(); err != nil {
			t.Fatal(err)
		}
		if err := s.Enter(); err != nil {
			t.Errorf("a second Enter: %v", err)
		}
		until(t, tty, term, func() bool { return term.Mode(1049) && term.Contains("kept") })
		if err := leave(t, s, tty, term); err != nil {
			t.Error(err)
		}
		if err := s.Leave(); err != nil {
			t.Errorf("a second Leave: %v", err)
		}
	}
	s.release()
}

func TestWhatIsDrawnIsTheLatestFrameThroughBurstsAndResizes(t *testing.T) {
	s, tty := onPty(t, clock.Real())
	r := rand.New(rand.NewPCG(7, 7))
	w, h := 40, 4
	term := vt.New(w, h)
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	for step := range 40 {
		if r.IntN(4) == 0 {
			w, h = 2+r.IntN(60), 1+r.IntN(20)
			term.Resize(w, h)
			if err := pty.Setsize(tty, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
				t.Fatal(err)
			}
			s.measure()
			s.Redraw()
		}
		var frame []string
		for range 1 + r.IntN(5) {
			frame = nil
			for range h {
				frame = append(frame, randomLine(r, w))
			}
			frame[0] = fmt.Sprint(step)
			s.Show(frame)
		}
		until(t, tty, term, func() bool {
			for y, line := range frame {
				if term.Line(y) != strings.TrimRight(ansi.Strip(line), " ") {
					return false
				}
			}
			return true
		})
	}
	if u := term.Unknown(); len(u) > 0 {
		t.Errorf("unknown sequences: %v", u)
	}
	if err := leave(t, s, tty, term); err != nil {
		t.Error(err)
	}
	s.release()
}

func TestScreenNeedsATerminal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := New(Options{In: f, Out: f, Clock: clock.Real()}); err != ErrNoTerminal {
		t.Errorf("got %v", err)
	}
}

func TestPanicLeavesTheScreenForGoodAndSaysNothingOfItsValue(t *testing.T) {
	s, tty := onPty(t, clock.Real())
	var said strings.Builder
	code := 0
	s.o.Err, s.o.Exit = &said, func(n int) { code = n }
	s.o.Report = func(any, []byte) (string, error) { return "", errors.New("disk full") }
	if err := s.Enter(); err != nil {
		t.Fatal(err)
	}
	term := vt.New(40, 4)
	until(t, tty, term, func() bool { return term.Mode(1049) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Guard(func() tea.Msg { panic("token=secret\x1b[2J") })()
	}()
	until(t, tty, term, func() bool { return !term.Mode(1049) })
	<-done
	if code != 1 || !strings.Contains(said.String(), "could not be written: disk full") || strings.Count(said.String(), "\n") != 2 {
		t.Errorf("exit status %d, said %q", code, said.String())
	}
	if strings.Contains(said.String(), "secret") || !strings.Contains(said.String(), "panic with a string at ") {
		t.Errorf("the line for an issue: %q", said.String())
	}
	if err := s.Enter(); err == nil {
		t.Error("the screen was entered again")
	}
	s.release()
}

func TestCloseWaitsForWhatSpawnStarted(t *testing.T) {
	s, _ := onPty(t, clock.Real())
	ctx, cancel := context.WithCancel(t.Context())
	ended := false
	s.Spawn(ctx, func(ctx context.Context) {
		<-ctx.Done()
		ended = true
	})
	cancel()
	if err := s.Close(); err != nil || !ended {
		t.Errorf("err %v, ended %v", err, ended)
	}
}

func TestGuardLeavesMessagesAndNilCommandsAlone(t *testing.T) {
	s, _ := onPty(t, clock.Real())
	defer s.release()
	if s.Guard(nil) != nil {
		t.Error("nil became a command")
	}
	if got := s.Guard(func() tea.Msg { return "x" })(); got != "x" {
		t.Errorf("got %v", got)
	}
	if got := s.Guard(func() tea.Msg { return nil })(); got != nil {
		t.Errorf("got %v", got)
	}
	batch, ok := s.Guard(tea.Batch(tea.Quit, tea.Suspend))().(tea.BatchMsg)
	if !ok || len(batch) != 2 || batch[0]() != tea.Quit() {
		t.Errorf("the batch became %v", batch)
	}
}

func BenchmarkShow200x60(b *testing.B) {
	s := &Screen{}
	s.box.wake = make(chan struct{}, 1)
	lines := make([]string, 60)
	b.ReportAllocs()
	for b.Loop() {
		s.Show(lines)
	}
}
