package connect

import (
	"context"
	"os/exec"
	"syscall"
)

// shell hands the line to cmd as it stands: Go's own quoting of arguments is
// not cmd's. With /S it takes away the outer quotes and nothing else.
func shell(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd /S /C "` + line + `"`}
	return cmd
}

// alone keeps a console window from appearing. Killing cmd ends the wait;
// children of it that live on lose their pipes.
func alone(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.HideWindow = true
}
