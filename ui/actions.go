package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/compose"
	"fntop/ui/confirm"
	"fntop/ui/draw"
)

// target is the run that a key means: the open one, else the selected one.
func (a *App) target() *model.Run {
	switch {
	case a.contrast != nil:
		return a.store.Run(a.contrast.id)
	case a.detail != nil:
		return a.store.Run(a.detail.pane.ID())
	case a.onMany && !a.onFollow:
		return a.manyTarget()
	case a.onBoard && !a.onFollow:
		return nil
	case a.inboxOnTop():
		return a.groupTarget()
	case a.onFollow:
		if r := a.followed.Selected(); r != nil && a.of(r.Profile) != nil {
			return r.Run
		}
		return nil // of a profile that is off the screen there is no more to do than to look
	}
	return a.runsPane.Selected()
}

// targetTrigger is the trigger that a key means: the selected one in its
// pane, else the one that the run came of, else the one narrowed to.
func (a *App) targetTrigger() *model.Trigger {
	if a.boardOnTop() {
		return nil // it is about functions
	}
	if a.onLists() && a.focus == onTriggers {
		return a.trigPane.Selected()
	}
	if a.onFollow && a.target() == nil {
		if j := a.selectedJob(); j != nil {
			return a.store.Book().Trigger(j.action.Profile, j.action.Trigger.ID)
		}
	}
	if r := a.target(); r != nil {
		if t := a.store.Book().Trigger(r.ID.Profile, r.Trigger.ID); t != nil {
			return t
		}
	}
	return a.store.Book().Trigger(a.filter.Profile, a.filter.Trigger.ID)
}

func triggerRef(t *model.Trigger) model.Ref { return model.Ref{ID: t.ID, Name: t.Name} }

// targetFunction is the function that a key means where it means no trigger:
// the selected one in its pane, else the one whose run it is, else the one
// narrowed to. Anywhere but in its pane that is heeded only where functions
// can be invoked by themselves.
func (a *App) targetFunction() *model.Function {
	if a.boardOnTop() {
		return a.board.Selected()
	}
	if a.onLists() && a.focus == onFunctions {
		return a.fnPane.Selected()
	}
	if a.onLists() && a.focus == onTriggers || a.targetTrigger() != nil {
		return nil
	}
	profile, id := a.filter.Profile, a.filter.Function.ID
	if r := a.target(); r != nil {
		profile, id = r.ID.Profile, r.Function.ID
	}
	if a.of(profile) == nil || a.infoOf(profile).Caps.NoInvokeFunction != "" {
		return nil
	}
	return a.store.Book().Function(profile, id)
}

// askInvoke opens the payload editor for the trigger or function, with the
// payload sent last.
func (a *App) askInvoke() tea.Cmd {
	action := model.Action{Kind: model.Invoke}
	if f := a.targetFunction(); f != nil {
		action.Profile, action.Function = f.Profile, model.Ref{ID: f.ID, Name: f.Name}
	} else {
		t := a.targetTrigger()
		action.Profile, action.Trigger = t.Profile, triggerRef(t)
	}
	action.Payload = a.payloads[payloadOf{action.Profile, action.Invoked().ID}]
	return a.compose(action)
}

// askRerun asks to confirm a rerun, or opens the editor for its parameters.
func (a *App) askRerun(edited bool) tea.Cmd {
	r := a.target()
	action := model.Action{Kind: model.Rerun, Profile: r.ID.Profile, Run: r.ID, Trigger: r.Trigger}
	if !edited {
		return a.confirm(action)
	}
	action.Override = a.inputOf(r)
	return a.compose(action)
}

// askPause asks to pause or resume the trigger, or, of a run that its backend
// can cancel, what to do with that.
func (a *App) askPause() tea.Cmd {
	if r := a.stoppable(); r != nil {
		return a.askStop(r)
	}
	t := a.targetTrigger()
	kind := model.Pause
	if !t.Enabled {
		kind = model.Resume
	}
	return a.confirm(model.Action{Kind: kind, Profile: t.Profile, Trigger: triggerRef(t)})
}

// compose opens the editor for an action's payload.
func (a *App) compose(action model.Action) tea.Cmd {
	text, hint := string(action.Payload), "The payload of this invocation, as JSON."
	title := "Invoke " + a.targetOf(action)
	if action.Kind == model.Rerun {
		text = string(action.Override)
		title = "Rerun " + a.targetOf(action)
		hint = "Parameters to replace, as JSON. Those not named stay as they were."
	}
	if text == "" {
		text = "{}"
	}
	a.overlay = compose.New(compose.Options{
		Title: title, Hint: hint, Text: text, Action: action, WithRerunFields: a.takesReason(action),
	})
	return nil
}

// confirm asks before an action is sent.
func (a *App) confirm(action model.Action) tea.Cmd {
	o := confirm.Options{Verb: action.Kind.String(), Action: action, Lines: a.confirmLines(action)}
	switch action.Kind {
	case model.Invoke:
		o.Payload = string(action.Payload)
	case model.Rerun:
		o.Payload = string(action.Override)
		o.Warning = capital(a.againOf(action).Anew)
		// Of what was edited they were asked for in the editor, to which the
		// question gives way.
		o.WithRerunFields = a.under == nil && a.takesReason(action)
	}
	if action.OfRun() {
		o.Warning = stopWarning
	}
	if a.infoOf(action.Profile).TypeName {
		o.TypeName = a.nameToType(action)
	}
	a.overlay = confirm.New(o)
	return nil
}

// takesReason reports whether the action can carry a reason and a choice of
// code.
func (a *App) takesReason(action model.Action) bool {
	return action.Kind == model.Rerun && a.againOf(action).Anew == "" && a.infoOf(action.Profile).Caps.NoReason == ""
}

func (a *App) confirmLines(action model.Action) []confirm.Line {
	lines := make([]confirm.Line, 0, 8)
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, confirm.Line{Label: label, Value: value})
		}
	}
	if r := a.store.Run(action.Run); r != nil {
		add("run", r.ID.ID)
		add("function", r.Function.Label())
		add("status", r.Status.String())
		add("error", firstLine(r.ErrorMessage))
	}
	if again := a.againOf(action); action.Kind == model.Rerun && !again.From.IsZero() {
		add("again", a.sinceThen(action.Run, again.From))
	}
	add("trigger", action.Trigger.Label())
	add("function", action.Function.Label())
	info := a.infoOf(action.Profile)
	if t := a.store.Book().Trigger(action.Profile, action.Trigger.ID); t != nil && action.Kind != model.Rerun {
		add("function", t.Function.Label())
	}
	add("workspace", info.Workspace)
	add("profile", info.Profile)
	if a.under != nil && a.takesReason(action) {
		code := "of the original run"
		if action.LatestCode {
			code = "the latest"
		}
		add("code", code)
		add("reason", action.Reason)
	}
	return lines
}

// sinceThen says how many runs of the run's function are done once more where
// all since a time are: as many as are known, which may not be all.
func (a *App) sinceThen(id model.RunID, from time.Time) string {
	r := a.store.Run(id)
	if r == nil {
		return ""
	}
	n, s := 0, functionSource(r)
	for _, x := range a.store.Newest() {
		if functionSource(x) == s && !x.IsRerun.Value && !x.When().Before(from) {
			n++
		}
	}
	text := draw.Count(n) + " runs since "
	if !a.reaches(list{source: s}, from) {
		text = "at least " + text
	}
	return text + from.In(a.times.Zone(a.o.Zone)).Format("2006-01-02 15:04 MST")
}

// againOf is how the run of an action is run again.
func (a *App) againOf(action model.Action) model.Again {
	return a.infoOf(action.Profile).Caps.AgainOf(a.store.Run(action.Run))
}

// nameToType is what a careful profile has a person type: the trigger's name,
// or where a run has none, its function's.
func (a *App) nameToType(action model.Action) string {
	for _, ref := range []model.Ref{action.Trigger, action.Function} {
		if name := ref.Label(); name != "" {
			return name
		}
	}
	if r := a.store.Run(action.Run); r != nil {
		return r.Function.Label()
	}
	return a.infoOf(action.Profile).Workspace
}

// payloadOf names the trigger or function that a payload was sent to.
type payloadOf struct{ profile, id string }

// remember keeps a payload for the next time, while fntop runs.
func (a *App) remember(action model.Action) {
	if action.Kind == model.Invoke {
		a.payloads[payloadOf{action.Profile, action.Invoked().ID}] = action.Payload
	}
}

// targetOf names what an action is about, visible.
func (a *App) targetOf(action model.Action) string {
	if action.Kind == model.Rerun || action.OfRun() {
		if r := a.store.Run(action.Run); r != nil {
			return a.runName(r)
		}
		return "run " + model.Visible(action.Run.ID)
	}
	if action.Trigger.ID == "" {
		return `function "` + model.Visible(action.Function.Label()) + `"`
	}
	return `trigger "` + model.Visible(action.Trigger.Label()) + `"`
}

func (a *App) runName(r *model.Run) string {
	return "run " + draw.ShortID(model.Visible(r.ID.ID)) + " of " + model.Visible(r.Function.Label())
}
