//go:build unix

package ptytest

import (
	"fmt"
	"os"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// open opens a pseudo terminal. pty.Open leaves the terminal's side blocking,
// and closing a file that somebody reads from then closes nothing until the
// read returns: no terminal would ever hang up.
func open() (tty, own *os.File, err error) {
	blocking, own, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer blocking.Close()
	fd, err := unix.Dup(int(blocking.Fd()))
	if err == nil {
		unix.CloseOnExec(fd)
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		_ = own.Close()
		return nil, nil, err
	}
	return os.NewFile(uintptr(fd), blocking.Name()), own, nil
}

// termios returns the kernel's modes of the terminal.
func (p *Proc) termios() string {
	t, err := unix.IoctlGetTermios(int(p.own.Fd()), getTermios)
	if err != nil {
		return fmt.Sprintf("termios: %v\n", err)
	}
	return fmt.Sprintf("iflag=%x oflag=%x cflag=%x lflag=%x cc=%v\n", t.Iflag, t.Oflag, t.Cflag, t.Lflag, t.Cc)
}
