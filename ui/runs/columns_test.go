package runs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/panetest"
)

func detailed() []*model.Run {
	rows := some()
	for i, r := range rows {
		r.ID.ID = "0192f3a1-7c44-7d02-9f35-5e1d2c9b4a0" + string(rune('1'+i))
		r.JobID, r.FunctionVersion, r.FunctionCodeHash = "job_nmsi8ai1jkm6b679h9uf", "14", "83244107b9e95d9099d7980c403e9cde"
		r.MemoryBytes, r.CPUSeconds = model.Some[int64](182_400_000), model.Some(0.650152)
		r.Attempt, r.RerunCount, r.CreatedBy, r.Updated = model.Some(model.Attempt{Number: 2}), model.Some(int64(i)), "9efdd2ed-2773-4d27-944d-c312932526f1", r.Created
	}
	rows[2].IsRerun = model.Some(true)
	return rows
}

func every() []string {
	var names []string
	for _, c := range Columns {
		names = append(names, c.Name)
	}
	return names
}

func TestFramesOfChosenColumns(t *testing.T) {
	m := filled(detailed())
	m.SetColumns([]string{"id", "status", "version", "took", "error", "memory", "started"})
	panetest.Press(m, "j", "j")
	panetest.Golden(t, "chosen_120x12", view(m, 120, 12))
	panetest.Golden(t, "chosen_80x12", view(m, 80, 12))
	panetest.Golden(t, "chosen_60x12", view(m, 60, 12))
	m.SetColumns(every())
	panetest.Golden(t, "every_300x12", view(m, 300, 12))
}

func TestChosenColumnsFillAnySizeAndAreSafe(t *testing.T) {
	rows := detailed()
	for _, r := range rows {
		for _, s := range []*string{&r.ID.ID, &r.JobID, &r.FunctionVersion, &r.FunctionCodeHash, &r.CreatedBy, &r.ErrorCode, &r.ErrorMessage, &r.Function.Name} {
			*s = panetest.Hostile
		}
	}
	for _, names := range [][]string{every(), {"error"}, {"id", "error", "id"}, {"took", "function"}, {"job", "job", "version", "error", "memory"}} {
		m := filled(rows)
		m.SetColumns(names)
		panetest.Exact(t, m)
		panetest.Harmless(t, m)
	}
}

func TestColumnsStandInTheOrderChosen(t *testing.T) {
	m := filled(detailed())
	m.SetColumns([]string{"took", "id", "nonsense", "status", "id"})
	head := strings.Fields(strings.Trim(text(m, 120, 8)[1], "│"))
	if !slices.Equal(head, []string{"TOOK", "ID", "STATUS"}) {
		t.Errorf("the heads are %q", head)
	}
	if got := m.Chosen(); !slices.Equal(got, []string{"took", "id", "status"}) {
		t.Errorf("chosen are %q", got)
	}
}

func TestUsualColumnsLeaveTheChoiceToTheRoom(t *testing.T) {
	m := filled(detailed())
	before := text(m, 80, 12)
	m.SetColumns([]string{"id"})
	for _, names := range [][]string{nil, {"nonsense"}} {
		m.SetColumns(names)
		if got := text(m, 80, 12); !slices.Equal(got, before) {
			t.Errorf("after %q the table is another", names)
		}
	}
}

func TestUsualColumnsAreThoseOnTheScreen(t *testing.T) {
	m := filled(detailed())
	for _, several := range []bool{false, true} {
		if several {
			m.SetProfiles([]string{"prod", "staging"})
		}
		for _, width := range []int{60, 80, 120, 200} {
			head := strings.ToLower(strings.Trim(text(m, width, 8)[1], "│"))
			if got := m.Chosen(); !slices.Equal(got, strings.Fields(head)) {
				t.Errorf("at %d columns the heads are %q, those told are %q", width, head, got)
			}
		}
	}
}

func TestTheErrorGetsWhatTheOthersLeaveWhereverItStands(t *testing.T) {
	rows := detailed()
	rows[2].ErrorMessage = strings.Repeat("0123456789", 30)
	for _, names := range [][]string{{"error", "id"}, {"id", "error"}, {"id", "error", "took"}} {
		m := filled(rows)
		m.SetColumns(names)
		row := text(m, 100, 12)[4]
		if n := strings.Count(row, "0123456789"); n < 7 {
			t.Errorf("%q shows %d tens of the error: %q", names, n, row)
		}
	}
}

func TestColumnsThatDoNotFitGiveWayAtTheRight(t *testing.T) {
	m := filled(detailed())
	m.SetColumns([]string{"status", "id", "job", "version", "started"})
	for w, want := range map[int]string{120: "STARTED", 60: "JOB", 30: "ID", 16: "STATUS"} {
		heads := strings.Fields(strings.Trim(text(m, w, 8)[1], "│"))
		if got := heads[len(heads)-1]; !strings.HasPrefix(want, strings.TrimSuffix(got, "…")) {
			t.Errorf("at %d cells the last column is %q, want %q", w, got, want)
		}
	}
}

func TestTimesOfChosenColumnsFollowTheClock(t *testing.T) {
	m, look := filled(detailed()), panetest.Look(0)
	m.SetColumns([]string{"started", "took"})
	look.Times = draw.UTC
	if row := m.View(look, 60, 8)[3]; !strings.Contains(row, "14:02:05") {
		t.Errorf("the row is %q", row)
	}
	look.Now = look.Now.Add(time.Minute)
	if row := m.View(look, 60, 8)[3]; !strings.Contains(row, "1m03s") {
		t.Errorf("a minute later the row is %q", row)
	}
}

func BenchmarkFrameOfChosenColumns(b *testing.B) {
	m := filled(many(20_000))
	m.SetColumns([]string{"id", "status", "function", "version", "took", "created", "memory", "error"})
	look := panetest.Look(3)
	m.View(look, 160, 45)
	b.ReportAllocs()
	for b.Loop() {
		m.View(look, 160, 45)
	}
}
