package demo

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// port is what the server listens on. It can be shut for a while, as when a
// service is started anew, and is then opened at the same address.
type port struct {
	mu       sync.Mutex
	listener net.Listener // nil while the port is shut
	opened   chan struct{}
	over     bool
	lines    map[*line]struct{} // the connections
	addr     net.Addr
	secure   *secure
}

var errShut = errors.New("the port is shut")

// listen opens a port.
func listen(ctx context.Context, addr string, s *secure) (*port, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &port{listener: listener, addr: listener.Addr(), opened: make(chan struct{}), lines: map[*line]struct{}{}, secure: s}, nil
}

// Accept waits for a connection, and while the port is shut for its opening.
func (p *port) Accept() (net.Conn, error) {
	for {
		p.mu.Lock()
		listener, opened, over := p.listener, p.opened, p.over
		p.mu.Unlock()
		switch {
		case over:
			return nil, net.ErrClosed
		case listener == nil:
			<-opened
			continue
		}
		conn, err := listener.Accept()
		if err != nil && p.is(listener) {
			return nil, err
		}
		if err == nil {
			if l, ok := p.admit(conn, listener); ok {
				return l, nil
			}
		}
	}
}

// is reports whether this listener is the one that listens.
func (p *port) is(listener net.Listener) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listener == listener
}

// admit takes a connection in, unless the port was shut since it came.
func (p *port) admit(conn net.Conn, listener net.Listener) (*line, bool) {
	l := &line{Conn: conn, port: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener != listener {
		l.cut()
		return nil, false
	}
	p.lines[l] = struct{}{}
	return l, true
}

func (p *port) forget(l *line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.lines, l)
}

// shut refuses new connections and resets those that there are. It reports
// false where the port is shut already.
func (p *port) shut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener == nil || p.over {
		return false
	}
	_ = p.listener.Close() // what is wrong with it no longer matters
	p.listener = nil
	for l := range p.lines {
		l.cut()
	}
	return true
}

// open listens again where it did before.
func (p *port) open(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", p.addr.String())
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over || p.listener != nil {
		_ = listener.Close()
		return errShut
	}
	p.listener = listener
	close(p.opened)
	p.opened = make(chan struct{})
	return nil
}

// Close ends the listening for good. The connections are the HTTP server's.
func (p *port) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return nil
	}
	p.over = true
	close(p.opened)
	if p.listener == nil {
		return nil
	}
	return p.listener.Close()
}

// Addr is where it listens, or did.
func (p *port) Addr() net.Addr { return p.addr }

// reopenEvery is how often a shut port is tried to be opened: somebody else
// may have taken it.
const reopenEvery = 100 * time.Millisecond

// outage shuts the port for a while of the server's clock.
func (s *Server) outage(d time.Duration) {
	timer := s.clock.NewTimer(d) // before anybody can notice
	if !s.port.shut() || !s.enter() {
		timer.Stop()
		return
	}
	go func() {
		defer s.running.Done()
		for ; ; timer = s.clock.NewTimer(reopenEvery) {
			select {
			case <-timer.C():
			case <-s.ctx.Done():
				timer.Stop()
				return
			}
			if err := s.port.open(s.ctx); err == nil || errors.Is(err, errShut) {
				return
			}
		}
	}()
}
