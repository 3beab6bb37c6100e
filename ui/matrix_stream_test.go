package ui_test

import (
	"strings"
	"testing"
	"time"

	"fntop/ui/log"
)

// streams are the rows of event streams that are refused, break off, fall
// silent or tell nonsense. The lists are asked all the while.
func streams() []row {
	refresh := func(m *trial) func() { // what was refused for good is tried again by a person
		return func() {
			m.faults("")
			m.Press("ctrl+r")
		}
	}
	unpushed := func(spec string) row {
		return row{name: "stream " + spec, options: []option{withFaults(spec)}, fault: spec, deaf: true, fine: true, most: 260,
			invoke: done, rerun: done, sees: []string{"● live", "· not pushed ·"}}
	}
	refusedWith := func(spec string, says string) row {
		r := unpushed(spec)
		r.breaks = refresh
		r.after = func(m *trial) {
			m.lines = 0
			if notices := m.logged(log.Notice); !strings.Contains(notices, says) {
				m.t.Errorf("nothing says %q:\n%s", says, notices)
			}
		}
		return r
	}
	noisy := func(spec string) row {
		return row{name: "stream " + spec, options: []option{withFaults(spec)}, fault: spec, fine: true, most: 260, invoke: done, rerun: done}
	}
	flooded := noisy("sse-flood=50/s")
	flooded.breaks = func(m *trial) func() {
		return func() { m.faults("refused=1s*1") } // a stream that is open goes on as it is
	}
	return []row{
		refusedWith("sse-401", "Event stream: Not authorised (401"),
		refusedWith("sse-401=MISSING_TOKEN", "until then the lists are asked"),
		refusedWith("sse-403", "Event stream: Not permitted (403"),
		refusedWith("sse-404", ""),
		unpushed("sse-429=30"),
		unpushed("sse-429=none"),
		unpushed("503@/realtime/"),
		unpushed("drop@/realtime/"),
		unpushed("reset@/realtime/"),
		unpushed("garbage@/realtime/"),
		unpushed("html@/realtime/"),
		unpushed("redirect-loop@/realtime/"),
		noisy("sse-cut=2"),
		noisy("sse-cut=5"),
		noisy("sse-close=10s"),
		noisy("sse-bye"),
		noisy("sse-dup"),
		noisy("sse-reorder"),
		flooded,
		noisy("sse-payload=output"),
		{name: "stream that falls silent", options: []option{withFaults("sse-silent=5s")}, fine: true, most: 260, invoke: done, rerun: done,
			breaks: func(m *trial) func() {
				return func() {
					m.goOn(100*time.Second - m.lasts())
					if !strings.Contains(m.logged(log.Link), "the stream is down: no answer") {
						m.t.Errorf("nobody noticed the silence:\n%s", m.logged(log.Link))
					}
					m.faults("")
				}
			}},
	}
}

// logged are fntop's own lines of a kind since the fault began.
func (m *trial) logged(kind log.Kind) string {
	var all []string
	for _, line := range m.traffic.Lines()[m.lines:] {
		if line.Kind == kind {
			all = append(all, line.At.Format(time.TimeOnly)+" "+line.Text)
		}
	}
	return strings.Join(all, "\n")
}

func TestStreamThatWasRefusedWithEverythingElseIsOpenedAgain(t *testing.T) {
	drivenLong(t)
	r := start(t, 160, 40).ready().streaming()
	r.faults("restart*1,401@/oidc/token")
	r.untilText("not authorised")
	r.until("the end of the stream", func(string) bool { return !r.app.Streams() })
	r.pass(time.Minute)
	r.faults("")
	r.untilText("● live")
	r.streaming()
}
