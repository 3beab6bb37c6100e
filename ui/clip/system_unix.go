//go:build unix

package clip

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"fntop/ui/outer"
)

// keepers are the programs that keep a clipboard, in the order in which they
// are looked for. atotto/clipboard has the same table; it starts them where
// they can write to our terminal, and nothing ends one that hangs.
var keepers = [...]struct {
	variable string // that the display needs
	command  []string
}{
	{"WAYLAND_DISPLAY", []string{"wl-copy"}},
	{"DISPLAY", []string{"xclip", "-in", "-selection", "clipboard"}},
	{"DISPLAY", []string{"xsel", "--input", "--clipboard"}},
}

// System returns what puts text on this machine's clipboard; nil where
// nothing does. It takes as long as another program does, which hears nothing
// of the terminal and says nothing to it, and is ended with ctx.
func System(env outer.Env) func(ctx context.Context, text string) error {
	if runtime.GOOS == "darwin" {
		return keeper("pbcopy")
	}
	for _, k := range keepers {
		if env.Get(k.variable) == "" {
			continue
		}
		if put := keeper(k.command...); put != nil {
			return put
		}
	}
	return nil
}

func keeper(command ...string) func(context.Context, string) error {
	path, err := exec.LookPath(command[0])
	if err != nil {
		return nil
	}
	return func(ctx context.Context, text string) error {
		c := exec.CommandContext(ctx, path, command[1:]...)
		c.Stdin = strings.NewReader(text)
		outer.Apart(c)
		err := c.Run()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return fmt.Errorf("%s ended with %d", command[0], exit.ExitCode())
		}
		return err
	}
}
