package browser

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"fntop/ui/outer"
)

// Start starts the program and returns when it has ended, which may be when
// the person closes the browser. It outlives fntop, has no terminal to write to
// and nobody hears it. Programs that need the terminal are not for Start.
func (p Program) Start(ctx context.Context, address string) error {
	args := p.Command(address)
	c := exec.CommandContext(context.WithoutCancel(ctx), args[0], args[1:]...)
	outer.Apart(c)
	err := c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%s ended with %d", p.Name, exit.ExitCode())
	}
	return err
}
