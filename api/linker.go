package api

import (
	"context"
	"net/url"
	"strings"

	"fntop/model"
)

// Linker is a provider that can say how what it shows is asked for outside of
// fntop. Nothing it returns holds a secret, and it does no I/O.
type Linker interface {
	// RunRequest reads one run. It reports false where no single request does.
	RunRequest(r *model.Run) (Request, bool)
	// RunsRequest reads the newest runs of one function or trigger, likewise.
	RunsRequest(ask model.Ask) (Request, bool)
}

// Request is a read that anybody could send who may sign in.
type Request struct {
	URL     string
	Headers []Header
}

// Header is one header of a Request. Its value is what a shell makes it: a
// variable stands in the place of each secret.
type Header struct{ Name, Value string }

// RunPage is the page of a run by a profile's run_page: an address with names
// in braces. What is put in their place stays one part of a path or a query.
func RunPage(page, workspace string, r *model.Run) string {
	part := func(id string) string { return strings.ReplaceAll(url.QueryEscape(id), "+", "%20") }
	return strings.NewReplacer(
		"{run}", part(r.ID.ID), "{function}", part(r.Function.ID), "{trigger}", part(r.Trigger.ID),
		"{workspace}", part(workspace), "{profile}", part(r.ID.Profile),
	).Replace(page)
}

// LinkerOf returns the Linker that a provider is, or that lies within it.
func LinkerOf(p Provider) (Linker, bool) { return within[Linker](p) }

// Inboxer is a provider whose triggers may have an inbox that people answer
// in (model.Trigger.HasInbox).
type Inboxer interface {
	// Inbox asks for the address of a trigger's inbox. It reads no secret, and
	// where the address cannot be told without one its error says so.
	Inbox(ctx context.Context, trigger string) (string, error)
}

// InboxerOf is LinkerOf for inboxes.
func InboxerOf(p Provider) (Inboxer, bool) { return within[Inboxer](p) }

// within is what a provider is, or what lies within it is, beside a provider.
func within[T any](p Provider) (T, bool) {
	for p != nil {
		if t, ok := p.(T); ok {
			return t, true
		}
		inner, ok := p.(interface{ Unwrap() Provider })
		if !ok {
			break
		}
		p = inner.Unwrap()
	}
	var none T
	return none, false
}

// Curl is the request as a command of a shell.
func (r Request) Curl() string {
	var b strings.Builder
	b.WriteString("curl -sS")
	for _, h := range r.Headers {
		// A name is a backend's own or of the profile: a shell takes it as it is.
		b.WriteString(` -H "` + quotedName.Replace(h.Name) + ": " + h.Value + `"`)
	}
	// Nothing in an encoded URL but its quotes could end the quoting.
	b.WriteString(" '" + strings.ReplaceAll(r.URL, "'", "%27") + "'")
	return b.String()
}

var quotedName = strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`", `"`, `\"`)

// Bearer is the header of a bearer token that a variable holds.
func Bearer(variable string) Header { return Header{"Authorization", "Bearer $" + variable} }
