package ui

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/browser"
	"fntop/ui/clip"
	"fntop/ui/draw"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// startLimit is how long after its start a browser that ends badly has not
// opened anything. What ends later was open.
const startLimit = 10 * time.Second

// browse opens the run in a browser, or the trigger's inbox. Where a run's
// error names addresses, it asks which of these is meant.
func (a *App) browse() tea.Cmd {
	if t := a.pickedTrigger(); t != nil {
		return a.askInbox(t)
	}
	r := a.target()
	address, links := a.addressOf(r), a.linksOf(r)
	if len(links) == 0 {
		return a.browseTo(address, "the run")
	}
	var items []palette.Item
	if address != "" {
		items = append(items, palette.Item{Text: "the run", Note: address, Intent: pane.Browse{Address: address, What: "the run"}})
	}
	for _, link := range links {
		items = append(items, palette.Item{Text: link, Note: "in its error", Intent: pane.Browse{Address: link, What: "what its error names"}})
	}
	a.overlay = palette.New(palette.Options{Title: "Open in a browser", Items: items, Filter: true, Empty: "no such address"})
	return nil
}

// mostLinks is how many addresses of an error are offered.
const mostLinks = 20

// linksOf are the addresses in a run's error, each once: as much of it as is
// known.
func (a *App) linksOf(r *model.Run) (links []string) {
	message := r.ErrorMessage
	if a.detail != nil && a.detail.full != nil && a.detail.full.ID == r.ID {
		message = a.detail.full.ErrorMessage
	}
	message = draw.Clip(message, 1<<20)
	for _, at := range model.Links(message) {
		if link := message[at[0]:at[1]]; len(links) < mostLinks && browser.Safe(link) && !slices.Contains(links, link) {
			links = append(links, link)
		}
	}
	return links
}

// browseTo opens an address in a browser. Where there is none to open it in,
// the address is shown and copied.
func (a *App) browseTo(address, what string) tea.Cmd {
	browsers, _ := a.o.Env("BROWSER")
	program, ok := browser.Choose(browsers, runtime.GOOS, clip.HasDisplay(a.o.Env, runtime.GOOS), exec.LookPath)
	switch {
	case !browser.Safe(address):
		a.say("The address of " + what + " is no address of the web, and was not opened.")
		return nil
	case !ok || a.o.Screen == nil: // no terminal, nobody there
		return a.instead(address, "No browser here (BROWSER names one)")
	case program.Terminal:
		args := program.Command(address)
		return a.o.Screen.Run(exec.CommandContext(a.ctx, args[0], args[1:]...), func(err error) tea.Msg { return shownMsg{program.Name, err} })
	}
	a.say("Opening " + what + " with " + program.Name + ": " + address)
	return startBrowser(a.ctx, program, address, a.now())
}

// startBrowser ends when the browser does, or with fntop.
func startBrowser(ctx context.Context, program browser.Program, address string, at time.Time) tea.Cmd {
	return func() tea.Msg { return browsedMsg{address, at, program.Start(ctx, address)} }
}

func (a *App) browsed(msg browsedMsg) tea.Cmd {
	if msg.err == nil || a.now().Sub(msg.at) >= startLimit {
		return nil
	}
	return a.instead(msg.address, "Not opened: "+msg.err.Error())
}

// instead copies an address that could not be opened, and shows it.
func (a *App) instead(address, why string) tea.Cmd {
	cmd := a.copy(pane.Copy{What: "link", Text: address, Plain: true})
	if cmd == nil && a.o.Screen == nil {
		a.say(why + ". The address: " + address)
		return nil
	}
	a.say(why + ". Copied the address: " + address)
	return cmd
}

// addressOf is where a run is to be seen; empty where nothing tells.
func (a *App) addressOf(r *model.Run) string {
	if r == nil {
		return ""
	}
	if info := a.infoOf(r.ID.Profile); info.RunPage != "" {
		return api.RunPage(info.RunPage, info.Workspace, r)
	}
	if l := a.linker(r.ID.Profile); l != nil {
		request, _ := l.RunRequest(r)
		return request.URL
	}
	return ""
}
