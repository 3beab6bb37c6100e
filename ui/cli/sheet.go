package cli

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// sheet is one run for a person to read: what is known, a line each, then the
// whole error and what the function returned and was given.
func (a *app) sheet(r *model.RunDetail) []byte {
	s := sheet{labels: 14}
	s.line("run", r.ID.ID)
	s.line("profile", r.ID.Profile)
	s.line("status", statusText(&r.Run))
	s.line("function", named(r.Function))
	trigger := named(r.Trigger)
	if r.TriggerType != "" {
		trigger = strings.TrimSpace(trigger + " [" + r.TriggerType + "]")
	}
	s.line("trigger", trigger)
	s.line("source", r.Source)
	s.line("job", r.JobID)
	s.line("created", a.fullTime(r.Created))
	s.line("started", a.fullTime(r.Started))
	s.line("ended", a.fullTime(r.Ended))
	if d, ok := r.Elapsed(a.Clock.Now()); ok {
		s.line("took", draw.Took(d))
	}
	if r.IsRerun.Value || r.OriginalRunID != "" {
		s.line("rerun of", r.OriginalRunID)
		s.line("rerun by", r.RerunBy)
		s.line("reason", r.RerunReason)
	}
	if r.RerunCount.Value > 0 {
		s.line("reruns", strconv.FormatInt(r.RerunCount.Value, 10))
	}
	s.line("version", r.FunctionVersion)
	s.line("code hash", r.FunctionCodeHash)
	if r.MemoryBytes.Known {
		s.line("memory", strconv.FormatInt(r.MemoryBytes.Value, 10)+" bytes")
	}
	if r.CPUSeconds.Known {
		s.line("cpu", strconv.FormatFloat(r.CPUSeconds.Value, 'f', -1, 64)+"s")
	}
	s.line("orchestration", strings.TrimSpace(r.OrchestrationRunID+" "+r.OrchestrationStepID))
	s.line("data stripped", a.fullTime(r.Stripped))
	s.line("archived", a.fullTime(r.Archived))
	s.line("error code", r.ErrorCode)
	s.block("error", model.VisibleLines(r.ErrorMessage))
	s.block("run data", jsonLines(r.RunData))
	s.block("input", jsonLines(r.Input))
	return s.out
}

func named(r model.Ref) string {
	if r.Name == "" || r.ID == "" {
		return r.Label()
	}
	return r.Name + " (" + r.ID + ")"
}

func (a *app) fullTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(a.Zone).Format("2006-01-02 15:04:05.000 -07:00")
}

type sheet struct {
	labels int
	out    []byte
}

// line adds what is known.
func (s *sheet) line(label, value string) {
	if value = model.Visible(value); value == "" {
		return
	}
	s.out = append(s.out, label...)
	for range s.labels - len(label) + 1 {
		s.out = append(s.out, ' ')
	}
	s.out = append(append(s.out, value...), '\n')
}

// block adds text of several lines, indented: no line of it can be taken for
// one of the sheet's own.
func (s *sheet) block(label string, lines []string) {
	if len(lines) == 0 {
		return
	}
	s.out = append(append(s.out, '\n'), label...)
	s.out = append(s.out, '\n')
	for _, line := range lines {
		s.out = append(append(append(s.out, "  "...), line...), '\n')
	}
}

func jsonLines(raw json.RawMessage) []string {
	if len(raw) == 0 {
		return nil
	}
	pretty := appendPretty(nil, appendValue(nil, raw), "")
	return model.VisibleLines(string(pretty))
}
