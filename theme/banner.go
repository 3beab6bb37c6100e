package theme

import (
	"slices"
	"strconv"
	"strings"
)

// ansiNames are the names that a profile's colour takes beside #rrggbb, in the
// order of the terminal's own palette.
var ansiNames = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "gray"}

// Banner is the style of a profile's name on the colour that the person gave
// it: a name of the terminal's palette, or #rrggbb. Without a colour it is the
// empty style; where the terminal has none it is reverse video.
func (t *Theme) Banner(color string) Style {
	color = strings.ToLower(color)
	if color == "grey" {
		color = "gray"
	}
	at := slices.Index(ansiNames, color)
	hex := len(color) == 7 && color[0] == '#'
	switch {
	case at < 0 && !hex:
		return ""
	case t.painter.depth == NoColor, hex && t.painter.depth == Colors16:
		return sgr([]string{"7", "1"})
	case hex:
		r, g, b := rgb(color)
		text := token{dark: "#ffffff", light: "#ffffff"}
		if 299*r+587*g+114*b > 140_000 {
			text = token{dark: "#000000", light: "#000000"}
		}
		return sgr([]string{"1", t.painter.code(text, 30), t.painter.code(token{dark: color, light: color}, 40)})
	}
	text, ground := "30", strconv.Itoa(40+at) // black reads on all of them
	switch color {
	case "black", "blue", "magenta":
		text = "97"
	case "gray":
		text, ground = "97", "100"
	}
	return sgr([]string{"1", text, ground})
}
