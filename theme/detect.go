package theme

import (
	"strconv"
	"strings"
)

// DepthOf reads from the environment how many colours the terminal shows.
// NO_COLOR (https://no-color.org) wins where it is set and not empty.
func DepthOf(env func(string) (string, bool)) Depth {
	get := func(name string) string { v, _ := env(name); return v }
	term := get("TERM")
	switch {
	case get("NO_COLOR") != "", term == "dumb":
		return NoColor
	case get("COLORTERM") == "truecolor", get("COLORTERM") == "24bit", strings.HasSuffix(term, "-direct"),
		get("WT_SESSION") != "":
		return TrueColor
	case strings.Contains(term, "256color"), strings.HasPrefix(term, "xterm-kitty"), strings.HasPrefix(term, "alacritty"):
		return Colors256
	}
	return Colors16
}

// GroundOf reads the ground from COLORFGBG ("15;0": light text on black). It
// reports false where the variable does not say.
func GroundOf(env func(string) (string, bool)) (Ground, bool) {
	v, _ := env("COLORFGBG")
	parts := strings.Split(v, ";")
	ground, err := strconv.Atoi(parts[len(parts)-1])
	if err != nil || ground < 0 || ground > 15 {
		return Dark, false
	}
	if ground == 7 || ground > 8 {
		return Light, true
	}
	return Dark, true
}
