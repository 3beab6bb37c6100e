//go:build measure

package history

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/limits"
)

const (
	boardWindow  = 7 * 24 * time.Hour
	boardBuckets = 60
)

// week makes runs as a busy workspace has them, the oldest first: twenty
// functions, one run in twelve failing in words of its own, an output each.
type week struct {
	random *rand.Rand
	at     time.Time
	i      int
}

func (w *week) next() model.RunDetail {
	f := w.random.IntN(20)
	w.at = w.at.Add(time.Duration(w.random.Int64N(int64(2*boardWindow) / limits.HistoryRuns)))
	r := model.Run{
		ID:      model.RunID{Profile: "prod", ID: fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", w.random.Uint32(), w.i&0xffff, w.random.IntN(4096), w.random.IntN(4096), w.random.Int64N(1<<48))},
		Backend: "centrali", Status: model.StatusCompleted, StatusText: "completed",
		Function: model.Ref{ID: fmt.Sprintf("0192f3a0-0000-7000-8000-%012d", f)}, Trigger: model.Ref{ID: fmt.Sprintf("0192f3b0-0000-7000-8000-%012d", f*2+w.random.IntN(2))},
		TriggerType: "http-trigger", Source: "http-trigger", JobID: fmt.Sprintf("job_%016x", w.random.Uint64()), Workspace: "acme",
		Created: w.at, Started: w.at.Add(time.Duration(w.random.IntN(900)) * time.Millisecond), FunctionVersion: "12",
		MemoryBytes: model.Some(int64(w.random.IntN(1 << 28))), CPUSeconds: model.Some(float64(w.random.IntN(9000)) / 1000),
	}
	r.Ended = r.Started.Add(time.Duration(w.random.ExpFloat64()*1500) * time.Millisecond)
	r.Updated = r.Ended
	d := model.RunDetail{Run: r}
	if w.random.IntN(12) == 0 {
		d.Status, d.StatusText, d.ErrorCode = model.StatusFailure, "failure", "GATEWAY_TIMEOUT"
		d.ErrorMessage = fmt.Sprintf("POST https://payments.example/v1/charges/%x: upstream request timed out after %d ms (order %d, attempt %d)", w.random.Uint64(), w.random.IntN(30000), w.i, w.random.IntN(5))
	}
	if w.i == limits.HistoryRuns/3 {
		d.Status, d.ErrorMessage = model.StatusFailure, "the one needle in the haystack"
	}
	d.RunData = json.RawMessage(fmt.Sprintf(`{"orderId":%d,"items":[{"sku":"A-%d","qty":%d},{"sku":"B-%d","qty":1}],"total":%d,"currency":"EUR","mailed":true,"trace":"%x"}`,
		w.i, w.random.IntN(9999), w.random.IntN(9), w.random.IntN(9999), w.random.IntN(100000), w.random.Uint64()))
	w.i++
	return d
}

func TestMeasureAMillionRuns(t *testing.T) {
	dir := t.TempDir()
	s := newStand(t, dir)
	s.o.MaxSize = 1 << 40
	w := &week{random: rand.New(rand.NewPCG(3, 4)), at: noon.Add(-boardWindow)}
	begun := time.Now()
	runs := make([]model.RunDetail, 0, 1000)
	for w.i < limits.HistoryRuns {
		runs = runs[:0]
		for range 1000 {
			runs = append(runs, w.next())
		}
		s.sawRuns(t.Context(), s.places["prod"], runs)
		s.flush(t)
	}
	took := time.Since(begun)
	t.Logf("%.0f runs a second written", limits.HistoryRuns/took.Seconds())
	if limits.HistoryRuns/took.Seconds() < limits.HistoryRate {
		t.Errorf("fewer than %d", limits.HistoryRate)
	}
	begun = time.Now()
	board(t, s)
	t.Logf("the first board, nothing packed: %v", time.Since(begun))
	begun = time.Now()
	s.pack(t.Context())
	t.Logf("packing: %v", time.Since(begun))
	s.Close(t.Context())
	info, err := os.Stat(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the file: %d MB", info.Size()/1_000_000)
	if info.Size() > limits.HistoryFile {
		t.Errorf("more than %d", limits.HistoryFile)
	}

	begun = time.Now()
	s = newStand(t, dir)
	k, err := s.Last(t.Context(), s.back.info, 500)
	within(t, "open and last rows", begun, limits.HistoryOpens)
	if err != nil || len(k.Runs) != 500 {
		t.Errorf("%d rows, %v", len(k.Runs), err)
	}
	for _, window := range []time.Duration{15 * time.Minute, time.Hour, 24 * time.Hour, boardWindow} {
		begun = time.Now()
		figures, err := s.Figures(t.Context(), model.OfFunction, prod, model.Window{Last: window}, noon, boardBuckets)
		within(t, "board over "+window.String(), begun, limits.HistoryBoard)
		all := 0
		for _, f := range figures {
			all += f.Runs
		}
		if err != nil || len(figures) != 20 || window == boardWindow && all < limits.HistoryRuns*9/10 {
			t.Errorf("%d figures of %d runs, %v", len(figures), all, err)
		}
	}
	for _, text := range []string{"haystack", "timed out", "GATEWAY", "order 123456,", "not there at all"} {
		begun = time.Now()
		_, err := s.Search(t.Context(), prod, text, time.Time{}, 200)
		within(t, "search of "+text, begun, limits.HistoryFinds)
		if err != nil {
			t.Error(err)
		}
	}
	for name, ask := range map[string]func(context.Context) error{
		"histogram of the week": func(ctx context.Context) error {
			_, err := s.Histogram(ctx, prod, noon.Add(-boardWindow), noon, 120)
			return err
		},
		"runs of three days ago": func(ctx context.Context) error {
			_, err := s.At(ctx, prod, noon.Add(-72*time.Hour), noon.Add(-96*time.Hour), 2000)
			return err
		},
		"what time travel shows of two days ago": func(ctx context.Context) error {
			_, err := s.At(ctx, prod, noon.Add(-48*time.Hour), time.Time{}, 5000)
			return err
		},
		"what of it was seen": func(ctx context.Context) error {
			_, err := s.Seen(ctx, prod)
			return err
		},
		"the oldest run": func(ctx context.Context) error {
			_, err := s.Earliest(ctx, prod)
			return err
		},
		"failures of an hour": func(ctx context.Context) error {
			_, err := s.Failures(ctx, prod, model.Window{Last: time.Hour}, noon, 2000)
			return err
		},
	} {
		begun = time.Now()
		if err := ask(t.Context()); err != nil {
			t.Error(err)
		}
		within(t, name, begun, limits.HistoryFinds)
	}
}

func board(t *testing.T, s *stand) {
	t.Helper()
	if _, err := s.Figures(t.Context(), model.OfFunction, prod, model.Window{Last: boardWindow}, noon, boardBuckets); err != nil {
		t.Fatal(err)
	}
}

func within(t *testing.T, what string, begun time.Time, limit time.Duration) {
	t.Helper()
	took := time.Since(begun)
	t.Logf("%s: %v", what, took)
	if took > limit {
		t.Errorf("%s takes longer than %v", what, limit)
	}
}

const killRounds = 100
