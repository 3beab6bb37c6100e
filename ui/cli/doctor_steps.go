package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/model"
)

const (
	// doctorSkew is how far clocks may differ before it is worth a word:
	// tokens are good for minutes.
	doctorSkew = 2 * time.Minute
	// doctorSoon is how soon a token that nothing renews must end for that.
	doctorSoon = 15 * time.Minute
	// doctorListen is how long the stream may say nothing.
	doctorListen = 5 * time.Second
)

// examineProfile takes one profile's connection step by step, and ends where
// the next steps would only fail for the same reason.
func (d *doctor) examineProfile(ctx context.Context, p connect.Profile) {
	used := &spending{}
	own := d.a.observed(used.observe)
	provider, err := connect.Open(p, connect.Options{
		Clock: d.a.Clock, Version: d.a.Version, ReadOnly: d.a.global.readOnly, Context: ctx, Observe: own,
	})
	if err != nil {
		d.fail("secrets", err)
		return
	}
	defer provider.CloseIdle()
	prober, ok := provider.(api.Prober)
	if !ok || !d.reach(ctx, prober) {
		return
	}
	signed, err := prober.SignIn(ctx)
	if err != nil {
		d.fail("sign-in", d.inTime(ctx, err))
		return
	}
	// Asked before the sign-in is told of: only an answer tells whose clock
	// the end of a token is to be read by.
	functions, took, err := timed(d, func() ([]model.Function, error) { return provider.Functions(ctx) })
	d.signedIn(signed, d.ahead(provider))
	d.clocks(provider)
	if !d.step(ctx, "functions", took, err, "%d listed", len(functions)) {
		return
	}
	triggers, took, err := timed(d, func() ([]model.Trigger, error) { return provider.Triggers(ctx) })
	if !d.step(ctx, "triggers", took, err, "%d listed", len(triggers)) || !d.runs(ctx, provider, functions) {
		return
	}
	d.stream(ctx, provider, prober)
	d.budget(provider, prober, used)
}

// timed does something and says how long it took.
func timed[T any](d *doctor, do func() (T, error)) (T, time.Duration, error) {
	began := d.a.Clock.Now()
	got, err := do()
	return got, d.a.Clock.Now().Sub(began), err
}

// step notes how one request went, and reports whether to go on.
func (d *doctor) step(ctx context.Context, what string, took time.Duration, err error, format string, args ...any) bool {
	if err == nil {
		d.timed(what, took, format, args...)
		return true
	}
	d.fail(what, d.inTime(ctx, err))
	switch api.KindOf(err) {
	case api.Forbidden, api.Unreadable, api.TooLarge, api.ServerError, api.Refused:
		return true // it may be this one alone
	}
	return false
}

// inTime makes the end of the time for a command what it is, and no error of
// the backend.
func (d *doctor) inTime(ctx context.Context, err error) error {
	if api.KindOf(err) != api.Canceled || ctx.Err() == nil {
		return err
	}
	return &api.Error{Kind: api.TimedOut, Op: api.ListFunctions, Reason: "the time for a command is over", Err: err}
}

// reach connects to each address. Without the stream's the rest still works.
func (d *doctor) reach(ctx context.Context, p api.Prober) bool {
	on := true
	for _, at := range p.Addresses() {
		got, took, err := timed(d, func() (api.Reached, error) { return p.Reach(ctx, at) })
		if got.Proxy != "" {
			d.ok("proxy", "%s lies before the %s at %s; only requests tell more", got.Proxy, at.What, at.URL)
			continue
		}
		if got.Names > 0 {
			d.ok("name", "the %s at %s: %d addresses", at.What, at.URL, got.Names)
		}
		if err != nil {
			what := map[api.Step]string{api.Resolving: "name", api.Connecting: "connection", api.Handshaking: "TLS"}[got.Step]
			d.failAt(what, at, d.inTime(ctx, err))
			on = on && at.What == "realtime"
			continue
		}
		if got.TLS == "" {
			d.timed("connection", took, "the %s at %s, without TLS", at.What, at.URL)
			continue
		}
		d.timed("TLS", took, "the %s at %s: %s, certificate good until %s", at.What, at.URL, got.TLS, timeText(got.Until))
	}
	return on
}

func (d *doctor) failAt(what string, at api.Address, err error) {
	var e *api.Error
	f := finding{what: what, detail: fmt.Sprintf("the %s at %s: %v", at.What, at.URL, err)}
	if errors.As(err, &e) {
		f.detail, f.next = fmt.Sprintf("the %s at %s: %s", at.What, at.URL, e.What()), e.NextStep()
	}
	d.failed(f, code(err))
}

// ahead is how far the backend's clock is ahead, zero where it is not known.
func (d *doctor) ahead(p api.Provider) time.Duration {
	if c, ok := p.(api.Clocked); ok {
		ahead, _ := c.Offset()
		return ahead
	}
	return 0
}

// signedIn tells how requests are signed, and for how long.
func (d *doctor) signedIn(s api.SignedIn, ahead time.Duration) {
	way := map[api.Way]string{
		api.ByToken: "a token that is given", api.ByCommand: "the token of a command",
		api.ByCredentials: "client credentials", api.ByKey: "a publishable key",
	}[s.Setup.Way]
	left := s.Expires.Sub(d.a.Clock.Now().Add(ahead)).Round(time.Second)
	renew := (&api.Error{Kind: api.Unauthorized, Op: api.ListFunctions, Setup: s.Setup}).NextStep()
	switch {
	case s.Expires.IsZero() && s.Setup.Way == api.ByKey:
		d.ok("sign-in", "by %s, which does not expire", way)
	case s.Expires.IsZero():
		d.ok("sign-in", "by %s; when the token ends is not known", way)
	case left <= 0 && s.Setup.Way != api.ByCredentials:
		d.failed(finding{what: "sign-in", next: renew,
			detail: fmt.Sprintf("by %s, which expired %s ago, at %s", way, spanWords(-left), timeText(s.Expires))}, exitDenied)
	case left <= doctorSoon && s.Setup.Way == api.ByToken:
		d.warn("sign-in", renew, "by %s, which ends in %s", way, spanWords(left))
	default:
		d.ok("sign-in", "by %s; the token is good for %s", way, spanWords(left))
	}
}

// spanWords is a span as precise as a person wants it.
func spanWords(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return fmt.Sprintf("%d days", d/day)
	case d >= time.Hour:
		return model.SpanText(d.Round(time.Minute))
	}
	return model.SpanText(d.Round(time.Second))
}

// clocks compares this machine's clock with the backend's.
func (d *doctor) clocks(p api.Provider) {
	c, ok := p.(api.Clocked)
	if !ok {
		return
	}
	ahead, known := c.Offset()
	behind, by := "behind", ahead
	if ahead < 0 {
		behind, by = "ahead of", -ahead
	}
	switch by = by.Round(time.Second); {
	case !known:
		d.ok("clock", "the backend's answers do not say what time it is")
	case by >= doctorSkew:
		d.warn("clock", "Set this machine's clock, or the backend's: ages, windows of time and the ends of tokens are read by it.",
			"this machine's clock is %s %s the backend's", spanWords(by), behind)
	default:
		d.ok("clock", "within %s of the backend's", model.SpanText(max(by, time.Second)))
	}
}

// runs reads the newest runs of one function, and one of these by itself.
func (d *doctor) runs(ctx context.Context, p api.Provider, functions []model.Function) bool {
	if len(functions) == 0 {
		d.warn("runs", "Name a function once there is one, then try again.", "not tried: no function is listed")
		return true
	}
	const tries = 3 // until one has runs
	var run *model.RunDetail
	for i, f := range functions[:min(len(functions), tries)] {
		page, took, err := timed(d, func() (model.Page, error) {
			return p.Runs(ctx, model.Ask{Function: f.ID, Page: 1, Limit: 5})
		})
		if len(page.Runs) == 0 && err == nil && i+1 < min(len(functions), tries) {
			continue
		}
		if !d.step(ctx, "runs", took, err, "%d read of function %s", len(page.Runs), quoted(model.Ref{ID: f.ID, Name: f.Name}.Label())) {
			return false
		}
		if len(page.Runs) > 0 {
			run = &page.Runs[0]
		}
		break
	}
	if run == nil {
		return true
	}
	_, took, err := timed(d, func() (model.RunDetail, error) { return p.Run(ctx, run.ID) })
	return d.step(ctx, "one run", took, err, "run %s", quoted(run.ID.ID))
}

// stream opens the stream and waits for its first word.
func (d *doctor) stream(ctx context.Context, p api.Provider, prober api.Prober) {
	const polled = "Nothing need be done: the lists are asked instead, which takes more requests and is a little later."
	if why := p.Info().Caps.NoWatch; why != "" {
		d.warn("stream", polled, "endings are not pushed: %s", why)
		return
	}
	ctx, cancel := d.a.under(ctx, doctorListen, errLimit)
	defer cancel()
	began, open := d.a.Clock.Now(), time.Duration(-1)
	err := prober.Stream(ctx, func() { open = d.a.Clock.Now().Sub(began) })
	took := d.a.Clock.Now().Sub(began)
	switch {
	case err == nil:
		d.timed("stream", took, "open, and it spoke")
	case api.KindOf(err) == api.NotFound:
		d.warn("stream", polled, "the service has no event stream (404)")
	case api.KindOf(err) == api.Canceled && open >= 0:
		d.warn("stream", "Should endings come late, see whether a proxy in between holds back what is not finished.",
			"open, but it said nothing within %s", doctorListen)
	case api.KindOf(err) == api.Canceled:
		d.fail("stream", &api.Error{Kind: api.TimedOut, Op: api.WatchRuns, Reason: "none within " + doctorListen.String()})
	default:
		d.fail("stream", err)
	}
}

// budget tells of fntop's own limit and of the service's.
func (d *doctor) budget(p api.Provider, prober api.Prober, used *spending) {
	info, now := p.Info(), d.a.Clock.Now()
	own := fmt.Sprintf("%d of fntop's own %d requests a minute used", used.used(info.Profile, now), info.Budget)
	said, known := prober.Allowance()
	switch {
	case !known:
		d.ok("budget", "%s; the service says nothing of its limit", own)
	case said.Left < info.Budget/10:
		d.warn("budget", "Others may use the same workspace: lower requests_per_minute, or wait.",
			"%s; the service allows only %d more within %s", own, said.Left, model.SpanText(said.Reset.Sub(now).Round(time.Second)))
	default:
		d.ok("budget", "%s; the service allows %d more within %s", own, said.Left, model.SpanText(said.Reset.Sub(now).Round(time.Second)))
	}
}
