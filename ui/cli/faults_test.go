package cli_test

import (
	"strings"
	"testing"

	"fntop/api/clock"
)

// TestEachFaultHasItsExitCode tries the demo's faults on a command that reads
// and on one that acts. What acts is sent once, whatever comes of it.
func TestEachFaultHasItsExitCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault       string
		reads, acts int
		says        string // of the reading
	}{
		{"401", 3, 3, "not authorised (401"},
		{"403", 3, 3, "not permitted (403"},
		{"400", 4, 4, "refused (400"},
		{"409", 4, 4, "refused (409"},
		{"413", 4, 4, "refused (413"},
		{"422", 4, 4, "refused (422"},
		{"429=60", 4, 4, "The backend asks to wait 1m0s."},
		{"429=none", 4, 4, "too many requests (429"},
		{"500", 4, 4, "the backend failed (500"},
		{"501", 4, 4, "the backend failed (501"},
		{"502", 4, 4, "the backend failed (502"},
		{"503", 4, 4, "the backend failed (503"},
		{"504", 4, 4, "the backend failed (504"},
		{"drop", 4, 4, "could not be reached (the connection was dropped)"},
		{"reset", 4, 4, "could not be reached (the connection was dropped)"},
		{"reset=within", 4, 4, "the answer broke off (200: the connection was dropped)"},
		{"refused=1h*1", 4, 4, "could not be reached ("},
		{"truncated", 4, 4, "the answer broke off (200: the connection was dropped)"},
		{"truncated=json", 6, 6, "could not be understood"},
		{"empty", 6, 6, "could not be understood"},
		{"garbage", 6, 6, "could not be understood"},
		{"html", 6, 6, "A login page, a proxy or a wrong address may stand in between"},
		{"not-http", 6, 6, "the answer is not HTTP"},
		{"huge=33MB", 6, 6, "too large"},
		{"redirect-loop", 6, 4, "redirected in a circle"},
		{"redirect=http://127.0.0.1:1/x", 4, 4, "redirected to http://127.0.0.1:1"},
		{"deep", 0, 0, ""},
		{"slow=50ms", 0, 0, ""},
		{"slow-body=50ms", 0, 0, ""},
		{"401*1", 0, 0, ""},
		{"500*1", 0, 4, ""},
		{"401@/oidc/token", 3, 3, "sign in to"},
		{"503@/oidc/token", 4, 4, "the credentials were not judged"},
		{"html@/oidc/token", 6, 6, "the sign-in answer could not be understood"},
		{"drop@/oidc/token", 4, 4, "the sign-in service could not be reached"},
		{"tls", 4, 4, "TLS: the certificate is signed by an unknown authority"},
		{"tls=expired", 4, 4, "TLS: "},
		{"tls=alert", 4, 4, "TLS: the handshake failed"},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			s, _ := onDemo(t, c.fault)
			s.clock = hasty{clock.Real()}
			r := s.run("functions").want(t, c.reads, c.says)
			if c.reads != 0 && (r.out != "" || !strings.HasPrefix(r.err, "fntop: ")) {
				t.Errorf("printed %q and %q", r.out, r.err)
			}
			fault := c.fault
			if !strings.ContainsRune(fault, '@') && !strings.HasPrefix(fault, "tls") {
				fault += "@/execute"
			}
			s, server := onDemo(t, fault)
			s.clock = hasty{clock.Real()}
			r = s.run("invoke", "retry-mail").want(t, c.acts)
			sent, done := 0, 0
			for _, q := range server.Requests() {
				if strings.HasSuffix(q.Path, "/execute") && q.Status != 401 && q.Status != 403 {
					sent++
				}
				if q.Job != "" {
					done++
				}
			}
			if sent > 1 || done > 1 {
				t.Errorf("sent %d times, carried out %d times", sent, done)
			}
			if c.acts != 0 && done == 0 && !strings.Contains(r.err, "Nothing was") && !strings.Contains(r.err, "may have happened") && sent > 0 {
				t.Errorf("it does not say whether it happened: %s", r.err)
			}
			if c.acts != 0 && done > 0 && !strings.Contains(r.err, "may have happened") {
				t.Errorf("it happened, and is not said to have: %s", r.err)
			}
		})
	}
}
