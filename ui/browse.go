package ui

import (
	"context"
	"os/exec"
	"runtime"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/browser"
	"fntop/ui/clip"
	"fntop/ui/pane"
)

// startLimit is how long after its start a browser that ends badly has not
// opened anything. What ends later was open.
const startLimit = 10 * time.Second

// browse opens the run in a browser. Where there is none to open it in, the
// address is shown and copied.
func (a *App) browse() tea.Cmd {
	address := a.addressOf(a.target())
	program, ok := browser.Choose(a.o.Env, runtime.GOOS, clip.HasDisplay(a.o.Env, runtime.GOOS), exec.LookPath)
	switch {
	case !browser.Safe(address):
		a.say("The run's address is no address of the web, and was not opened.")
		return nil
	case !ok:
		return a.instead(address, "No browser here (BROWSER names one)")
	case program.Terminal && a.o.Screen != nil:
		args := program.Command(address)
		return a.o.Screen.Run(exec.CommandContext(a.ctx, args[0], args[1:]...), func(err error) tea.Msg { return shownMsg{program.Name, err} })
	}
	a.say("Opening the run with " + program.Name + ": " + address)
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
	if l := a.linker(r.ID.Profile); l != nil {
		request, _ := l.RunRequest(r)
		return request.URL
	}
	return ""
}
