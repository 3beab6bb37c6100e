package detail

import (
	"encoding/json"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

var (
	now  = time.Date(2026, 11, 21, 14, 2, 20, 0, time.UTC)
	keys = keymap.Default()
)

func look() pane.Look {
	return pane.Look{
		Theme: theme.New("dark", theme.TrueColor, theme.Dark), Keys: keys, Now: now,
		Times: draw.Ages, Zone: time.UTC, Focused: true,
	}
}

const (
	runID      = "0192f3a1-7c4e-7b1a-9d3f-2a6be1c04d11"
	originalID = "0192f39f-11aa-7c02-8e57-90b2c6d1aa04"
)

func failedRun() *model.RunDetail {
	r := model.Run{
		ID: model.RunID{Profile: "prod", ID: runID}, Backend: "centrali",
		Status: model.StatusFailure, StatusText: "failure",
		Function:    model.Ref{ID: "7d0c2b9e-0f64-4a39-b2f0-5cc8a3b5d911", Name: "process-order"},
		Trigger:     model.Ref{ID: "c1e5f7aa-3f3e-4dd2-8a43-f2b1aa90e7c3", Name: "order-hook"},
		TriggerType: "http-trigger", Source: "rerun",
		JobID: "job-58213", ExecutionID: "5f3b1d02-6a4b-4c58-9a1c-3f2f4a9be001", Workspace: "acme",
		CreatedBy: "user-41", Created: now.Add(-12 * time.Second), Started: now.Add(-11 * time.Second),
		Ended: now.Add(-9600 * time.Millisecond), Updated: now.Add(-9600 * time.Millisecond),
		ErrorCode:    "E_COUPON",
		ErrorMessage: "Coupon SUMMER-10 expired at checkout step 3\n\n  at applyCoupon (/srv/functions/process-order/checkout.js:118:13)\n  at async processOrder (/srv/functions/process-order/index.js:42:5) while the basket of customer 4711 was being totalled for the second time\n",
		IsRerun:      model.Some(true), RerunCount: model.Some(int64(0)), OriginalRunID: originalID,
		RerunBy: "ada@acme.example", RerunReason: "gateway is back",
		FunctionVersion: "14", FunctionCodeHash: "sha256:9f2c1e77ab0d",
		MemoryBytes: model.Some(int64(191_234_048)), CPUSeconds: model.Some(0.423187),
	}
	return &model.RunDetail{Run: r, Raw: json.RawMessage(`{"id":"` + runID + `","status":"failure","runData":null,"errorCode":"E_COUPON","isRerun":true,"memoryUsage":{"rss":191234048},"tags":[]}`)}
}

func lineage() []*model.Run {
	own := failedRun().Run
	first := own
	first.ID.ID, first.Created = originalID, now.Add(-5*time.Minute)
	first.Status = model.StatusTimeout
	return []*model.Run{&own, &first}
}

func runningRun() *model.RunDetail {
	d := failedRun()
	d.Status, d.StatusText, d.ErrorCode, d.ErrorMessage = model.StatusRunning, "running", "", ""
	d.Ended, d.Created, d.Started = time.Time{}, now.Add(-183*time.Second), now.Add(-182*time.Second)
	d.Updated = d.Started
	d.IsRerun, d.OriginalRunID, d.RerunBy, d.RerunReason = model.Some(false), "", "", ""
	d.Source, d.MemoryBytes, d.CPUSeconds = "http-trigger", model.Opt[int64]{}, model.Opt[float64]{}
	d.Raw = json.RawMessage(`{"id":"` + runID + `","status":"running","runData":null,"endedAt":null,"isRerun":false}`)
	return d
}

func strippedRun() *model.RunDetail {
	d := failedRun()
	d.Status, d.StatusText, d.ErrorCode, d.ErrorMessage = model.StatusCompleted, "completed", "", ""
	d.Created, d.Started = now.Add(-145*time.Hour), now.Add(-145*time.Hour)
	d.Ended = d.Started.Add(1400 * time.Millisecond)
	d.Stripped, d.Archived, d.ArchiveAddress = now.Add(-25*time.Hour), now.Add(-time.Hour), "s3://acme-archive/2026/11/15/0192f3a1"
	d.Updated = d.Archived
	d.Raw = json.RawMessage(`{"id":"` + runID + `","status":"completed","runData":null,"dataStrippedAt":"2026-11-20T13:02:20Z"}`)
	return d
}

// hostile is what must never reach a terminal as it is.
const hostile = "\x1b[31mRED\x1b[2J\x1b]0;owned\x07\x1b]52;c;cGxhbnRlZA==\x07\x1bP+q544e\x1b\\ \u009b31mC1\u009d0;t\u009c " +
	"\u202egpj.exe\u202c \u2066a\u2069\u200f\u200e \x00nul \x7fdel \u0085nel \u200bzw\u200d\ufeff\u2060 \u2028 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301 \xff\xfe \t tab \v\f\b"

func hostileRun() *model.RunDetail {
	d := failedRun()
	d.ErrorMessage = hostile + "\r\n" + strings.Repeat("{\"sku\":\"A-4711\",\"qty\":3},", 4000) + "\r\n\u0301mark 🏽 first\n🏽 skin"
	for _, s := range []*string{
		&d.ErrorCode, &d.StatusText, &d.Function.Name, &d.Function.ID, &d.Trigger.Name, &d.Trigger.ID, &d.TriggerType, &d.Source,
		&d.JobID, &d.ExecutionID, &d.Workspace, &d.CreatedBy, &d.OriginalRunID, &d.RerunBy, &d.RerunReason,
		&d.FunctionVersion, &d.FunctionCodeHash, &d.OrchestrationRunID, &d.OrchestrationStepID, &d.ArchiveAddress, &d.ID.ID,
	} {
		*s = hostile + *s
	}
	inString := strings.NewReplacer(`\`, `\\`, "\x1b", `\u001b`, "\x07", `\u0007`, "\x00", `\u0000`, "\t", `\t`, "\v", `\u000b`, "\f", `\f`, "\b", `\b`).Replace(hostile)
	d.RunData = json.RawMessage(`{"` + inString + `":"` + inString + `","\u202eesc":"\u009b\u200b\u202e \ud800 \u0041\u4e2d\ud83e\uddc0","long":"` +
		strings.Repeat("0123456789abcdef", 6250) + `","東京":"` + strings.Repeat("注文処理", 300) + `","flags":"🇯🇵🇩🇪👩🏽‍🚀👨‍👩‍👧🏳️‍🌈 1️⃣❤️☺︎ क्षत्रिय น้ำ"}`)
	d.Raw = d.RunData
	d.Input = json.RawMessage("not JSON: " + hostile)
	return d
}

// opened is a pane with a run in it.
func opened(d *model.RunDetail) *Model {
	m := New(d.ID)
	m.SetRun(d.Listed())
	m.SetDetail(d)
	return m
}

// press sends keys as the root does.
func press(m *Model, names ...string) pane.Intent {
	var last pane.Intent
	for _, name := range names {
		last = m.Key(keyOf(name), keys.InDetail(name))
	}
	return last
}

func keyOf(name string) tea.KeyMsg {
	switch name {
	case "enter":
		return tea.KeyMsg{Type: tea.KeyEnter}
	case "esc":
		return tea.KeyMsg{Type: tea.KeyEsc}
	case "tab":
		return tea.KeyMsg{Type: tea.KeyTab}
	case "down":
		return tea.KeyMsg{Type: tea.KeyDown}
	case "up":
		return tea.KeyMsg{Type: tea.KeyUp}
	case "pgdown":
		return tea.KeyMsg{Type: tea.KeyPgDown}
	case "backspace":
		return tea.KeyMsg{Type: tea.KeyBackspace}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// searchFor types a query and closes the line.
func searchFor(m *Model, query string) {
	press(m, "/")
	for _, r := range query {
		press(m, string(r))
	}
	press(m, "enter")
}

func output(data string) *model.RunDetail {
	d := runningRun()
	d.Status, d.StatusText = model.StatusCompleted, "completed"
	d.Ended = d.Started.Add(1400 * time.Millisecond)
	d.RunData = json.RawMessage(data)
	d.Raw = json.RawMessage(`{"runData":` + data + `}`)
	return d
}

func plainFrame(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) + "\n" }
