package ui

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/ui/compose"
)

// reader is what takes a run out of fntop: a program that shows it, or a file.
type reader uint8

const (
	noReader reader = iota
	editor
	pager
	toFile
)

// whichProgram says where the programs come from.
const whichProgram = "$VISUAL, $EDITOR and $PAGER say which is used."

// readIn shows the open or selected run in a program outside, opening it
// first where it has not been read yet.
func (a *App) readIn(r reader) tea.Cmd {
	if a.detail == nil {
		cmd := a.open(a.target().ID)
		a.detail.then = r
		return cmd
	}
	a.detail.then = r
	return a.readInNow()
}

// readInNow hands the open run over once it is read.
func (a *App) readInNow() tea.Cmd {
	if a.detail == nil || a.detail.then == noReader || !a.detail.read || a.overlay != nil {
		return nil
	}
	r := a.detail.then
	a.detail.then = noReader
	text, name := a.detail.pane.Text(), "run.txt"
	if r == toFile {
		return a.writeOpen(text)
	}
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		name = "run.json" // editors colour it by its name
	}
	file, err := writeTemp(name, text)
	if err != nil {
		a.say(sentence(err))
		return nil
	}
	program := a.program(r)
	return a.outside(program, file, func(err error) tea.Msg {
		_ = os.RemoveAll(filepath.Dir(file))
		return shownMsg{program, err}
	})
}

func (a *App) shown(msg shownMsg) tea.Cmd {
	if msg.err != nil {
		a.say("\"" + msg.program + "\" ended with: " + msg.err.Error() + ". " + whichProgram)
	}
	return a.plan()
}

// editPayload hands a payload to $EDITOR; what comes back is checked as if it
// had been typed.
func (a *App) editPayload(text string) tea.Cmd {
	file, err := writeTemp("payload.json", text)
	if err != nil {
		a.say(sentence(err))
		return nil
	}
	program := a.program(editor)
	return a.outside(program, file, func(err error) tea.Msg {
		defer func() { _ = os.RemoveAll(filepath.Dir(file)) }()
		if err != nil {
			return editedMsg{program: program, err: err}
		}
		text, err := os.ReadFile(file)
		return editedMsg{program, string(text), err}
	})
}

func (a *App) edited(msg editedMsg) tea.Cmd {
	if msg.err != nil {
		a.say("\"" + msg.program + "\" ended with: " + msg.err.Error() + ". Your text is as it was. " + whichProgram)
		return nil
	}
	if c, ok := a.overlay.(*compose.Model); ok {
		c.SetText(msg.text)
	}
	return nil
}

// program is the command line of a reader, as the person set it up.
func (a *App) program(r reader) string {
	names, fallback := []string{"VISUAL", "EDITOR"}, "vi"
	if r == pager {
		names, fallback = []string{"PAGER"}, "less"
	}
	if runtime.GOOS == "windows" {
		fallback = map[reader]string{editor: "notepad", pager: "more"}[r]
	}
	for _, name := range names {
		if v, ok := a.o.Env(name); ok && v != "" {
			return v
		}
	}
	return fallback
}

// outside gives the terminal to a program and takes it back. The program's
// own words may hold options, so a shell takes them apart.
func (a *App) outside(program, file string, done func(error) tea.Msg) tea.Cmd {
	if a.o.Screen == nil {
		_ = os.RemoveAll(filepath.Dir(file))
		a.say("There is no terminal to hand over.")
		return nil
	}
	return a.o.Screen.Run(shell(a.ctx, program, file), done)
}

func shell(ctx context.Context, program, file string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/C", program, file)
	}
	return exec.CommandContext(ctx, "sh", "-c", program+` "$1"`, "sh", file)
}

// writeTemp writes text where nobody else can read it.
func writeTemp(name, text string) (string, error) {
	dir, err := os.MkdirTemp("", "fntop-")
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("write a temporary file: %w", err)
	}
	return file, nil
}
