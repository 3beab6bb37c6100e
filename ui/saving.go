package ui

import (
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/file"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// save asks where the tab of the open run is to be written. A selected run is
// opened for it, as for $EDITOR.
func (a *App) save() tea.Cmd {
	var cmd tea.Cmd
	if a.detail == nil {
		cmd = a.open(a.target().ID)
	}
	p := a.detail.pane
	id, what, ending := p.ID(), p.Showing(), ".json"
	if what == "overview" {
		ending = ".txt"
	}
	a.askPath("Write the "+what+" to", file.Name(ending, "run", short(id), strings.ReplaceAll(what, " ", "-")), pane.WriteTo{Run: id, What: what})
	return cmd
}

// short is the beginning of an id, which names a file well enough.
func short(id model.RunID) string {
	const enough = 13 // a UUID's first two parts
	return id.ID[:min(enough, len(id.ID))]
}

// told is a path for a sentence.
func (a *App) told(path string) string { return file.Told(path, a.home()) }

// askPath asks for the path of what is to be written, with one to begin with.
func (a *App) askPath(title, name string, to pane.WriteTo) {
	a.overlay = palette.New(palette.Options{
		Title: title, Filter: true, Text: name, Does: "write", Empty: "a path; ~ is your home folder",
		Free: func(typed string) (pane.Intent, error) {
			var err error
			to.Path, err = file.Expand(typed, a.home())
			return to, err
		},
	})
}

func (a *App) home() string { return file.Home(a.o.Env) }

// writeTo begins what was asked for, now that it is known where to.
func (a *App) writeTo(i pane.WriteTo) tea.Cmd {
	switch {
	case i.Bundle:
		return a.writeBundle(i)
	case !a.isOpen(i):
		a.say("Nothing was written to " + a.told(i.Path) + ": the " + i.What + " of that run is not open any more.")
		return nil
	}
	a.detail.to, a.detail.then = i, toFile
	return a.readInNow()
}

// isOpen reports whether what is to be written is what is open.
func (a *App) isOpen(to pane.WriteTo) bool {
	return a.detail != nil && a.detail.pane.ID() == to.Run && a.detail.pane.Showing() == to.What
}

// writeOpen writes what the open tab shows.
func (a *App) writeOpen(text string) tea.Cmd {
	a.say("Writing " + a.told(a.detail.to.Path) + " …")
	return writeFile(a.detail.to, []byte(text), "")
}

func writeFile(to pane.WriteTo, data []byte, said string) tea.Cmd {
	return func() tea.Msg { return wroteMsg{to, len(data), said, file.Write(to.Path, data, to.Over)} }
}

// wrote says how it went, and asks where something would be lost.
func (a *App) wrote(msg wroteMsg) tea.Cmd {
	switch {
	case errors.Is(msg.err, file.ErrThere) && a.overlay == nil && !a.barOpen:
		msg.to.Over = true
		a.notice = notice{}
		a.overlay = palette.New(palette.Options{
			Title: a.told(msg.to.Path) + " is there already", Items: []palette.Item{
				{Text: "keep it", Note: "nothing is written", Intent: pane.Close{}},
				{Text: "replace it", Note: "what it holds now is lost", Intent: msg.to},
			},
		})
	case msg.err != nil:
		again := keymap.Save
		if msg.to.Bundle {
			again = keymap.Bundle
		}
		a.say(a.unwritten(msg, a.o.Keys.Key(again)))
	default:
		a.say("Wrote " + sizeOf(msg.size) + " to " + a.told(msg.to.Path) + ", for you alone to read." + msg.said)
	}
	return nil
}
