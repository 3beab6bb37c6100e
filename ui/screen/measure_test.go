//go:build measure && linux

package screen

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/ui/screen/vt"
)

// go test -tags measure -run Measure -v ./ui/screen

func TestMeasureKeyToScreen(t *testing.T) {
	p, _ := started(t)
	var took []time.Duration
	for i := range 300 {
		time.Sleep(time.Duration(15+i%17) * time.Millisecond)
		want := fmt.Sprintf("count %d", i+1)
		at := time.Now()
		p.Type("j")
		p.Await(func(s *vt.Screen) bool { return s.Line(1) == want }, want)
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	t.Logf("key to screen: p50 %v, p90 %v, p99 %v", took[150], took[270], took[297])
}

func TestMeasureIdle(t *testing.T) {
	p, _ := started(t)
	p.Type("j")
	p.AwaitText("count 1")
	time.Sleep(time.Second)
	bytes, switches, cpu := p.Bytes(), switched(t, p.PID()), used(t, p.PID())
	const span = 20 * time.Second
	time.Sleep(span)
	t.Logf("idle for %v: %d bytes, %d context switches, %d ticks of CPU", span,
		p.Bytes()-bytes, switched(t, p.PID())-switches, used(t, p.PID())-cpu)
}

// switched sums the context switches of all threads.
func switched(t *testing.T, pid int) (n int) {
	t.Helper()
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/status", pid, task.Name()))
		for line := range strings.Lines(string(b)) {
			if _, v, ok := strings.Cut(line, "ctxt_switches:"); ok {
				var k int
				_, _ = fmt.Sscan(v, &k)
				n += k
			}
		}
	}
	return n
}

// used returns user and system time in ticks.
func used(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	var user, sys int
	_, _ = fmt.Sscan(f[11]+" "+f[12], &user, &sys)
	return user + sys
}
