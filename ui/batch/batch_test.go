package batch

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

// failed are n failed runs, the newest first.
func failed(n int) []*model.Run {
	runs := make([]*model.Run, n)
	for i := range runs {
		runs[i] = &model.Run{
			ID: model.RunID{Profile: "prod", ID: fmt.Sprintf("0192f3ab-77aa-7bbb-8ccc-%012d", i)}, Status: model.StatusFailure,
			Function: model.Ref{ID: "f", Name: []string{"process-order", "translate-商品"}[i%2]}, Trigger: model.Ref{ID: "t", Name: "order-hook"},
			Created: panetest.Now.Add(-time.Duration(i+1) * time.Minute), ErrorMessage: "Coupon SUMMER-10 expired at checkout step 3\nat applyCoupon",
		}
	}
	return runs
}

func question() Options {
	return Options{Shown: failed(14), Where: []string{"prod · acme"}, LeftOut: []string{"2 runs: not over yet (send-mail 7c31d0aa…, send-mail 99120b3f…)"}, Warnings: []string{"1 run did not fail: process-order 0192f3ab…, which is worth more than one line of a screen this narrow"}}
}

// underway is a bulk rerun with a run in every state.
func underway() *Model {
	runs := failed(9)
	plan := &bulk.Plan{Made: panetest.Now.Add(-time.Minute), Every: bulk.Usual, StopAfter: 5, Follow: true, Items: bulk.ItemsOf(runs, bulk.AsListed)}
	at := panetest.Now.Add(-30 * time.Second)
	id := func(n int) model.RunID {
		return model.RunID{Profile: "prod", ID: fmt.Sprintf("5c48e591-77aa-7bbb-8ccc-%012d", n)}
	}
	m := New(plan, []bulk.Result{
		{State: bulk.Over, At: at, Run: id(1), Status: model.StatusCompleted}, {State: bulk.Over, At: at, Run: id(2), Status: model.StatusTimeout},
		{State: bulk.Sent, At: at, Job: "job_1", Run: id(3), Maybe: true}, {State: bulk.Sent, At: at, Job: "job_hj3uq3d2ji747uahl5lr"},
		{State: bulk.Refused, At: at, Why: "rerun run \"x\": refused (409: archived). Nothing was started."},
		{State: bulk.Doubt, At: at, Why: "fntop ended before the answer came"}, {State: bulk.Sending, At: at}, {Why: "its profile is not open"}, {},
	})
	m.SetStatus(Status{Tally: bulk.TallyOf(m.results), Until: panetest.Now.Add(4 * time.Second), Note: "the backend asks to wait"})
	return m
}

func TestFrames(t *testing.T) {
	panetest.Golden(t, "ask_120x36", sized(NewAsk(question()), 120, 36))
	panetest.Golden(t, "ask_80x24", sized(NewAsk(question()), 80, 24))
	panetest.Golden(t, "ask_60x15", sized(NewAsk(question()), 60, 15))
	panetest.Golden(t, "ask_40x12", sized(NewAsk(question()), 40, 12))
	o := question()
	o.Hidden, o.TypeName = failed(17)[14:], "prod"
	m := NewAsk(o)
	panetest.Press(m, "h", "+", "o", "s", "c", "f")
	panetest.Golden(t, "ask_changed_120x36", sized(m, 120, 36))
	panetest.Press(m, "y", "n", "enter")
	panetest.Golden(t, "ask_name_120x36", sized(m, 120, 36))
	m = NewAsk(question())
	sized(m, 60, 15)
	panetest.Press(m, "down", "down", "tab", "the provider is back")
	panetest.Golden(t, "ask_reason_60x15", sized(m, 60, 15))
	u := underway()
	panetest.Golden(t, "ask_rest_120x36", sized(NewAsk(Options{Where: []string{"prod · acme"}, Rest: &bulk.Record{Plan: *u.plan, Results: u.results}}), 120, 36))
	for _, s := range panetest.Screens {
		panetest.Golden(t, fmt.Sprintf("screen_%dx%d", s[0], s[1]), sized(underway(), s[0], s[1]))
	}
}

func sized(p panetest.Viewer, w, h int) []string {
	if o, ok := p.(pane.Overlay); ok {
		w, h = o.Size(w, h)
	}
	return p.View(panetest.Look(0), w, h)
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	panetest.Exact(t, NewAsk(question()))
	o := question()
	o.TypeName = "prod"
	m := NewAsk(o)
	panetest.Press(m, "y")
	panetest.Exact(t, m)
	panetest.Exact(t, underway())
	panetest.Exact(t, New(&bulk.Plan{}, nil))
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	runs := failed(2)
	for _, s := range []*string{&runs[0].Function.Name, &runs[0].Trigger.Name, &runs[0].ErrorMessage, &runs[0].ID.ID} {
		*s = panetest.Hostile
	}
	o := Options{Shown: runs, Where: []string{panetest.Hostile}, LeftOut: []string{panetest.Hostile}, Warnings: []string{panetest.Hostile}, TypeName: panetest.Hostile}
	m := NewAsk(o)
	panetest.Harmless(t, m)
	panetest.Press(m, "y")
	panetest.Harmless(t, m)
	plan := &bulk.Plan{Items: bulk.ItemsOf(runs, bulk.AsListed), Reason: panetest.Hostile}
	s := New(plan, []bulk.Result{{Why: panetest.Hostile}, {Job: panetest.Hostile, State: bulk.Sent}})
	s.SetStatus(Status{Note: panetest.Hostile})
	panetest.Harmless(t, s)
	panetest.Exact(t, s)
}

func TestQuestionAnswersOnceWithWhatWasChosen(t *testing.T) {
	o := question()
	o.Hidden = failed(20)[14:]
	m := NewAsk(o)
	panetest.Press(m, "-", "o", "s", "s", "f", "c", "h", "h", "enter")
	i, ok := panetest.Press(m, "y").(pane.SendMany)
	if !ok || len(i.Plan.Items) != 14 || i.Plan.Every != 5*time.Second || i.Plan.StopAfter != 25 || i.Plan.Follow || !i.Plan.LatestCode ||
		!strings.HasSuffix(i.Plan.Items[0].Run.ID, "13") {
		t.Errorf("answered %+v", i)
	}
	if again := panetest.Press(m, "y"); again != nil {
		t.Errorf("a second y answers %+v", again)
	}
}

func TestQuestionShowsEveryKeyAndSomeRunsWhereverThereIsRoom(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 15}, {40, 12}} {
		text := panetest.Text(NewAsk(question()), size[0], size[1])
		for _, want := range []string{"y rerun", "n cancel", "+ - rate", "o order", "s stops", "f follows", "c code", "tab reason", "✗ process-order", "30/m", "prod · acme"} {
			if !strings.Contains(text, want) {
				t.Errorf("%v: there is no %q in\n%s", size, want, text)
			}
		}
	}
}

func TestListOfTheQuestionScrollsThroughAllRuns(t *testing.T) {
	o := question()
	for i, r := range o.Shown {
		r.Function.Name = fmt.Sprintf("fn-%02d", i)
	}
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 15}, {40, 12}} {
		m := NewAsk(o)
		seen := map[string]bool{}
		for range o.Shown {
			text := strings.Join(sized(m, size[0], size[1]), "\n")
			for _, r := range o.Shown {
				seen[r.Function.Name] = seen[r.Function.Name] || strings.Contains(text, r.Function.Name)
			}
			panetest.Press(m, "down")
		}
		for _, r := range o.Shown {
			if !seen[r.Function.Name] {
				t.Errorf("%v: %s is never in sight", size, r.Function.Name)
			}
		}
		panetest.Press(m, "home")
		if text := strings.Join(sized(m, size[0], size[1]), "\n"); !strings.Contains(text, "fn-00") {
			t.Errorf("%v: home leads to\n%s", size, text)
		}
	}
}

func TestReasonGoesWithTheRunsAndItsLettersAnswerNothing(t *testing.T) {
	m := NewAsk(question())
	if i := panetest.Press(m, "tab", "yes ynY ", "enter"); i != nil {
		t.Fatalf("a letter of the reason answered %+v", i)
	}
	i, ok := panetest.Press(m, "y").(pane.SendMany)
	if !ok || i.Plan.Reason != "yes ynY" {
		t.Errorf("answered %+v", i)
	}
	m = NewAsk(question())
	if i := panetest.Press(m, "tab", "x", "esc"); i != nil {
		t.Errorf("leaving the reason answered %+v", i)
	}
	o := question()
	o.Plain = true
	m = NewAsk(o)
	if i, ok := panetest.Press(m, "tab", "x", "c", "y").(pane.SendMany); !ok || i.Plan.Reason != "" || i.Plan.LatestCode {
		t.Errorf("where none is taken it answered %+v", i)
	}
}

func TestQuestionTellsHowManyEndedHow(t *testing.T) {
	o := question()
	o.Shown[3].Status, o.Shown[5].Status = model.StatusCancelled, model.StatusTimeout
	if text := panetest.Text(NewAsk(o), 80, 24); !strings.Contains(text, "12 failure, 1 timeout, 1 cancelled") {
		t.Errorf("it says\n%s", text)
	}
}

func TestWhatIsNotSentDoesNotWaitOnceNobodySends(t *testing.T) {
	for _, s := range []Status{{Phase: bulk.Cancelled}, {Phase: bulk.GaveUp}, {Phase: bulk.Left, Idle: true}} {
		m := underway()
		s.Tally = bulk.TallyOf(m.results)
		m.SetStatus(s)
		for _, size := range [][2]int{{120, 36}, {40, 12}} {
			if text := panetest.Text(m, size[0], size[1]); strings.Contains(text, "waits") || !strings.Contains(text, "○") {
				t.Errorf("%+v shows\n%s", s, text)
			}
		}
	}
}

func TestScreenOpensWhatCameOfARun(t *testing.T) {
	m := underway()
	if i, ok := panetest.Press(m, "enter").(pane.OpenRun); !ok || !strings.HasPrefix(i.ID.ID, "5c48") {
		t.Errorf("answered %+v", i)
	}
	panetest.Press(m, "G")
	if i, ok := panetest.Press(m, "enter").(pane.OpenRun); !ok || !strings.HasPrefix(i.ID.ID, "0192") {
		t.Errorf("answered %+v", i)
	}
	if _, ok := m.Key(tea.KeyMsg{}, keymap.Back).(pane.Close); !ok {
		t.Error("it does not close")
	}
}

func TestWhatCameOfARunHasRoomOnANarrowScreen(t *testing.T) {
	for _, w := range []int{60, 70, 79} {
		if s := strings.Join(sized(underway(), w, 18), "\n"); !strings.Contains(s, "run 5c48e591") || !strings.Contains(s, "CAME OF IT") {
			t.Errorf("%d wide:\n%s", w, s)
		}
	}
}
