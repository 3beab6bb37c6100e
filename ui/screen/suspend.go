//go:build unix

package screen

import (
	"os"
	"os/signal"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// Suspend answers ctrl+z: the command that stops the program until the shell
// wakes it, or why there is nothing to return to. After waking up Bubble Tea
// delivers a tea.ResumeMsg.
//
// tea.Suspend would do it too, but it waits for ever where the kernel drops
// the stop: for a process group that no shell watches.
func (s *Screen) Suspend() (cmd tea.Cmd, why string) {
	if why := alone(); why != "" {
		return nil, why
	}
	resumed := func(error) tea.Msg { return tea.ResumeMsg{} }
	return tea.Exec(&visit{s: s, run: s.sleep}, resumed), ""
}

// stopped is how long the stop may take to arrive. Time passes while stopped,
// so this costs nothing; where the stop was dropped after all, it ends the wait.
const stopped = 500 * time.Millisecond

func (s *Screen) sleep() error {
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, unix.SIGCONT)
	defer signal.Stop(woken)
	if err := unix.Kill(0, unix.SIGTSTP); err != nil {
		return os.NewSyscallError("kill", err)
	}
	limit := s.o.Clock.NewTimer(stopped)
	defer limit.Stop()
	select {
	case <-woken:
	case <-limit.C():
	}
	return nil
}

// alone says why nobody would wake us. The kernel stops a process group only
// if one of its members has a parent in another group of the same session: a
// shell with job control.
func alone() string {
	const nothing = "there is no shell to return to"
	session, err := unix.Getsid(0)
	if err != nil || session == os.Getpid() {
		return nothing // tmux new fntop, ssh -t host fntop, docker run -it
	}
	parent := os.Getppid()
	theirs, err := unix.Getsid(parent)
	if err != nil || theirs != session {
		return nothing // a window of its own, or orphaned
	}
	group, err := unix.Getpgid(parent)
	if err == nil && group == unix.Getpgrp() && parent == session {
		return nothing // sh -c fntop: no job control
	}
	return ""
}
