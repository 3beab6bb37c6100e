package ui_test

import (
	"time"

	"fntop/api/connect"
)

// hasty is a provider whose requests end after a moment of real time, for
// rows in which nothing else ends them.
var hasty = connect.Options{Timeout: 800 * time.Millisecond}

// statuses are the rows of a server that answers with a status and no more.
func statuses() []row {
	return []row{
		{name: "400", fault: "400", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since", "Refused (400: name must not be empty"}},
		{name: "401 once", fault: "401*1", most: 200, invoke: done, rerun: done, fine: true},
		{name: "401 for ever", fault: "401", most: 40, invoke: refused, rerun: refused,
			sees: []string{"✗ not authorised", "stale since 12:0", "next try 12:0", "Not authorised (401", "client_id and client_secret"}},
		{name: "403 once", fault: "403*1", most: 200, invoke: done, rerun: done, fine: true},
		{name: "403 for ever", fault: "403", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since", "Not permitted (403", "Ask for permission"}},
		{name: "404", fault: "404", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since 12:0", "next try 12:0", "Not found (404"}},
		{name: "409", fault: "409", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since", "Refused (409"}},
		{name: "413", fault: "413", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since", "Refused (413"}},
		{name: "422", fault: "422", most: 80, invoke: refused, rerun: refused,
			sees: []string{"stale since", "Refused (422"}},
		{name: "429", fault: "429", most: 8, invoke: refused, rerun: refused,
			sees: []string{"✗ rate limited", "next try 12:01", "The backend asks to wait 1m0s."}},
		{name: "429 for 20 s", fault: "429=20", most: 20, invoke: refused, rerun: refused,
			sees: []string{"✗ rate limited", "The backend asks to wait 20s."}},
		{name: "429 with a date", fault: "429=date:20", most: 20, invoke: refused, rerun: refused,
			sees: []string{"✗ rate limited", "The backend asks to wait"}},
		{name: "429 without Retry-After", fault: "429=none", most: 8, invoke: refused, rerun: refused,
			sees: []string{"✗ rate limited", "next try 12:01"}},
		{name: "429 once", fault: "429=2*1", most: 200, invoke: done, rerun: done},
		{name: "500", fault: "500", most: 80, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (500"}},
		{name: "500 carried out", fault: "500=after", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (500"}},
		{name: "500 once", fault: "500*1", most: 200, invoke: done, rerun: done, fine: true},
		{name: "501", fault: "501", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (501"}},
		{name: "502", fault: "502", most: 80, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (502"}},
		{name: "502 carried out", fault: "502=after", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (502"}},
		{name: "503", fault: "503", most: 80, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "stale since 12:0", "next try 12:0", "Server error (503"}},
		{name: "503 with Retry-After", fault: "503=30", most: 20, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error", "The backend asks to wait 30s."}},
		{name: "504", fault: "504", most: 80, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (504"}},
		{name: "504 carried out", fault: "504=after", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ server error", "Server error (504"}},
	}
}

// bodies are the rows of answers that are not what they should be.
func bodies() []row {
	return []row{
		{name: "slow headers", fault: "slow=3s", most: 200, invoke: done, rerun: done, fine: true},
		{name: "slow body", fault: "slow-body=3s", most: 200, invoke: done, rerun: done, fine: true},
		{name: "drip", fault: "drip=100000/s", most: 200, invoke: done, rerun: done, fine: true},
		{name: "drip that does not end", fault: "drip=10/s", open: hasty, patient: true, most: 30, invoke: lost, rerun: lost,
			sees: []string{"✗ answer too slow", "Answer too slow (200: not whole within 800ms)", "Check the network and any proxy"}},
		{name: "truncated", fault: "truncated", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ answer broke off", "Answer broke off (200: the connection was dropped)"}},
		{name: "truncated JSON", fault: "truncated=json", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer", "Unreadable answer (200"}},
		{name: "empty", fault: "empty", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer", "Unreadable answer (200"}},
		{name: "empty and carried out", fault: "empty=after", most: 60, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer"}},
		{name: "garbage", fault: "garbage", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer", "Unreadable answer (200"}},
		{name: "garbage and carried out", fault: "garbage=after", most: 60, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer"}},
		{name: "no HTTP", fault: "not-http", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer", "Unreadable answer (the answer is not HTTP)"}},
		{name: "login page", fault: "html", most: 40, invoke: lost, rerun: lost,
			sees: []string{"✗ unreadable answer", "A login page, a proxy or a wrong address may stand in between"}},
		{name: "over the size limit", patient: true, most: 200, invoke: done, rerun: done,
			breaks: func(m *trial) func() {
				m.faults("huge=33MB@/function-runs/function/" + m.functionID("process-order"))
				return func() { m.faults("") }
			},
			sees: []string{"partly stale", "Answer too large (more than 32 MiB)"}},
		{name: "wrong types", fault: "wrongtypes", most: 200, invoke: done, rerun: done},
		{name: "20,000 levels deep", fault: "deep", most: 200, invoke: done, rerun: done, fine: true},
	}
}

// breaks are the rows of connections that break, and of ports that refuse.
func breaks() []row {
	return []row{
		{name: "dropped", fault: "drop", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ unreachable", "Unreachable (the connection was dropped)"}},
		{name: "dropped and carried out", fault: "drop=after", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ unreachable", "Unreachable (the connection was dropped)"}},
		{name: "reset", fault: "reset", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ unreachable", "Unreachable (the connection was dropped)"}},
		{name: "reset and carried out", fault: "reset=after", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ unreachable", "Unreachable (the connection was dropped)"}},
		{name: "reset within the answer", fault: "reset=within", most: 100, invoke: lost, rerun: lost,
			sees: []string{"✗ answer broke off"}},
		{name: "reset once", fault: "reset*1", most: 200, invoke: done, rerun: done, fine: true},
		{name: "refused", most: 40,
			breaks: func(m *trial) func() {
				m.faults("refused=90s*1")
				return func() { m.goOn(90*time.Second - m.lasts()) }
			},
			invoke: unsent, rerun: unsent,
			sees: []string{"✗ unreachable", "Unreachable (connection refused)", "Check the network and the profile's url"}},
		{name: "restart", fault: "restart*1", most: 200, invoke: done, rerun: done},
		{name: "black hole", fault: "hang", open: hasty, patient: true, most: 30, invoke: lost, rerun: lost,
			sees: []string{"✗ no answer", "No answer (none within 800ms)"}},
		{name: "black hole and carried out", fault: "hang=after", open: hasty, patient: true, most: 60, invoke: lost, rerun: lost,
			sees: []string{"✗ no answer"}},
		{name: "redirect in a circle", fault: "redirect-loop", most: 30, invoke: refused, rerun: refused,
			sees: []string{"✗ unreadable answer", "redirected in a circle"}},
	}
}
