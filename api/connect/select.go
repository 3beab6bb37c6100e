package connect

import (
	"fmt"
	"slices"
	"strings"

	"fntop/model"
)

// Select returns the profiles to open, in the order of CLI.md: names (the
// flag), else FNTOP_PROFILE, else the environment's variables, else
// default_profile, else the only profile, else ErrNoProfile. It adds to
// Warnings what the choice gives cause to say. Every error is a *ConfigError.
func (c *Config) Select(names []string) ([]Profile, error) {
	if names = split(names); len(names) > 0 {
		return c.named(names, "")
	}
	if names = split([]string{c.env.value("FNTOP_PROFILE")}); len(names) > 0 {
		return c.named(names, "FNTOP_PROFILE: ")
	}
	if made := c.fromEnv(); len(made) > 0 {
		if old, id := c.env.value("CENTRALI_WORKSPACE_ID"), c.env.value("CENTRALI_WORKSPACE"); old != "" && id != "" && old != id {
			c.warn("CENTRALI_WORKSPACE and CENTRALI_WORKSPACE_ID differ; CENTRALI_WORKSPACE is used.")
		}
		return c.ready(made)
	}
	switch {
	case c.defaultProfile != "":
		return c.named(split([]string{c.defaultProfile}), "default_profile: ")
	case len(c.profiles) == 1:
		return c.ready(c.profiles)
	case len(c.profiles) > 1:
		return nil, &ConfigError{
			What: "no profile is chosen, and there are several: " + join(c.Names()),
			Next: "Name one with --profile or FNTOP_PROFILE, or set default_profile.",
			Err:  ErrNoProfile,
		}
	}
	return nil, &ConfigError{
		What: "no profile is set up",
		Next: "Set CENTRALI_WORKSPACE and a way to sign in, or the variables of another back end, write a file with \"fntop config init --write\", or try \"fntop --demo\".",
		Err:  ErrNoProfile,
	}
}

// ByShell reports whether flags or variables say what to open, and not the
// file: what is wrong with it is then answered where it was asked for.
func (c *Config) ByShell(names []string) bool {
	if len(split(names)) > 0 || len(split([]string{c.env.value("FNTOP_PROFILE")})) > 0 {
		return true
	}
	return len(c.fromEnv()) > 0 || c.defaultProfile == "" && len(c.profiles) == 0
}

// named finds profiles by name. A profile of the file hides the one that the
// environment makes under the same name: variables never alter a named profile.
func (c *Config) named(names []string, by string) ([]Profile, error) {
	var found []Profile
	for _, name := range names {
		p, ok := c.profile(name)
		if !ok {
			return nil, c.noSuchProfile(name, by)
		}
		found = append(found, p)
	}
	return c.ready(found)
}

// Has reports whether there is a profile of that name.
func (c *Config) Has(name string) bool {
	_, ok := c.profile(name)
	return ok
}

func (c *Config) profile(name string) (Profile, bool) {
	for _, p := range c.profiles {
		if p.Name == name {
			return p, true
		}
	}
	for _, p := range c.fromEnv() {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

func (c *Config) noSuchProfile(name, by string) error {
	e := &ConfigError{What: by + "there is no profile " + quote(name)}
	if by == "default_profile: " {
		e.Path, e.Line = c.path, c.Line("default_profile")
	}
	known := c.Names()
	for _, p := range c.fromEnv() {
		if !slices.Contains(known, p.Name) {
			known = append(known, p.Name)
		}
	}
	switch near, ok := model.Nearest(name, known); {
	case ok:
		e.Next = fmt.Sprintf("Did you mean %s?", quote(near))
	case len(known) > 0:
		e.Next = "There is " + join(known) + "."
	case c.path == "":
		e.Next = "Name a configuration file with --config."
	default:
		e.Next = "Add it to " + visible(c.path) + " as [profiles." + tomlKey(name) + "]."
	}
	return e
}

// ready checks profiles that are about to be opened.
func (c *Config) ready(profiles []Profile) ([]Profile, error) {
	out := slices.Clone(profiles)
	for i := range out {
		if err := out[i].Validate(); err != nil {
			return nil, err
		}
		if out[i].FromEnv {
			if err := out[i].checkEnv(); err != nil {
				return nil, err
			}
		}
		out[i].ReadOnly = out[i].ReadOnly || c.readOnly
	}
	return out, nil
}

// split takes lists apart that hold commas and drops what is empty or
// repeated.
func split(names []string) []string {
	var out []string
	for _, list := range names {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
