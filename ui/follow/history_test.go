package follow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/panetest"
)

// text is a history as it reads: "pending 01 → running ~03", by the seconds.
func text(h *follow.History) string {
	parts := make([]string, 0, 8)
	for _, s := range h.Steps() {
		mark, word := "", s.Status.String()
		if s.Here {
			mark = "~"
		}
		if s.Kind != follow.OfRun {
			word = map[follow.Kind]string{follow.WasSent: "sent", follow.WasQueued: "queued", follow.WasRefused: "refused", follow.WasLost: "lost"}[s.Kind]
		}
		if s.Attempt > 0 {
			word = fmt.Sprintf("#%d %s", s.Attempt, word)
		}
		parts = append(parts, fmt.Sprintf("%s %s%02d", word, mark, s.At.Second()))
	}
	return strings.Join(parts, " → ")
}

// second is a moment, n seconds into the test's minute.
func second(n int) time.Time {
	return panetest.Now.Truncate(time.Minute).Add(time.Duration(n) * time.Second)
}

// at makes a run of the times that the backend says; 0 is not said.
func at(status model.Status, created, started, ended int) *model.Run {
	r := &model.Run{Status: status, StatusText: status.String()}
	for _, t := range []struct {
		to *time.Time
		n  int
	}{{&r.Created, created}, {&r.Started, started}, {&r.Ended, ended}} {
		if t.n > 0 {
			*t.to = second(t.n)
		}
	}
	return r
}

func attempt(r *model.Run, n int64) *model.Run {
	r.Attempt = model.Some(model.Attempt{Number: n})
	return r
}

func TestHistoryTellsWhatHappenedAndWhen(t *testing.T) {
	const pending, running, waiting, completed, failure = model.StatusPending, model.StatusRunning, model.StatusWaiting, model.StatusCompleted, model.StatusFailure
	for name, c := range map[string]struct {
		seen []*model.Run // at the seconds 11, 12, 13 …
		want string
	}{
		"event that was recorded":       {[]*model.Run{at(pending, 3, 0, 0), at(model.StatusRecorded, 3, 3, 3)}, "pending 03 → recorded 03"},
		"every status seen":             {[]*model.Run{at(pending, 1, 0, 0), at(running, 1, 3, 0), at(completed, 1, 3, 8)}, "pending 01 → running 03 → completed 08"},
		"seen twice":                    {[]*model.Run{at(pending, 1, 0, 0), at(pending, 1, 0, 0), at(running, 1, 3, 0), at(running, 1, 3, 0)}, "pending 01 → running 03"},
		"over at first sight":           {[]*model.Run{at(completed, 1, 3, 8)}, "pending 01 → running 03 → completed 08"},
		"running at first sight":        {[]*model.Run{at(running, 1, 3, 0)}, "pending 01 → running 03"},
		"begun at once":                 {[]*model.Run{at(running, 3, 3, 0)}, "running 03"},
		"running missed":                {[]*model.Run{at(pending, 1, 0, 0), at(failure, 1, 3, 8)}, "pending 01 → running 03 → failure 08"},
		"never begun":                   {[]*model.Run{at(pending, 1, 0, 0), at(model.StatusCancelled, 1, 0, 8)}, "pending 01 → cancelled 08"},
		"no times":                      {[]*model.Run{at(pending, 0, 0, 0), at(running, 0, 0, 0), at(completed, 0, 0, 0)}, "pending ~11 → running ~12 → completed ~13"},
		"the time comes later":          {[]*model.Run{at(running, 1, 0, 0), at(running, 1, 3, 0), at(failure, 1, 3, 0), at(failure, 1, 3, 8)}, "running 03 → failure 08"},
		"the time comes with the end":   {[]*model.Run{at(running, 1, 0, 0), at(completed, 1, 3, 8)}, "running 03 → completed 08"},
		"waits":                         {[]*model.Run{at(running, 1, 3, 0), at(waiting, 1, 3, 0), at(running, 1, 3, 0), at(completed, 1, 3, 9)}, "pending 01 → running 03 → waiting ~12 → running ~13 → completed 09"},
		"another attempt":               {[]*model.Run{attempt(at(running, 1, 3, 0), 1), attempt(at(running, 1, 6, 0), 2), attempt(at(failure, 1, 6, 8), 2)}, "#1 pending 01 → #1 running 03 → #2 running 06 → #2 failure 08"},
		"attempt without its own start": {[]*model.Run{attempt(at(running, 1, 3, 0), 1), attempt(at(running, 1, 3, 0), 2), attempt(at(failure, 1, 3, 8), 2)}, "#1 pending 01 → #1 running 03 → #2 running ~12 → #2 failure 08"},
		"opened again":                  {[]*model.Run{at(failure, 1, 3, 8), at(running, 1, 12, 0), at(completed, 1, 12, 19)}, "pending 01 → running 03 → failure 08 → running 12 → completed 19"},
	} {
		t.Run(name, func(t *testing.T) {
			var h follow.History
			for i, r := range c.seen {
				h.Saw(r, second(11+i))
			}
			if got := text(&h); got != c.want {
				t.Errorf("it is %q, want %q", got, c.want)
			}
		})
	}
}

func TestHistoryOfAnActionBeginsBeforeItsRun(t *testing.T) {
	var h follow.History
	h.Did(follow.WasSent, second(1))
	h.Did(follow.WasQueued, second(2))
	h.Saw(at(model.StatusRunning, 3, 4, 0), second(5))
	if got, want := text(&h), "queued ~01 → pending 03 → running 04"; got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
	var refused follow.History
	refused.Did(follow.WasSent, second(1))
	refused.Did(follow.WasRefused, second(2))
	if got, want := text(&refused), "sent ~01 → refused ~02"; got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
}

func TestHistoryIsBoundedAndKeepsTheLatest(t *testing.T) {
	var h follow.History
	for i := range 10_000 {
		status := model.StatusWaiting
		if i%2 == 0 {
			status = model.StatusRunning
		}
		h.Saw(at(status, 0, 0, 0), panetest.Now.Add(time.Duration(i)*time.Second))
	}
	steps := h.Steps()
	if len(steps) > 32 {
		t.Errorf("%d steps are kept", len(steps))
	}
	if last := steps[len(steps)-1]; last.Status != model.StatusWaiting || !last.At.Equal(panetest.Now.Add(9999*time.Second)) {
		t.Errorf("the last step is %v at %v", last.Status, last.At)
	}
}

func TestHistoryThatDoesNotFitShowsItsEnd(t *testing.T) {
	r := run("r", "send-mail", "retry-mail", 10*time.Minute, model.StatusRunning, 0)
	h := told(r, queued(10*time.Minute))
	for i := range 6 {
		r.Status = model.StatusWaiting
		h.Saw(r, ago(time.Duration(9-i)*time.Minute))
		r.Status = model.StatusRunning
		h.Saw(r, ago(time.Duration(9-i)*time.Minute-time.Second))
	}
	m := opened(numbered([]*follow.Row{{State: follow.Looking, Run: r, History: h}}))
	for _, s := range [][2]int{{120, 36}, {80, 24}, {40, 12}} {
		screen := panetest.Text(m, s[0], s[1])
		for _, want := range []string{"… ", "~13:58:09"} {
			if !strings.Contains(screen, want) {
				t.Errorf("at %v %q is not in sight\n%s", s, want, screen)
			}
		}
	}
}
