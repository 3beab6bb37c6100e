package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/mask"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

// figures are those of runs that were all seen between two times.
func figures(runs []*model.Run, from, to time.Time, seen model.Coverage) *model.Figures {
	f := &model.Figures{Seen: seen}
	f.Begin(from, to, Parts(from, to))
	for _, r := range runs {
		f.Add(r)
	}
	f.Done()
	return f
}

func run(id string, minute int, status model.Status, message string) *model.Run {
	return &model.Run{ID: model.RunID{Profile: "prod", ID: id}, Function: model.Ref{ID: "f", Name: "send"}, Trigger: model.Ref{ID: "t", Name: "hourly"},
		Status: status, ErrorMessage: message, Created: at(minute), Started: at(minute), Ended: at(minute + 1)}
}

func factsOf(seen model.Coverage, runs ...*model.Run) *Facts {
	from, to := noon, at(600)
	s := Seen{Name: "prod", Backend: "centrali", Functions: []model.Function{{ID: "f", Name: "send"}, {ID: "g", Name: "other"}},
		Whole: figures(runs, from, to, seen), Of: map[string]*model.Figures{"f": figures(runs, from, to, seen)}, Slowest: runs}
	for _, r := range runs {
		if r.Status.Failed() {
			s.Failures = append(s.Failures, r)
		}
	}
	return &Facts{From: from, To: to, At: to, Profiles: []Seen{s}}
}

func markdown(f *Facts) string { return string(Markdown(Make(f, mask.New()), "0.1.0", time.UTC)) }

func TestNothingKnownIsToldAsNothingSeen(t *testing.T) {
	f := &Facts{From: noon, To: at(60), At: at(60), Profiles: []Seen{{Name: "prod", Backend: "centrali", Functions: []model.Function{{ID: "f", Name: "send"}}}}}
	text := markdown(f)
	for _, want := range []string{"0 runs, of which 0 failed.", "`prod`: nothing at all of `send`.", "not all of 2026-11-20 12:00:00 to 2026-11-20 13:00:00 (1h00m)", "|  0 % |", "Nothing failed of what was seen."} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
	if page := string(HTML(Make(&Facts{From: noon, To: at(60), At: at(60)}, mask.New()), "0.1.0", time.UTC)); !strings.Contains(page, "0 runs") {
		t.Error("without a profile there is no page")
	}
}

func TestGapsAreNamedAndWhatIsMerelyNewIsNone(t *testing.T) {
	seen := model.Coverage{{From: noon, To: at(60)}, {From: at(90), To: at(599)}}
	r := Make(factsOf(seen), mask.New())
	if p := r.Profiles[0]; len(p.Gaps) != 1 || !p.Gaps[0].From.Equal(at(60)) || !p.Gaps[0].To.Equal(at(90)) || p.Coverage != 0.95 {
		t.Errorf("gaps are %v, seen is %v", p.Gaps, p.Coverage)
	}
	if p := r.Throughput; p[0].Seen != true || p[1].Seen || p[2].Seen != true {
		t.Errorf("the hours are %+v", p[:3])
	}
}

func TestFailuresOfOneTroubleAreOneGroupThatSaysWhatIsStillOpen(t *testing.T) {
	whole := model.Coverage{{From: noon, To: at(600)}}
	good := run("c", 20, model.StatusCompleted, "")
	f := factsOf(whole, run("d", 30, model.StatusFailure, "order 78 is gone"), run("b", 10, model.StatusTimeout, "order 7 is gone"), run("a", 5, model.StatusFailure, "no mail"))
	f.Profiles[0].Succeeded = []*model.Run{good}
	r := Make(f, mask.New())
	if len(r.Groups) != 2 || r.Groups[0].Runs != 2 || r.Groups[0].Open != 1 || r.Groups[0].Sample.ID != "d" || r.Groups[1].Open != 0 {
		t.Errorf("groups are %+v", r.Groups)
	}
	if g := r.Groups[0]; !g.First.Equal(at(10)) || !g.Last.Equal(at(30)) || len(g.Functions) != 1 || g.Functions[0].Runs != 2 {
		t.Errorf("the first is %+v", g)
	}
}

func TestScheduleThatDidNotComeIsMissedWhereItWasSeen(t *testing.T) {
	seen := model.Coverage{{From: noon, To: at(300)}}
	var runs []*model.Run
	for _, minute := range []int{60, 180, 240} { // newest first is not needed by figures
		runs = append([]*model.Run{run(fmt.Sprint(minute), minute, model.StatusCompleted, "")}, runs...)
	}
	f := factsOf(seen, runs...)
	f.Profiles[0].Triggers = []model.Trigger{
		{Profile: "prod", ID: "t", Name: "hourly", Type: model.Scheduled, Enabled: true, Schedule: "0 * * * *", Function: model.Ref{ID: "f"}},
		{Profile: "prod", ID: "u", Name: "odd", Type: model.Scheduled, Enabled: true, Schedule: "whenever", Function: model.Ref{ID: "f"}},
	}
	f.Profiles[0].Came = map[string][]*model.Run{"t": runs}
	r := Make(f, mask.New())
	if len(r.Missed) != 2 || len(r.Missed[0].Times) != 1 || !r.Missed[0].Times[0].Equal(at(120)) || r.Missed[1].Why == "" {
		t.Errorf("missed are %+v", r.Missed)
	}
}

func TestRunIsStuckByWhenItWasLookedAtLast(t *testing.T) {
	long := run("l", 0, model.StatusRunning, "")
	long.Ended = time.Time{}
	f := factsOf(model.Coverage{{From: noon, To: at(30)}}, long)
	f.Profiles[0].Functions[0].Timeout = model.Some(10 * time.Minute)
	f.Profiles[0].UnderWay = []*model.Run{long}
	r := Make(f, mask.New())
	if len(r.Stuck) != 1 || r.Stuck[0].Since != 30*time.Minute || !r.Stuck[0].Looked.Equal(at(30)) {
		t.Errorf("stuck are %+v", r.Stuck)
	}
	f.Profiles[0].Functions[0].Timeout = model.Some(time.Hour) // it had 30 minutes when anybody looked
	if r := Make(f, mask.New()); len(r.Stuck) != 0 {
		t.Errorf("stuck are %+v", r.Stuck)
	}
}

func TestHostileTextIsObeyedByNoForm(t *testing.T) {
	evil := "</pre><script>alert(1)</script> `x` ```| [a](javascript:b)\x1b[2J\u202e\n# head\n| a | b |\ntoken=ghp_0123456789abcdefghijABCDEFGHIJ012345"
	bad := run("i|`<b>`", 1, model.StatusFailure, evil)
	bad.Function.Name = "<img src=x onerror=alert(1)>|`"
	again := *run("r", 2, model.StatusCompleted, "")
	again.OriginalRunID, again.RerunBy, again.RerunReason = "<i>", "eve@example.com", "**bold** | <u>"
	f := factsOf(model.Coverage{{From: noon, To: at(600)}}, bad)
	f.Profiles[0].Functions[0].Name, f.Profiles[0].Reruns = bad.Function.Name, []*model.Run{&again}
	f.Actions = []Action{{At: noon, User: "<s>", Profile: "prod", Action: "rerun", Kind: "run", ID: "<s>|`", Error: "<s>"}}
	f.Notes = []string{"<s> | `"}
	text, page := markdown(f), string(HTML(Make(f, mask.New()), "<v>", time.UTC))
	for form, out := range map[string]string{"md": text, "html": page} {
		for _, bad := range []string{"\x1b", "\u202e", "ghp_0123456789", "eve@example.com"} {
			if strings.Contains(out, bad) {
				t.Errorf("%s has %q", form, bad)
			}
		}
	}
	for _, tag := range []string{"<script", "<img", "<b>", "<i>", "<u>", "<s>", "<v>", "</pre><"} {
		if strings.Contains(page, tag) {
			t.Errorf("the page has %q", tag)
		}
	}
	columns := 0 // of the table at hand
	fenced := false
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
			continue
		}
		if fenced {
			continue
		}
		if strings.HasPrefix(line, "# ") && i > 0 {
			t.Errorf("a text made a heading of itself: %q", line)
		}
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(line, "|") - strings.Count(line, `\|`)
		if columns == 0 {
			columns = n
		}
		if n != columns {
			t.Errorf("%d bars where the table has %d: %q", n, columns, line)
		}
	}
	if fenced {
		t.Error("a text opened a fence")
	}
}

func TestDayIsCutIntoHours(t *testing.T) {
	for span, want := range map[time.Duration]int{24 * time.Hour: 24, 7 * 24 * time.Hour: 7, 30 * time.Minute: 30, 2 * time.Hour: 24, time.Second: 1, 400 * 24 * time.Hour: 48} {
		if got := Parts(noon, noon.Add(span)); got != want {
			t.Errorf("%s are %d parts, want %d", span, got, want)
		}
	}
}
