package connect

import (
	"fmt"
	"slices"
	"strings"

	"fntop/model"
)

// place names a key as a person does: `profile "prod": workspace`.
func place(path []string) string {
	name := quoteKey(path[len(path)-1])
	switch {
	case path[0] == "profiles" && len(path) > 2:
		return "profile " + quote(path[1]) + ": " + name
	case path[0] == "profiles" && len(path) == 2:
		return "profile " + quote(path[1])
	case len(path) > 1:
		return "[" + path[0] + "] " + name
	}
	return name
}

// quoteKey leaves a plain key as it is.
func quoteKey(s string) string {
	if len(s) <= nameLimit && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == "" && s != "" {
		return s
	}
	return quote(s)
}

// lineOf is where a key stands; of a key that was not found, its section.
func (c *Config) lineOf(path []string) int {
	for n := len(path); n > 0; n-- {
		if line := c.Line(path[:n]...); line > 0 {
			return line
		}
	}
	return 0
}

func (c *Config) wrong(why string, path ...string) *ConfigError {
	e := &ConfigError{Path: c.path, Line: c.lineOf(path), What: place(path) + " " + why, Next: c.help(path)}
	return e
}

// wrongSecret finds the line of the word at fault inside a secret's table,
// which may be a section of its own, and the nearest word to it.
func (c *Config) wrongSecret(raw any, why string, path ...string) *ConfigError {
	e := c.wrong(why, path...)
	table, ok := raw.(map[string]any)
	if !ok || len(table) != 1 {
		return e
	}
	for word := range table {
		if line := c.Line(append(path[:len(path):len(path)], word)...); line > 0 {
			e.Line = line
		}
		known := []string{"keyring", "env", "command"}
		if path[len(path)-1] == "headers" || slices.Contains(known, word) {
			return e
		}
		e.What = place(path) + ": unknown key " + quote(word)
		if near, ok := model.Nearest(word, known); ok {
			e.Next = "Did you mean " + quote(near) + "?"
		}
	}
	return e
}

// help is the next step after a wrong value: the way the key is written.
func (c *Config) help(path []string) string {
	last := path[len(path)-1]
	sample := func(example string) string { return "Write it like " + last + " = " + example + "." }
	switch {
	case path[0] == "profiles" && len(path) == 3:
		for _, k := range profileKeys {
			if k.name == last {
				return sample(k.example)
			}
		}
	case path[0] == "ui" && len(path) == 2:
		for _, k := range uiKeys {
			if k.name == last {
				return sample(k.example)
			}
		}
	case path[0] == "history" && len(path) == 2:
		for _, k := range historyKeys {
			if k.name == last {
				return sample(k.example)
			}
		}
	case path[0] == "alerts" && len(path) == 2:
		for _, k := range alertKeys {
			if k.name == last {
				return sample(k.example)
			}
		}
	case path[0] == "alerts" && len(path) == 4:
		for _, k := range ruleKeys {
			if k.name == last {
				return sample(k.example)
			}
		}
	}
	return `"fntop config init" prints an example.`
}

// unknown says which key is unknown, and which one was probably meant or
// where it belongs.
func (c *Config) unknown(known []string, path ...string) *ConfigError {
	last := path[len(path)-1]
	e := &ConfigError{Path: c.path, Line: c.lineOf(path)}
	where := ""
	switch {
	case path[0] == "alerts" && len(path) > 2:
		where = "[alerts.rules." + tomlKey(path[2]) + "]: "
	case path[0] == "profiles":
		where = "profile " + quote(path[1]) + ": "
	case len(path) > 1:
		where = "[" + path[0] + "]: "
	}
	e.What = where + "unknown key " + quote(last)
	for _, s := range []struct {
		name string
		keys []string
	}{{"[profiles.NAME]", names(profileKeys)}, {"[ui]", names(uiKeys)}, {"[history]", names(historyKeys)}, {"[alerts]", names(alertKeys)}} {
		if slices.Contains(s.keys, last) {
			e.Next = fmt.Sprintf("It belongs in the section %s.", s.name)
			return e
		}
	}
	if near, ok := model.Nearest(last, known); ok {
		e.Next = "Did you mean " + quote(near) + "?"
		return e
	}
	e.Next = "Known here: " + join(known) + "."
	return e
}
