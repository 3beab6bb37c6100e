package connect

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"fntop/model"
)

// Show writes the configuration in force as TOML: every key that has a value,
// with the place the value came from as a comment. A secret is shown by where
// it is kept; one that stands there in so many words is hidden altogether.
func (c *Config) Show(w io.Writer) error {
	var b strings.Builder
	file := visible(c.path)
	switch {
	case file == "":
		file = "none"
	case !c.exists:
		file += " (not there)"
	}
	fmt.Fprintf(&b, "# file: %s\n", file)
	chosen, err := c.Select(nil)
	if err != nil {
		fmt.Fprintf(&b, "# in use: none. %s\n", visible(err.Error()))
	} else {
		fmt.Fprintf(&b, "# in use: %s\n", join(nameAll(chosen)))
	}
	if c.defaultProfile != "" {
		c.line(&b, tomlText(c.defaultProfile), "default_profile")
	}
	for _, p := range c.profiles {
		fmt.Fprintf(&b, "\n[profiles.%s]\n", tomlKey(p.Name))
		p.ReadOnly = p.ReadOnly || c.readOnly
		c.profileLines(&b, p)
	}
	c.environmentLines(&b)
	b.WriteString("\n[ui]\n")
	for _, k := range uiKeys {
		value, from := k.text(&c.ui), ""
		if k.name == "theme" && c.env.value("FNTOP_THEME") != "" {
			from = "FNTOP_THEME"
		}
		c.lineFrom(&b, value, from, "ui", k.name)
	}
	b.WriteString("\n[keys]\n")
	for _, name := range slices.Sorted(maps.Keys(c.keys)) {
		c.line(&b, tomlTexts(c.keys[name]), "keys", name)
	}
	b.WriteString("\n[history]\n")
	for _, k := range historyKeys {
		c.line(&b, k.text(&c.history), "history", k.name)
	}
	b.WriteString("\n[alerts]\n")
	for _, k := range alertKeys {
		if value := k.text(&c.alerts); value != "" {
			c.line(&b, value, "alerts", k.name)
		}
	}
	for _, r := range c.alerts.more {
		fmt.Fprintf(&b, "\n[alerts.rules.%s] # %s\n", tomlKey(r.Name), visible(r.String()))
		c.line(&b, tomlText(string(r.Kind)), "alerts", "rules", r.Name, "kind")
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func nameAll(profiles []Profile) []string {
	out := make([]string, len(profiles))
	for i, p := range profiles {
		out[i] = p.Name
		if p.FromEnv {
			out[i] += " (from the environment)"
		}
	}
	return out
}

func (c *Config) profileLines(b *strings.Builder, p Profile) {
	for _, k := range profileKeys {
		value := k.text(&p)
		from := ""
		switch {
		case k.name == "read_only" && c.readOnly:
			from = "FNTOP_READ_ONLY"
		case c.Line("profiles", p.Name, k.name) == 0:
			if !k.preset || k.only != "" && k.only != p.Backend || k.name == "url" && p.Backend != Centrali {
				continue
			}
			value = k.example
			if k.name == "requests_per_minute" && !p.PublishableKey.IsZero() {
				value = "150"
			}
		}
		c.lineFrom(b, value, from, "profiles", p.Name, k.name)
	}
}

// environmentLines show the profiles that variables make. Under a name that
// the file has too it would not be TOML, so there it stands as comments.
func (c *Config) environmentLines(b *strings.Builder) {
	for _, p := range c.fromEnv() {
		start := ""
		if slices.Contains(c.Names(), p.Name) {
			start = "# "
		}
		fmt.Fprintf(b, "\n%s[profiles.%s] # from the environment\n", start, p.Name)
		if p.Backend != Centrali { // which is what it would be without
			fmt.Fprintf(b, "%sbackend = %s\n", start, quote(p.Backend))
		}
		for _, k := range profileKeys {
			name := p.called(k.name)
			if name == "CENTRALI_WORKSPACE" && c.env.value(name) == "" {
				name += "_ID"
			}
			if k.name == "backend" || c.env.value(name) == "" {
				continue
			}
			if value := k.text(&p); value != "" {
				fmt.Fprintf(b, "%s%s = %s # %s\n", start, k.name, value, name)
			}
		}
	}
}

// text is the key's value in TOML, nothing where it has none.
func (k key[T]) text(t *T) string {
	switch at := k.at(t).(type) {
	case *string:
		switch {
		case *at == "":
			return ""
		case k.name == "token_command":
			// A command line may hold a secret, and may be one by mistake.
			return tomlText(Hidden)
		case strings.HasSuffix(k.name, "url") && wrongURL(*at) != "":
			return tomlText(Hidden)
		}
		return tomlText(*at)
	case *bool:
		return strconv.FormatBool(*at)
	case *int:
		return strconv.Itoa(*at)
	case *int64:
		return strconv.FormatInt(*at, 10)
	case *float64:
		return strconv.FormatFloat(*at, 'f', -1, 64)
	case *time.Duration:
		return tomlText(at.String())
	case *span:
		return tomlText(model.SpanText(time.Duration(*at)))
	case *Secret:
		if at.IsZero() {
			return ""
		}
		return at.source()
	case *[]string:
		if len(*at) == 0 {
			return ""
		}
		return tomlTexts(*at)
	case *map[string]Secret:
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(*at)) {
			pairs = append(pairs, tomlKey(name)+" = "+(*at)[name].source())
		}
		return "{ " + strings.Join(pairs, ", ") + " }"
	}
	return ""
}

func (c *Config) line(b *strings.Builder, value string, path ...string) {
	c.lineFrom(b, value, "", path...)
}

func (c *Config) lineFrom(b *strings.Builder, value, from string, path ...string) {
	if from == "" {
		from = "default"
		if line := c.Line(path...); line > 0 {
			from = fmt.Sprintf("file, line %d", line)
		}
	}
	fmt.Fprintf(b, "%s = %s # %s\n", tomlKey(path[len(path)-1]), value, from)
}

func tomlTexts(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = tomlText(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// tomlText writes text as TOML does, on one line.
func tomlText(s string) string { return strconv.Quote(visible(s)) }
