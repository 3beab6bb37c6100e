package centrali

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"fntop/api"
	"fntop/api/internal/link"
	"fntop/api/internal/rest"
	"fntop/api/internal/sse"
)

// keyNoWatch is why a profile with a publishable key hears of nothing
// (docs.centrali.io/api-reference/realtime names a token alone; whether a key
// would do is UNKNOWN).
const keyNoWatch = "realtime takes a token only, as far as documented"

// eventLimit is how large an event may be. Whether it carries the output of
// its run is not known, so it may be as long as an answer of Centrali's
// (10 MB; docs.centrali.dev/api-reference/limits-and-quotas; CONFIRMED) and
// more. A longer one costs a reconnection and the reading after it.
const eventLimit = 16 << 20

// Watch reports the endings of runs as Centrali pushes them: one stream for
// the whole workspace, since only so many may be open at once
// (docs.centrali.dev/guides/realtime/troubleshooting; CONFIRMED). That a run
// begins is never pushed (docs.centrali.io/api-reference/realtime; CONFIRMED).
func (c *Client) Watch(ctx context.Context, emit func(api.Event)) error {
	target := rest.Named("workspace", c.info.Workspace)
	if why := c.info.Caps.NoWatch; why != "" {
		return &api.Error{Kind: api.Unsupported, Op: api.WatchRuns, Target: target, Reason: why}
	}
	return link.Run(ctx, link.Config{
		Profile: c.info.Profile, Op: api.WatchRuns, Target: target, Clock: c.clock, Emit: emit,
	}, func(ctx context.Context, s *link.Stream) error {
		err := c.listen(ctx, s, rest.Request{Op: api.WatchRuns, Target: target, URL: c.routes.events()})
		c.rest.Tell(&err)
		return err
	})
}

// listen opens the stream once and reads it to its end.
func (c *Client) listen(ctx context.Context, s *link.Stream, r rest.Request) error {
	body, err := c.rest.Open(ctx, r, rest.Streaming{Type: eventStream, Refusals: streamRefusals})
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	s.Up()
	frames := sse.NewReader(pulse{body, s}, sse.Limits{Line: eventLimit, Event: eventLimit})
	for {
		f, err := frames.Next()
		switch {
		case errors.Is(err, sse.ErrLineTooLong), errors.Is(err, sse.ErrEventTooLarge):
			reason := "more than " + strconv.Itoa(eventLimit>>20) + " MiB"
			return &api.Error{Kind: api.TooLarge, Op: r.Op, Target: r.Target, Status: http.StatusOK, Reason: reason, Err: err}
		case err != nil:
			return err
		case f.Kind == sse.Retry:
			s.Retry(f.Retry)
		case f.Kind == sse.Event:
			if ended, ok := hint(f.Name, f.Data); ok {
				ended.At, ended.Profile = c.clock.Now(), c.info.Profile
				s.Tell(ended)
			}
		}
	}
}

// pulse notices every sign of life of a stream.
type pulse struct {
	io.Reader
	stream *link.Stream
}

func (p pulse) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if n > 0 {
		p.stream.Alive()
	}
	return n, err
}
