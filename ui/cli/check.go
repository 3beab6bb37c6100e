package cli

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"fntop/api/connect"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
)

// config loads the configuration and checks what connect cannot, since it
// knows neither the key map nor the themes.
func (a *app) config() (*connect.Config, error) { return checked(connect.Load(a.global.config, a.Env)) }

func checked(c *connect.Config, err error) (*connect.Config, error) {
	if err != nil {
		return nil, err
	}
	if err := checkKeys(c); err != nil {
		return nil, err
	}
	if what, next := wrongTheme(c.FileTheme()); what != "" {
		return nil, &connect.ConfigError{Path: c.Path(), Line: c.Line("ui", "theme"), What: "[ui] theme: " + what, Next: next}
	}
	if what, next := wrongTheme(c.UI().Theme); what != "" {
		return nil, &connect.ConfigError{What: "FNTOP_THEME: " + what, Next: next}
	}
	return c, nil
}

// checkKeys refuses names in [keys] that no action has, and keys that would do
// two things in one place.
func checkKeys(c *connect.Config) error {
	keys := c.Keys()
	names := make([]string, 0, len(keys))
	for name := range keys {
		names = append(names, name)
	}
	// As they stand in the file: the first mistake is the one reported.
	sort.Slice(names, func(i, j int) bool { return c.Line("keys", names[i]) < c.Line("keys", names[j]) })
	known := keymap.Names()
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		e := &connect.ConfigError{Path: c.Path(), Line: c.Line("keys", name), What: "[keys]: unknown key " + quoted(name)}
		if near, ok := model.Nearest(name, known); ok {
			e.Next = "Did you mean " + quoted(near) + "?"
		} else {
			e.Next = "Known here: " + strings.Join(known, ", ") + "."
		}
		return e
	}
	_, err := keymap.New(keys)
	if err == nil {
		return nil
	}
	what, next, _ := strings.Cut(err.Error(), ". ")
	e := &connect.ConfigError{Path: c.Path(), Line: c.Line("keys"), What: what, Next: strings.TrimSuffix(next, ".") + ".", Err: err}
	// The line at fault is one without which there would be another mistake,
	// or none.
	for _, name := range names {
		list := keys[name]
		delete(keys, name)
		_, without := keymap.New(keys)
		keys[name] = list
		if without == nil || without.Error() != err.Error() {
			e.Line = c.Line("keys", name)
			break
		}
	}
	return e
}

// wrongTheme says what is wrong with a name that no theme has, and what to do.
func wrongTheme(name string) (what, next string) {
	if slices.Contains(theme.Names, name) {
		return "", ""
	}
	next = "Themes are " + listOf(theme.Names, "and") + "."
	if near, ok := model.Nearest(name, theme.Names); ok {
		next = "Did you mean " + quoted(near) + "? " + next
	}
	return "there is no theme " + quoted(name), next
}

// checkFlags refuses values of the flags of every command that have a list
// of their own.
func (a *app) checkFlags() error {
	if _, err := a.refresh(0); err != nil {
		var wrong *connect.ConfigError
		if errors.As(err, &wrong) {
			return usage("--%s. %s", wrong.What, wrong.Next)
		}
		return err
	}
	if a.global.theme == "" {
		return nil
	}
	if what, next := wrongTheme(a.global.theme); what != "" {
		return usage("--theme: %s. %s", what, next)
	}
	return nil
}

// quoted puts what somebody typed between quotes, with visible marks for what
// cannot be seen.
func quoted(s string) string { return fmt.Sprintf(`"%s"`, model.Visible(s)) }

// plain is an error about what somebody typed, with this package's quotes.
func plain(err error) string {
	return sentence(strings.NewReplacer("“", `"`, "”", `"`).Replace(err.Error()))
}

// listOf lists words as a sentence does.
func listOf(words []string, and string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " " + and + " " + words[n-1]
	}
	return strings.Join(words, "")
}
