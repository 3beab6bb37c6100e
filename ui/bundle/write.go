package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/mask"
)

const (
	// shownMost is how much of a payload or a message is shown, in bytes.
	shownMost = 64 << 10
	// readMost is how much is read to be masked. What is larger is left out:
	// a piece of it could end within a secret.
	readMost = 4 << 20
	// lineMost is how much of a neighbour's message is shown.
	lineMost = 100
)

// writer writes one bundle.
type writer struct {
	page
	f *Facts
	m *mask.Masker
}

// Write writes the bundle. It goes over everything twice: a secret that only
// its name gives away in the output is masked in the error above it, too. Large
// outputs take a while, so it can be given up; then there is no bundle.
func Write(ctx context.Context, f *Facts, m *mask.Masker) ([]byte, error) {
	m.Until(ctx.Done())
	(&writer{f: f, m: m}).write()
	m.Again()
	w := &writer{f: f, m: m}
	text := w.write()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("write the bundle: %w", err)
	}
	return text, nil
}

func (w *writer) write() []byte {
	r := &w.f.Run.Run
	w.line("# Run ", code(r.ID.ID), ": ", r.Status.String(), "\n")
	w.line("Made by fntop ", w.f.Version, " at ", w.when(w.f.Now), ". Times are in UTC", w.zone(), ".")
	if w.m.IsOff() {
		w.line("**Nothing in it is masked: it may hold secrets and what belongs to people.**")
	} else {
		w.line("What looks like a secret is masked and listed at the end. Read it before you hand it on: not everything can be recognised.")
	}
	w.run(r)
	w.failure(r)
	w.changes(r)
	w.payload("Output", "output", w.f.Run.RunData, w.noOutput(r))
	w.payload("Input", "input", w.f.Input, "Unknown: the backend's API does not return it.")
	w.lineage()
	w.neighbours(r)
	w.timing(r)
	w.missing()
	w.masked()
	return []byte(w.b.String())
}

// value is a text of the run, masked, as a code span.
func (w *writer) value(name, text string) string { return code(w.m.Value("run."+name, name, text)) }

// when is a time in UTC and, where that is another, in the zone.
func (w *writer) when(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	text := at.UTC().Format("2006-01-02T15:04:05.000Z")
	if _, offset := at.In(w.f.Zone).Zone(); offset != 0 {
		text += at.In(w.f.Zone).Format(" (15:04:05 -07:00)")
	}
	return text
}

func (w *writer) zone() string {
	name, offset := w.f.Now.In(w.f.Zone).Zone()
	if offset == 0 {
		return ""
	}
	return ", and in brackets in " + name
}

func (w *writer) run(r *model.Run) {
	w.heading("The run")
	w.head("what", "is")
	add := func(what, value string) {
		if value != "" && value != "–" {
			w.row(what, value)
		}
	}
	status := r.Status.String()
	if r.StatusText != "" && r.StatusText != status {
		status += " (" + w.value("statusText", r.StatusText) + ")"
	}
	add("status", status)
	add("function", w.ref("function", r.Function))
	add("trigger", w.ref("trigger", r.Trigger))
	add("type of the trigger", w.value("triggerType", r.TriggerType))
	add("source", w.value("source", r.Source))
	add("backend", code(r.Backend)+" at "+code(w.f.Info.Host))
	add("workspace", code(w.f.Info.Workspace))
	add("profile", code(r.ID.Profile))
	add("created", w.when(r.Created))
	add("started", w.when(r.Started))
	add("ended", w.when(r.Ended))
	add("updated", w.when(r.Updated))
	if took, ok := r.Elapsed(w.f.Now); ok {
		add("took", draw.Took(took))
	}
	add("version", w.value("functionVersion", r.FunctionVersion))
	add("code hash", w.value("functionCodeHash", r.FunctionCodeHash))
	add("job", w.value("jobId", r.JobID))
	add("execution", w.value("executionId", r.ExecutionID))
	if r.Attempt.Known {
		add("attempt", strconv.FormatInt(r.Attempt.Value.Number, 10)+" "+w.value("attemptId", r.Attempt.Value.ID))
	}
	if r.MemoryBytes.Known {
		add("memory", draw.Bytes(r.MemoryBytes.Value))
	}
	if r.CPUSeconds.Known {
		add("CPU", strconv.FormatFloat(r.CPUSeconds.Value, 'f', -1, 64)+" s")
	}
	add("created by", w.value("createdBy", r.CreatedBy))
	add("orchestration", w.value("orchestrationRunId", r.OrchestrationRunID))
	add("rerun of", w.value("originalRunId", r.OriginalRunID))
	add("rerun by", w.value("rerunBy", r.RerunBy))
	add("reason of the rerun", w.value("rerunReason", r.RerunReason))
	add("output removed", w.when(r.Stripped))
	add("archived", w.when(r.Archived))
	if page := w.f.Info.RunPage; page != "" {
		add("page", w.text("page", api.RunPage(page, w.f.Info.Workspace, r)))
	}
	add("address in the API", w.text("link", w.f.Link))
	add("in fntop", code(w.f.Command))
	add("with curl", w.text("curl", w.f.Curl))
}

// text is a text of our own that holds something of a backend's, masked.
func (w *writer) text(path, text string) string { return code(w.m.Text(path, text)) }

func (w *writer) ref(what string, r model.Ref) string {
	switch {
	case r.ID == "" && r.Name == "":
		return ""
	case r.Name == "" || r.Name == r.ID:
		return w.value(what+"Id", r.ID)
	}
	return w.value(what+"Label", r.Name) + " " + w.value(what+"Id", r.ID)
}

func (w *writer) failure(r *model.Run) {
	if r.ErrorCode == "" && r.ErrorMessage == "" {
		return
	}
	w.heading("Error")
	if r.ErrorCode != "" {
		w.line(w.value("errorCode", r.ErrorCode), "\n")
	}
	if r.ErrorMessage != "" {
		w.long("error", "text", r.ErrorMessage)
	}
}

// long writes a text that is no JSON.
func (w *writer) long(path, language, text string) {
	if len(text) > readMost {
		w.line("It has ", draw.Bytes(int64(len(text))), ", which is too much to be searched for secrets, and is left out.")
		return
	}
	since := w.m.Places()
	w.cut(language, w.m.Text(path, text), since)
}

// cut writes what has been masked since, as much as is shown.
func (w *writer) cut(language, text string, since int) {
	whole := len(text)
	text = draw.Clip(text, shownMost)
	w.m.Shown(since, text)
	w.block(language, text)
	if len(text) < whole {
		w.line("\nCut here: the first ", draw.Bytes(int64(len(text))), " of ", draw.Bytes(int64(whole)), " are shown.")
	}
}

func (w *writer) noOutput(r *model.Run) string {
	switch {
	case !r.Stripped.IsZero():
		return "None any more: it was removed at " + w.when(r.Stripped) + "."
	case !r.Status.Over():
		return "None yet: the run is not over."
	case w.f.Run.Broken:
		return "What the backend sent is no JSON."
	}
	return "None."
}

func (w *writer) payload(title, path string, raw json.RawMessage, none string) {
	w.heading(title)
	switch {
	case len(raw) == 0:
		w.line(none)
		return
	case len(raw) > readMost:
		w.line("It has ", draw.Bytes(int64(len(raw))), ", which is too much to be searched for secrets, and is left out.")
		return
	}
	since := w.m.Places()
	masked, ok := w.m.JSON(path, raw)
	if !ok {
		w.long(path, "text", string(raw))
		return
	}
	var pretty bytes.Buffer
	if json.Indent(&pretty, masked, "", "  ") != nil { // nested too deeply
		pretty.Reset()
		pretty.Write(masked)
	}
	w.cut("json", pretty.String(), since)
}

// missing says what the bundle does not tell because it could not be read.
func (w *writer) missing() {
	if len(w.f.Notes) == 0 {
		return
	}
	w.heading("What could not be read")
	for i, note := range w.f.Notes {
		w.line("- ", w.text(fmt.Sprintf("notes[%d]", i), note))
	}
}

// masked lists the places. What is at a place nobody can tell from it.
func (w *writer) masked() {
	w.heading("What is masked")
	found := w.m.Found()
	switch {
	case w.m.IsOff():
		w.line("Nothing: that was asked for.")
		return
	case len(found) == 0:
		w.line("Nothing: no secret was recognised.")
		return
	}
	w.line("The same number is the same text. `fntop bundle --keep PATH` leaves a place as it is.\n")
	w.head("number", "path", "because of")
	for _, f := range found {
		w.row(strconv.Itoa(f.Number), code(f.Path), code(f.Reason))
	}
}

// oneLine is a message as a cell shows it.
func (w *writer) oneLine(path, text string) string {
	since := w.m.Places()
	first, _, more := strings.Cut(strings.TrimSpace(w.m.Text(path, text)), "\n")
	cut := draw.Clip(first, lineMost)
	w.m.Shown(since, cut)
	if more || len(cut) < len(first) {
		cut += "…"
	}
	return code(cut)
}
