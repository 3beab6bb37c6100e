package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fntop/model"
)

// reach connects to each address.
func (x Examination) reach(ctx context.Context, p Prober) bool {
	on := true
	for _, at := range p.Addresses() {
		got, took, err := timed(x.Clock, func() (Reached, error) { return p.Reach(ctx, at) })
		if got.Proxy != "" {
			x.pass("proxy", "%s lies before the %s at %s; only requests tell more", got.Proxy, at.What, at.URL)
			continue
		}
		if got.Names > 0 {
			x.pass("name", "the %s at %s: %d addresses", at.What, at.URL, got.Names)
		}
		if err != nil {
			what := map[Step]string{Resolving: "name", Connecting: "connection", Handshaking: "TLS"}[got.Step]
			x.failAt(what, at, x.inTime(ctx, err))
			on = on && at.Beside
			continue
		}
		if got.TLS == "" {
			x.passedIn("connection", took, "the %s at %s, without TLS", at.What, at.URL)
			continue
		}
		x.passedIn("TLS", took, "the %s at %s: %s, certificate good until %s", at.What, at.URL, got.TLS, moment(got.Until))
	}
	return on
}

func (x Examination) failAt(what string, at Address, err error) {
	f := Finding{Result: Failed, What: what, Detail: fmt.Sprintf("the %s at %s: %v", at.What, at.URL, err), Err: err}
	var e *Error
	if errors.As(err, &e) {
		f.Detail, f.Next = fmt.Sprintf("the %s at %s: %s", at.What, at.URL, e.What()), e.NextStep()
	}
	x.tell(f)
}

// ahead is how far the backend's clock is ahead, zero where it is not known.
func ahead(p Provider) time.Duration {
	if c, ok := p.(Clocked); ok {
		ahead, _ := c.Offset()
		return ahead
	}
	return 0
}

// signedIn tells how requests are signed, and for how long.
func (x Examination) signedIn(s SignedIn, ahead time.Duration) {
	way := map[Way]string{
		ByToken: "a token that is given", ByCommand: "the token of a command",
		ByCredentials: "client credentials", ByKey: s.Setup.noun().key,
	}[s.Setup.Way]
	left := s.Expires.Sub(x.Clock.Now().Add(ahead)).Round(time.Second)
	renew := &Error{Kind: Unauthorized, Op: ListFunctions, Setup: s.Setup}
	switch {
	case s.Expires.IsZero() && s.Setup.Way == ByKey:
		x.pass("sign-in", "by %s, which does not expire", way)
	case s.Expires.IsZero():
		x.pass("sign-in", "by %s; when the token ends is not known", way)
	case left <= 0 && s.Setup.Way != ByCredentials:
		x.tell(Finding{Result: Failed, What: "sign-in", Next: renew.NextStep(), Err: renew,
			Detail: fmt.Sprintf("by %s, which expired %s ago, at %s", way, roughly(-left), moment(s.Expires))})
	case left <= endsSoon && s.Setup.Way == ByToken:
		x.doubt("sign-in", renew.NextStep(), "by %s, which ends in %s", way, roughly(left))
	default:
		x.pass("sign-in", "by %s; the token is good for %s", way, roughly(left))
	}
}

// roughly is a span as precise as a person wants it.
func roughly(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return fmt.Sprintf("%d days", d/day)
	case d >= time.Hour:
		return model.SpanText(d.Round(time.Minute))
	}
	return model.SpanText(d.Round(time.Second))
}

// moment is a time as fntop prints them all.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// clocks compares this machine's clock with the backend's.
func (x Examination) clocks(p Provider) {
	c, ok := p.(Clocked)
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
		x.pass("clock", "the backend's answers do not say what time it is")
	case by >= skewLimit:
		x.doubt("clock", "Set this machine's clock, or the backend's: ages, windows of time and the ends of tokens are read by it.",
			"this machine's clock is %s %s the backend's", roughly(by), behind)
	default:
		x.pass("clock", "within %s of the backend's", model.SpanText(max(by, time.Second)))
	}
}

// runs reads the newest runs of one function, and one of these by itself.
func (x Examination) runs(ctx context.Context, p Provider, functions []model.Function) bool {
	if len(functions) == 0 {
		x.doubt("runs", "Name a function once there is one, then try again.", "not tried: no function is listed")
		return true
	}
	const tries = 3 // until one has runs
	var run *model.RunDetail
	for i, f := range functions[:min(len(functions), tries)] {
		page, took, err := timed(x.Clock, func() (model.Page, error) {
			return p.Runs(ctx, model.Ask{Function: f.ID, Page: 1, Limit: 5})
		})
		if len(page.Runs) == 0 && err == nil && i+1 < min(len(functions), tries) {
			continue
		}
		if !x.step(ctx, "runs", took, err, "%d read of function %s", len(page.Runs), named(model.Ref{ID: f.ID, Name: f.Name}.Label())) {
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
	_, took, err := timed(x.Clock, func() (model.RunDetail, error) { return p.Run(ctx, run.ID) })
	return x.step(ctx, "one run", took, err, "run %s", named(run.ID.ID))
}

// named puts a name from a backend between quotes.
func named(name string) string { return `"` + model.Visible(name) + `"` }

// stream opens the stream and waits for its first word.
func (x Examination) stream(ctx context.Context, p Provider, prober Prober) {
	const polled = "Nothing need be done: the lists are asked instead, which takes more requests and is a little later."
	if why := p.Info().Caps.NoWatch; why != "" {
		x.doubt("stream", polled, "endings are not pushed: %s", why)
		return
	}
	ctx, stop := x.within(ctx, streamSilence)
	defer stop()
	began, open := x.Clock.Now(), time.Duration(-1)
	err := prober.Stream(ctx, func() { open = x.Clock.Now().Sub(began) })
	took := x.Clock.Now().Sub(began)
	switch {
	case err == nil:
		x.passedIn("stream", took, "open, and it spoke")
	case KindOf(err) == NotFound:
		x.doubt("stream", polled, "the service has no event stream (404)")
	case KindOf(err) == Canceled && open >= 0:
		x.doubt("stream", "Should endings come late, see whether a proxy in between holds back what is not finished.",
			"open, but it said nothing within %s", streamSilence)
	case KindOf(err) == Canceled:
		x.Fail("stream", &Error{Kind: TimedOut, Op: WatchRuns, Reason: "none within " + streamSilence.String()})
	default:
		x.Fail("stream", err)
	}
}

// within is a context that ends after d by the examination's clock, and what
// ends it before.
func (x Examination) within(ctx context.Context, d time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	timer, ended := x.Clock.NewTimer(d), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-timer.C():
			cancel()
		case <-ctx.Done():
			timer.Stop()
		}
	}()
	return ctx, func() {
		cancel()
		<-ended
	}
}

// budget tells of fntop's own limit and of the service's.
func (x Examination) budget(p Provider, prober Prober) {
	info, now := p.Info(), x.Clock.Now()
	own := fmt.Sprintf("fntop allows itself %d requests a minute", info.Budget)
	if x.Used != nil {
		own = fmt.Sprintf("%d of fntop's own %d requests a minute used", x.Used(now), info.Budget)
	}
	said, known := prober.Allowance()
	switch {
	case !known:
		x.pass("budget", "%s; the service says nothing of its limit", own)
	case said.Left < info.Budget/10:
		x.doubt("budget", "Others may use the same workspace: lower requests_per_minute, or wait.",
			"%s; the service allows only %d more within %s", own, said.Left, model.SpanText(said.Reset.Sub(now).Round(time.Second)))
	default:
		x.pass("budget", "%s; the service allows %d more within %s", own, said.Left, model.SpanText(said.Reset.Sub(now).Round(time.Second)))
	}
}
