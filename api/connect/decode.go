package connect

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"fntop/model"
)

var sections = []string{"default_profile", "profiles", "ui", "keys", "history", "alerts"}

// decode fills the configuration from the parsed file.
func (c *Config) decode(tree map[string]any) error {
	for _, name := range c.inOrder(tree) {
		if !slices.Contains(sections, name) {
			return c.unknown(sections, name)
		}
	}
	if raw, ok := tree["default_profile"]; ok {
		if why := fill(&c.defaultProfile, raw); why != "" {
			return c.wrong(why, "default_profile")
		}
	}
	if err := c.decodeProfiles(tree["profiles"]); err != nil {
		return err
	}
	if err := decodeSection(c, uiKeys, &c.ui, tree["ui"], "ui"); err != nil {
		return err
	}
	if err := c.decodeKeys(tree["keys"]); err != nil {
		return err
	}
	if err := decodeSection(c, historyKeys, &c.history, tree["history"], "history"); err != nil {
		return err
	}
	return c.decodeAlerts(tree["alerts"])
}

func (c *Config) decodeProfiles(raw any) error {
	table, err := c.table(raw, "profiles")
	if err != nil {
		return err
	}
	for _, name := range c.inOrder(table, "profiles") {
		if why := wrongName(name); why != "" {
			return c.wrong(why, "profiles", name)
		}
		p := Profile{Name: name, env: c.env, path: c.path, line: c.Line("profiles", name)}
		if err := decodeSection(c, profileKeys, &p, table[name], "profiles", name); err != nil {
			return err
		}
		if p.Backend == "" {
			p.Backend = Centrali
		}
		for _, k := range profileKeys {
			if k.only != "" && k.only != p.Backend && c.Line("profiles", name, k.name) > 0 {
				c.warn(fmt.Sprintf("%s:%d: profile %s: %s means nothing to %s and is ignored.",
					visible(c.path), c.Line("profiles", name, k.name), quote(name), k.name, p.Backend))
			}
		}
		c.profiles = append(c.profiles, p)
	}
	return nil
}

func (c *Config) decodeKeys(raw any) error {
	table, err := c.table(raw, "keys")
	if err != nil {
		return err
	}
	for _, name := range c.inOrder(table, "keys") {
		list, ok := texts(table[name])
		if one, single := table[name].(string); single {
			list, ok = []string{one}, true
		}
		if !ok || slices.Contains(list, "") {
			return c.wrong(`must be a list of keys in quotes, like ["ctrl+e"]`, "keys", name)
		}
		c.keys[name] = list
	}
	return nil
}

func decodeSection[T any](c *Config, keys []key[T], into *T, raw any, path ...string) error {
	table, err := c.table(raw, path...)
	if err != nil {
		return err
	}
	for _, name := range c.inOrder(table, path...) {
		at := append(path[:len(path):len(path)], name)
		i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name })
		if i < 0 {
			return c.unknown(names(keys), at...)
		}
		if why := fill(keys[i].at(into), table[name]); why != "" {
			return c.wrongSecret(table[name], why, at...)
		}
		if keys[i].check == nil {
			continue
		}
		if why := keys[i].check(into); why != "" {
			return c.wrong(why, at...)
		}
	}
	return nil
}

func (c *Config) table(raw any, path ...string) (map[string]any, error) {
	if raw == nil {
		return nil, nil
	}
	table, ok := raw.(map[string]any)
	if !ok {
		section := path[0]
		for _, name := range path[1:] {
			section += "." + tomlKey(name)
		}
		return nil, c.wrong("must be a section, written ["+section+"]", path...)
	}
	return table, nil
}

// inOrder are the names of a table as they stand in the file, so that the
// first mistake is the one reported.
func (c *Config) inOrder(table map[string]any, path ...string) []string {
	list := make([]string, 0, len(table))
	for name := range table {
		list = append(list, name)
	}
	line := func(i int) int { return c.Line(append(path[:len(path):len(path)], list[i])...) }
	sort.Slice(list, func(i, j int) bool {
		if a, b := line(i), line(j); a != b {
			return a < b
		}
		return list[i] < list[j]
	})
	return list
}

// fill stores one value of the file in a field. It returns why it cannot,
// without a word of the value: it may be a secret in the wrong place.
func fill(field, raw any) string {
	var ok bool
	switch at := field.(type) {
	case *string:
		if *at, ok = raw.(string); !ok {
			return `must be text in quotes`
		}
		*at = strings.TrimSpace(*at)
	case *bool:
		if *at, ok = raw.(bool); !ok {
			return "must be true or false, without quotes"
		}
	case *int:
		n, ok := raw.(int64)
		if *at = int(n); !ok || int64(int(n)) != n {
			return "must be a whole number, without quotes"
		}
	case *int64:
		if *at, ok = size(raw); !ok {
			return `must be a number of bytes or text like "256MiB"`
		}
	case *float64:
		whole, isWhole := raw.(int64)
		if *at, ok = raw.(float64); isWhole {
			*at = float64(whole)
		} else if !ok {
			return "must be a number, without quotes"
		}
	case *time.Duration:
		text, _ := raw.(string)
		d, err := time.ParseDuration(text)
		if *at = d; err != nil {
			return badRefresh + `, in quotes, like "5s"`
		}
	case *span:
		text, _ := raw.(string)
		d, err := model.ParseSpan(text)
		if *at = span(d); err != nil {
			return `must be a duration in quotes, like "15m"`
		}
	case *[]string:
		if *at, ok = texts(raw); !ok {
			return `must be a list of words in quotes`
		}
	case *Secret:
		var why string
		*at, why = parseSecret(raw)
		return why
	case *map[string]Secret:
		var why string
		*at, why = parseHeaders(raw)
		return why
	}
	return ""
}
