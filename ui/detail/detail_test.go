package detail

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

func TestRunIsShownBeforeItsDetailArrives(t *testing.T) {
	d := failedRun()
	d.ErrorMessage = strings.Repeat("long ", 2000)
	m := New(d.ID)
	m.SetState("reading …", false)
	mustSee(t, m, runID[:8], "reading …")
	m.SetRun(d.Listed())
	mustSee(t, m, "process-order", "✗ failure", "long long")
	press(m, "]")
	mustSee(t, m, "…")
	if !strings.Contains(m.Text(), "…") {
		t.Error("an output that is not there yet has no text")
	}
}

func TestWhatWentWrongIsSaidAboveWhatIsKnown(t *testing.T) {
	m := opened(failedRun())
	m.SetState("Not found (404): the run is gone, or the id is wrong.", true)
	frame := frameOf(m, 80, 24)
	if said, known := strings.Index(frame, "Not found (404)"), strings.Index(frame, "Coupon SUMMER-10"); said < 0 || known < said {
		t.Errorf("the sentence does not stand above the data:\n%s", frame)
	}
}

func TestDetailKeepsScrollTabAndSearch(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	m.View(look(), 80, 24)
	press(m, "pgdown", "pgdown", "down")
	before := frameOf(m, 80, 24)
	m.SetDetail(numbered(300))
	m.SetRun(numbered(300).Listed())
	if after := frameOf(m, 80, 24); after != before {
		t.Errorf("reading the run again scrolled:\n%s", after)
	}
	if strings.Contains(before, `"row 000"`) {
		t.Error("nothing was scrolled")
	}
}

func TestScrollSurvivesOtherWidths(t *testing.T) {
	m := opened(output(`["` + strings.Repeat("a", 3000) + `","` + strings.Repeat("b", 3000) + `"]`))
	press(m, "]")
	m.View(look(), 80, 24)
	for range 50 {
		press(m, "down")
	}
	before := frameOf(m, 80, 24)
	frameOf(m, 31, 24)
	if after := frameOf(m, 80, 24); after != before || !strings.Contains(after, "bbb") {
		t.Errorf("after a visit to another width:\n%s", after)
	}
}

func TestScrollingReachesTheLastRowAndStopsThere(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]", "G")
	mustSee(t, m, `"row 299"`, "302 of 302")
	last := frameOf(m, 80, 24)
	for range 10 {
		press(m, "down", "pgdown")
	}
	if frameOf(m, 80, 24) != last {
		t.Error("scrolling went past the end")
	}
	for range 400 {
		press(m, "k")
	}
	mustSee(t, m, `"row 000"`, "1–20 of 302")
}

func TestPagesOverlapByOneRow(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	first := strings.Split(frameOf(m, 80, 24), "\n")
	press(m, "pgdown")
	second := strings.Split(frameOf(m, 80, 24), "\n")
	if strings.TrimLeft(first[22], "│▸ ") != strings.TrimLeft(second[3], "│▸ ") {
		t.Errorf("the last row was %q, now the first is %q", first[22], second[3])
	}
}

func TestNumbersAndKeysAreShownAsTheyWereSent(t *testing.T) {
	data := `{"ean":12345678901234567890,"price":0.1000,"tiny":1E-400,"huge":1e400,"minusZero":-0.0,"exact":9007199254740993,"a":1,"a":2,"":"empty"}`
	m := opened(output(data))
	press(m, "]")
	mustSee(t, m, "12345678901234567890,", ": 0.1000,", "1E-400", "1e400", "-0.0", "9007199254740993", `"": "empty"`)
	var kept strings.Builder
	for _, line := range strings.Split(m.Text(), "\n") {
		kept.WriteString(strings.Replace(strings.TrimSpace(line), `": `, `":`, 1))
	}
	if kept.String() != data {
		t.Errorf("the text is\n%s, want\n%s", kept.String(), data)
	}
}

func TestTextMeansWhatTheBackendSent(t *testing.T) {
	d := hostileRun()
	m := opened(d)
	press(m, "]")
	var sent, shown any
	if err := json.Unmarshal(d.RunData, &sent); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(m.Text()), &shown); err != nil {
		t.Fatal(err)
	}
	if a, b := toJSON(t, sent), toJSON(t, shown); a != b {
		t.Errorf("the text means\n%.300s, want\n%.300s", b, a)
	}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEscapedLettersAreReadableInOutputAndAsSentInRaw(t *testing.T) {
	m := opened(output(`"\u4e2d\u6587 \u0026 \ud83e\uddc0 \\u0041 \u202e \u0022 \u0301"`))
	press(m, "]")
	mustSee(t, m, `"中文 & 🧀 \\u0041 \u202e \u0022 \u0301"`)
	press(m, "[", "[")
	mustSee(t, m, `"\u4e2d\u6587 \u0026`)
}

func TestInputSaysWhoseWordItIs(t *testing.T) {
	d := runningRun()
	m := opened(d)
	m.SetInput(json.RawMessage(`{"n":1}`))
	press(m, "]", "]")
	mustSee(t, m, "what this fntop sent")
	d.Input = json.RawMessage(`{"n":1}`)
	m.SetDetail(d)
	if s := plainFrame(m.View(look(), 80, 20)); strings.Contains(s, "sent") || !strings.Contains(s, `"n": 1`) {
		t.Errorf("what the backend tells is called sent from here\n%s", s)
	}
}

func TestAbsentOutputSaysWhy(t *testing.T) {
	over := output("null")
	none := output("")
	none.RunData = nil
	running := runningRun()
	running.RunData = json.RawMessage("null")
	for want, d := range map[string]*model.RunDetail{
		"not over yet": running, "stripped at 2026-11-20": strippedRun(), "null: the run returned nothing": over,
		"none: the backend sent no output": none,
	} {
		m := opened(d)
		press(m, "]")
		mustSee(t, m, want)
	}
}

func TestInputIsWhatThisFntopSentOrUnknown(t *testing.T) {
	m := opened(failedRun())
	press(m, "]", "]")
	mustSee(t, m, "unknown: Centrali's API does not return a run's input. R starts from {}.")
	m.SetInput(json.RawMessage(`{"order":4711}`))
	mustSee(t, m, `"order": 4711`, "what this fntop sent")
	mustNotSee(t, m, "unknown")
}

func TestRunUnderWayTicks(t *testing.T) {
	m := opened(runningRun())
	mustSee(t, m, "3m02s  so far")
	later := look()
	later.Now = later.Now.Add(time.Second)
	if frame := plainFrame(m.View(later, 80, 24)); !strings.Contains(frame, "3m03s") {
		t.Errorf("a second later:\n%s", frame)
	}
}

func TestEndThatTheListHeardOfIsShown(t *testing.T) {
	running := runningRun()
	m := opened(running)
	over := failedRun().Run
	over.Updated = now
	m.SetRun(&over)
	mustSee(t, m, "✗ failure", "Coupon SUMMER-10")
	stale := running.Run
	m.SetDetail(failedRun())
	m.SetRun(&stale)
	mustSee(t, m, "✗ failure", "Coupon SUMMER-10")
}

func TestWhatOnlyTheListKnowsIsShown(t *testing.T) {
	d := failedRun()
	m := New(d.ID)
	m.SetRun(d.Listed())
	d.Function.Name, d.Trigger.Name, d.JobID, d.FunctionVersion = "", "", "", ""
	m.SetDetail(d)
	mustSee(t, m, "function       process-order", "trigger        order-hook", "version        14")
}

func TestWholeMessageStaysWhereTheListIsAheadWithACutOne(t *testing.T) {
	d := failedRun()
	ahead := *d.Listed()
	ahead.Updated = ahead.Updated.Add(time.Minute)
	ahead.ErrorMessage, ahead.ErrorCut = ahead.ErrorMessage[:20], true
	m := opened(d)
	m.SetRun(&ahead)
	mustSee(t, m, "expired at checkout step 3")
	mustNotSee(t, m, "cut here")
}

func TestUnknownIsLeftOut(t *testing.T) {
	m := opened(&model.RunDetail{Run: model.Run{ID: model.RunID{ID: runID}, Status: model.StatusPending}})
	mustSee(t, m, "○ pending", runID)
	mustNotSee(t, m, "created", "ended", "took", "function", "memory", "attempt", "rerun", "–  ")
}

func TestTimesAreShownAsTheLookWants(t *testing.T) {
	m := opened(failedRun())
	mustSee(t, m, "created        12s ago    2026-11-21 14:02:08.000 UTC")
	local := look()
	local.Times, local.Zone = draw.Local, time.FixedZone("CET", 3600)
	if frame := plainFrame(m.View(local, 80, 24)); !strings.Contains(frame, "created        2026-11-21 15:02:08.000 CET  12s ago") {
		t.Errorf("local times:\n%s", frame)
	}
}

func TestLineageNamesTheOriginalAndThisRun(t *testing.T) {
	m := opened(failedRun())
	m.SetLineage(lineage())
	press(m, "G")
	mustSee(t, m, "lineage        ◷ timeout", originalID+"  original", runID+"  this run")
}

func TestTabsGoRound(t *testing.T) {
	m := opened(numbered(3))
	press(m, "tab")
	mustSee(t, m, `"row 002"`)
	press(m, "[", "[")
	mustSee(t, m, `"runData": [`)
	press(m, "l")
	mustSee(t, m, "✓ completed", "created")
}

func TestWhatIsNoJSONIsShownAsText(t *testing.T) {
	d := output("{}")
	d.RunData = json.RawMessage("<html>\n<p>Bad gateway")
	m := opened(d)
	press(m, "]")
	mustSee(t, m, "<html>", "<p>Bad gateway")
	m.SetDetail(output(strings.Repeat("[", 1_000_000)))
	mustSee(t, m, "[[[[[[")
}

func TestDeepNestingStaysSmall(t *testing.T) {
	deep := strings.Repeat(`[`, 9000) + strings.Repeat(`]`, 9000)
	m := opened(output(deep))
	press(m, "]", "G")
	mustSee(t, m, "17,999 of 17,999")
	if text := m.Text(); len(text) > 300*18_000 {
		t.Errorf("9,000 levels make %d bytes of text", len(text))
	}
}

func TestOtherActionsAreLeftToTheRoot(t *testing.T) {
	var intent pane.Intent = press(opened(failedRun()), "r")
	if intent != nil {
		t.Errorf("r answers %#v", intent)
	}
}
