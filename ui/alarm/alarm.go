// Package alarm tells people of an alert who do not look at fntop: with the
// terminal's bell and notifications, which work over SSH, and with a program
// of their own choosing.
package alarm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/outer"
)

// Ways are how people are told.
type Ways struct {
	Bell    bool
	Notify  bool
	Command []string // a program and its arguments; none where empty
	AtMost  int      // how many alerts a minute are told one by one
}

// most is how many bytes of text a notification gets: terminals cut it anyway,
// and some drop what is long.
const most = 200

// both are terminals that obey OSC 9 and OSC 777 alike, by how they name
// themselves: they get the second one only, which has a title.
var both = []string{"wezterm", "ghostty", "kitty", "foot", "contour"}

// Sequence is what the terminal is sent for one alert. OSC 9 is iTerm2's and
// Windows Terminal's, OSC 777 urxvt's and VTE's; the others drop what they do
// not know.
func (w Ways) Sequence(title, text string, env outer.Env) string {
	around, s := outer.Around(env), ""
	if w.Notify {
		title, text = plain(title), plain(text)
		if !obeysBoth(env) {
			s += around.Through("\x1b]9;" + title + ": " + text + "\a")
		}
		s += around.Through("\x1b]777;notify;" + strings.ReplaceAll(title, ";", ",") + ";" + text + "\a")
	}
	if w.Bell {
		s += "\a" // which tmux and screen hand on in their own way
	}
	return s
}

func obeysBoth(env outer.Env) bool {
	names := strings.ToLower(env.Get("TERM_PROGRAM") + " " + env.Get("TERM"))
	return slices.ContainsFunc(both, func(name string) bool { return strings.Contains(names, name) })
}

// plain is text that ends no sequence and begins none.
func plain(text string) string {
	text = model.Visible(text)
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// Limit counts how many alerts were told in the last minute.
type Limit struct {
	most int
	told []time.Time
	left int // untold since
}

// NewLimit allows so many a minute.
func NewLimit(most int) *Limit { return &Limit{most: most} }

// Allow reports whether one more may be told now, and how many were not since
// the last one that was.
func (l *Limit) Allow(now time.Time) (ok bool, left int) {
	l.told = slices.DeleteFunc(l.told, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	if len(l.told) >= l.most {
		l.left++
		return false, l.left
	}
	l.told = append(l.told, now)
	left, l.left = l.left, 0
	return true, left
}

// Title is what an alert is called where there is room for a few words.
func Title(a *model.Alert) string {
	if a.Profile == "" {
		return "fntop: " + RuleWord(a.Rule)
	}
	return fmt.Sprintf("fntop %s: %s", a.Profile, RuleWord(a.Rule))
}

// RuleWord is a rule's name as people read it.
func RuleWord(rule string) string { return strings.ReplaceAll(rule, "_", " ") }
