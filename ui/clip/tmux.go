package clip

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"fntop/ui/outer"
)

// InTmux reports whether the tmux that fntop runs in can be spoken to.
func InTmux(env outer.Env) bool { return outer.Around(env) == outer.Tmux && env.Get("TMUX") != "" }

// Tmux asks tmux to set the clipboard of its terminals. As tmux is set up when
// nobody has set it up, it takes no sequence of a program's and hands none
// through (set-clipboard external, allow-passthrough off; 3.3a, measured), so
// this is the only way that works everywhere.
func Tmux(ctx context.Context, text string) error {
	c := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	c.Stdin = strings.NewReader(text) // on the command line everybody could read it
	if err := c.Run(); err != nil {
		return fmt.Errorf("ask tmux to copy: %w", err)
	}
	return nil
}
