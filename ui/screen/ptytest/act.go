//go:build unix

package ptytest

import (
	"errors"
	"os"
	"syscall"

	"github.com/creack/pty"
)

// Type sends keys, as they are.
func (p *Proc) Type(keys string) {
	p.t.Helper()
	if _, err := p.tty.WriteString(keys); err != nil {
		p.t.Fatalf("type %q: %v", keys, err)
	}
}

// Signal sends a signal to the program.
func (p *Proc) Signal(sig syscall.Signal) {
	p.t.Helper()
	// It may be over by then, which is for the test to judge.
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatalf("signal %v: %v", sig, err)
	}
}

// Resize changes the size of the window.
func (p *Proc) Resize(w, h int) {
	p.t.Helper()
	p.mu.Lock()
	p.screen.Resize(w, h)
	p.mu.Unlock()
	if err := pty.Setsize(p.own, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		p.t.Fatalf("resize: %v", err)
	}
}

// HangUp closes the terminal, as a closed window or a lost connection does.
func (p *Proc) HangUp() {
	p.once.Do(func() {
		_ = p.own.Close()
		_ = p.tty.Close()
	})
}

// Spoil writes to the terminal behind the program's back.
func (p *Proc) Spoil(text string) {
	p.t.Helper()
	if _, err := p.own.WriteString(text); err != nil {
		p.t.Fatalf("spoil: %v", err)
	}
}
