package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"fntop/api"
)

// statusError is the error of an answer whose status is neither good nor a
// redirect.
func (c *Client) statusError(h *hopRequest, a Answer, wait time.Duration) *api.Error {
	said := errorBody(a.Body)
	page := looksLikeHTML(a.Header, a.Body)
	e := fail(h.Request, kindOfStatus(a.Status), c.reason(said.text), nil)
	e.Status, e.Wait = a.Status, wait
	if page {
		e.Reason = statusText(a.Status) + ", as a web page"
	}
	if e.Reason == "" {
		e.Reason = statusText(a.Status)
	}
	switch {
	case e.Kind == api.Refused && strings.Contains(strings.ToLower(said.text), "not found"):
		// As the vendor's own starter tells a missing object
		// (github.com/blueinit/create-centrali-app; STRONG).
		e.Kind = api.NotFound
	case e.Kind == api.NotFound && page:
		e.Kind = api.Unreadable
		e.Reason = "the answer looks like a web page, not like data"
		e.Next = pageNext(h)
	}
	// A failing gateway or server does not tell whether the action happened.
	e.Lost = e.Kind == api.ServerError && acts(h.Method)
	return e
}

func kindOfStatus(status int) api.Kind {
	switch {
	case status == http.StatusUnauthorized:
		return api.Unauthorized
	case status == http.StatusForbidden:
		return api.Forbidden
	case status == http.StatusNotFound:
		return api.NotFound
	case status == http.StatusTooManyRequests:
		return api.RateLimited
	case status >= 500:
		return api.ServerError
	case status >= 400:
		return api.Refused
	}
	return api.Unreadable // 1xx and the like
}

// netError is the error of a request that got no answer, or not all of it.
// limited is ctx with the client's own time limit. Whichever of them ended is
// what went wrong: the socket is closed for it, and may say so first.
func (c *Client) netError(ctx, limited context.Context, r *Request, err error) *api.Error {
	if ctx.Err() != nil {
		return c.contextError(r, ctx.Err())
	}
	kind, reason := netReason(err)
	if limited.Err() != nil {
		kind = api.TimedOut
	}
	if kind == api.TimedOut {
		reason = "none within " + c.limit(r).String()
	}
	return fail(r, kind, c.reason(reason), err)
}

func (c *Client) contextError(r *Request, err error) *api.Error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fail(r, api.TimedOut, "the time allowed is over", err)
	}
	return fail(r, api.Canceled, "", err)
}

// netReason says in words a person knows why there is no answer.
func netReason(err error) (api.Kind, string) {
	var (
		dns       *net.DNSError
		unknown   x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		verifying *tls.CertificateVerificationError
		alert     tls.AlertError
		timeout   net.Error
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return api.Unreachable, "no such host: " + dns.Name
	case errors.As(err, &dns) && !dns.IsTimeout:
		return api.Unreachable, "the name " + dns.Name + " could not be resolved"
	case errors.As(err, &unknown):
		return api.Unreachable, "TLS: the certificate is signed by an unknown authority"
	case errors.As(err, &hostname):
		return api.Unreachable, "TLS: the certificate is not valid for " + hostname.Host
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return api.Unreachable, "TLS: the certificate has expired or is not yet valid; check this machine's clock"
	case errors.As(err, &verifying):
		return api.Unreachable, "TLS: the certificate could not be verified"
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return api.Unreachable, "TLS: the port answers without TLS; is it plain http?"
	case errors.As(err, &alert):
		return api.Unreachable, "TLS: the handshake failed"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return api.TimedOut, ""
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return api.Unreachable, "connection refused"
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return api.Unreachable, "no route to the host"
	case dropped(err):
		return api.Unreachable, "the connection was dropped"
	case strings.Contains(err.Error(), "malformed HTTP"):
		return api.Unreadable, "the answer is not HTTP"
	case strings.Contains(err.Error(), "tls:"):
		return api.Unreachable, "TLS: the handshake failed"
	case strings.Contains(err.Error(), "proxyconnect"):
		return api.Unreachable, "the proxy could not be used"
	case strings.Contains(err.Error(), "Proxy Authentication Required"):
		return api.Unreachable, "the proxy asks for a name and password"
	}
	return api.Unreachable, "the connection failed"
}

// dropped reports whether a connection broke that had been there.
func dropped(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		isErrno(err, syscall.ECONNRESET, 10054) || isErrno(err, syscall.EPIPE, 10053) || errors.Is(err, net.ErrClosed) ||
		err != nil && (strings.Contains(err.Error(), "server closed idle connection") || strings.Contains(err.Error(), "http2: "))
}

// isErrno reports whether the system said so. On Windows sockets fail with
// Winsock's own numbers, which syscall's names do not stand for.
func isErrno(err error, unix, winsock syscall.Errno) bool {
	return errors.Is(err, unix) || runtime.GOOS == "windows" && errors.Is(err, winsock)
}

// looksLikeHTML recognises a captive portal or a login page.
func looksLikeHTML(h http.Header, body []byte) bool {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(h.Get("Content-Type"))), "text/html") {
		return true
	}
	start := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 256)], "\ufeff \t\r\n"))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

func pageNext(h *hopRequest) string {
	return "A login page, a proxy or a wrong address may stand in between; open " + h.url.Scheme + "://" + h.url.Host + " in a browser, and check {url}."
}

func size(limit int64) string {
	if limit <= 0 {
		limit = ListLimit
	}
	switch {
	case limit >= 1<<20:
		return strconv.FormatInt(limit>>20, 10) + " MiB"
	case limit >= 1<<10:
		return strconv.FormatInt(limit>>10, 10) + " KiB"
	}
	return strconv.FormatInt(limit, 10) + " bytes"
}
