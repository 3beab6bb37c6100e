package ui_test

import (
	"os"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
)

func TestEveryActionIsInCommandsHelpAndREADME(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36).ready()
	r.Press("?")
	r.Send(tea.WindowSizeMsg{Width: 120, Height: 400})
	help := r.Screen()
	r.Press("esc")
	keys := keymap.Default()
	for _, a := range keymap.All() {
		r.Press(":")
		r.Press(strings.Split(a.Name(), "")...)
		if !strings.Contains(r.Screen(), " "+a.Name()+" ") {
			t.Errorf("%s is not among the commands", a.Name())
		}
		r.Press("esc")
		words := strings.Fields(a.Help())
		if !strings.Contains(help, strings.Join(words[:min(3, len(words))], " ")) || !strings.Contains(help, keys.Key(a)) {
			t.Errorf("%s is not in help", a.Name())
		}
		if !strings.Contains(string(readme), "| "+a.Name()+" |") {
			t.Errorf("%s is not in the README", a.Name())
		}
	}
}

func TestRemappedKeyActsAndIsShown(t *testing.T) {
	keys, err := keymap.New(map[string][]string{"rerun": {"ctrl+e"}})
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36, withKeys(keys)).ready()
	r.Press("F")
	r.settle()
	r.Press("r")
	if strings.Contains(r.Screen(), "Rerun?") {
		t.Error("the old key still acts")
	}
	if _, footer := r.row("ctrl+e rerun"); footer == "" {
		t.Error("the footer does not show the new key")
	}
	r.Send(tea.KeyMsg{Type: tea.KeyCtrlE})
	r.awaitText("Rerun?")
}
