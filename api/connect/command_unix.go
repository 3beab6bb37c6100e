//go:build unix

package connect

import (
	"context"
	"os/exec"
	"syscall"
)

func shell(ctx context.Context, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", line)
}

// alone gives the command a process group of its own and has the end of its
// context kill the whole group: sh leaves its children behind when it alone is
// killed. The terminal stays its terminal, because password managers tie their
// sessions to it; as a background group it cannot read from it.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
