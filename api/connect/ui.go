package connect

import (
	"maps"
	"slices"
	"time"
)

// UI is the [ui] section, with the environment's word where it has one.
type UI struct {
	Theme   string
	Refresh time.Duration // how old the data on screen may become
	Mouse   bool
	Restore bool // begin with what was looked at last, and remember that
}

// DefaultUI is what holds where nothing is said.
func DefaultUI() UI { return UI{Theme: "auto", Refresh: 5 * time.Second, Restore: true} }

// UI returns the [ui] section.
func (c *Config) UI() UI { return c.ui }

// FileTheme is the theme without regard to FNTOP_THEME: the file's, else the
// default. Which themes there are is not known here; Line tells where it stands.
func (c *Config) FileTheme() string { return c.fileTheme }

// Keys returns the [keys] section: binding names and the keys for them. The
// names are the key map's business; Line tells where one stands.
func (c *Config) Keys() map[string][]string {
	keys := maps.Clone(c.keys)
	for name, list := range keys {
		keys[name] = slices.Clone(list)
	}
	return keys
}

const (
	minRefresh = 500 * time.Millisecond
	maxRefresh = time.Hour
)

// ParseRefresh reads a refresh interval, for the file and the flag alike.
// Errors are *ConfigError.
func ParseRefresh(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < minRefresh || d > maxRefresh {
		return 0, &ConfigError{What: "refresh " + badRefresh, Next: "Write it like 5s."}
	}
	return d, nil
}

const badRefresh = "must be a duration from 500ms to 1h"
