//go:build unix

package outer

import (
	"os/exec"
	"syscall"
)

// Apart keeps a program that is about to be started away from our terminal,
// and the keys that signal away from it. Where its context ends it, what it
// started itself ends with it. It is for commands made with a context.
func Apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
