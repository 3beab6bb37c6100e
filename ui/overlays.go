package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/help"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

func (a *App) openHelp() tea.Cmd {
	a.overlay = help.New()
	return nil
}

// openCommands lists every action by name, with its key and, where it cannot
// act now, why.
func (a *App) openCommands() tea.Cmd {
	items := make([]palette.Item, 0, 64)
	for _, group := range []keymap.Group{keymap.Acting, keymap.Finding, keymap.Reading, keymap.Staying, keymap.Moving} {
		for _, action := range keymap.All() {
			if action.Group() != group {
				continue
			}
			items = append(items, palette.Item{
				Text: action.Name(), Note: action.Help(), Right: a.o.Keys.Key(action),
				Disabled: a.unavailable(action), Intent: pane.Act{Action: action},
			})
		}
	}
	a.overlay = palette.New(palette.Options{Title: "Commands", Items: items, Filter: true, Empty: "no such command"})
	return nil
}

// goToRuns is how many of the newest runs go-to finds: sahilm/fuzzy takes half
// a millisecond for a thousand names.
const goToRuns = 2000

func (a *App) openGoTo() tea.Cmd {
	whose := func(what, profile string) string {
		if len(a.members) < 2 {
			return what
		}
		return what + " · " + profile
	}
	items := make([]palette.Item, 0, len(a.triggers)+len(a.functions)+goToRuns)
	for i := range a.triggers {
		t := &a.triggers[i]
		items = append(items, palette.Item{Text: t.Name, Note: whose("trigger", t.Profile), Right: string(t.Type), Glyph: theme.TriggerGlyph(t.Type),
			Style: a.o.Theme.Accent, Intent: pane.GoTrigger{Profile: t.Profile, ID: t.ID}})
	}
	for i := range a.functions {
		f := &a.functions[i]
		what, glyph := "function", "ƒ"
		if f.Delivers {
			what, glyph = "pathway", "→"
		}
		items = append(items, palette.Item{Text: f.Name, Note: whose(what, f.Profile), Glyph: glyph, Style: a.o.Theme.Accent,
			Intent: pane.GoFunction{Profile: f.Profile, ID: f.ID}})
	}
	newest := a.store.Newest()
	for _, r := range newest[:min(goToRuns, len(newest))] {
		items = append(items, palette.Item{Text: r.ID.ID, Note: whose(r.Function.Label(), r.ID.Profile), Right: r.Status.String(),
			Glyph: theme.Glyph(r.Status), Style: a.o.Theme.Status(r.Status), Intent: pane.GoRun{ID: r.ID}})
	}
	a.overlay = palette.New(palette.Options{Title: "Go to", Items: items, Filter: true, Empty: "nothing of that name"})
	return nil
}

func (a *App) openStatuses() tea.Cmd {
	statuses := a.statuses()
	items := make([]palette.Item, len(statuses))
	for i, s := range statuses {
		items[i] = palette.Item{Text: s.String(), Glyph: theme.Glyph(s), Style: a.o.Theme.Status(s),
			Checked: a.filter.Statuses.Has(s), Intent: pane.SetStatuses{Statuses: []model.Status{s}}}
	}
	a.overlay = palette.New(palette.Options{Title: "Show runs that are (none ticked: all)", Items: items, Multi: true,
		Apply: func(checked []int) pane.Intent {
			var set []model.Status
			for _, i := range checked {
				set = append(set, statuses[i])
			}
			return pane.SetStatuses{Statuses: set}
		}})
	return nil
}

// openSort lists the orders, each column both ways, the present one ticked.
func (a *App) openSort() tea.Cmd {
	var items []palette.Item
	for _, c := range model.Columns {
		first := model.FirstWay(c)
		for _, s := range []model.Sort{first, {Column: c, Descending: !first.Descending}} {
			arrow := "↑"
			if s.Descending {
				arrow = "↓"
			}
			note := ""
			if s == a.order {
				note = "now"
			}
			items = append(items, palette.Item{Text: c.String() + " " + arrow, Note: note, Intent: pane.SetSort{Sort: s}})
		}
	}
	a.overlay = palette.New(palette.Options{Title: "Order by", Items: items, Filter: true, Empty: "no such column"})
	return nil
}

func (a *App) openWindow() tea.Cmd {
	items := []palette.Item{{Text: "all", Note: "however old", Intent: pane.SetWindow{}}}
	for _, w := range []struct {
		text string
		last time.Duration
	}{
		{"15m", 15 * time.Minute}, {"1h", time.Hour}, {"6h", 6 * time.Hour}, {"24h", 24 * time.Hour}, {"7d", 7 * 24 * time.Hour},
	} {
		items = append(items, palette.Item{Text: w.text, Intent: pane.SetWindow{Window: model.Window{Last: w.last}}})
	}
	now, zone := a.theirNow(), a.o.Zone
	a.overlay = palette.New(palette.Options{Title: "Created within", Items: items, Filter: true,
		Empty: "a duration such as 90m or 3d, or a time such as 2026-11-21T14:00",
		Free: func(text string) (pane.Intent, error) {
			at, err := model.ParseWhen(text, now, zone)
			if err != nil {
				return nil, err
			}
			if d, err := model.ParseSpan(text); err == nil {
				return pane.SetWindow{Window: model.Window{Last: d}}, nil
			}
			return pane.SetWindow{Window: model.Window{Since: at}}, nil
		}})
	return nil
}

// openFilter opens the filter line with the query in force.
func (a *App) openFilter() tea.Cmd {
	a.toLists()
	a.barQuery = a.query
	a.bar.Open(a.query, a.words(), a.o.Zone)
	a.barOpen, a.barFrom = true, a.runsPane.Here()
	return nil
}

// words are what the filter line can complete: names that are there.
func (a *App) words() model.Words {
	var w model.Words
	for i := range a.functions {
		w.Functions = append(w.Functions, a.functions[i].Name)
	}
	for i := range a.triggers {
		w.Triggers = append(w.Triggers, a.triggers[i].Name)
	}
	for _, m := range a.members {
		w.Profiles = append(w.Profiles, m.info.Profile)
	}
	sources, codes := map[string]bool{}, map[string]bool{}
	newest := a.store.Newest()
	for _, r := range newest[:min(goToRuns, len(newest))] {
		if r.Source != "" && !sources[r.Source] {
			sources[r.Source] = true
			w.Sources = append(w.Sources, r.Source)
		}
		if r.ErrorCode != "" && !codes[r.ErrorCode] {
			codes[r.ErrorCode] = true
			w.Codes = append(w.Codes, r.ErrorCode)
		}
	}
	return w
}
