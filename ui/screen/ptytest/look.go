//go:build unix

package ptytest

import "golang.org/x/sys/unix"

// PID returns the program's process id.
func (p *Proc) PID() int { return p.cmd.Process.Pid }

// Bytes returns how many bytes the program has written.
func (p *Proc) Bytes() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bytes
}

// Output returns everything the program has written.
func (p *Proc) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.output)
}

// Text returns the text of the screen.
func (p *Proc) Text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.String()
}

// Modes returns the terminal's modes, those of the kernel and those of the
// emulator: equal before and after means that the terminal is as it was.
func (p *Proc) Modes() string {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.Modes() + p.termios()
}

// Unknown returns the sequences the emulator did not understand.
func (p *Proc) Unknown() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.screen.Unknown()
}

// Raw tells whether the kernel passes keys on unedited.
func (p *Proc) Raw() bool {
	t, err := unix.IoctlGetTermios(int(p.own.Fd()), getTermios)
	return err == nil && t.Lflag&unix.ICANON == 0
}
