package ui_test

import (
	"strings"
	"testing"
	"time"
)

// TestFaultsFromTheStart begins with nothing to show but what is wrong.
func TestFaultsFromTheStart(t *testing.T) {
	for _, c := range []struct {
		fault string
		sees  []string // at once
		hasty bool
	}{
		{fault: "401", sees: []string{"✗ not authorised", "client_id and client_secret"}},
		{fault: "403", sees: []string{"✗ not permitted", "Ask for read permission on compute-functions, or check the workspace name."}},
		{fault: "404", sees: []string{"✗ not found", "Check the profile's workspace"}},
		{fault: "429=30", sees: []string{"✗ rate limited", "The backend asks to wait 30s."}},
		{fault: "503", sees: []string{"✗ server error", "503: Something went wrong on our side"}},
		{fault: "drop", sees: []string{"✗ unreachable", "the connection was dropped"}},
		{fault: "reset", sees: []string{"✗ unreachable", "the connection was dropped"}},
		{fault: "refused=30s*1", sees: []string{"✗ unreachable", "connection refused"}},
		{fault: "hang", sees: []string{"✗ no answer", "Check the network and any proxy"}, hasty: true},
		{fault: "garbage", sees: []string{"✗ unreadable answer", "Check that the profile's url is Centrali's own address"}},
		{fault: "html", sees: []string{"✗ unreadable answer", "A login page, a proxy or a wrong address may stand in between"}},
		{fault: "truncated", sees: []string{"answer broke off"}},
		{fault: "401@/oidc/token", sees: []string{"✗ not authorised", "client_id and client_secret"}},
		{fault: "503@/oidc/token", sees: []string{"✗ server error", "the credentials were not judged"}},
		{fault: "html@/oidc/token", sees: []string{"✗ unreadable answer", "A login page"}},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			w := row{options: []option{withFaults(c.fault)}}
			if c.hasty {
				w.open, w.patient = hasty, true
			}
			m := tried(t, w)
			m.Press("j", "enter", "esc", "/", "x", "esc") // typed ahead of anything to act on
			m.row.sees = append(c.sees, "not read yet", "since 12:0", "next try 12:0")
			m.look()
			if strings.Contains(m.Screen(), "stale since") {
				t.Errorf("nothing was read, so nothing is stale\n%s", m.header())
			}
			m.goOn(20 * time.Second)
			m.faults("")
			m.recover()
			m.readAll()
			m.wantTruth(m.since)
		})
	}
}
