package ui_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
	"fntop/ui/log"
)

// row is one fault of the matrix: what is done to the backend, or to the way
// there, and what has to come of it.
type row struct {
	name    string
	options []option        // before anything is read
	open    connect.Options // of the provider
	fault   string          // of the demo, once everything was read
	// breaks is for what no demo can do. It returns what mends it.
	breaks func(*trial) (mend func())

	sees []string // on one screen, before anything is sent
	fine bool     // the header says live throughout: there is nothing to tell
	deaf bool     // there is no stream from the start
	most int      // requests to read something in the first minute, sign-in included
	// What becomes of an invoke and of a rerun that are sent meanwhile.
	invoke, rerun fate
	// patient has the clock wait for answers: a request ends by real time.
	patient bool
	after   func(*trial) // when all is well again
}

// fate is what becomes of an action that is sent while a fault lasts.
type fate uint8

const (
	notSent fate = iota // by this test
	done                // answered, and followed to its end
	refused             // by the backend, which did nothing
	unsent              // nothing reached the backend
	lost                // it may have happened, and fntop says so
)

// trial is one row being tried.
type trial struct {
	*rig
	row   row
	began time.Time // when the fault did
	asked int       // requests in the server's log by then
	lines int       // in fntop's own log by then
	since time.Time // the runs from then on must be as the server has them
}

func TestFaultMatrix(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Run("rows", func(t *testing.T) {
		for i, r := range matrix() {
			// The race detector makes each row ten times slower, and the gate has a
			// quarter of an hour: one of six is enough to meet every part of it.
			if racing && i%6 != 0 && os.Getenv("FNTOP_EVERY_ROW") == "" {
				continue
			}
			t.Run(r.name, func(t *testing.T) {
				t.Parallel()
				labelled(t, r.name, func(t *testing.T) { r.try(t) })
			})
		}
	})
	goleak.VerifyNone(t, before)
}

// matrix is every row there is.
func matrix() []row {
	return slices.Concat(statuses(), bodies(), breaks(), streams(), signIns(), surroundings())
}

// labelled runs f and fails unless every goroutine that f started, and those
// that they started, end with it. goleak cannot tell the goroutines of one
// row from those of the rows beside it.
func labelled(t *testing.T, name string, f func(*testing.T)) {
	pprof.SetGoroutineLabels(pprof.WithLabels(t.Context(), pprof.Labels("row", name)))
	t.Cleanup(func() { // runs last, after f's own
		pprof.SetGoroutineLabels(context.Background())
		label := fmt.Sprintf("{%q:%q}", "row", name)
		var left string
		for range 200 {
			if left = goroutines(t, label); left == "" {
				return
			}
			time.Sleep(10 * time.Millisecond) // it takes the kernel a moment to close a socket
		}
		t.Errorf("goroutines remain:\n%s", left)
	})
	f(t)
}

// goroutines are the stacks of those with a label.
func goroutines(t *testing.T, label string) string {
	t.Helper()
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 1); err != nil {
		t.Fatal(err)
	}
	var with []string
	for _, stack := range strings.Split(all.String(), "\n\n") {
		if strings.Contains(stack, "# labels: "+label) {
			with = append(with, stack)
		}
	}
	return strings.Join(with, "\n\n")
}

// try breaks what the row says, acts meanwhile, mends it and holds what came
// of it against what should.
func (w row) try(t *testing.T) {
	m := tried(t, w)
	m.until("the first data", func(s string) bool { return strings.Contains(s, "● live") && m.app.ReadSince(noon) })
	if !w.deaf {
		m.streaming()
	}
	m.Press("/", "status:failure", "enter")

	m.began, m.asked, m.lines = m.clk.Now(), len(m.server.Requests()), len(m.traffic.Lines())
	mend := func() { m.faults("") }
	if w.breaks != nil {
		mend = w.breaks(m)
	} else {
		m.faults(w.fault)
	}
	m.look()
	if w.invoke != notSent {
		m.goOn(15*time.Second - m.lasts())
		m.invoke(`{}`)
		m.sent()
		m.goOn(15 * time.Second)
		m.sendRerun()
		m.sent()
	}
	m.goOn(time.Minute - m.lasts())
	m.count()

	mend()
	m.recover()
	m.held("execute", w.invoke)
	m.held("rerun", w.rerun)
	if w.after != nil {
		w.after(m)
	}
	m.readAll()
	m.wantTruth(m.since)
}

// A small workspace is enough, and what it costs to read a large one is not
// what is tried: there are a hundred rows.
const (
	rowPages = "pages=25"
	rowSpeed = 0.25
)

// twin is a server whose history every row's begins with.
var twin = sync.OnceValue(func() *demo.Server { return ended(demo.Options{Speed: rowSpeed}) })

// tried is a row before anything is broken, but for what is from the start.
func tried(t *testing.T, w row) *trial {
	t.Helper()
	small := func(_ *connect.Profile, o *ui.Options, d *demo.Options) {
		o.Refresh = 10 * time.Second
		d.Speed, d.Faults, d.Like = rowSpeed, with(d.Faults, rowPages), twin()
	}
	return &trial{rig: startWith(t, w.open, 200, 40, append(w.options, small)...), row: w, began: noon, since: noon.Add(-20 * time.Minute)}
}

func with(spec, more string) string { return strings.TrimPrefix(spec+","+more, ",") }

func (m *trial) faults(spec string) {
	m.t.Helper()
	m.rig.faults(with(spec, rowPages))
}

// lasts is for how long it has been broken.
func (m *trial) lasts() time.Duration { return m.clk.Now().Sub(m.began) }

// look waits for what is to be seen of the fault. It takes some ten seconds,
// and more where this machine is slower than the clock it drives.
func (m *trial) look() {
	m.t.Helper()
	for range 240 {
		missing := ""
		for _, text := range m.row.sees {
			if !strings.Contains(m.Screen(), text) {
				missing = text
			}
		}
		if missing == "" {
			return
		}
		m.goOn(250 * time.Millisecond)
	}
	for _, text := range m.row.sees {
		if !strings.Contains(m.Screen(), text) {
			m.t.Errorf("the screen does not say %q", text)
		}
	}
	m.t.Errorf("this is the screen:\n%s", m.Screen())
}

// goOn lets time pass and watches that the header tells the truth.
func (m *trial) goOn(d time.Duration) {
	m.t.Helper()
	for end := m.clk.Now().Add(d); m.clk.Now().Before(end); {
		m.clk.Advance(250 * time.Millisecond)
		m.Quiet()
		if m.row.patient {
			m.await("answers", func(string) bool { return m.app.Idle() && m.app.Sending() == 0 })
		}
		m.honest()
	}
}

var (
	dataAt = regexp.MustCompile(`live · data (\d\d:\d\d:\d\d)`)
	nextAt = regexp.MustCompile(`next try (\d\d:\d\d:\d\d)`)
)

// honest checks what must hold on every screen, whatever is broken.
func (m *trial) honest() {
	m.t.Helper()
	header := ansi.Strip(m.app.Frame()[0])
	at := func(found []string) time.Time {
		now := m.clk.Now().UTC()
		clock, err := time.Parse(time.TimeOnly, found[1])
		if err != nil {
			m.t.Fatal(err)
		}
		return time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)
	}
	if found := dataAt.FindStringSubmatch(header); found != nil {
		if age := m.clk.Now().Sub(at(found)); age > time.Minute {
			m.t.Fatalf("the header says live with data that is %s old\n%s", age, header)
		}
	}
	if found := nextAt.FindStringSubmatch(header); found != nil {
		if late := m.clk.Now().Sub(at(found)); late > 3*time.Second {
			m.t.Fatalf("the header names a next try of %s ago\n%s", late, header)
		}
	}
	if live := strings.Contains(header, "● live"); m.row.fine && !live {
		m.t.Fatalf("the header does not say live\n%s", m.Screen())
	}
	if m.clk.Now().Nanosecond() != 0 {
		return // once a second is enough for the rest
	}
	c := m.server.Ready().Centrali
	for _, secret := range []string{c.ClientSecret, c.Token, "eyJ"} {
		if strings.Contains(m.Screen(), secret) {
			m.t.Fatalf("a secret is on the screen\n%s", m.Screen())
		}
	}
}

// sendRerun reruns the selected run.
func (m *trial) sendRerun() {
	m.t.Helper()
	m.Press("esc", "3", "r")
	m.awaitText("Rerun?")
	m.Press("y")
}

// sent lets time pass until an action that was sent is answered or given up.
func (m *trial) sent() {
	m.t.Helper()
	for range 240 {
		if m.app.Sending() == 0 {
			return
		}
		m.goOn(250 * time.Millisecond)
	}
	m.t.Fatalf("the action is still being sent\n%s", m.Screen())
}

// count holds the requests of the fault's first minute against the row.
func (m *trial) count() {
	m.t.Helper()
	reads, end := 0, m.began.Add(time.Minute)
	for _, line := range m.traffic.Lines()[m.lines:] {
		if line.Kind == log.Request && !line.At.After(end) && !acts(line.Path) {
			reads++
		}
	}
	if m.row.most == 0 || reads > m.row.most {
		m.t.Errorf("%d requests in the first minute, want %d at the most", reads, m.row.most)
	}
	if reads == 0 {
		m.t.Error("nothing was tried in the first minute")
	}
}

func acts(path string) bool {
	return strings.HasSuffix(path, "/execute") || strings.HasSuffix(path, "/rerun")
}

// recover waits until the header says so, and until endings are pushed again.
func (m *trial) recover() {
	m.t.Helper()
	m.row.fine = false
	mended := m.clk.Now()
	for range 90 * 4 {
		if strings.Contains(m.Screen(), "● live") && m.app.Streams() {
			return
		}
		m.goOn(250 * time.Millisecond)
	}
	m.t.Fatalf("%s after all was mended it is not live, or nothing is pushed\n%s", m.clk.Now().Sub(mended), m.Screen())
}

// held checks what became of an action: by the server's log, and by what fntop
// said of it.
func (m *trial) held(kind string, want fate) {
	m.t.Helper()
	if want == notSent {
		return
	}
	var sent, jobs []string
	for _, q := range m.server.Requests()[m.asked:] {
		if strings.HasSuffix(q.Path, "/"+kind) {
			sent = append(sent, fmt.Sprintf("%d %s", q.Status, q.Job))
			if q.Job != "" {
				jobs = append(jobs, q.Job)
			}
		}
	}
	// Who was not let in may knock once more with a new token: it is the one
	// exception, and only for that.
	most := 1
	if len(sent) == 2 && (strings.HasPrefix(sent[0], "401") || strings.HasPrefix(sent[0], "403")) {
		most = 2
	}
	if len(sent) > most || len(jobs) > 1 {
		m.t.Errorf("%s was sent more than once: %q", kind, sent)
	}
	said := m.said(kind)
	has := func(text string) {
		m.t.Helper()
		if !strings.Contains(said, text) {
			m.t.Errorf("of the %s nothing says %q. What was said:\n%s", kind, text, said)
		}
	}
	switch want {
	case done:
		if len(jobs) != 1 {
			m.t.Errorf("%s led to jobs %q, want one", kind, jobs)
		} else {
			has("queued (job " + jobs[0] + ")")
		}
	case refused:
		if len(jobs) != 0 || len(sent) == 0 {
			m.t.Errorf("%s was sent as %q, want a refusal", kind, sent)
		}
		has("Nothing was started")
	case unsent:
		if len(sent) != 0 {
			m.t.Errorf("%s was sent as %q, want nothing to be sent", kind, sent)
		}
		has("Nothing was s")
	case lost:
		if len(sent) != 1 {
			m.t.Errorf("%s was sent as %q, want it once", kind, sent)
		}
		has("It may have happened and is not sent again")
	}
	if len(jobs) == 1 {
		m.until("the end of job "+jobs[0]+", followed", func(string) bool { return m.app.Followed(jobs[0]) != "" })
	}
}

// said is what fntop told of an action.
func (m *trial) said(kind string) string {
	words := map[string]string{"execute": "nvoke", "rerun": "erun"}
	var said []string
	for _, line := range m.traffic.Lines()[m.lines:] {
		if line.Kind == log.Notice && (strings.Contains(line.Text, words[kind]) || strings.Contains(line.Text, "the answer was lost")) {
			said = append(said, line.Text)
		}
	}
	return strings.Join(said, "\n")
}
