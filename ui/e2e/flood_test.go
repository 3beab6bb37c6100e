//go:build measure && linux

package e2e

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/ui/limits"
	"fntop/ui/screen/ptytest"
)

// TestMeasureFloodOfEvents has the server tell old endings again and again,
// and new ones among them. Keys are answered meanwhile, memory and requests
// stay within their limits, and afterwards the table is as the server has it.
func TestMeasureFloodOfEvents(t *testing.T) {
	s, env := server(t, demo.Options{Faults: fmt.Sprintf("sse-flood=%d/s*1,sse-close=%v*1", limits.FloodRate, limits.FloodSpan+5*time.Second)})
	from := time.Now().UTC().Truncate(time.Second)
	p := ptytest.Start(t, 99, 30, fntop(t, env))
	p.Await(live, "live data")
	press(p, "\x1b[6~", "\x1b[6~", "k", "k", "k", "k", "k", "k") // what arrives above does not move the selected row
	time.Sleep(2 * time.Second)                                  // the last hour is read
	begun, cpu, bytes := time.Now(), ticks(t, p.PID()), received(t, p.PID())
	var took []time.Duration
	most := 0
	for i := 0; time.Since(begun) < limits.FloodSpan; i++ {
		time.Sleep(time.Duration(20+i%17) * time.Millisecond)
		row, key := now(p, selected), "j"
		to := row + 1
		if i%8 >= 4 {
			key, to = "k", row-1
		}
		at := time.Now()
		p.Type(key)
		p.Await(selects(to), "the row that "+key+" selects")
		took = append(took, time.Since(at))
		if i%20 == 0 {
			most = max(most, resident(t, p.PID())>>10)
		}
	}
	share := float64(ticks(t, p.PID())-cpu) / 100 / time.Since(begun).Seconds()
	bytes = received(t, p.PID()) - bytes
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d events a second for %v: %d keys to the screen, p50 %v, p90 %v, p99 %v, worst %v (limit of p99 %v); %.0f %% of a core; %d MiB resident (limit %d)",
		limits.FloodRate, limits.FloodSpan, len(took), took[len(took)/2], took[len(took)*9/10], p99, took[len(took)-1], limits.FloodKeyP99,
		100*share, most, limits.FloodMemory)
	t.Logf("%d MB were read meanwhile", bytes/1e6)
	if bytes < limits.FloodRate*int(limits.FloodSpan.Seconds())*200 {
		t.Error("that is no flood: an event has more than 200 bytes")
	}
	if p99 > limits.FloodKeyP99 {
		t.Errorf("a key takes %v", p99)
	}
	if most > limits.FloodMemory {
		t.Errorf("%d MiB resident", most)
	}
	if share > limits.FloodCPU {
		t.Errorf("%.0f %% of a core, the limit is %.0f %%", 100*share, 100*limits.FloodCPU)
	}
	time.Sleep(5 * time.Second) // the flood is over, and the stream open anew
	sameAsTheServer(t, p, s.Ready(), from)
	if n := inAMinute(s.Requests()); n > 300 {
		t.Errorf("%d requests in 60 s, the budget is 300", n)
	} else {
		t.Logf("at most %d requests in 60 s", n)
	}
}

// received is how many bytes a process has read.
func received(t *testing.T, pid int) (bytes int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(b), "rchar: %d", &bytes); err != nil {
		t.Fatal(err)
	}
	return bytes
}

// inAMinute is how many requests there were in any 60 s.
func inAMinute(all []demo.Request) (most int) {
	first := 0
	for last := range all {
		for all[last].Time.Sub(all[first].Time) >= time.Minute {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// sameAsTheServer waits until the table counts as many runs of each status as
// the server has, of those created since then.
func sameAsTheServer(t *testing.T, p *ptytest.Proc, ready demo.Ready, from time.Time) {
	t.Helper()
	total := 0
	for _, status := range []string{"completed", "failure", "timeout"} {
		filterBy(p, fmt.Sprintf("status:%s created>=%s", status, from.Format(time.RFC3339)))
		want, got := 0, 0
		for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(2 * time.Second) {
			want, got = len(endings(t, ready, status, from, time.Now())), now(p, counted)
			if want == got {
				break
			}
		}
		if want != got {
			t.Errorf("%d %s runs are in the table, the server has %d\n%s", got, status, want, p.Text())
		}
		total += got
	}
	t.Logf("%d runs came meanwhile, and all are in the table as the server has them", total)
}
