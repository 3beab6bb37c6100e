package cli

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"fntop/model"
)

// watchFlags are what watch is narrowed to, as typed.
type watchFlags struct {
	functions, triggers, statuses []string
	untilIdle, alerts             bool
}

func (a *app) watchCommand() *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use:   "watch -o jsonl",
		Short: "Print every change of every run as it is seen, one line of JSON each",
		Long: "Print every change of every run as it is seen, one line of JSON each, until interrupted (exit 130).\n" +
			"A line is {\"at\",\"change\",\"run\"}; change is new, status or ended. Runs that are there at the start are not\n" +
			"printed, their changes are. F and T are an id or an exact name. --status chooses which changes are printed.\n" +
			"With --alerts a line is an alert instead, fired or resolved, by the rules that \"fntop alerts\" lists.",
		Example: "  fntop watch -o jsonl\n" +
			"  fntop watch --trigger nightly-sync --until-idle -o jsonl --jq 'select(.run.endedAt) | .run.status'",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.global.output != asJSONL {
				return usage("\"fntop watch\" prints lines of JSON and nothing else. Add -o jsonl.")
			}
			if f.alerts && len(f.statuses) > 0 {
				return usage("--alerts and --status do not go together: alerts look at every run.")
			}
			want, err := a.wanted(runsFlags{functions: f.functions, triggers: f.triggers, statuses: f.statuses, limit: 1})
			if err != nil {
				return err
			}
			return a.watch(cmd.Context(), want, f)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.functions, "function", nil, "only runs of function `F`; may repeat")
	flags.StringArrayVar(&f.triggers, "trigger", nil, "only runs of trigger `T`; may repeat")
	flags.StringArrayVar(&f.statuses, "status", nil, "only changes to status `S`; may repeat or hold commas")
	flags.BoolVar(&f.untilIdle, "until-idle", false, "end (exit 0) when nothing watched is unfinished any more")
	flags.BoolVar(&f.alerts, "alerts", false, "print alerts in place of changes")
	complete(cmd, "status", statusWords)
	complete(cmd, "function", nil)
	complete(cmd, "trigger", nil)
	return cmd
}

// watch watches every profile at once.
func (a *app) watch(ctx context.Context, want wanted, flags watchFlags) error {
	untilIdle := flags.untilIdle
	c, err := a.config()
	if err != nil {
		return err
	}
	refresh, err := a.refresh(c.UI().Refresh)
	if err != nil {
		return err
	}
	used := &spending{}
	a.observers = append(a.observers, used.observe)
	defer a.keep(ctx, c)()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	if err := s.learnToWatch(ctx); err != nil {
		return err
	}
	statuses := want.statuses
	want.statuses, want.some = nil, false // every run is read, so that its story is known
	sources, err := s.sources(want)
	if err != nil {
		return err
	}
	s.skips.tell(s)
	failed := s.failed.or()

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	out := &watchOut{a: a, statuses: statuses, stop: stop, endless: !untilIdle, busy: make(map[*watcher]bool)}
	var all []*watcher
	for _, m := range s.members {
		w := &watcher{
			a: a, s: s, m: m, out: out, spent: used, refresh: refresh, patient: !untilIdle,
			all: len(want.functions) == 0 && len(want.triggers) == 0,
		}
		for _, source := range sources {
			if source.Provider == m.p && !slices.ContainsFunc(w.feeds, func(f *watchFeed) bool {
				return f.ask.Function == source.Ask.Function && f.ask.Trigger == source.Ask.Trigger
			}) {
				w.addFeed(source.Ask)
			}
		}
		if len(w.feeds) > 0 || w.all && m.functionErr == nil {
			all = append(all, w)
			out.busy[w] = true
		}
	}
	if len(all) == 0 {
		return failed
	}
	if out.all = all; flags.alerts {
		out.lookForAlerts(ctx, c.Alerts().Rules())
	}
	s.toldFailures()
	if a.ErrTTY {
		a.say("%s", watchingWhat(all, untilIdle))
	}
	return s.watched(ctx, all, failed)
}

// watchingWhat tells a person that nothing is wrong while nothing is printed.
func watchingWhat(all []*watcher, untilIdle bool) string {
	parts := make([]string, len(all))
	for i, w := range all {
		functions, triggers := 0, 0
		for _, f := range w.feeds {
			if f.ask.Trigger != "" {
				triggers++
			} else {
				functions++
			}
		}
		what := model.Counted(functions, "function")
		if triggers > 0 {
			what = model.Counted(triggers, "trigger")
			if functions > 0 {
				what = model.Counted(functions, "function") + " and " + what
			}
		}
		parts[i] = what + " of " + model.Visible(w.m.info.Profile)
	}
	end := "interrupt to end"
	if untilIdle {
		end = "it ends when nothing is unfinished"
	}
	return "watching " + listOf(parts, "and") + "; " + end + "."
}

// learnToWatch reads the lists. A profile that cannot be read now is left
// out, as for every command; one that fails later is tried again.
func (s *session) learnToWatch(ctx context.Context) error {
	limited, cancel := s.a.limited(ctx)
	defer cancel()
	s.learn(limited, wantFunctions|wantTriggers)
	return s.overdue(limited, nil)
}

// watched runs the loops until they end, and says why they did. Profiles
// that failed at the start have been told of and have the exit code.
func (s *session) watched(ctx context.Context, all []*watcher, atStart error) error {
	var loops sync.WaitGroup
	failed := make([]error, len(all))
	for i, w := range all {
		loops.Go(func() {
			if failed[i] = w.run(ctx); failed[i] != nil {
				w.out.stop(failed[i])
			}
		})
	}
	loops.Wait()
	switch cause := context.Cause(ctx); {
	case slices.ContainsFunc(failed, func(err error) bool { return err != nil }):
		return errors.Join(failed...) // standard output is closed, or full
	case errors.Is(cause, errIdle), cause == nil: // cause is nil where every backend has ended its stream
		if atStart != nil {
			return quiet(code(atStart))
		}
		return nil
	}
	return quiet(code(ended(ctx, "watch", "")))
}

var errIdle = errors.New("nothing watched is unfinished")

// watchOut is where the lines of all profiles go.
type watchOut struct {
	a        *app
	statuses []model.Status // of the changes that are printed; none: all
	stop     context.CancelCauseFunc
	endless  bool
	all      []*watcher
	alerts   *watchAlerts // nil where changes are printed

	mu   sync.Mutex
	busy map[*watcher]bool
}

// calm notes whether a profile has nothing unfinished. Once none has, watch
// ends.
func (o *watchOut) calm(w *watcher, calm bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy[w] = !calm
	for _, busy := range o.busy {
		if busy || o.endless {
			return
		}
	}
	o.stop(errIdle)
}

func (o *watchOut) say(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.a.say(format, args...)
}

// tell prints what has changed: all of one answer with one call of Write.
func (w *watcher) tell(changes []change) error {
	if w.out.alerts != nil {
		return nil
	}
	var lines [][]byte
	at := w.a.Clock.Now()
	for i := range changes {
		r := &changes[i].run
		if len(w.m.only) > 0 && !slices.Contains(w.m.only, r.Function.ID) ||
			len(w.out.statuses) > 0 && !slices.Contains(w.out.statuses, r.Status) {
			continue
		}
		w.m.book.Name(&r.Run)
		lines = append(lines, appendObject(nil, []field{{"at", at}, {"change", changes[i].what}, {"run", runFields(r)}}))
	}
	if len(lines) == 0 {
		return nil
	}
	return w.out.print(lines)
}

// print writes lines of JSON, or what --jq makes of them.
func (o *watchOut) print(lines [][]byte) error {
	out, err := o.a.appendDocuments(nil, lines)
	if err != nil {
		o.say("%v", err) // what follows may be other
	}
	if len(out) == 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.a.write(out)
}
