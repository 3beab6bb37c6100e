package cli

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// debugLog writes what fntop does to a file, a line of JSON each: commands by
// their names and the names of their flags, requests by method, path, status
// and time, streams by whether they are up. It never holds a header, a body or
// the value of a flag: those are where secrets, payloads and params are.
type debugLog struct {
	clock   clock.Clock
	handler slog.Handler
	file    *rotated
	begun   time.Time
}

// openDebug begins the log of --debug.
func (a *app) openDebug(path string) error {
	file, err := openRotated(path, debugLimit)
	if err != nil {
		return usage("--debug %s: the file cannot be written: %s. Name another.", quoted(path), systemWords(err))
	}
	a.debug = &debugLog{
		clock: a.Clock, file: file, begun: a.begun,
		handler: slog.NewJSONHandler(file, nil),
	}
	a.observers = append(a.observers, a.debug.observe)
	return nil
}

// watched is who hears of what streams tell, nil without --debug.
func (a *app) watched() func(api.Event) {
	if a.debug == nil {
		return nil
	}
	return a.debug.observe
}

func (d *debugLog) line(level slog.Level, what string, attrs ...slog.Attr) {
	r := slog.NewRecord(d.clock.Now().UTC(), level, what, 0)
	r.AddAttrs(attrs...)
	// A log that cannot be written is no reason to end what it is about.
	_ = d.handler.Handle(context.Background(), r) //nolint:contextcheck // the handler looks for nothing in it
}

// start notes which command begins, by names alone.
func (d *debugLog) start(cmd *cobra.Command, version string) {
	flags := []string{}
	cmd.Flags().Visit(func(f *pflag.Flag) { flags = append(flags, f.Name) })
	d.line(slog.LevelInfo, "start", slog.String("command", cmd.CommandPath()), slog.Any("flags", flags),
		slog.String("version", version), slog.Int("pid", os.Getpid()))
}

// end notes how it ended, and closes the file.
func (d *debugLog) end(exit int) {
	if d == nil {
		return
	}
	d.line(slog.LevelInfo, "end", slog.Int("exit", exit), slog.Int64("ms", d.clock.Now().Sub(d.begun).Milliseconds()))
	_ = d.file.Close()
}

// observe is called from any goroutine.
func (d *debugLog) observe(e api.Event) {
	switch e := e.(type) {
	case api.Requested:
		level, kind := slog.LevelInfo, ""
		if e.Kind != 0 {
			level, kind = slog.LevelWarn, e.Kind.String()
		}
		d.line(level, "request", slog.String("profile", e.Profile), slog.String("method", e.Method),
			slog.String("path", model.Visible(e.Path)), slog.Int("status", e.Status), slog.Int64("ms", e.Took.Milliseconds()),
			slog.String("kind", kind), slog.Int("attempt", e.Attempt), slog.Int("used", e.Used), slog.Int("budget", e.Budget),
			slog.Int("left", max(0, e.Budget-e.Used)), slog.Int64("bytes", e.Transfer))
	case api.LinkChanged:
		level, kind, again := slog.LevelInfo, "", int64(0)
		if e.Err != nil { // its words may be the backend's
			level, kind = slog.LevelWarn, api.KindOf(e.Err).String()
		}
		if !e.Next.IsZero() {
			again = e.Next.Sub(e.At).Milliseconds()
		}
		d.line(level, "link", slog.String("profile", e.Profile), slog.Bool("up", e.Up), slog.String("kind", kind), slog.Int64("againMs", again))
	case api.RunEnded:
		d.line(slog.LevelInfo, "event", slog.String("profile", e.Profile), slog.String("function", e.Function),
			slog.String("trigger", e.Trigger), slog.String("job", e.JobID), slog.String("run", e.RunID))
	case api.Skipped:
		text := ""
		if e.Err != nil {
			text = e.Err.Error()
		}
		d.line(slog.LevelWarn, "skipped", slog.String("profile", e.Profile), slog.Int("rows", e.Rows), slog.Int("of", e.Of), slog.String("error", text))
	}
}

// Observed is what the terminal UI gives to its providers: own, and the log
// of --debug where there is one.
func (s Start) Observed(own func(api.Event)) func(api.Event) {
	if s.Watched == nil {
		return own
	}
	return func(e api.Event) {
		own(e)
		s.Watched(e)
	}
}
