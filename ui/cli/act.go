package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/model"
)

// actFlags are what invoke, rerun and follow have in common.
type actFlags struct {
	follow  bool
	timeout span
}

func (f *actFlags) add(a *app, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.global.yes, "yes", false, "confirm it, where the profile has confirm = \"name\"")
	cmd.Flags().BoolVar(&f.follow, "follow", false, "wait until the run is over; the exit code says how it ended")
	cmd.Flags().Var(&f.timeout, "timeout", "give up after `D`, counted from the start (exit 124)")
}

func (a *app) invokeCommand() *cobra.Command {
	var f actFlags
	var payload string
	cmd := &cobra.Command{
		Use:   "invoke TRIGGER",
		Short: "Invoke an on-demand trigger once",
		Long: "Invoke an on-demand trigger once. TRIGGER is an id or an exact name; for AgentOS it may be an agent's, too:\n" +
			"a trigger of that id or name comes first.",
		Example: "  fntop invoke resize-image --payload '{\"width\":640}' --follow\n" +
			"  jq .order incident.json | fntop invoke replay-order --payload -",
		Args:              exactly(1, "one trigger"),
		ValidArgsFunction: nothing,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := a.within(cmd.Context(), f.timeout.d)
			defer cancel()
			var body json.RawMessage
			if cmd.Flags().Changed("payload") {
				var err error
				if body, err = a.payload(ctx, "--payload", payload); err != nil {
					return err
				}
			}
			return a.invoke(ctx, args[0], body, f)
		},
	}
	cmd.Flags().StringVar(&payload, "payload", "", "what the function is given: `JSON|@FILE|-`")
	f.add(a, cmd)
	return cmd
}

func (a *app) invoke(ctx context.Context, word string, payload json.RawMessage, f actFlags) error {
	ctx, cancel := a.acting(ctx, f)
	defer cancel()
	doing := "invoke " + quoted(word)
	s, err := a.open(ctx)
	if err == nil {
		err = s.writable(doing)
	}
	if err != nil {
		return err
	}
	s.learn(ctx, wantFunctions|wantTriggers)
	if err := ended(ctx, doing, "Nothing was sent."); err != nil {
		return err
	}
	s.skips.tell(s) // the trigger may be one of them
	m, t, fn, err := s.findInvoked(word)
	if err != nil {
		return err
	}
	action, target := model.Action{Kind: model.Invoke, Payload: payload}, api.Target{}
	why, cannot := m.info.Caps.NoInvoke, ""
	if t != nil {
		doing = "invoke trigger " + quoted(word)
		action.Trigger, target, cannot = model.Ref{ID: t.ID, Name: t.Name}, api.Target{Trigger: t.ID, Function: t.Function.ID}, t.WhyNotInvoke()
	} else {
		doing = "invoke function " + quoted(word)
		action.Function, target.Function = model.Ref{ID: fn.ID, Name: fn.Name}, fn.ID
		why = cmp.Or(why, m.info.Caps.NoInvokeFunction)
	}
	if err := s.mayAct(m, doing, why); err != nil {
		return err
	}
	if cannot != "" {
		return usage("%s: %s. Nothing was sent.", doing, cannot)
	}
	return s.act(ctx, m, action, target, f)
}

// acting is the context for finding what is acted on and for the action.
func (a *app) acting(ctx context.Context, f actFlags) (context.Context, context.CancelFunc) {
	if f.follow {
		return context.WithCancel(ctx)
	}
	return a.limited(ctx)
}

// toldFailures prints the failures of profiles that do not decide the exit
// code: what was asked for was found elsewhere, and its outcome decides.
func (s *session) toldFailures() {
	for _, err := range s.failed {
		s.a.say("warning: %s", model.Visible(err.Error()))
	}
	s.failed = nil
}

// act sends the action, once, and prints or follows what comes of it.
func (s *session) act(ctx context.Context, m *member, action model.Action, target api.Target, f actFlags) error {
	sent := s.a.Clock.Now()
	receipt, err := m.p.Do(ctx, action)
	if err != nil {
		return s.notDone(m, action, sent, stopOf(ctx, action), err, f)
	}
	if !f.follow {
		return printOne(s.a, receipts(), &receipt)
	}
	target.JobID = receipt.JobID
	if receipt.RunID != "" {
		target.Run = model.RunID{Profile: m.info.Profile, ID: receipt.RunID}
	}
	return s.follow(ctx, m, target, receipt)
}

func decimal(n int) string { return strconv.Itoa(n) }
