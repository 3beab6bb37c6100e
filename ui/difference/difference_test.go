package difference

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func run(id string, ago time.Duration, status model.Status, took time.Duration) model.RunDetail {
	at := panetest.Now.Add(-ago)
	return model.RunDetail{Run: model.Run{
		ID: model.RunID{Profile: "prod", ID: id}, Status: status, StatusText: status.String(),
		Function: model.Ref{ID: "f1", Name: "process-order"}, Trigger: model.Ref{ID: "t1", Name: "order-hook"}, Source: "http-trigger",
		Created: at, Started: at.Add(400 * time.Millisecond), Ended: at.Add(400*time.Millisecond + took),
		FunctionVersion: "14", MemoryBytes: model.Some[int64](182_400_000),
	}}
}

// two are a run that failed and its rerun, which did not.
func two() (was, is model.RunDetail) {
	was, is = run("0192f3ab-77aa-7bbb-8ccc-0123456789ab", 12*time.Minute, model.StatusFailure, 5*time.Second),
		run("0192f3ff-1234-7bbb-8ccc-0123456789ab", 2*time.Minute, model.StatusCompleted, 1200*time.Millisecond)
	was.ErrorCode, was.ErrorMessage = "E_COUPON", "Coupon SUMMER-10 expired at checkout step 3\n    at applyCoupon (/srv/order.js:44:11)"
	is.FunctionVersion, is.Source, is.RerunBy, is.RerunReason = "15", "rerun", "ada", "the coupon is renewed"
	was.RunData = json.RawMessage(`{"order":12345678901234567890,"step":3,"items":[{"sku":"A-1","price":12.50,"note":"gift"},{"sku":"B-2","price":3}],"partial":true}`)
	is.RunData = json.RawMessage(`{"step":4,"order":12345678901234567890,"items":[{"sku":"B-2","price":3.00},{"sku":"C-3","price":1,"tags":["new","seasonal"]}],"invoice":{"number":"2026-1181","total":4.00}}`)
	was.Input, is.Input = json.RawMessage(`{"coupon":"SUMMER-10"}`), json.RawMessage(`{"coupon": "SUMMER-10"}`)
	return was, is
}

func compared() *Model {
	was, is := two()
	m := New(Side{"original", &was.Run}, Side{"this run", &is.Run})
	m.SetSummary("completed; the original: failure, E_COUPON; took 1.2s instead of 5.0s; version 15 instead of 14")
	m.SetResult(Compare(&was, &is))
	return m
}

func hostile() *Model {
	was, is := two()
	was.ErrorMessage, is.ErrorMessage = panetest.Hostile, "x"+panetest.Hostile
	for _, r := range []*model.RunDetail{&was, &is} {
		for _, s := range []*string{&r.ErrorCode, &r.Function.Name, &r.Trigger.Name, &r.FunctionVersion, &r.RerunReason, &r.StatusText, &r.ID.ID} {
			*s = panetest.Hostile
		}
	}
	was.Status = model.StatusUnknown
	text, _ := json.Marshal(panetest.Hostile)
	was.RunData = json.RawMessage(`{"\u202e` + "\u202e\u009b" + `":1,"b":` + string(text) + `}`)
	is.RunData = json.RawMessage(`{"b":"` + "\u202e\u200b注文👩🏽\u009b" + `"}`)
	m := New(Side{"original", &was.Run}, Side{"this run", &is.Run})
	m.SetResult(Compare(&was, &is))
	return m
}

var screens = [][2]int{{120, 36}, {80, 24}, {60, 15}, {20, 5}, {1, 1}}

func press(m *Model, keys ...string) (last pane.Intent) {
	for _, msg := range panetest.Messages(keys...) {
		last = m.Key(msg, keymap.Default().InDetail(msg.String()))
	}
	return last
}

func TestFrames(t *testing.T) {
	panetest.FramesAt(t, "compared", compared(), screens...)
	was, is := two()
	reading := New(Side{"original", &was.Run}, Side{"this run", &is.Run})
	reading.SetState("reading …", false)
	panetest.FramesAt(t, "reading", reading, screens[:3]...)
	m := compared()
	panetest.Text(m, 60, 15)
	press(m, "]", "]", "]", "]", "]", "]", "]", "/", "price", "enter", "n")
	panetest.FramesAt(t, "searched", m, screens[:3]...)
}

func TestDifferenceFillsAnySizeExactly(t *testing.T) {
	searched := hostile()
	press(searched, "/", "注")
	for _, m := range []*Model{compared(), hostile(), searched, New(Side{"a", nil}, Side{"b", nil})} {
		panetest.Exact(t, m)
		panetest.Harmless(t, m)
		for range 20 {
			press(m, "pgdown", "]")
			panetest.Harmless(t, m)
		}
	}
}

func text(m *Model, w, h int) string { return panetest.Text(m, w, h) }

func TestRunsStandSideBySideWhereThereIsRoom(t *testing.T) {
	m := compared()
	for _, c := range []struct {
		width int
		want  string
	}{
		{120, `- 3 +│ +\+ 4`}, {119, `~ .step\n`},
	} {
		lines := strings.Split(text(m, c.width, 60), "\n")
		at := 0
		for i, line := range lines {
			if strings.Contains(line, "~ .step") {
				at = i + 1
			}
		}
		beside := strings.Contains(lines[at], "- 3") && strings.Contains(lines[at], "+ 4")
		below := strings.Contains(lines[at], "- 3") && strings.Contains(lines[at+1], "+ 4")
		if at == 0 || beside != (c.width >= 120) || below == beside {
			t.Errorf("at %d columns:\n%s\n%s", c.width, lines[at], lines[at+1])
		}
	}
}

func TestKeysGoFromChangeToChange(t *testing.T) {
	m := compared()
	text(m, 80, 12)
	n := m.changes()
	if n < 10 {
		t.Fatalf("%d changes", n)
	}
	for i := range n {
		press(m, "]")
		if m.now != i {
			t.Fatalf("at change %d, want %d", m.now, i)
		}
		row := -1
		for j := range m.rows {
			if m.rows[j].change == i {
				row = j
			}
		}
		if top := m.settled(m.space().body); row < top || row >= top+m.space().body {
			t.Fatalf("change %d on row %d is not in sight from %d", i, row, top)
		}
	}
	press(m, "]")
	if m.now != 0 {
		t.Errorf("after the last change comes %d", m.now)
	}
	press(m, "[")
	if m.now != n-1 {
		t.Errorf("before the first comes %d", m.now)
	}
}

func TestSearchGoesFromMatchToMatch(t *testing.T) {
	m := compared()
	text(m, 80, 14)
	press(m, "/", "SKU") // with capitals it is another text
	if len(m.search.hits) != 0 {
		t.Errorf("%d rows hold SKU", len(m.search.hits))
	}
	press(m, "esc", "/", "sku", "enter")
	n := len(m.search.hits)
	if n < 2 || !strings.Contains(text(m, 80, 14), "1 of") {
		t.Fatalf("%d matches:\n%s", n, text(m, 80, 14))
	}
	press(m, "n", "N", "N")
	if m.search.now != n-1 {
		t.Errorf("at match %d of %d", m.search.now, n)
	}
	if got := press(m, "esc"); got != nil || m.search.text != "" {
		t.Errorf("esc answered %#v and left %q", got, m.search.text)
	}
	if got := press(m, "esc"); got != (pane.Close{}) {
		t.Errorf("a second esc answered %#v", got)
	}
}

func TestWhatIsTheSameIsSaid(t *testing.T) {
	was, is := two()
	is.RunData, is.ErrorMessage = was.RunData, was.ErrorMessage
	was.Input, is.Input = nil, nil
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	all := text(m, 100, 60)
	for _, want := range []string{"Error  the same", "Output  the same, 130 B", "Input  unknown of both"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said in\n%s", want, all)
		}
	}
}

func TestOutputOfOneRunAloneIsAChange(t *testing.T) {
	was, is := two()
	was.RunData = json.RawMessage("null")
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	if all := text(m, 100, 80); !strings.Contains(all, "Output  1 change") || !strings.Contains(all, `+   "step": 4`) {
		t.Errorf("it is\n%s", all)
	}
}

func TestLongStringsAreShownFromWhereTheyDiffer(t *testing.T) {
	was, is := two()
	same := strings.Repeat("the same words ", 60)
	was.RunData, is.RunData = json.RawMessage(`["`+same+`old end"]`), json.RawMessage(`["`+same+`new end"]`)
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	all := text(m, 140, 60)
	if !strings.Contains(all, `old end"`) || !strings.Contains(all, `new end"`) || strings.Count(all, "the same words") > 8 {
		t.Errorf("it is\n%s", all)
	}
}

func TestWithoutColoursEveryChangeHasItsSign(t *testing.T) {
	m := compared()
	grey, dark := panetest.Look(theme.NoColor), panetest.Look(theme.TrueColor)
	for _, w := range []int{80, 140} {
		a, b := strings.Join(m.View(grey, w, 80), "\n"), strings.Join(m.View(dark, w, 80), "\n")
		if ansi.Strip(a) != ansi.Strip(b) {
			t.Errorf("at %d it reads otherwise without colours", w)
		}
		for _, sign := range []string{"~ .step", "- .partial", "+ .invoice", "- .items[0]", "+ .items[1]"} {
			if !strings.Contains(ansi.Strip(a), sign) {
				t.Errorf("at %d no %q in\n%s", w, sign, ansi.Strip(a))
			}
		}
	}
}

func TestTimesAreNeverAges(t *testing.T) {
	m, look := compared(), panetest.Look(theme.NoColor)
	look.Times = draw.Ages
	if all := ansi.Strip(strings.Join(m.View(look, 120, 40), "\n")); !strings.Contains(all, "2026-11-21 13:50:08.000 UTC") {
		t.Errorf("it is\n%s", all)
	}
}

// heavy are two outputs of thousands of large elements, each of them changed.
func heavy() (was, is model.RunDetail) {
	was, is = two()
	var x, y strings.Builder
	for i := range 400 {
		fmt.Fprintf(&x, `{"k%d":[%s1]},`, i, strings.Repeat("1,", 15_000))
		fmt.Fprintf(&y, `["%d",%s2],`, i, strings.Repeat("2,", 15_000))
	}
	was.RunData = json.RawMessage("[" + strings.TrimSuffix(x.String(), ",") + "]")
	is.RunData = json.RawMessage("[" + strings.TrimSuffix(y.String(), ",") + "]")
	return was, is
}

func TestLargeValuesAreLaidOutNoFurtherThanAPersonReads(t *testing.T) {
	was, is := heavy()
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	if m.changes() < 800 {
		t.Fatalf("%d changes", m.changes())
	}
	laid := 0
	for _, r := range m.rows {
		if strings.Contains(r.parts[0].text+r.parts[1].text, "more lines") {
			laid++
		}
	}
	if most := mostLaid / 30_000; laid == 0 || laid > most+1 {
		t.Errorf("%d values are laid out, want %d at most", laid, most)
	}
}

func BenchmarkRowsOfLargeValues(b *testing.B) {
	was, is := heavy()
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	for b.Loop() {
		m.rows = nil
		m.build()
	}
}

func BenchmarkFrame(b *testing.B) {
	was, is := two()
	var x, y strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&x, `{"id":%d,"v":1},`, i)
		fmt.Fprintf(&y, `{"id":%d,"v":2},`, i)
	}
	was.RunData = json.RawMessage("[" + strings.TrimSuffix(x.String(), ",") + "]")
	is.RunData = json.RawMessage("[" + strings.TrimSuffix(y.String(), ",") + "]")
	m := New(Side{"a", &was.Run}, Side{"b", &is.Run})
	m.SetResult(Compare(&was, &is))
	look := panetest.Look(theme.TrueColor)
	m.View(look, 160, 45)
	b.ReportAllocs()
	for b.Loop() {
		m.View(look, 160, 45)
	}
}

func TestWhatDiffersComesFirstWhereRowsAreFew(t *testing.T) {
	m := compared()
	for _, width := range []int{80, 119, 120} {
		all := text(m, width, 80)
		reason, output, same := strings.Index(all, "~ reason"), strings.Index(all, "~ .step"), strings.Index(all, "order-hook")
		if first := reason < output && output < same; reason < 0 || output < 0 || same < 0 || first != (width < 120) {
			t.Errorf("at %d columns it is\n%s", width, all)
		}
	}
}
