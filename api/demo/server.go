package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"fntop/api/clock"
)

// Server is a running demo. Its methods may be called from several goroutines.
type Server struct {
	clock    *skewed
	identity identity
	stage    *stage
	flow     *flowService
	agents   *agentStage
	ledger   ledger
	requests requestLog
	faults   faultBox
	serial   atomic.Uint64 // tokens and requests, for their ids
	streams  atomic.Int64  // event streams that are open
	old      atomic.Uint64 // tokens up to this one are refused: the server was started anew since

	url     string
	port    *port
	secure  *secure
	http    *http.Server
	ctx     context.Context // ends when the server closes; lets hanging requests go
	end     context.CancelFunc
	running sync.WaitGroup // requests under way, and the two goroutines of Start
	mu      sync.Mutex
	closing bool // no request may begin any more
}

// Start listens and serves until ctx ends or Close is called.
func Start(ctx context.Context, o Options) (*Server, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	faults, err := ParseFaults(o.Faults)
	if err != nil {
		return nil, err
	}
	secure := newSecure()
	port, err := listen(ctx, o.Addr, secure)
	if err != nil {
		return nil, fmt.Errorf("demo: listen on %s: %w", o.Addr, err)
	}
	w := newWorld(o.Seed, pace(o.Speed), o.Size)
	s := &Server{
		clock: &skewed{Clock: o.Clock}, identity: newIdentity(o.Seed), stage: newStage(w, o.Clock.Now().UnixMilli()),
		flow: newFlowService(o.Seed, pace(o.Speed)), agents: newAgentStage(w),
		url: "http://" + port.Addr().String(), port: port, secure: secure, ledger: ledger{plan: allowances[o.Plan]},
	}
	if o.Like != nil {
		s.stage.history = o.Like.stage.worked(w, o.Clock.Now().UnixMilli())
	}
	s.put(faults)
	if _, ok := faults.find("tls"); ok {
		s.url, secure.always = "https://"+port.Addr().String(), true
	}
	s.ctx, s.end = context.WithCancel(ctx)
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		MaxHeaderBytes:    maxHead,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
		ErrorLog:          log.New(io.Discard, "", 0), // it would write over the terminal
	}
	s.running.Add(2)
	go func() {
		defer s.running.Done()
		if err := s.http.Serve(port); !errors.Is(err, http.ErrServerClosed) {
			s.end()
		}
	}()
	go func() {
		defer s.running.Done()
		<-s.ctx.Done()
		s.shut()
	}()
	return s, nil
}

// Close stops the server, lets every request go and waits until all of its
// goroutines have ended.
func (s *Server) Close() error {
	s.end()
	s.shut()
	s.running.Wait()
	return nil
}

// shut closes the listener and all connections. The listener can only have
// been closed before, so its error says nothing.
func (s *Server) shut() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	_ = s.http.Close()
}

// enter counts a request in, unless the server is closing: nothing may be
// added to what Close has begun to wait for.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.running.Add(1)
	return true
}

// URL returns the server's origin: API, sign-in and realtime alike.
func (s *Server) URL() string { return s.url }

// Ready returns where the server is and how to sign in.
func (s *Server) Ready() Ready { return s.identity.ready(s.url) }

// Requests returns the newest requests, oldest first.
func (s *Server) Requests() []Request { return s.requests.copy() }

// SetFaults replaces what goes wrong, counts begun anew. A spec that cannot be
// read changes nothing. The URL stays as it is: a server that was started with
// the fault tls speaks TLS from then on.
func (s *Server) SetFaults(spec string) error {
	faults, err := ParseFaults(spec)
	if err != nil {
		return err
	}
	s.put(faults)
	return nil
}

// put puts faults in force: those of requests, and those of the whole server.
func (s *Server) put(faults Faults) {
	skew, _ := faults.find("skew")
	ahead, _ := time.ParseDuration(skew) // checked when the spec was read
	s.clock.ahead.Store(int64(ahead))
	fault, on := faults.find("tls")
	if on && fault == "" {
		fault = "unknown"
	}
	if fault == "good" {
		fault = ""
	}
	s.secure.set(fault)
	s.faults.set(faults)
}

// skewed is a clock that is ahead of another, or behind it.
type skewed struct {
	clock.Clock
	ahead atomic.Int64
}

func (s *skewed) Now() time.Time { return s.Clock.Now().Add(time.Duration(s.ahead.Load())) }
