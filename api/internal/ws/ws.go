// Package ws is the client's end of a WebSocket: opened through package rest,
// which counts and signs, read one message at a time, kept alive by pings of
// its own, and closed with its context.
package ws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/internal/rest"
)

const (
	// Ping is how often a ping is sent. What lies between may drop a
	// connection on which nothing moves for a minute.
	Ping = 30 * time.Second
	// Limit is how large a message may be that says what it is about and
	// carries nothing else.
	Limit = 1 << 20
)

// Config says how a socket is opened and kept.
type Config struct {
	Rest    *rest.Client
	Request rest.Request // whose socket it is; its URL is shown and holds no secret
	// Secret is added to the URL's query and never shown.
	Secret url.Values
	Clock  clock.Clock
	Ping   time.Duration // 0: Ping
	Limit  int64         // bytes of one message; 0: Limit
	Alive  func()        // hears of every sign of life; nil: nobody does
}

// Conn is an open socket. Next and Send are for one goroutine.
type Conn struct {
	socket *websocket.Conn
	config Config
	ctx    context.Context
	end    context.CancelFunc
	beside sync.WaitGroup // the pings, and the closing with ctx
}

// Dial opens a socket, which closes when ctx ends. Its error is an *api.Error.
func Dial(ctx context.Context, c Config) (*Conn, error) {
	if c.Ping <= 0 {
		c.Ping = Ping
	}
	if c.Limit <= 0 {
		c.Limit = Limit
	}
	if c.Alive == nil {
		c.Alive = func() {}
	}
	conn := &Conn{config: c}
	err := c.Rest.Shake(ctx, c.Request, func(limited context.Context) (*http.Response, error) {
		var res *http.Response
		var err error
		conn.socket, res, err = dial(limited, c)
		return res, err
	})
	if err != nil {
		return nil, err
	}
	conn.keep(ctx)
	return conn, nil
}

// dial shakes hands. The library heeds a deadline and no other end of a
// context, so the connection is cut with it.
func dial(ctx context.Context, c Config) (*websocket.Conn, *http.Response, error) {
	road := c.Rest.Road()
	heed := func() bool { return true } // stops the cutting
	dialer := websocket.Dialer{
		Proxy: road.Proxy, TLSClientConfig: road.TLS,
		NetDialContext: func(dialing context.Context, network, address string) (net.Conn, error) {
			conn, err := road.Dial(dialing, network, address)
			if err == nil {
				heed = context.AfterFunc(ctx, func() { _ = conn.Close() })
			}
			return conn, err
		},
	}
	socket, res, err := dialer.DialContext(ctx, address(c), http.Header{"User-Agent": {c.Rest.UserAgent()}})
	if !heed() && err == nil {
		_ = socket.Close()
		return nil, res, ctx.Err()
	}
	return socket, res, err
}

// address is where the socket is, secrets and all.
func address(c Config) string {
	u := *c.Request.URL
	u.Scheme = "ws" + strings.TrimPrefix(u.Scheme, "http") // wss for https
	q := u.Query()
	for name, values := range c.Secret {
		q[name] = values
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// keep sends pings and closes the socket with ctx.
func (c *Conn) keep(ctx context.Context) {
	c.ctx, c.end = context.WithCancel(ctx)
	alive := c.config.Alive
	c.socket.SetReadLimit(c.config.Limit)
	c.socket.SetPongHandler(func(string) error {
		alive()
		return nil
	})
	c.socket.SetPingHandler(func(said string) error {
		alive()
		_ = c.socket.WriteControl(websocket.PongMessage, []byte(said), time.Time{}) // reading tells when it is over
		return nil
	})
	c.beside.Go(func() {
		<-c.ctx.Done()
		_ = c.socket.Close() // lets go whoever reads or writes
	})
	timer := c.config.Clock.NewTimer(c.config.Ping)
	c.beside.Go(func() {
		for {
			select {
			case <-timer.C():
				_ = c.Ping()
			case <-c.ctx.Done():
				timer.Stop()
				return
			}
			timer = c.config.Clock.NewTimer(c.config.Ping)
		}
	})
}

// Ping asks the other side for a sign of life. It may be called beside Next
// and Send.
func (c *Conn) Ping() error {
	return c.socket.WriteControl(websocket.PingMessage, nil, time.Time{})
}

// Send sends one message as text.
func (c *Conn) Send(text []byte) error {
	if err := c.socket.WriteMessage(websocket.TextMessage, text); err != nil {
		return c.config.Rest.Broken(c.ctx, &c.config.Request, err)
	}
	return nil
}

// Closed says that the other side closed the socket, and with which code
// (RFC 6455, 7.4).
type Closed struct {
	Code int
	Text string // the other side's own words
}

func (c *Closed) Error() string { return fmt.Sprintf("the socket was closed with %d", c.Code) }

// Next waits for a message, be it text or binary. Its error is a *Closed where
// the other side closed the socket, else an *api.Error.
func (c *Conn) Next() ([]byte, error) {
	_, message, err := c.socket.ReadMessage()
	if err == nil {
		c.config.Alive()
		return message, nil
	}
	var closed *websocket.CloseError
	switch {
	case c.ctx.Err() != nil:
	case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure: // which is never sent
		return nil, &Closed{closed.Code, closed.Text}
	case errors.Is(err, websocket.ErrReadLimit):
		r := &c.config.Request
		return nil, &api.Error{Kind: api.TooLarge, Op: r.Op, Target: r.Target, Reason: fmt.Sprintf("more than %d KiB", c.config.Limit>>10), Err: err}
	}
	if closed != nil {
		err = io.ErrUnexpectedEOF // the connection went without a word
	}
	return nil, c.config.Rest.Broken(c.ctx, &c.config.Request, err)
}

// Close closes the socket and waits until nothing of it is left.
func (c *Conn) Close() {
	c.end()
	c.beside.Wait()
}
