package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/ui/pane"
	"fntop/ui/sched"
	"fntop/ui/setup"
)

// wizard is the set-up form and what goes on behind it. It lies over the start
// page, and stands alone where only a connection is asked for.
type wizard struct {
	pane     *setup.Model
	profiles api.Profiles
	ctx      context.Context
	clk      clock.Clock
	spawn    func(context.Context, func(context.Context))

	desk   sched.Desk
	ticket sched.Ticket // of the try that is under way
	stream *sched.Stream[api.Finding]
	stop   context.CancelFunc
}

// What the wizard hears of what it asked for.
type (
	keyringMsg struct{ why string } // why there is none
	triedMsg   struct {             // steps of a try
		ticket   sched.Ticket
		findings []api.Finding
		over     bool
	}
	savedMsg struct { // a connection, or why it was not
		kept api.Kept
		err  error
	}
)

// newWizard opens the form and asks for the keyring.
func newWizard(ctx context.Context, o Options, spawn func(context.Context, func(context.Context)), opens bool) (*wizard, tea.Cmd) {
	taken := make([]string, len(o.Choices))
	for i, c := range o.Choices {
		taken[i] = c.Name
	}
	z := &wizard{
		pane:     setup.New(setup.Options{Wrong: o.Profiles.Wrong, Taken: taken, Opens: opens}),
		profiles: o.Profiles, ctx: ctx, clk: o.Clock, spawn: spawn,
	}
	return z, askKeyring(ctx, o.Profiles)
}

// do carries out what the form wants.
func (z *wizard) do(i pane.Intent) tea.Cmd {
	switch i := i.(type) {
	case pane.TryDraft:
		return z.try(i.Draft)
	case pane.StopTrying:
		z.halt()
	case pane.SaveDraft:
		return saveDraft(z.ctx, z.profiles, i.Draft)
	}
	return nil
}

// try tries a draft in a goroutine of its own, which ends with it or when it
// is stopped.
func (z *wizard) try(d api.Draft) tea.Cmd {
	z.halt()
	ctx, stop := context.WithCancel(z.ctx)
	z.ticket, z.stop = z.desk.Next(), stop
	z.stream = tryDraft(ctx, z.clk, z.profiles, z.spawn, z.ticket, d)
	return z.stream.Next()
}

func (z *wizard) halt() {
	if z.stop != nil {
		z.stop()
	}
	z.ticket, z.stop, z.stream = 0, nil, nil
}

// heard tells the form whether there is a keyring.
func (z *wizard) heard(msg keyringMsg) tea.Cmd {
	if z != nil {
		z.pane.SetKeyring(msg.why)
	}
	return nil
}

// tried shows the steps of the try, unless it was stopped.
func (z *wizard) tried(msg triedMsg) tea.Cmd {
	if z == nil || msg.ticket != z.ticket {
		return nil
	}
	z.pane.Found(msg.findings)
	if msg.over {
		z.halt()
		z.pane.Tried()
		return nil
	}
	return z.stream.Next()
}

// What the wizard asks for. It does so itself, and not by the intents of the
// app: it is there without one, too.

func askKeyring(ctx context.Context, p api.Profiles) tea.Cmd {
	return func() tea.Msg { return keyringMsg{p.Keyring(ctx)} }
}

func tryDraft(ctx context.Context, clk clock.Clock, p api.Profiles, spawn func(context.Context, func(context.Context)),
	t sched.Ticket, d api.Draft) *sched.Stream[api.Finding] {
	return sched.NewStream(ctx, clk, spawn,
		func(ctx context.Context, emit func(api.Finding)) { p.Try(ctx, d, emit) },
		func(found []api.Finding, over bool) tea.Msg { return triedMsg{t, found, over} })
}

func saveDraft(ctx context.Context, p api.Profiles, d api.Draft) tea.Cmd {
	return func() tea.Msg {
		kept, err := p.Save(ctx, d)
		return savedMsg{kept, err}
	}
}
