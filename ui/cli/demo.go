package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/spf13/cobra"

	"fntop/api/demo"
)

// demoFlags are the flags that go with the demo wherever it runs.
type demoFlags struct {
	o    demo.Options
	size string
	plan string
}

// demoNames are their names.
var demoNames = [...]string{"seed", "speed", "faults", "size", "plan"}

func (d *demoFlags) add(cmd *cobra.Command) {
	cmd.Flags().Uint64Var(&d.o.Seed, "seed", 1, "which workspace the demo tells of: `N`")
	cmd.Flags().Float64Var(&d.o.Speed, "speed", 1, "how much faster than life the demo goes: `X`")
	cmd.Flags().StringVar(&d.o.Faults, "faults", "", "what goes wrong in the demo: `SPEC`; \"help\" lists the names")
	cmd.Flags().StringVar(&d.size, "size", "12x18", "how many functions and triggers the demo has, at most 2000x4000: `FxT`")
	cmd.Flags().StringVar(&d.plan, "plan", string(demo.Free), "what the demo's workspace may ask for in a minute: `PLAN`, free or pro")
	for _, name := range demoNames {
		complete(cmd, name, nil)
	}
}

// given are the demo's flags that were set.
func (d *demoFlags) given(cmd *cobra.Command) (names []string) {
	for _, name := range demoNames {
		if cmd.Flags().Changed(name) {
			names = append(names, "--"+name)
		}
	}
	return names
}

// options checks the flags. It reports helped when all that was wanted was
// the list of faults, which it has printed.
func (d *demoFlags) options(a *app) (o *demo.Options, helped bool, err error) {
	if d.o.Faults == "help" {
		return nil, true, a.write([]byte(demo.FaultsHelp()))
	}
	if _, err := demo.ParseFaults(d.o.Faults); err != nil {
		return nil, false, usage("--faults: %s", sentence(err.Error()))
	}
	if d.o.Speed == 0 {
		return nil, false, usage("--speed 0: want more than nothing.")
	}
	options := d.o
	if options.Size, err = demo.ParseSize(d.size); err != nil {
		return nil, false, usage("--size %s", sentence(err.Error()))
	}
	if options.Plan = demo.Plan(d.plan); options.Plan != demo.Free && options.Plan != demo.Pro {
		return nil, false, usage("--plan %s: want free or pro.", quoted(d.plan))
	}
	options.Clock = a.Clock
	return &options, false, nil
}

func (a *app) demoCommand() *cobra.Command {
	var d demoFlags
	serve := &cobra.Command{
		Use:   "serve",
		Short: "Serve the demo alone; prints one line of JSON with its address and credentials",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			options, helped, err := d.options(a)
			if helped || err != nil {
				return err
			}
			return a.serveDemo(cmd.Context(), *options)
		},
	}
	serve.Flags().StringVar(&d.o.Addr, "addr", "127.0.0.1:0", "loopback address to listen on: `HOST:PORT`")
	complete(serve, "addr", nil)
	d.add(serve)
	return group("demo", "The demo server on its own", serve)
}

// socketWords is why an address cannot be listened on.
func socketWords(err *net.OpError) string {
	var system *os.SyscallError
	var address *net.AddrError
	switch {
	case errors.As(err, &system):
		return system.Err.Error()
	case errors.As(err, &address):
		return address.Err
	}
	return "it is no address of this machine"
}

// serveDemo serves until main says so.
func (a *app) serveDemo(ctx context.Context, o demo.Options) error {
	server, err := demo.Start(ctx, o)
	var socket *net.OpError
	if errors.As(err, &socket) {
		return usage("demo serve: cannot listen on %s: %s. Choose another with --addr, or leave it out for a free port.", quoted(o.Addr), socketWords(socket))
	}
	if err != nil {
		return usage("%s", sentence(err.Error()))
	}
	defer func() { _ = server.Close() }()
	line, err := json.Marshal(server.Ready())
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := a.write(append(line, '\n')); err != nil {
		return err
	}
	<-ctx.Done()
	return quiet(code(ended(ctx, "demo", "")))
}
