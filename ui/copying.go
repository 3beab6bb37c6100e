package ui

import (
	"context"
	"runtime"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/clip"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/sched"
)

// shownMost is how much of what was copied the notice repeats, in bytes.
const shownMost = 80

// copy puts text on the terminal's clipboard, which is the person's wherever
// fntop runs, and on that of this machine where it has a display. Other
// programs do the latter, so it comes later and nobody waits for it.
func (a *App) copy(c pane.Copy) tea.Cmd {
	terminal := a.o.Screen != nil && len(c.Text) <= clip.Limit
	system := a.o.Clipboard != nil && clip.HasDisplay(a.o.Env, runtime.GOOS)
	switch {
	case terminal:
	case a.o.Screen != nil && !system:
		a.say("The " + c.What + " is too large for a terminal's clipboard (" + sizeOf(len(c.Text)) + ", at most " + draw.Bytes(clip.Limit) + "). Write it to a file with " + a.o.Keys.Key(keymap.Save) + ".")
		return nil
	case !system:
		a.say("There is no terminal to copy with.")
		return nil
	}
	var cmds []tea.Cmd
	if terminal {
		a.o.Screen.Write([]byte(clip.Sequence(c.Text, a.o.Env)))
		a.say(copied(c, theTerminals))
		if clip.InTmux(a.o.Env) {
			cmds = append(cmds, copyInTmux(a.ctx, c.Text))
		}
	}
	switch {
	case !system:
	case a.clipping && terminal:
		a.say(copied(c, theTerminals+"; this machine's is busy with the copy before"))
	case a.clipping:
		a.say("The " + c.What + " was not copied: this machine's clipboard is busy with the copy before.")
	default:
		a.clipping = true
		cmds = append(cmds, copyOnSystem(a.ctx, a.o.Clipboard, c, terminal))
	}
	return tea.Batch(cmds...)
}

// clipped says where a copy went beside the terminal. Where the person has
// been told something else since, that stays.
func (a *App) clipped(msg clippedMsg) tea.Cmd {
	a.clipping = false
	told := !msg.terminal || a.notice.text == model.Visible(copied(msg.what, theTerminals))
	switch {
	case msg.err != nil && !msg.terminal:
		a.say("The " + msg.what.What + " was not copied: this machine's clipboard did not take it (" + msg.err.Error() + ").")
	case msg.err != nil || !told:
	case msg.terminal:
		a.say(copied(msg.what, theTerminals+" and this machine's"))
	default:
		a.say(copied(msg.what, "this machine's clipboard"))
	}
	return nil
}

// theTerminals is the clipboard that a sequence is for. Nothing tells whether a
// terminal obeys.
const theTerminals = "the terminal's clipboard"

// copied is what is said of a copy.
func copied(c pane.Copy, where string) string {
	text := "Copied the " + c.What + " (" + sizeOf(len(c.Text)) + ") to " + where
	if c.Plain && len(c.Text) <= shownMost {
		return text + ": " + firstLine(c.Text)
	}
	return text + "."
}

func sizeOf(n int) string {
	switch {
	case n == 1:
		return "1 byte"
	case n < 1000:
		return strconv.Itoa(n) + " bytes"
	default:
		return draw.Bytes(int64(n))
	}
}

// copyInTmux asks the tmux around fntop, which tells its terminals. Where it
// cannot be asked the sequence has to do.
func copyInTmux(ctx context.Context, text string) tea.Cmd {
	return func() tea.Msg {
		_ = clip.Tmux(ctx, text)
		return nil
	}
}

// copyOnSystem ends when the program that keeps the clipboard has the text.
// There is never a second one while it has not.
func copyOnSystem(ctx context.Context, put func(context.Context, string) error, c pane.Copy, terminal bool) tea.Cmd {
	return func() tea.Msg { return clippedMsg{c, terminal, put(ctx, c.Text)} }
}

// copyOf copies a part of a run that no list holds: it is read for that.
func (a *App) copyOf(i pane.CopyOf) tea.Cmd {
	m := a.of(i.Run.Profile)
	if m == nil {
		return nil
	}
	a.copying = a.desk.Next()
	a.say("Reading the run to copy its " + i.What + " …")
	return fetchToCopy(a.ctx, m.p, a.copying, i)
}

func fetchToCopy(ctx context.Context, p api.Provider, ticket sched.Ticket, i pane.CopyOf) tea.Cmd {
	return func() tea.Msg {
		run, err := p.Run(ctx, i.Run)
		return toCopyMsg{ticket, i, run, err}
	}
}

// gotToCopy copies what was read, unless something else was asked for since.
func (a *App) gotToCopy(msg toCopyMsg) tea.Cmd {
	if msg.ticket != a.copying {
		return nil
	}
	if msg.err != nil {
		a.say(sentence(msg.err))
		return nil
	}
	text := partOf(&msg.run, msg.of.What)
	if len(text) > payloadMost {
		a.say("The " + msg.of.What + " is too large to be copied (" + draw.Bytes(int64(len(text))) + "). Write it to a file with " + a.o.Keys.Key(keymap.Save) + ".")
		return nil
	}
	if text == "" {
		a.say("The run has no " + msg.of.What + ".")
		return nil
	}
	return a.copy(pane.Copy{What: msg.of.What, Text: text})
}
