//go:build unix

package browser

import (
	"os/exec"
	"syscall"
)

// apart keeps a program away from our terminal, and the keys that signal away
// from it.
func apart(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
