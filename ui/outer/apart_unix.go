//go:build unix

package outer

import (
	"os/exec"
	"syscall"
)

// Apart keeps a program that is about to be started away from our terminal,
// and the keys that signal away from it.
func Apart(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
