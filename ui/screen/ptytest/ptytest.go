//go:build unix

// Package ptytest runs a program in a pseudo terminal and waits for what it
// shows. It is for tests: what a person would see is a vt.Screen fed with the
// program's output, and waiting is for a state of it, never for time.
package ptytest

import (
	"errors"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"fntop/ui/screen/vt"

	"github.com/creack/pty"
)

// Limit is how long Await and Wait wait before they give the test up. No test
// that passes comes near it.
const Limit = time.Minute

// Options of StartWith.
type Options struct {
	// Background is what the terminal answers to OSC 11, such as
	// "rgb:ffff/ffff/ffff"; empty: it does not know.
	Background string
	// Mute makes a terminal that answers nothing at all.
	Mute bool
}

// Proc is a program in a pseudo terminal.
type Proc struct {
	t    testing.TB
	cmd  *exec.Cmd
	tty  *os.File // the terminal's side
	own  *os.File // the program's side, kept open so that its modes can be read
	done chan struct{}
	once sync.Once

	mu      sync.Mutex
	screen  *vt.Screen
	changed chan struct{} // closed and replaced at each change
	bytes   int
	output  []byte
	ended   bool
	code    int
}

// Start runs cmd as the leader of a session whose terminal has w columns and h
// rows. The program is killed when the test ends.
func Start(t testing.TB, w, h int, cmd *exec.Cmd) *Proc {
	t.Helper()
	return StartWith(t, w, h, cmd, Options{})
}

// StartWith is Start with a terminal of a special kind. cmd.Env is taken as it
// is, with TERM added where it has none; nil is the test's own.
func StartWith(t testing.TB, w, h int, cmd *exec.Cmd, o Options) *Proc {
	t.Helper()
	tty, own, err := open()
	if err != nil {
		t.Fatalf("open a pseudo terminal: %v", err)
	}
	if err := pty.Setsize(own, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		t.Fatalf("set the size: %v", err)
	}
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append([]string{"TERM=xterm-256color"}, cmd.Env...)
	cmd.Stdin, cmd.Stdout = own, own
	if cmd.Stderr == nil {
		cmd.Stderr = own
	}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	}
	p := &Proc{
		t: t, cmd: cmd, tty: tty, own: own, done: make(chan struct{}),
		screen: vt.New(w, h), changed: make(chan struct{}),
	}
	p.screen.Background = o.Background
	if !o.Mute {
		p.screen.Answer = func(b []byte) { _, _ = tty.Write(b) }
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		p.read()
	}()
	go p.reap()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-p.done
		_ = own.Close()
		_ = tty.Close()
		<-read
	})
	return p
}

func (p *Proc) read() {
	buf := make([]byte, 1<<16)
	for {
		n, err := p.tty.Read(buf)
		if n > 0 {
			p.mu.Lock()
			p.bytes += n
			p.output = append(p.output, buf[:n]...)
			_, _ = p.screen.Write(buf[:n])
			p.announce()
			p.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

func (p *Proc) reap() {
	err := p.cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended, p.code = true, p.cmd.ProcessState.ExitCode()
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		p.code = -int(status.Signal())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.code = -1
	}
	p.announce()
	close(p.done)
}

// announce is called under mu.
func (p *Proc) announce() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// Wait waits for the end of the program and returns its exit status, or the
// number of the signal that killed it, negative.
func (p *Proc) Wait() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(Limit):
		p.t.Fatalf("the program does not end; the screen is\n%s", p.Text())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.code
}
