package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"fntop/api"
)

// redirectLimit is how many redirects one GET follows.
const redirectLimit = 10

// Do sends one request and returns its 2xx answer. Every error is an
// *api.Error.
//
// A GET is retried while there is hope (retry.go). Anything else is sent
// once, with one exception that the SDK makes too: after a 401 or 403 the
// credential is renewed and the request sent once more
// (my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.1/4.4.4; CONFIRMED), for a
// request that was not let in has done nothing.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	renewed := false
	for try := 0; ; try++ {
		answer, err := c.once(ctx, &r, try+1, &renewed)
		if err == nil {
			return answer, nil
		}
		if !c.retry(ctx, &r, try, err) {
			return Answer{}, err
		}
	}
}

// once signs, sends, and where the credential was refused renews it and sends
// once more.
func (c *Client) once(ctx context.Context, r *Request, attempt int, renewed *bool) (Answer, *api.Error) {
	auth := c.auth
	if r.Auth != nil {
		auth = r.Auth
	}
	cred, err := auth.sign(ctx, c)
	if err != nil {
		return Answer{}, asError(r, err)
	}
	if *renewed {
		attempt++
	}
	answer, sent, fault := c.follow(ctx, r, cred, attempt)
	if fault == nil || *renewed || !sent || !renewable(r, fault) {
		return answer, fault
	}
	forbidden := fault.Status == http.StatusForbidden
	if forbidden && c.permits.fresh(cred, c.clock.Now()) {
		return answer, fault
	}
	*renewed = true
	fresh, can, err := auth.renew(ctx, c, cred)
	if forbidden && can && err == nil {
		c.permits.renewed(fresh, c.clock.Now())
	}
	if failed := asError(r, err); can && failed != nil && fault.Status == http.StatusUnauthorized && failed.Kind != api.Unauthorized {
		// The service that could have helped did not answer: it is to be
		// looked after, not the credentials.
		return answer, failed
	}
	if !can || err != nil {
		return answer, fault // the original error, as the SDK returns it
	}
	answer, _, fault = c.follow(ctx, r, fresh, attempt+1)
	return answer, fault
}

// follow sends the request and follows redirects of a GET. It reports whether
// the last hop carried the credential: what another host refuses says nothing
// of it.
func (c *Client) follow(ctx context.Context, r *Request, cred credential, attempt int) (Answer, bool, *api.Error) {
	at, been, foreign := r.URL, []string{r.URL.String()}, false
	for hop := 0; ; hop++ {
		h := hopRequest{Request: r, url: at, cred: cred, foreign: foreign, attempt: attempt}
		answer, fault := c.attempt(ctx, &h)
		if fault != nil {
			if !sameOrigin(r.URL, at) && fault.Kind != api.Canceled && fault.Kind != api.RateLimited {
				c.strayed(fault, at)
			}
			return Answer{}, cred != (credential{}), fault
		}
		if !redirects(answer.Status) {
			return answer, true, nil
		}
		next, fault := c.redirect(r, at, answer, hop)
		if fault == nil && slices.Contains(been, next.String()) {
			// Without cookies nothing is another the second time.
			fault = fail(r, api.Unreadable, "redirected in a circle, last to "+c.reason(next.Scheme+"://"+next.Host), nil)
			fault.Status = answer.Status
		}
		if fault != nil {
			return Answer{}, false, fault
		}
		been = append(been, next.String())
		if !sameOrigin(r.URL, next) {
			// Gone for good, so that a way back does not bring them along.
			cred, foreign = credential{}, true
		}
		at = next
	}
}

// strayed says of a failure that it is another host's. That it lets nobody in
// is no wonder: no credential is sent there.
func (c *Client) strayed(e *api.Error, at *url.URL) {
	said := e.Detail()
	e.Reason, e.Status = "redirected to "+c.reason(at.Scheme+"://"+at.Host), 0
	if said != "" {
		e.Reason += ", which answered " + said
	}
	if e.Kind == api.Unauthorized || e.Kind == api.Forbidden {
		e.Kind = api.Unreadable
	}
	e.Next = "Set {url} to the address that answers, or ask who redirects."
}

func redirects(status int) bool { return status >= 300 && status < 400 }

// redirect says where a redirect leads, or why it is not followed.
func (c *Client) redirect(r *Request, at *url.URL, a Answer, hop int) (*url.URL, *api.Error) {
	to, err := at.Parse(a.Header.Get("Location"))
	if a.Header.Get("Location") == "" || err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" {
		e := fail(r, api.Unreadable, "a redirect that leads nowhere", nil)
		e.Status = a.Status
		return nil, e
	}
	to.User, to.Fragment = nil, ""
	where := c.reason(to.Scheme + "://" + to.Host)
	if acts(r.Method) {
		e := fail(r, api.Refused, "redirected to "+where+"; an action is never sent on to another address", nil)
		e.Status = a.Status
		e.Next = "Nothing was started or changed as far as the answer tells: set {url} to the address that answers, then do it again."
		// 303 means "done, look there" (RFC 9110, 15.4.4); the others that it
		// was not carried out here.
		e.Lost = a.Status == http.StatusSeeOther
		return nil, e
	}
	if hop+1 >= redirectLimit {
		e := fail(r, api.Unreadable, "redirected too often, last to "+where, nil)
		e.Status = a.Status
		return nil, e
	}
	if at.Scheme == "https" && to.Scheme == "http" && !Loopback(to.Hostname()) {
		e := fail(r, api.Unreadable, "redirected from https to plain http at "+where, nil)
		e.Status = a.Status
		return nil, e
	}
	return to, nil
}

// asError is an error of signing in as Do returns it. It keeps its own
// operation, for that is what failed.
func asError(r *Request, err error) *api.Error {
	var e *api.Error
	if err == nil {
		return nil
	}
	if errors.As(err, &e) {
		own := *e // several callers may have been given the same one
		own.Unsent = acts(r.Method) && r.Op != signIn
		return &own
	}
	return fail(r, api.Unreachable, "", err)
}
