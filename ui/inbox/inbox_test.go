package inbox

import (
	"fmt"
	"testing"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

var now = panetest.Now

// story are the failures of a day as a person may find them in the morning:
// one trouble that just began, one that came back, one of old that somebody
// knows of, one without a code, and some that were made good.
func story() []Row {
	f := model.NewFailures()
	id := 0
	run := func(fn, trigger string, ago time.Duration, status model.Status, code, message string) *model.Run {
		id++
		return &model.Run{
			ID: model.RunID{Profile: "prod", ID: fmt.Sprintf("r%04d", id)}, Status: status, Created: now.Add(-ago),
			Function: model.Ref{ID: fn, Name: fn}, Trigger: model.Ref{ID: trigger, Name: trigger}, ErrorCode: code, ErrorMessage: message,
		}
	}
	var changes []model.Change
	add := func(r *model.Run) *model.Run {
		changes = append(changes, model.Change{New: r})
		return r
	}
	for i := range 14 {
		add(run("charge-card", []string{"order-hook", "retry-payment", "nightly-charge"}[i%3], time.Duration(i*i+2)*time.Minute/8, model.StatusFailure, "GATEWAY_TIMEOUT",
			fmt.Sprintf("POST https://pay.example.com/v2/charges: 504 after %d ms (charge ch_%016x, order %d)", 10000+i, i, 40000+i)))
	}
	for i := range 5 {
		add(run([]string{"sync-stock", "check-stock"}[i%2], "nightly-sync", time.Duration(20+i)*time.Minute, model.StatusFailure, "ERP_UNAVAILABLE",
			fmt.Sprintf("ERP stock-eu-%d answered 503: maintenance until further notice (request %012x, %d SKUs left)", i, i*7919, 200+i)))
	}
	add(run("sync-stock", "nightly-sync", 9*time.Hour, model.StatusFailure, "ERP_UNAVAILABLE", "ERP stock-eu-1 answered 503: maintenance until further notice (request 1, 3 SKUs left)"))
	add(run("sync-stock", "nightly-sync", 8*time.Hour, model.StatusCompleted, "", ""))
	for i := range 31 {
		add(run("create-invoice", "order-paid", time.Duration(150+i*31)*time.Minute, model.StatusFailure, "TEMPLATE_FIELD_MISSING",
			fmt.Sprintf("TypeError: Cannot read properties of undefined (reading 'vatId')\n    at render (invoice-v7.js:%d:9)\n    at run (create-invoice.js:3:16)", 110+i)))
	}
	add(run("geocode", "address-changed", 3*time.Hour, model.StatusTimeout, "", "注文 48211: 郵便番号「100-0001」が見つかりません"))
	first := add(run("send-mail", "retry-mail", 6*time.Hour, model.StatusFailure, "NETWORK_ERROR", "read tcp 10.4.1.2:4000->172.20.0.9:443: connection reset by peer"))
	again := add(run("send-mail", "retry-mail", 5*time.Hour, model.StatusCompleted, "", ""))
	again.OriginalRunID = first.ID.ID
	add(run("send-mail", "digest", 7*time.Hour, model.StatusFailure, "NETWORK_ERROR", "read tcp 10.4.1.2:4000->172.20.0.9:443: connection reset by peer"))
	add(run("send-mail", "digest", 2*time.Hour, model.StatusCompleted, "", ""))
	f.Take(changes)
	var rows []Row
	for _, g := range f.Groups() {
		r := Row{Group: g, Marks: g.Marks(now, now.Add(-20*time.Hour))}
		if g.Code == "TEMPLATE_FIELD_MISSING" {
			r.Ack = &model.GroupAck{Key: g.Key, End: model.AckToClean,
				Ack: model.Ack{By: "jane", At: now.Add(-time.Hour), Note: "the template is being mended, see INV-118"}}
		}
		rows = append(rows, r)
	}
	return rows
}

func opened() *Model {
	m := New()
	m.SetRows(story())
	m.SetStatus(Status{Known: now.Add(-20 * time.Hour)})
	return m
}

var sizes = [][2]int{{120, 36}, {100, 30}, {80, 24}, {60, 15}, {40, 12}, {20, 5}, {1, 1}}

func TestFrames(t *testing.T) {
	m := opened()
	panetest.FramesAt(t, "inbox", m, sizes...)
	panetest.Press(m, "tab", "j", "j", "j", "j")
	panetest.FramesAt(t, "whole", m, sizes[0])
	panetest.Press(m, "k", "k")
	panetest.FramesAt(t, "known", m, sizes[0], sizes[2])
	panetest.FramesAt(t, "nothing", New(), sizes[0], sizes[4])
	ask := NewAsk(*m.Selected())
	panetest.FramesAt(t, "ask", ask, sizes[0], sizes[4])
}

func TestAnySizeIsFilledExactly(t *testing.T) {
	panetest.Exact(t, opened())
	panetest.Exact(t, New())
	panetest.Exact(t, NewAsk(story()[0]))
	panetest.AnyKeys(t, opened)
	panetest.AnyKeys(t, func() *Ask { return NewAsk(story()[2]) })
}

func TestHostileTextIsDrawnAsMarks(t *testing.T) {
	rows := story()
	g := *rows[0].Group
	g.Code, g.Title = panetest.Hostile, panetest.Hostile
	run := *g.Open[0]
	run.ErrorMessage, run.Function.Name = panetest.Hostile, panetest.Hostile
	g.Open = []*model.Run{&run}
	g.Functions = []model.Share{{Ref: run.Function, Runs: 1}}
	rows[0] = Row{Group: &g, Ack: &model.GroupAck{Key: g.Key, Ack: model.Ack{By: panetest.Hostile, Note: panetest.Hostile}}}
	m := New()
	m.SetRows(rows)
	panetest.Press(m, "G")
	panetest.Exact(t, m)
	panetest.Exact(t, NewAsk(rows[0]))
}

func TestTheSelectedGroupStaysSelected(t *testing.T) {
	m, rows := opened(), story()
	panetest.Press(m, "j")
	key := m.Selected().Group.Key
	m.SetRows(append(rows[1:2:2], rows...)[1:])
	if m.Selected().Group.Key != key {
		t.Error("another group is selected after rows came")
	}
	if got, ok := panetest.Press(m, "enter").(pane.NarrowGroup); !ok || got.Key != key {
		t.Errorf("enter answers %v", got)
	}
	m.SetRows(nil)
	if m.Selected() != nil || panetest.Press(m, "enter") != nil {
		t.Error("something is selected among no rows")
	}
	m.SetRows(rows)
	if m.Selected().Group.Key != key {
		t.Error("the selection is not found again when the rows are back")
	}
}

func TestGroupsThatAllHaveRoomAreAllShown(t *testing.T) {
	m, all := opened(), story()
	m.SetRows(all[1:])
	m.View(panetest.Look(theme.TrueColor), 120, 36)
	m.Pick(all[1].Group.Key)
	m.SetRows(all) // one came above the first line, which is selected
	if m.top() != 0 {
		t.Errorf("%d groups are hidden above", m.top())
	}
}

func TestWhatWasMadeGoodIsShownWhenAskedFor(t *testing.T) {
	m := opened()
	if len(m.rows) != 4 || m.Open() != 3 {
		t.Fatalf("%d rows, %d open; want 4 and 3", len(m.rows), m.Open())
	}
	panetest.Press(m, "tab")
	if len(m.rows) != 5 || m.rows[4].part() != good || m.rows[3].part() != known {
		t.Errorf("%d rows with what was made good; want 5, that last", len(m.rows))
	}
	panetest.Press(m, "tab")
	if len(m.rows) != 4 {
		t.Errorf("%d rows once it is hidden again", len(m.rows))
	}
}

func TestTheQuestionAnswersWithTimeAndNote(t *testing.T) {
	rows := story()
	a := NewAsk(rows[0])
	panetest.Press(a, "down", "down", "m", "i", "n", "e")
	got, ok := panetest.Press(a, "enter").(pane.AckGroup)
	if want := (pane.AckGroup{Key: rows[0].Group.Key, For: time.Hour, Note: "mine"}); !ok || got != want {
		t.Errorf("enter answers %+v; want %+v", got, want)
	}
	known := rows[0]
	known.Ack = &model.GroupAck{Key: known.Group.Key, Ack: model.Ack{Note: "old"}}
	got, _ = panetest.Press(NewAsk(known), "enter").(pane.AckGroup)
	if !got.Drop || got.Note != "old" {
		t.Errorf("what is known begins with %+v; want to take it back", got)
	}
	if _, ok := panetest.Press(NewAsk(known), "esc").(pane.Close); !ok {
		t.Error("esc does not leave")
	}
}

func TestAClickSelectsTheRowUnderIt(t *testing.T) {
	m := opened()
	for _, size := range sizes[:5] {
		m.View(panetest.Look(theme.NoColor), size[0], size[1])
		f := formOf(size[0], size[1])
		if !m.Click(f.above+f.block, size[0], size[1]) || m.cursor.Index() != 1 {
			t.Errorf("%v: a click on the second row selects row %d", size, m.cursor.Index())
		}
		if m.Click(size[1]-1, size[0], size[1]) && f.below > 0 {
			t.Errorf("%v: a click on the border selects a row", size)
		}
		panetest.Press(m, "g")
	}
}

func BenchmarkView(b *testing.B) {
	m := opened()
	look := panetest.Look(theme.TrueColor)
	look.Times = draw.Ages
	b.ReportAllocs()
	for b.Loop() {
		m.View(look, 200, 58)
	}
	_ = keymap.None
}
