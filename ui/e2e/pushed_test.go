//go:build measure && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/ui/limits"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// TestMeasurePushedEnding measures from the moment a run ends, by the server's
// own word and clock, to the bytes on the terminal that show it as ended. The
// server is another process; what it pushes it cannot push any sooner. With a
// refresh of a minute, next to nothing would be on screen in time without.
func TestMeasurePushedEnding(t *testing.T) {
	ready, _ := serve(t, "--speed", "5")
	p := ptytest.Start(t, 120, 36, fntop(t, signIn(ready), "--refresh", "60s"))
	p.Await(live, "live data")
	time.Sleep(3 * time.Second) // the stream comes up, the last hour is read
	from := time.Now().UTC().Add(5 * time.Second).Truncate(time.Second)
	filterBy(p, "status:completed created>="+from.Format(time.RFC3339))
	p.Await(func(s *vt.Screen) bool { return counted(s) == 0 }, "no run yet")

	// The k-th ending is on screen when k are. That one which is read by chance
	// before another that ended sooner stands in for it, makes none too fast.
	var shown []time.Time
	for len(shown) < limits.PushedEndings {
		n := 0
		p.Await(func(s *vt.Screen) bool { n = counted(s); return n > len(shown) }, "another ending")
		for at := time.Now(); len(shown) < n; {
			shown = append(shown, at)
		}
	}
	ended := endings(t, ready, "completed", from, time.Now())
	took := make([]time.Duration, limits.PushedEndings)
	for k := range took {
		took[k] = shown[k].Sub(ended[k])
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	t.Logf("an ending to the screen, of %d at a refresh of 60 s: p50 %v, p90 %v, p95 %v, p99 %v, worst %v (limit of p95 %v)", len(took),
		took[len(took)/2], took[len(took)*9/10], p95, took[len(took)*99/100], took[len(took)-1], limits.PushedP95)
	if p95 > limits.PushedP95 {
		t.Errorf("p95 is %v, the limit is %v", p95, limits.PushedP95)
	}
}

// filterBy puts a query in the place of the one in force.
func filterBy(p *ptytest.Proc, query string) {
	press(p, "/")
	p.AwaitText("tab ")
	press(p, "\x15") // ctrl+u: what stood there
	p.Type(query)
	p.AwaitText(query)
	press(p, "\r")
	p.AwaitGone(func(s *vt.Screen) bool { return !s.Contains("tab ") }, "the filter line's end")
}

// counted is how many runs the title of the table counts, -1 where it does not.
func counted(s *vt.Screen) int {
	_, h := s.Size()
	for y := range h {
		if found := countOf.FindStringSubmatch(s.Line(y)); found != nil {
			n, _ := strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
			return n
		}
	}
	return -1
}

var countOf = regexp.MustCompile(` ─ ([0-9,]+) of [0-9,]+ loaded`)

// endings are the moments at which the runs of a status ended that were created
// in a span, the first one first, as the server lists them.
func endings(t *testing.T, ready demo.Ready, status string, from, to time.Time) []time.Time {
	t.Helper()
	var functions struct{ Data []struct{ ID string } }
	read(t, ready, "compute-functions", &functions)
	var all []time.Time
	for _, f := range functions.Data {
		for page := 1; ; page++ {
			var list struct {
				Data []struct {
					Status             string
					CreatedAt, EndedAt time.Time
				}
			}
			read(t, ready, fmt.Sprintf("function-runs/function/%s?limit=100&page=%d", f.ID, page), &list)
			for _, r := range list.Data {
				if r.Status == status && !r.CreatedAt.Before(from) && r.CreatedAt.Before(to) {
					all = append(all, r.EndedAt)
				}
			}
			if n := len(list.Data); n < 100 || list.Data[n-1].CreatedAt.Before(from) {
				break
			}
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// read reads one answer of a server by plain HTTP.
func read(t *testing.T, ready demo.Ready, path string, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, ready.URL+"/data/workspace/"+ready.Centrali.Workspace+"/api/v1/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+ready.Centrali.Token)
	req.Close = true
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, res.Status)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
