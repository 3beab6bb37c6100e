package cli

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/model"
)

// runsFlags are what runs is narrowed to, as typed.
type runsFlags struct {
	functions, triggers, statuses []string
	since, until, query           string
	limit                         int
}

func (a *app) runsCommand() *cobra.Command {
	var f runsFlags
	cmd := &cobra.Command{
		Use:   "runs",
		Short: "List runs, newest first",
		Long: "List runs, newest first. F and T are an id or an exact name; with neither, the runs of every function\n" +
			"are merged. D is a duration before now (90m, 24h, 7d) or an RFC 3339 time; without --since runs are listed from\n" +
			"as far back as the backend has them.",
		Example: "  fntop runs --status failure --since 24h\n" +
			"  fntop runs --function resize-image -o jsonl | jq -r .errorMessage",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			want, err := a.wanted(f)
			if err != nil {
				return err
			}
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			return a.listRuns(ctx, want)
		},
	}
	f.add(cmd, 20)
	return cmd
}

// add gives a command the flags that say which runs, at most limit of them
// unless it is told otherwise.
func (f *runsFlags) add(cmd *cobra.Command, limit int) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.functions, "function", nil, "only runs of function `F`; may repeat")
	flags.StringArrayVar(&f.triggers, "trigger", nil, "only runs of trigger `T`; may repeat")
	flags.StringArrayVar(&f.statuses, "status", nil, "only runs of status `S`; may repeat or hold commas")
	flags.StringVar(&f.since, "since", "", "only runs created at or after `D`")
	flags.StringVar(&f.until, "until", "", "only runs created before `D`")
	flags.IntVar(&f.limit, "limit", limit, "at most `N` runs")
	flags.StringVar(&f.query, "query", "", "only runs that match `EXPR`, as typed after / in the UI")
	complete(cmd, "status", statusWords)
	complete(cmd, "function", nil)
	complete(cmd, "trigger", nil)
}

// wanted is what runs is narrowed to.
type wanted struct {
	functions, triggers []string // words, to be resolved in each profile
	statuses            []model.Status
	some                bool // only runs of a status in left
	left                model.StatusSet
	window              model.Window
	since               time.Time // that no run wanted is older than
	query               model.Query
	limit               int
}

func (a *app) wanted(f runsFlags) (w wanted, err error) {
	w.functions, w.triggers, w.limit = f.functions, f.triggers, f.limit
	if f.limit <= 0 {
		return w, usage("--limit %d: want at least 1.", f.limit)
	}
	if w.statuses, err = parseStatuses(f.statuses); err != nil {
		return w, err
	}
	if f.since != "" {
		if w.window.Since, err = model.ParseWhen(f.since, a.begun, a.Zone); err != nil {
			return w, usage("--since: %s", plain(err))
		}
	}
	if f.until != "" {
		if w.window.Until, err = model.ParseWhen(f.until, a.begun, a.Zone); err != nil {
			return w, usage("--until: %s", plain(err))
		}
	}
	if f.since != "" && f.until != "" && !w.window.Since.Before(w.window.Until) {
		return w, usage("--since %s is not before --until %s: no run can lie between them. Exchange them.", f.since, f.until)
	}
	if w.query, err = model.ParseQuery(f.query, a.Zone); err != nil {
		return w, usage("--query: %s", plain(err))
	}
	w.narrow(a.begun)
	for _, word := range slices.Concat(f.functions, f.triggers) {
		if word == "" {
			return w, usage("--function and --trigger need an id or a name.")
		}
	}
	return w, nil
}

// narrow lets servers be asked for what the query leaves, too.
func (w *wanted) narrow(now time.Time) {
	w.left, w.some = w.query.Statuses()
	if asked := model.NewStatusSet(w.statuses...); len(w.statuses) > 0 {
		if w.some {
			asked &= w.left
		}
		w.left, w.some = asked, true
	}
	w.since = w.window.Since
	if since := w.query.Since(now); since.After(w.since) {
		w.since = since
	}
}

func parseStatuses(lists []string) ([]model.Status, error) {
	var all []model.Status
	for _, list := range lists {
		for word := range strings.SplitSeq(list, ",") {
			status, ok := model.ParseStatus(strings.TrimSpace(word))
			if !ok {
				if near, ok := nearStatus(word); ok {
					return nil, usage("--status %s: no such status. Did you mean %s?", quoted(word), near)
				}
				return nil, usage("--status %s: no such status. There is %s.", quoted(word), listOf(statusWords, "and"))
			}
			if !slices.Contains(all, status) {
				all = append(all, status)
			}
		}
	}
	return all, nil
}

// otherWords are what other tools, and Centrali's own jobs and events, call a
// status of ours.
var otherWords = map[string]model.Status{
	"failed": model.StatusFailure, "error": model.StatusFailure, "queued": model.StatusPending,
	"active": model.StatusRunning, "success": model.StatusCompleted, "succeeded": model.StatusCompleted,
	"done": model.StatusCompleted, "timedout": model.StatusTimeout, "timed-out": model.StatusTimeout,
}

func nearStatus(word string) (string, bool) {
	if s, ok := otherWords[strings.ToLower(strings.TrimSpace(word))]; ok {
		return s.String(), true
	}
	return model.Nearest(word, statusWords)
}

// statusWords are fntop's words for statuses.
var statusWords = func() []string {
	words := make([]string, len(model.Statuses))
	for i, s := range model.Statuses {
		words[i] = s.String()
	}
	return words
}()

// overdue says why the time of a list ended, nil while it has not: either it
// waited for fntop's own budget, or there is too much to read.
func (s *session) overdue(ctx context.Context, err error) error {
	for _, m := range s.members {
		err = errors.Join(err, m.functionErr, m.triggerErr)
	}
	next := "There is too much to read: narrow it with --since, --function or --trigger, or lower --limit."
	if errors.Is(err, api.ErrBudget) {
		next = "fntop's own budget of requests a minute was used up: raise requests_per_minute in the profile if the backend allows more, or narrow it with --since."
	}
	return ended(ctx, "list runs", next)
}

func (a *app) listRuns(ctx context.Context, w wanted) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	runs, err := s.find(ctx, w)
	if err != nil {
		return err
	}
	a.warnBroken(runs...)
	return s.printAnd(func() error {
		return printAll(a, among(s, a.runs(), func(r *model.RunDetail) string { return r.ID.Profile }), runs)
	})
}

// find reads the runs that are wanted, newest first. Lists that could not be
// read are in s.failed.
func (s *session) find(ctx context.Context, w wanted) ([]model.RunDetail, error) {
	s.learn(ctx, wantFunctions|wantTriggers)
	if err := s.overdue(ctx, nil); err != nil {
		return nil, err
	}
	sources, err := s.sources(w)
	if err != nil {
		s.skips.tell(s) // what is asked for may be one of them
		return nil, err
	}
	search := s.a.searching()
	runs, err := api.Newest(ctx, sources, func(r *model.Run) bool {
		// Named before it is judged: a query may ask for names.
		s.of(r.ID.Profile).book.Name(r)
		return search.saw(r, s.keeps(&w, r))
	}, w.limit)
	if ended := s.overdue(ctx, err); ended != nil {
		return nil, ended // what has been read by now need not be the newest
	}
	var failed api.SourceErrors
	errors.As(err, &failed)
	s.failLists(failed)
	s.answered = s.answered || len(runs) > 0 || len(failed) < len(sources) && !allOf(sources, failed)
	return runs, nil
}
