//go:build unix

package e2e

import (
	"strings"
	"testing"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestNineKeysLeadFromAFailedRunToItsRerunAndWhatItChanged(t *testing.T) {
	t.Parallel()
	s, env := server(t, demo.Options{Speed: 10}) // nobody waits half a minute for a rerun here
	p := ptytest.Start(t, 120, 36, fntop(t, env))
	p.Await(live, "live data")
	keys := 0
	press := func(key string) {
		p.Type(key)
		keys++
	}
	press("F")
	p.Await(func(s *vt.Screen) bool { return s.Contains("status:failure") && failing(s) }, "a failed run selected")
	press("r")
	p.AwaitText("Rerun?")
	press("y")
	p.AwaitText("following")
	p.Await(func(s *vt.Screen) bool { return s.Contains("D shows the difference") }, "the end of the rerun")
	press("D")
	p.Await(func(s *vt.Screen) bool {
		return s.Contains("Difference ─ original → this run") && s.Contains("changes ─")
	}, "what differs")
	if !now(p, func(s *vt.Screen) bool { return s.Contains("original") && s.Contains("took") && s.Contains("Error  ") }) {
		t.Errorf("the difference is\n%s", p.Text())
	}
	if keys > 9 {
		t.Errorf("it took %d keys", keys)
	}
	if got := sent(s); len(got) != 1 || !strings.HasSuffix(got[0], "/rerun") {
		t.Errorf("sent %v", got)
	}
}
