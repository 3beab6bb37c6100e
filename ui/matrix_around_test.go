package ui_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// surroundings are the rows of what lies between fntop and the server, and of
// the machine that fntop runs on.
func surroundings() []row {
	return slices.Concat(names(), redirects(), secured(), clocks())
}

// dialer is how the provider of a row reaches the server.
type dialer struct {
	broken atomic.Pointer[func(ctx context.Context, network, addr string) (net.Conn, error)]
	net.Dialer
}

func (d *dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	if broken := d.broken.Load(); broken != nil {
		return (*broken)(ctx, network, addr)
	}
	return d.Dialer.DialContext(ctx, network, addr)
}

// names are the rows of hosts that are not found or never accept.
func names() []row {
	through := func(name string, how func(ctx context.Context, network, addr string) (net.Conn, error), r row) row {
		d := &dialer{}
		r.name = name
		r.open.HTTP = &http.Transport{DialContext: d.DialContext}
		r.breaks = func(m *trial) func() {
			d.broken.Store(&how)
			m.faults("refused=1s*1") // what is connected is so no more
			return func() {
				d.broken.Store(nil)
				m.faults("")
			}
		}
		return r
	}
	return []row{
		through("a name that does not resolve", func(ctx context.Context, network, addr string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(addr)
			if err != nil {
				return nil, err
			}
			return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("nosuch.invalid", port))
		}, row{most: 40, invoke: unsent, rerun: unsent, sees: []string{"✗ unreachable", "nosuch.invalid", "Check the network and the profile's url"}}),
		through("a host that never accepts", func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, row{open: hasty, patient: true, most: 40, invoke: unsent, rerun: unsent, sees: []string{"✗ no answer", "none within 800ms"}}),
	}
}

// elsewhere is another host. It remembers what reached it.
type elsewhere struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string
}

func newElsewhere(m *trial) *elsewhere {
	e := &elsewhere{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		defer e.mu.Unlock()
		var dump strings.Builder
		dump.WriteString(r.Method + " " + r.URL.String() + "\n")
		_ = r.Header.Write(&dump)
		e.seen = append(e.seen, dump.String()+string(body))
		w.WriteHeader(http.StatusUnauthorized)
	}))
	m.t.Cleanup(e.Close)
	return e
}

// redirects are the rows of a server that sends its callers to another host.
// Credentials stay home, and so does every payload.
func redirects() []row {
	away := func(kind string, path string, r row) row {
		r.name = kind + " to another host" + path
		r.breaks = func(m *trial) func() {
			e := newElsewhere(m)
			m.faults(kind + "=" + e.URL + "/x" + path)
			return func() {
				m.faults("")
				e.mu.Lock()
				defer e.mu.Unlock()
				for _, seen := range e.seen {
					for _, secret := range []string{"Authorization", "X-Api-Key", "Bearer", "eyJ", "sk_", "ci_", "POST", "client_secret"} {
						if strings.Contains(seen, secret) {
							m.t.Errorf("%s reached another host:\n%s", secret, seen)
						}
					}
				}
				if path == "" && len(e.seen) == 0 {
					m.t.Error("no read was redirected at all")
				}
			}
		}
		return r
	}
	return []row{
		away("redirect", "", row{most: 40, invoke: refused, rerun: refused,
			sees: []string{"✗ unreadable answer", "redirected to http://127.0.0.1:", "Set the profile's url to the address that answers"}}),
		away("redirect307", "", row{most: 40, invoke: refused, rerun: refused, sees: []string{"✗ unreadable answer"}}),
		away("redirect", "@/oidc/token", row{options: []option{withFaults("expire=10s")}, most: 40, invoke: unsent, rerun: unsent,
			sees: []string{"✗ refused", "Set the profile's auth_url to the address that answers."}}),
		away("redirect307", "@/oidc/token", row{options: []option{withFaults("expire=10s")}, most: 40, invoke: unsent, rerun: unsent,
			sees: []string{"✗ refused"}}),
		away("redirect", "@/realtime/", row{most: 300, invoke: done, rerun: done, fine: true}),
	}
}

// secured are the rows of TLS that goes wrong.
func secured() []row {
	wrong := func(fault string, sees string) row {
		r := row{name: "TLS " + fault, options: []option{withFaults("tls=good")}, most: 40, invoke: unsent, rerun: unsent,
			sees: []string{"✗ unreachable", sees}}
		r.open.HTTP = &http.Transport{TLSClientConfig: &tls.Config{}}
		r.breaks = func(m *trial) func() {
			m.faults("tls=" + fault + ",refused=1s*1") // what is connected is so no more
			return func() { m.faults("") }
		}
		return r
	}
	return []row{
		wrong("unknown", "TLS: the certificate is signed by an unknown authority"),
		wrong("expired", "TLS: the certificate has expired or is not yet valid; check this machine's clock"),
		wrong("name", "TLS: the certificate is not valid for"),
		wrong("alert", "TLS: the handshake failed"),
		wrong("plain", "TLS: the port answers without TLS; is it plain http?"),
	}
}

// clocks are the rows of clocks that are off, and of a machine that slept.
func clocks() []row {
	off := func(name string, by time.Duration) row {
		return row{name: name, options: []option{withFaults("skew=" + by.String())}, fine: true, most: 260, invoke: done, rerun: done,
			breaks: func(m *trial) func() {
				m.since = m.since.Add(by)
				return func() {}
			}}
	}
	return []row{
		off("server two hours ahead", 2*time.Hour),
		off("server two hours behind", -2*time.Hour),
		{name: "a machine that slept for eight hours", most: 260, invoke: done, rerun: done,
			breaks: func(m *trial) func() {
				before := m.header()
				m.clk.Advance(8 * time.Hour) // the token's seven are over, and the stream's one
				m.began = m.clk.Now()
				m.since = m.began
				m.await("the first frame since", func(string) bool { return m.header() != before })
				for range 240 { // most steps are the socket's: it is not driven
					m.goOn(250 * time.Millisecond)
					if m.app.Streams() && m.app.ReadSince(m.began) {
						return func() {}
					}
				}
				m.t.Errorf("a minute after the sleep not all has been read, or nothing is pushed\n%s", m.Screen())
				return func() {}
			}},
	}
}
