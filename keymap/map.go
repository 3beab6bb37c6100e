package keymap

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Map is which keys do what at present.
type Map struct {
	keys   [actions][]string
	lists  map[string]Action
	detail map[string]Action
}

// Default is the map of TUI.md.
func Default() *Map {
	m, err := New(nil)
	if err != nil {
		panic("keymap: the defaults clash: " + err.Error())
	}
	return m
}

// New is the default map with some actions' keys replaced, by name. It
// refuses a name that does not exist, an action left without a key that
// cannot be missed, and a key that would do two things in one place.
func New(replaced map[string][]string) (*Map, error) {
	m := &Map{}
	for a := range m.keys {
		m.keys[a] = infos[a].Keys
	}
	for _, name := range sortedNames(replaced) {
		a, ok := byName(name)
		if !ok {
			return nil, fmt.Errorf("[keys] has no %q. Names are: %s", name, strings.Join(Names(), ", "))
		}
		keys := make([]string, 0, len(replaced[name]))
		for _, k := range replaced[name] {
			k = normal(k)
			if k == "" {
				return nil, fmt.Errorf("[keys] %s has an empty key. Write keys as in \"ctrl+e\", \"R\" or \"f5\"", name)
			}
			keys = append(keys, k)
		}
		if len(keys) == 0 && (a == QuitNow || a == Back || a == Open) {
			return nil, fmt.Errorf("[keys] %s would have no key at all. Give it one", name)
		}
		m.keys[a] = keys
	}
	return m, m.index()
}

func (m *Map) index() error {
	m.lists, m.detail = map[string]Action{}, map[string]Action{}
	for _, a := range All() {
		for _, k := range m.keys[a] {
			if infos[a].scope != inDetail {
				if other, taken := m.lists[k]; taken {
					return clash(k, other, a)
				}
				m.lists[k] = a
			}
			if infos[a].scope != inLists {
				if other, taken := m.detail[k]; taken {
					return clash(k, other, a)
				}
				m.detail[k] = a
			}
		}
	}
	return nil
}

func clash(k string, a, b Action) error {
	return fmt.Errorf("[keys] %q would mean both %s and %s. Give one of them another key", k, a.Name(), b.Name())
}

// InLists is what the key does where lists are shown.
func (m *Map) InLists(key string) Action { return m.lists[normal(key)] }

// InDetail is what the key does in an open run.
func (m *Map) InDetail(key string) Action { return m.detail[normal(key)] }

// Keys are the keys of an action as a person reads them: "ctrl+p", "↑".
func (m *Map) Keys(a Action) []string {
	shown := make([]string, len(m.keys[a]))
	for i, k := range m.keys[a] {
		shown[i] = Shown(k)
	}
	return shown
}

// Raw are the keys of an action as [keys] spells them: "ctrl+p", "up".
func (m *Map) Raw(a Action) []string { return slices.Clone(m.keys[a]) }

// Key is the first key of an action as a person reads it, or nothing.
func (m *Map) Key(a Action) string {
	if len(m.keys[a]) == 0 {
		return ""
	}
	return Shown(m.keys[a][0])
}

// Names are all that [keys] takes.
func Names() []string {
	names := make([]string, 0, actions)
	for _, a := range All() {
		names = append(names, a.Name())
	}
	return names
}

// Shown is a key as a person reads it.
func Shown(key string) string {
	if s, ok := shown[key]; ok {
		return s
	}
	return key
}

var shown = map[string]string{
	"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn", " ": "space",
}

// normal is a key as Bubble Tea spells it.
func normal(key string) string {
	switch key {
	case "pgdn":
		return "pgdown"
	case "space":
		return " "
	case "return":
		return "enter"
	case "escape":
		return "esc"
	case "↑":
		return "up"
	case "↓":
		return "down"
	}
	return key
}

func byName(name string) (Action, bool) {
	i := slices.IndexFunc(infos[:], func(i Info) bool { return i.Name == name })
	if i <= 0 {
		return None, false
	}
	return Action(i), true
}

func sortedNames(m map[string][]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
