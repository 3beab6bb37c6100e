package ui

import tea "github.com/charmbracelet/bubbletea"

// startDemo opens the embedded demo from the start page, once.
func (a *App) startDemo() tea.Cmd {
	switch {
	case a.o.Demo == nil:
		a.say("This build has no demo.")
		return nil
	case a.beginning:
		return nil
	}
	a.beginning = true
	a.say("Starting the demo …")
	return openDemo(a.ctx, a.o.Demo)
}

// opened takes the provider that was opened from the start page.
func (a *App) opened(msg openedMsg) tea.Cmd {
	a.beginning = false
	if msg.err != nil {
		a.say(sentence(msg.err))
		return nil
	}
	a.start, a.notice = nil, notice{}
	a.use(msg.provider)
	return a.begin()
}

// begin asks for everything there is to know, and listens to what is pushed.
func (a *App) begin() tea.Cmd {
	cmds := []tea.Cmd{a.plan()}
	for _, m := range a.members {
		cmds = append(cmds, a.listen(m))
	}
	return tea.Batch(cmds...)
}
