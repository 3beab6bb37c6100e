package agentos

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/internal/link"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/api/internal/sse"
	"fntop/model"
)

const (
	// silence is how long the stream of a run may say nothing, heartbeats
	// included. How often these come is UNKNOWN.
	silence = 45 * time.Second
	// comeback is the first wait before a stream is opened again (DIFF's
	// baseDelayMs; CONFIRMED).
	comeback = time.Second
	// sparse is how many holes in a row that have nothing in them show that
	// numbers are left out here, and that no hole need be looked into.
	sparse = 5
)

// Entries reports what one attempt of a run did. The stream of its events is
// followed by what is safe under each reading of what is not known: it goes on
// after the last event that was told, what was told is dropped, and where a
// number is missing the page of events is asked for it. Where there is no
// stream those pages are all that is asked for.
//
// Whether the stream of the run is up the observer is told by LinkChanged,
// which names the run.
func (c *Client) Entries(ctx context.Context, run model.RunRef, after int64, emit func(model.Entry)) (err error) {
	defer c.rest.Tell(&err)
	f := &tail{c: c, run: run, last: after, emit: emit, target: runTarget(run.ID)}
	if over, err := f.begin(ctx); over || err != nil {
		return err
	}
	ctx, f.stop = context.WithCancel(ctx)
	defer f.stop()
	err = link.Run(ctx, link.Config{
		Profile: c.info.Profile, Op: api.ReadEntries, Target: f.target, Clock: c.clock, Silence: silence,
		Emit: func(e api.Event) { c.rest.Observe(aboutRun(e, run.ID)) },
	}, f.listen)
	switch {
	case f.over || f.fault != nil:
		return f.fault
	case api.KindOf(err) == api.Unsupported:
		return f.ask(ctx)
	}
	return err
}

// aboutRun lets a change of the link say that it is a run's.
func aboutRun(e api.Event, run model.RunID) api.Event {
	if l, ok := e.(api.LinkChanged); ok {
		l.Run = run
		return l
	}
	return e
}

// tail is one call of Entries.
type tail struct {
	c      *Client
	run    model.RunRef
	target string
	last   int64 // the number of the last event that was told
	emit   func(model.Entry)
	stop   context.CancelFunc

	over  bool  // the attempt is
	fault error // what ended the telling for good
	empty int   // holes in a row with nothing in them
}

// end is the end of the telling: the attempt is over, or why it cannot go on.
func (f *tail) end(fault error) error {
	f.over, f.fault = fault == nil, fault
	f.stop()
	return nil
}

// listen opens the stream once and reads it to its end.
func (f *tail) listen(ctx context.Context, s *link.Stream) error {
	s.Retry(comeback)
	r := rest.Request{
		Op: api.ReadEntries, Target: f.target, Header: resumeAfter(f.last), URL: f.c.routes.stream(f.run.ID.ID, f.run.Attempt, f.last),
	}
	body, err := f.c.rest.Open(ctx, r, rest.Streaming{Type: eventStream})
	if err != nil {
		f.c.rest.Tell(&err)
		return noStream(err)
	}
	defer func() { _ = body.Close() }()
	s.Up()
	limit := int(min(f.c.rest.MaxBody(), 1<<30))
	frames := sse.NewReader(pulse{body, s}, sse.Limits{Line: limit, Event: limit})
	said, before := "", f.last // said by an error frame, since the last event
	for {
		frame, err := frames.Next()
		switch {
		case errors.Is(err, sse.ErrLineTooLong), errors.Is(err, sse.ErrEventTooLarge):
			// It would come again on each connection.
			return f.end(&api.Error{Kind: api.TooLarge, Op: r.Op, Target: f.target, Status: http.StatusOK, Err: err})
		case err != nil:
			return f.broke(ctx, err, said, f.last > before)
		case frame.Kind == sse.Retry:
			s.Retry(frame.Retry)
		case frame.Kind != sse.Event:
		case frame.Name == frameError:
			// It is handed on and ends nothing by itself (DIFF; CONFIRMED).
			said = loose.Prose(frame.Data)
		case frame.Name == frameEvent, frame.Name == frameMessage:
			e, ok := event(frame.Data, frame.ID)
			if !ok {
				continue
			}
			said = ""
			var fault error
			s.Hand(func() { fault = f.take(ctx, e) })
			if fault != nil || f.over {
				return fault
			}
		}
	}
}

// noStream says that there is no stream where the answer tells that. Whether
// there is such a run is for the pages of events to say.
func noStream(err error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		none := *e
		none.Kind = api.Unsupported
		return &none
	}
	return err
}

// take takes in one event of the stream: it fills the hole before it, if there
// is one, and tells it. Its error is that of a hole that could not be looked
// into; the event is then not told either, and comes again.
func (f *tail) take(ctx context.Context, e model.Entry) error {
	if e.Attempt != "" && f.run.Attempt != "" && !strings.EqualFold(e.Attempt, f.run.Attempt) {
		return nil // its number counts in another attempt
	}
	if e.Seq > f.last+1 && f.empty < sparse {
		before := f.last
		if err := f.fill(ctx, e.Seq); err != nil {
			return err
		}
		if f.empty++; f.last > before {
			f.empty = 0
		}
	}
	f.tell(e)
	return nil
}

// tell tells an event unless it was told before.
func (f *tail) tell(e model.Entry) {
	if e.Seq <= f.last || f.over {
		return
	}
	f.last = e.Seq
	if e.Attempt == "" {
		e.Attempt = f.run.Attempt
	}
	f.emit(e)
	if terminalEvents[strings.ToUpper(e.Kind)] {
		_ = f.end(nil)
	}
}

// broke judges a stream that ended before the attempt did. A close frame says
// no more than that. The run may be over all the same, or in another attempt:
// then what is left of this one is read, and it is over. A stream that brought
// nothing new may never bring it: what there is is asked for.
func (f *tail) broke(ctx context.Context, err error, said string, fresh bool) error {
	if ctx.Err() != nil {
		return err
	}
	over, fault := f.settled(ctx)
	if fault == nil && !over && !fresh {
		fault = f.fill(ctx, 0)
	}
	if over || f.over || fault != nil && !passes(fault) {
		return f.end(fault)
	}
	if said != "" && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
		return &api.Error{Kind: api.ServerError, Op: api.ReadEntries, Target: f.target, Reason: f.c.rest.Reason(said), Setup: f.c.setup}
	}
	// An end is expected after an event that ends the attempt, and after no
	// other, however long the stream was up.
	if errors.Is(err, io.EOF) {
		return &api.Error{Kind: api.Unreachable, Op: api.ReadEntries, Target: f.target, Reason: "the stream ended before the run did", Err: err, Setup: f.c.setup}
	}
	return err
}

// settled reports whether the attempt is over by what the run itself says, and
// tells what is left of it.
func (f *tail) settled(ctx context.Context) (bool, error) {
	run, err := f.c.read(ctx, api.ReadEntries, f.run.ID)
	if err != nil {
		return false, err
	}
	moved := run.Attempt.Known && run.Attempt.Value.ID != "" && !strings.EqualFold(run.Attempt.Value.ID, f.run.Attempt)
	if run.Unfinished() && !moved {
		return false, nil
	}
	err = f.fill(ctx, 0)
	return err == nil, err
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
