//go:build measure && linux

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// wire is a terminal that looks at nothing but when frames end: an emulator
// would be measured along with the program.
type wire struct {
	tty    *os.File
	frames chan time.Time // when the end of a frame was read
}

func onWire(t *testing.T, cmd *exec.Cmd) *wire {
	t.Helper()
	tty, err := pty.StartWithAttrs(cmd, &pty.Winsize{Cols: 120, Rows: 36}, &syscall.SysProcAttr{Setsid: true, Setctty: true})
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{tty: tty, frames: make(chan time.Time, 1<<16)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		const end = "\x1b[?2026l"
		buf, kept := make([]byte, 1<<16), 0 // an end may be split over two reads
		for {
			n, err := tty.Read(buf[kept:])
			at := time.Now()
			n += kept
			if bytes.Contains(buf[:n], []byte(end)) {
				w.frames <- at
				n = 0
			}
			kept = min(n, len(end)-1)
			copy(buf, buf[n-kept:n])
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = tty.Close()
		<-done
	})
	return w
}

// quiet waits until no frame has come for a while.
func (w *wire) quiet(while time.Duration) {
	for {
		select {
		case <-w.frames:
		case <-time.After(while):
			return
		}
	}
}

// press measures from a key to the end of the frame that answers it.
func (w *wire) press(t *testing.T, key string) time.Duration {
	t.Helper()
	begun := time.Now()
	if _, err := w.tty.WriteString(key); err != nil {
		t.Fatal(err)
	}
	select {
	case at := <-w.frames:
		return at.Sub(begun)
	case <-time.After(time.Second):
		t.Fatalf("no answer to %q", key)
		return 0
	}
}
