// Package help is the page of every key, made from the key map, with the
// query language, the signs and the header explained below.
package help

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/ui/pane"
)

// Model is the page: how far it is scrolled, and what it is narrowed to.
type Model struct {
	top    int
	filter string

	// How far the last frame could be scrolled, and its height. They bound
	// the next step and show in no frame.
	end, page int
}

// New is the page at its top.
func New() *Model { return &Model{page: 1} }

// Key scrolls, narrows and closes. While nothing is typed, q and ? close.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace {
		return m.letters(msg, action)
	}
	switch msg.Type {
	case tea.KeyEsc:
		if m.filter != "" {
			m.narrow("")
			return nil
		}
		return pane.Close{}
	case tea.KeyUp, tea.KeyCtrlP:
		m.scroll(-1)
	case tea.KeyDown, tea.KeyCtrlN:
		m.scroll(1)
	case tea.KeyPgUp:
		m.scroll(-m.page)
	case tea.KeyPgDown:
		m.scroll(m.page)
	case tea.KeyHome:
		m.top = 0
	case tea.KeyEnd:
		m.top = m.end
	case tea.KeyBackspace, tea.KeyCtrlH:
		_, size := utf8.DecodeLastRuneInString(m.filter)
		m.narrow(m.filter[:len(m.filter)-size])
	case tea.KeyCtrlU, tea.KeyCtrlW:
		m.narrow("")
	}
	return nil
}

func (m *Model) scroll(by int) { m.top = max(0, min(m.top+by, m.end)) }

func (m *Model) letters(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if msg.Alt {
		return nil
	}
	text := string(msg.Runes)
	if m.filter == "" && !msg.Paste && (text == "?" || text == "q" || action == keymap.Help) {
		return pane.Close{}
	}
	// The key that begins a search elsewhere may begin one here.
	if m.filter == "" && text == "/" {
		return nil
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	const enough = 60
	if len(m.filter)+len(text) <= enough {
		m.narrow(m.filter + text)
	}
	return nil
}

func (m *Model) narrow(filter string) { m.filter, m.top = filter, 0 }
