package main

import (
	"errors"
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// sixteen are the colours that a terminal defines itself, as xterm does.
var sixteen = [16]string{
	"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
	"#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
}

// extended reads what follows 38 or 48: "5;n" or "2;r;g;b". It says how many
// codes that were.
func extended(codes ansi.Params) (colour string, used int, err error) {
	at := func(i int) int { return codes[i].Param(0) }
	switch {
	case len(codes) >= 2 && at(0) == 5 && at(1) < 256:
		return indexed(at(1)), 2, nil
	case len(codes) >= 4 && at(0) == 2 && max(at(1), at(2), at(3)) < 256:
		return hex(at(1), at(2), at(3)), 4, nil
	}
	return "", 0, errors.New("this is no colour")
}

// indexed is one of xterm's 256 colours.
func indexed(n int) string {
	level := func(step int) int {
		if step == 0 {
			return 0
		}
		return 55 + 40*step
	}
	switch {
	case n < 16:
		return sixteen[n]
	case n < 232:
		n -= 16
		return hex(level(n/36), level(n/6%6), level(n%6))
	}
	grey := 8 + 10*(n-232)
	return hex(grey, grey, grey)
}

func hex(r, g, b int) string { return fmt.Sprintf("#%02x%02x%02x", r, g, b) }

// mix is colour a with so many hundredths of b in it.
func mix(a, b string, hundredths int) string {
	var x, y [3]int
	_, _ = fmt.Sscanf(a, "#%02x%02x%02x", &x[0], &x[1], &x[2])
	_, _ = fmt.Sscanf(b, "#%02x%02x%02x", &y[0], &y[1], &y[2])
	for i := range x {
		x[i] = (x[i]*(100-hundredths) + y[i]*hundredths + 50) / 100
	}
	return hex(x[0], x[1], x[2])
}

// ground is a terminal's own colours, and those of its window.
type ground struct {
	fg, bg           string
	bar, edge, title string
	dots             [3]string
}

var (
	dark = ground{
		fg: "#d7dae0", bg: "#16181e", bar: "#1d2027", edge: "#343a46", title: "#8b93a2",
		dots: [3]string{"#e0716c", "#dfb564", "#79b874"},
	}
	light = ground{
		fg: "#24292f", bg: "#ffffff", bar: "#f3f5f8", edge: "#d3d8df", title: "#6a737d",
		dots: [3]string{"#ec7f79", "#e6bd6d", "#86c281"},
	}
)

// inks are the colours a cell is drawn in on a ground; bg is empty where the
// ground shows.
func (g ground) inks(s style) (fg, bg string) {
	fg, bg = s.fg, s.bg
	if fg == "" {
		fg = g.fg
	}
	behind := bg
	if behind == "" {
		behind = g.bg
	}
	if s.faint {
		fg = mix(fg, behind, 45)
	}
	if s.reverse {
		return behind, fg
	}
	return fg, bg
}
