package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// What is copied of a run. Notices say them, and partOf knows the payloads.
const (
	errorPart  = "error message"
	outputPart = "output"
	inputPart  = "input"
)

// offers are what a copy menu has. What is empty is not on offer.
type offers []palette.Item

func (o *offers) add(what, text, note string) {
	if text == "" {
		return
	}
	plain := note != ""
	if note == "" {
		note = firstLine(draw.Clip(text, 200))
	}
	*o = append(*o, palette.Item{Text: what, Note: note, Intent: pane.Copy{What: what, Text: text, Plain: plain}})
}

// payloadMost is how large a payload may be to be copied. Clipboards that are
// machines' own take more, but nobody pastes that.
const payloadMost = 8 << 20

// payload offers JSON as it was received, without a copy of what is too large.
func (o *offers) payload(what string, raw []byte) {
	if len(raw) > payloadMost {
		*o = append(*o, palette.Item{Text: what, Disabled: "too large to be copied (" + draw.Bytes(int64(len(raw))) + "); it can be written to a file"})
		return
	}
	o.add(what, string(raw), "")
}

// id offers a text that says no more than which thing is meant.
func (o *offers) id(what, text string) {
	if text != "" {
		*o = append(*o, palette.Item{Text: what, Note: draw.Clip(text, 200), Intent: pane.Copy{What: what, Text: text, Plain: true}})
	}
}

// later offers a part of a run that has to be read first.
func (o *offers) later(r *model.Run, what string) {
	*o = append(*o, palette.Item{Text: what, Note: "reads the run first", Intent: pane.CopyOf{Run: r.ID, What: what}})
}

// request offers how others ask for what is shown. Notes do not repeat the
// address: what a command is for says more.
func (o *offers) request(r api.Request, ok bool, what string) {
	if ok {
		o.add("link", r.URL, "the address "+what+" has in the backend's API")
		o.add("curl", r.Curl(), "reads "+what+"; a variable stands for the secret")
	}
}

// openCopy lists what can be copied of what is open or selected.
func (a *App) openCopy() tea.Cmd {
	var o offers
	title := "Copy"
	switch t, f := a.pickedTrigger(), a.pickedFunction(); {
	case t != nil:
		title = "Copy of trigger " + model.Visible(t.Name)
		a.offerTrigger(&o, t)
	case f != nil:
		title = "Copy of function " + model.Visible(f.Name)
		a.offerFunction(&o, f)
	default:
		a.offerRun(&o, a.target())
	}
	a.overlay = palette.New(palette.Options{Title: title, Items: o, Filter: true, Empty: "nothing of that name"})
	return nil
}

// pickedTrigger is the trigger that is selected, while its pane has the keys.
func (a *App) pickedTrigger() *model.Trigger {
	if a.onLists() && a.focus == onTriggers {
		return a.trigPane.Selected()
	}
	return nil
}

func (a *App) pickedFunction() *model.Function {
	if a.onLists() && a.focus == onFunctions {
		return a.fnPane.Selected()
	}
	return nil
}

func (a *App) offerRun(o *offers, r *model.Run) {
	if a.detail != nil && a.contrast == nil {
		a.offerSelected(o)
		a.offerAnswer(o, r)
	}
	o.id("run id", r.ID.ID)
	a.offerMarked(o)
	full := a.fullOf(r)
	switch {
	case full != nil:
		o.add(errorPart, full.ErrorMessage, "")
	case r.ErrorCut:
		o.later(r, errorPart)
	default:
		o.add(errorPart, r.ErrorMessage, "")
	}
	if full != nil {
		o.payload(outputPart, full.RunData)
	} else if r.Status.Over() {
		o.later(r, outputPart)
	}
	o.payload(inputPart, a.inputOf(r))
	if line, ok := draw.RunCommand(r.ID); ok {
		o.id("fntop command", line)
	}
	if info := a.infoOf(r.ID.Profile); info.RunPage != "" {
		o.id("page", api.RunPage(info.RunPage, info.Workspace, r))
	}
	if l := a.linker(r.ID.Profile); l != nil {
		request, ok := l.RunRequest(r)
		o.request(request, ok, "the run")
	}
	o.id("error code", r.ErrorCode)
	o.id("job id", r.JobID)
	o.id("function id", r.Function.ID)
	o.id("trigger id", r.Trigger.ID)
	if a.onLists() {
		o.id("list command", a.listCommand())
	}
}

// offerSelected offers the value under the cursor of a payload: a text as it
// reads, and anything as the JSON that was received.
func (a *App) offerSelected(o *offers) {
	raw, ok := a.detail.pane.SelectedValue()
	if !ok {
		return
	}
	var text string
	if len(raw) > 0 && len(raw) <= payloadMost && raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		o.add("text", text, "")
	}
	o.payload("value", raw)
	o.id("path", a.detail.pane.SelectedPath())
}

// offerAnswer offers what a jq expression made of the open tab, and the
// command that makes the same of it in a shell.
func (a *App) offerAnswer(o *offers, r *model.Run) {
	expr, of, raw, ok := a.detail.pane.Answered()
	if !ok {
		return
	}
	o.payload("jq result", raw)
	if of == "" {
		return
	}
	words := []string{"fntop", "run", "--profile", r.ID.Profile, "--jq", of + " | " + expr, "--", r.ID.ID}
	if line, ok := draw.Command(words...); ok {
		o.id("jq command", line)
	}
}

// offerMarked offers the ids of the marked runs, a line each, in the order of
// their ids: which runs are shown has no say in it.
func (a *App) offerMarked(o *offers) {
	ids := make([]string, 0, len(a.marks.set))
	for id := range a.marks.set {
		ids = append(ids, id.ID)
	}
	if len(ids) > 0 {
		slices.Sort(ids)
		o.add("marked ids", strings.Join(ids, "\n")+"\n", draw.Count(len(ids))+" of marked runs, a line each")
	}
}

func (a *App) offerTrigger(o *offers, t *model.Trigger) {
	o.id("trigger id", t.ID)
	o.id("name", t.Name)
	o.id("path", t.Path)
	o.id("schedule", t.Schedule)
	o.id("event", t.Event)
	if a.infoOf(t.Profile).Caps.NoTriggerRuns == "" {
		a.offerList(o, t.Profile, "--trigger", t.ID, model.Ask{Trigger: t.ID, Limit: listed})
	}
	o.id("function id", t.Function.ID)
}

func (a *App) offerFunction(o *offers, f *model.Function) {
	o.id("function id", f.ID)
	o.id("name", f.Name)
	a.offerList(o, f.Profile, "--function", f.ID, model.Ask{Function: f.ID, Limit: listed})
}

// listed is how many runs a command copied for a list reads: as many as fntop
// runs prints.
const listed = 20

func (a *App) offerList(o *offers, profile, flag, id string, ask model.Ask) {
	if line, ok := draw.Command("fntop", "runs", "--profile", profile, flag, id); ok {
		o.id("fntop command", line)
	}
	if l := a.linker(profile); l != nil {
		request, ok := l.RunsRequest(ask)
		o.request(request, ok, "the list of its runs")
	}
}

// linker is what tells a profile's links; nil where nothing does.
func (a *App) linker(profile string) api.Linker {
	if m := a.of(profile); m != nil {
		l, _ := api.LinkerOf(m.p)
		return l
	}
	return nil
}

// fullOf is the run as it was read in full; nil where only a list has it.
func (a *App) fullOf(r *model.Run) *model.RunDetail {
	if a.detail == nil || a.detail.full == nil || a.detail.full.ID != r.ID {
		return nil
	}
	return a.detail.full
}

// partOf is a part of a run for the clipboard: payloads as they were received.
func partOf(d *model.RunDetail, what string) string {
	switch what {
	case errorPart:
		return d.ErrorMessage
	case inputPart:
		return string(d.Input)
	}
	return string(d.RunData)
}

// listCommand is the command that lists what the table shows. What cannot be
// written so that a shell takes it leaves nothing to copy.
func (a *App) listCommand() string {
	words := []string{"fntop", "runs"}
	names := make([]string, 0, len(a.members))
	for _, m := range a.members {
		names = append(names, m.info.Profile)
	}
	words = append(words, "--profile", strings.Join(names, ","))
	if a.filter.Trigger.ID != "" {
		words = append(words, "--trigger", a.filter.Trigger.ID)
	}
	if a.filter.Function.ID != "" {
		words = append(words, "--function", a.filter.Function.ID)
	}
	var statuses []string
	for _, s := range model.Statuses {
		if a.filter.Statuses.Has(s) && a.filter.Statuses != 0 {
			statuses = append(statuses, s.String())
		}
	}
	if len(statuses) > 0 {
		words = append(words, "--status", strings.Join(statuses, ","))
	}
	query := strings.TrimSpace(a.query + " " + a.filter.Window.String())
	if query != "" {
		words = append(words, "--query", query)
	}
	line, _ := draw.Command(append(words, "--limit", fmt.Sprint(model.MaxLimit))...)
	return line
}
