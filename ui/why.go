package ui

import (
	"strings"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
)

// unavailable says why an action cannot be done now, or nothing when it can.
// The footer says it when the key is pressed, the command palette beside the
// action's name.
func (a *App) unavailable(action keymap.Action) string {
	if a.start != nil {
		switch action {
		case keymap.Quit, keymap.QuitNow, keymap.Help, keymap.Suspend, keymap.Redraw, keymap.Back,
			keymap.Up, keymap.Down, keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom, keymap.Open:
			return ""
		}
		return "No profile is open yet. Enter opens what is marked."
	}
	if a.log != nil {
		switch action {
		case keymap.Invoke, keymap.Rerun, keymap.RerunEdited, keymap.PauseTrigger, keymap.Copy, keymap.Editor, keymap.Pager, keymap.Browse, keymap.Save, keymap.Bundle:
			return "That is about a run, and none is on this screen. Go back first."
		}
	}
	if a.travel != nil && a.log == nil {
		return a.whyNotInPast(action)
	}
	switch action {
	case keymap.TimeTravel:
		if a.o.Past == nil {
			return "Nothing of the past is kept."
		}
	case keymap.Earlier, keymap.Later, keymap.MuchEarlier, keymap.MuchLater:
		return "That is for the past: " + a.o.Keys.Key(keymap.TimeTravel) + " goes there."
	case keymap.Invoke:
		return a.whyNotInvoke()
	case keymap.Acknowledge, keymap.Regroup:
		return a.whyNoGroup()
	case keymap.Rerun:
		if a.inboxOnTop() {
			return a.whyNotGroupRerun()
		}
		if a.meansMany() {
			return a.whyNotMany()
		}
		return a.whyNotRerun()
	case keymap.RerunEdited:
		return a.whyNotRerunEdited()
	case keymap.Bulk:
		return a.whyNotBulk()
	case keymap.PauseTrigger:
		return a.whyNotPause()
	case keymap.Profiles:
		if len(a.choices()) < 2 {
			return "There is one profile only. " + a.another()
		}
	case keymap.Follow:
		return a.whyNotFollow()
	case keymap.Mark, keymap.MarkRange, keymap.MarkAll, keymap.ClearMarks:
		return a.whyNotMark(action)
	case keymap.Copy:
		if a.target() == nil && a.pickedTrigger() == nil && a.pickedFunction() == nil {
			return "There is nothing to copy from. Select a run, a trigger or a function first."
		}
	case keymap.Lineage:
		return a.whyNotLineage()
	case keymap.Difference:
		return a.whyNotDifference()
	case keymap.Editor, keymap.Pager, keymap.Save:
		if a.contrast != nil {
			return "That reads one run, and two are on this screen. Go back first."
		}
		if a.target() == nil {
			return "There is no run to read. Select one first."
		}
	case keymap.Bundle:
		if a.target() == nil {
			return "There is no run to gather anything about. Select one first."
		}
	case keymap.Browse:
		if t := a.pickedTrigger(); t != nil && !t.HasInbox {
			return model.Visible(t.Name) + " has no inbox. In the table this opens a run."
		} else if t != nil {
			return ""
		}
		if r := a.target(); r == nil {
			return "There is no run to open. Select one first."
		} else if a.addressOf(r) == "" && len(a.linksOf(r)) == 0 {
			return "No address of this run is known."
		}
	case keymap.Zoom:
		switch {
		case !a.onLists():
			return "This fills the screen already."
		case !a.zoomed && a.w < middle:
			return "One pane fills a screen of under 100 columns already."
		}
	case keymap.Open:
		if a.detail != nil {
			return "The run is open already."
		}
	case keymap.PaneTriggers, keymap.PaneFunctions:
		if a.small() {
			return "That pane needs a screen of 60 columns and 12 rows."
		}
	case keymap.PanePreview:
		if a.w < wide || a.h < 24 {
			return "The preview needs a screen of 120 columns. Open the run instead."
		}
	case keymap.NextTab, keymap.PrevTab, keymap.Search, keymap.NextMatch, keymap.PrevMatch:
		if a.detail == nil && a.contrast == nil {
			return "That is for an open run. Open one first."
		}
	case keymap.Fold, keymap.FoldAll, keymap.UnfoldAll, keymap.FlatText, keymap.JQ:
		if a.detail == nil || a.contrast != nil {
			return "That is for an open run. Open one first."
		}
		return a.detail.pane.WhyNot(action)
	}
	return ""
}

func (a *App) whyNotInvoke() string {
	if f := a.targetFunction(); f != nil {
		return a.whyNotInvokeFunction(f)
	}
	t := a.targetTrigger()
	if t == nil {
		return a.whyNotAny("There is no trigger to invoke. Select one in the triggers pane.", func(c api.Caps) string { return c.NoInvoke })
	}
	info := a.infoOf(t.Profile)
	switch {
	case info.ReadOnly:
		return readOnly
	case info.Caps.NoInvoke != "":
		return capital(info.Caps.NoInvoke) + "."
	case t.WhyNotInvoke() != "":
		return model.Visible(t.Name) + ": " + t.WhyNotInvoke() + "."
	}
	return ""
}

// whyNotInvokeFunction says why a function cannot be invoked by itself, and
// which of its triggers can be instead.
func (a *App) whyNotInvokeFunction(f *model.Function) string {
	info := a.infoOf(f.Profile)
	switch {
	case info.ReadOnly:
		return readOnly
	case info.Caps.NoInvoke != "":
		return capital(info.Caps.NoInvoke) + "."
	case info.Caps.NoInvokeFunction == "":
		return ""
	}
	var names []string
	for i := range a.triggers {
		if t := &a.triggers[i]; t.Profile == f.Profile && t.Function.ID == f.ID && t.WhyNotInvoke() == "" {
			names = append(names, model.Visible(t.Name))
		}
	}
	text := capital(info.Caps.NoInvokeFunction)
	switch len(names) {
	case 0:
		return text + "; " + model.Visible(f.Name) + " has none that can be invoked by hand."
	case 1:
		return text + ": invoke " + names[0] + " in the triggers pane."
	}
	return text + ": invoke one of " + strings.Join(names, ", ") + " in the triggers pane."
}

func (a *App) whyNotRerun() string {
	r := a.target()
	if r == nil {
		return a.whyNotAny("There is no run to run again. Select one first.", func(c api.Caps) string { return c.NoRerun })
	}
	info := a.infoOf(r.ID.Profile)
	switch {
	case info.ReadOnly:
		return readOnly
	case info.Caps.AgainOf(r).No != "":
		return capital(info.Caps.AgainOf(r).No) + "."
	case r.Unfinished():
		return "The run is " + r.Status.String() + ". It can be run again once it is over."
	}
	return ""
}

func (a *App) whyNotRerunEdited() string {
	why := a.whyNotRerun()
	if r := a.target(); r != nil && why == "" {
		if no := a.infoOf(r.ID.Profile).Caps.AgainOf(r).NoInput; no != "" {
			why = capital(no) + "."
		}
	}
	return why
}

func (a *App) whyNotPause() string {
	if r := a.stoppable(); r != nil {
		return a.whyNotStop(r)
	}
	t := a.targetTrigger()
	if t == nil {
		return a.whyNotAny("There is no trigger to pause. Select one in the triggers pane.", func(c api.Caps) string { return c.NoPause })
	}
	info := a.infoOf(t.Profile)
	switch {
	case info.ReadOnly:
		return readOnly
	case info.Caps.NoPause != "":
		return capital(info.Caps.NoPause) + "."
	case t.WhyNotPause() != "":
		return model.Visible(t.Name) + ": " + t.WhyNotPause() + "."
	}
	return ""
}

// whyNotAny is why an action that has nothing to act on cannot be done: for
// want of it, unless no profile could do it anyway.
func (a *App) whyNotAny(missing string, cannot func(api.Caps) string) string {
	why := ""
	for _, m := range a.members {
		switch {
		case m.info.ReadOnly:
			why = readOnly
		case cannot(m.info.Caps) != "":
			why = capital(cannot(m.info.Caps)) + "."
		default:
			return missing
		}
	}
	return why
}

// readOnly is why nothing can be changed.
const readOnly = "Read-only: this profile changes nothing. Start without read-only mode to act."
