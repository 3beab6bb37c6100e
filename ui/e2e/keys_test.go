//go:build unix

package e2e

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestLettersTypedAheadMoveAsManyRows(t *testing.T) {
	t.Parallel()
	p := onDemo(t, 90, 30)
	pause(p)
	row := now(p, selected)
	p.Type("jjjj")
	p.Await(selects(row+4), "the selection four rows below")
	p.Type("kk")
	p.Await(selects(row+2), "the selection two rows above")
}

// TestRerunIsSentWhenAPersonAsks shows that the tests below would see an
// action.
func TestRerunIsSentWhenAPersonAsks(t *testing.T) {
	t.Parallel()
	s, env := server(t, demo.Options{})
	p := ptytest.Start(t, 100, 30, fntop(t, env))
	p.Await(live, "live data")
	p.Type("F") // a failed run is selected: it can be rerun
	p.Await(func(s *vt.Screen) bool { return s.Contains("status:failure") && failing(s) }, "a failed run selected")
	p.Type("r")
	p.AwaitText("Rerun?")
	p.Type("y")
	p.AwaitText("queued (job") // not merely "queued", which is said before the answer
	if got := sent(s); len(got) != 1 || !strings.HasSuffix(got[0], "/rerun") {
		t.Errorf("sent %v", got)
	}
}

func TestPastedTextNeverActs(t *testing.T) {
	pastes := map[string]string{
		"a word and enter":      "retry\r",
		"several lines":         "r\ry\r",
		"lines with line feeds": "r\ny\ni\n",
		"lines with both":       "r\r\ny\r\n",
		"a letter and its yes":  "ry",
		"pause a trigger":       "X\ry\r",
		"tabs between":          "r\ty\t",
	}
	for kind, marks := range map[string][2]string{"unbracketed": {}, "bracketed": {"\x1b[200~", "\x1b[201~"}} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s, env := server(t, demo.Options{})
			p := ptytest.Start(t, 90, 30, fntop(t, env))
			p.Await(live, "live data")
			p.Type("F") // a failed run is selected: it can be rerun
			p.Await(failing, "a failed run selected")
			for name, paste := range pastes {
				p.Type("t") // its notice takes the place of the one about the paste before
				p.AwaitText("Times are shown as")
				p.Type(marks[0] + paste + marks[1])
				p.Await(func(s *vt.Screen) bool { return s.Contains("Text was pasted") || asks(s) }, "the notice")
				p.Type("\x10") // ctrl+p: when its list is there, all keys before it have been taken
				p.Await(func(s *vt.Screen) bool { return s.Contains("╭ Go to") || asks(s) }, "the go-to list")
				if now(p, asks) {
					t.Fatalf("%s: a question was opened:\n%s", name, p.Text())
				}
				if got := sent(s); len(got) > 0 {
					t.Fatalf("%s: sent %v", name, got)
				}
				p.Type("\x1b")
				p.Await(func(s *vt.Screen) bool { return !s.Contains("╭ Go to") }, "the list closed")
				if now(p, func(s *vt.Screen) bool { return s.Contains("Overview") }) {
					p.Type("q") // enter opened the run, which does no harm
					p.AwaitText("╭ Runs")
				}
			}
		})
	}
}

// failing tells that a run that failed is selected.
func failing(s *vt.Screen) bool {
	return s.Contains("▸ ✗ failure") || s.Contains("▸ ◷ timeout")
}

// asks tells that a question or an editor is open.
func asks(s *vt.Screen) bool {
	for _, title := range []string{"Rerun?", "Invoke", "Pause?", "Resume?", "Rerun "} {
		if s.Contains("╭ " + title) {
			return true
		}
	}
	return false
}

func TestArrowSplitOverTwoReadsIsAnArrow(t *testing.T) {
	t.Parallel()
	p := onDemo(t, 90, 30)
	pause(p)
	top := now(p, selected)
	for tries, done := 0, 0; done < 10; tries++ {
		if tries == 100 {
			t.Skip("this machine is too slow to type an arrow in time")
		}
		begun := time.Now()
		p.Type("\x1b")
		p.Type("[B")
		if inTime := time.Since(begun) < 10*time.Millisecond; inTime {
			p.Await(selects(top+1), "the selection one row below")
			done++
		} // else it counts as esc, and rightly so
		p.Type("g")
		p.Await(selects(top), "the selection on the newest run")
	}
}

// gate holds every request back until it is opened.
type gate struct {
	open    chan struct{}
	once    sync.Once
	waiting chan struct{} // closed at the first request
	first   sync.Once
	next    http.Handler
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.first.Do(func() { close(g.waiting) })
	select {
	case <-g.open:
		g.next.ServeHTTP(w, r)
	case <-r.Context().Done():
	}
}

func TestKeysTypedBeforeTheFirstDataAreSafe(t *testing.T) {
	t.Parallel()
	s, env := server(t, demo.Options{})
	to, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	transport := &http.Transport{}
	proxy.Transport, proxy.ErrorLog = transport, log.New(io.Discard, "", 0)
	t.Cleanup(transport.CloseIdleConnections)
	g := &gate{open: make(chan struct{}), waiting: make(chan struct{}), next: proxy}
	front := httptest.NewServer(g)
	t.Cleanup(front.Close)
	t.Cleanup(func() { g.once.Do(func() { close(g.open) }) })

	p := ptytest.Start(t, 100, 30, fntop(t, append(env, "CENTRALI_URL="+front.URL)))
	p.AwaitText("asking …")
	<-g.waiting
	const esc = "\x1b"
	press(p,
		"j", "k", "G", "g", "\r", "r", "y", "R", esc, "i", "y", esc, "X", "y", "f", "e", "|", "y", "\r", "\x1b[B", "\x1b[5~",
		"]", "[", "n", "\t", "\r", "i", esc, "X", "1", "\r", "2", "\r", "4", "3", "S", esc, "w", esc, "s", esc, "/", "x", esc, "\x04", esc, esc,
	)
	press(p, "\x10")
	p.AwaitText("Go to")
	press(p, esc)
	g.once.Do(func() { close(g.open) })
	p.Await(live, "live data")
	if got := sent(s); len(got) > 0 {
		t.Errorf("sent %v", got)
	}
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}
