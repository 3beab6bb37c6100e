package flowcore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/internal/link"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/api/internal/ws"
	"fntop/model"
)

// Times of the socket. The SDK begins with a second, doubles that and stops at
// thirty (npm @flowcore/sdk 1.79.0, notification-client; CONFIRMED as its
// schedule: its own reconnecting never comes to it, because of a mistake). It
// sends no pings and never notices a connection that is only half there.
const (
	reconnect = time.Second
	silence   = 75 * time.Second // of pongs as well: two and a half pings
)

// Watch reports events as they are stored: one socket for the whole data core.
// A notification says "stored; go and read" and no more, and those that were
// missed are not sent again (npm @flowcore/sdk 1.79.0; CONFIRMED). A close with
// 1000 is for good; any other is not.
func (c *Client) Watch(ctx context.Context, emit func(api.Event)) error {
	target := rest.Named("data core", c.info.Workspace)
	return link.Run(ctx, link.Config{
		Profile: c.info.Profile, Op: api.WatchRuns, Target: target, Clock: c.clock, Emit: emit, Silence: silence, Base: reconnect,
	}, func(ctx context.Context, s *link.Stream) error {
		err := c.listen(ctx, s, rest.Request{Op: api.WatchRuns, Target: target, URL: c.hosts.notify})
		c.rest.Tell(&err)
		return err
	})
}

// listen opens the socket once and reads it to its end. Like the SDK it looks
// the names up first, which costs nothing once they are known.
func (c *Client) listen(ctx context.Context, s *link.Stream, r rest.Request) error {
	conn, err := c.subscribe(ctx, r, s.Alive)
	if err != nil {
		return err
	}
	defer conn.Close()
	// That the service has understood cannot be told from its silence: there
	// is no word for it (npm @flowcore/sdk 1.79.0; CONFIRMED by its absence).
	s.Up()
	for {
		message, err := conn.Next()
		if err != nil {
			return ended(r, err)
		}
		hint, ours, err := c.heard(r, message)
		if err != nil {
			return err
		}
		if !ours {
			continue
		}
		hint.At, hint.Profile = c.clock.Now(), c.info.Profile
		s.Tell(hint)
	}
}

// subscribe opens a socket and asks for everything of the data core.
func (c *Client) subscribe(ctx context.Context, r rest.Request, alive func()) (*ws.Conn, error) {
	core, err := c.coreID(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := ws.Dial(ctx, ws.Config{Rest: c.rest, Request: r, Secret: c.socket, Clock: c.clock, Alive: alive})
	if err != nil {
		return nil, err
	}
	// What is left out is left out, and not null; the tenant goes by its name
	// (npm @flowcore/sdk 1.79.0; CONFIRMED to the byte).
	frame, err := json.Marshal(struct {
		Tenant string `json:"tenant"`
		Core   string `json:"dataCoreId"`
	}{c.place.tenant, core})
	if err == nil {
		err = conn.Send(frame)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// ended is why the socket ended.
func ended(r rest.Request, err error) error {
	var closed *ws.Closed
	if !errors.As(err, &closed) {
		return err
	}
	e := &api.Error{Kind: api.Unreachable, Op: r.Op, Target: r.Target, Err: err, Reason: fmt.Sprintf("closed with %d", closed.Code)}
	if closed.Text != "" {
		e.Reason += ": " + cutShort(model.Visible(closed.Text))
	}
	if closed.Code == closedForGood {
		e.Kind, e.Err = api.Refused, api.ErrEnded
		e.Next = "Nothing more is pushed, as the service wants it: the lists are asked from now on."
	}
	return e
}

// heard reads one message, false where it is about another data core. What is
// no notification may have been one, so it says that something was stored and
// not what. The error is that of a
// subscription that the service has not understood: nothing would ever come.
func (c *Client) heard(r rest.Request, message []byte) (hint api.RunEnded, ours bool, err error) {
	top, _ := loose.Fields(message)
	if loose.Text(top[frameType]) == frameValidation {
		return hint, false, refusedFrame(r, top)
	}
	// The message of a message is JSON that was made a string (npm
	// @flowcore/sdk 1.79.0; CONFIRMED). Its pattern is not looked at: which
	// one the service sends is not known.
	in, _ := loose.Fields([]byte(loose.Text(top["message"])))
	data, _ := loose.Fields(in["data"])
	hint.RunID = loose.Text(data["eventId"])
	hint.JobID = hint.RunID
	if core := loose.Text(data["dataCore"]); core != "" && core != c.place.known() {
		return hint, false, nil
	}
	flow, kind := loose.Text(data["aggregator"]), loose.Text(data["eventType"])
	hint.Function, hint.Trigger = c.named(flow, kind)
	if flow != "" && (hint.Function == "" || hint.Trigger == "" && kind != "") {
		c.outdate(hint.Function)
	}
	c.shelves.stored(hint.RunID, c.now())
	return hint, true, nil
}

// refusedFrame is the service's refusal of the subscription. It leaves the
// socket open, and the SDK goes on waiting (npm @flowcore/sdk 1.79.0; CONFIRMED).
func refusedFrame(r rest.Request, top map[string]json.RawMessage) error {
	var said []string
	for _, name := range []string{"summary", "message", "found"} {
		if text := loose.Prose(top[name]); text != "" && (len(said) == 0 || said[len(said)-1] != text) {
			said = append(said, text)
		}
	}
	return &api.Error{
		Kind: api.Refused, Op: r.Op, Target: r.Target,
		Reason: cutShort(model.Visible("the subscription was not understood: " + strings.Join(said, "; "))),
	}
}

func cutShort(text string) string {
	const most = 300
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
