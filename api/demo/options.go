package demo

import (
	"fmt"
	"math"
	"net"

	"fntop/api/clock"
)

// Options says how the server runs. The zero value is a good start.
type Options struct {
	Addr   string      // where to listen; "127.0.0.1:0" when empty
	Seed   uint64      // which workspace is told; 1 when 0
	Speed  float64     // how much faster than life the scenario goes; 1 when 0
	Faults string      // what goes wrong, see FaultsHelp
	Plan   Plan        // what the workspace may ask for in a minute; Free when empty
	Size   Size        // how many functions and triggers; the story's own when zero
	Clock  clock.Clock // the machine's when nil
	// Like is a server of the same seed, speed and size, whose history need
	// not be worked out again: for tests that start many.
	Like *Server
}

// Below the slowest speed the times of a run no longer fit their fields;
// above the fastest, milliseconds are too coarse to order runs by.
const (
	slowest = 0.05
	fastest = 10000
)

func (o Options) filled() (Options, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Plan == "" {
		o.Plan = Free
	}
	if _, known := allowances[o.Plan]; !known {
		return o, fmt.Errorf("demo: plan %q: want free or pro", string(o.Plan))
	}
	if o.Clock == nil {
		o.Clock = clock.Real()
	}
	if math.IsNaN(o.Speed) || o.Speed < slowest || o.Speed > fastest {
		return o, fmt.Errorf("demo: speed %v is not between %v and %v", o.Speed, slowest, fastest)
	}
	if o.Size == (Size{}) {
		o.Size = smallest
	}
	if err := o.Size.check(); err != nil {
		return o, fmt.Errorf("demo: size %w", err)
	}
	return o, loopback(o.Addr)
}

// loopback refuses addresses that others on the network could reach: the
// server gives its credentials away and speaks plain HTTP.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("demo: address %q: want host:port, such as 127.0.0.1:0", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("demo: address %q is not a loopback address; use 127.0.0.1, [::1] or localhost", addr)
	}
	return nil
}
