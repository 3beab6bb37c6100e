package theme

import (
	"fmt"
	"strconv"
	"strings"

	"fntop/model"
)

// Depth is how many colours the terminal shows.
type Depth uint8

// From none to 24 bits.
const (
	NoColor Depth = iota
	Colors16
	Colors256
	TrueColor
)

// Ground is what text stands on.
type Ground uint8

// A ground can be asked of the terminal; where nothing answers, dark.
const (
	Dark Ground = iota
	Light
)

// Names are the themes that can be asked for by name.
var Names = []string{"auto", "dark", "light", "ansi"}

// token is one colour of the palette: for each ground, and as one of the 16
// colours that the person's own terminal defines.
type token struct {
	dark, light string // #rrggbb
	ansi        int    // 0 to 15; -1 is the terminal's own foreground
}

var palette = struct {
	text, faint, border, focus, accent, good, bad, warn, running, pending, waiting, key, number token
}{
	text:    token{"#d7dae0", "#24292f", -1},
	faint:   token{"#7f8796", "#6a737d", 8},
	border:  token{"#3d4454", "#c4c9d1", 8},
	focus:   token{"#7aa2f7", "#2f5bd0", 4},
	accent:  token{"#7dcfff", "#0b7285", 6},
	good:    token{"#7fc88a", "#1a7f37", 2},
	bad:     token{"#f7768e", "#c62a3f", 1},
	warn:    token{"#e0af68", "#9a6700", 3},
	running: token{"#7aa2f7", "#2f5bd0", 4},
	pending: token{"#a9b1d6", "#57606a", -1},
	waiting: token{"#bb9af7", "#7a3fc4", 5},
	key:     token{"#9ab8f7", "#2f5bd0", 4},
	number:  token{"#e0af68", "#9a6700", 3},
}

// selection backgrounds, where the terminal has colours enough for one.
var (
	selected = token{dark: "#2a3350", light: "#dbe6ff"}
	idle     = token{dark: "#23262f", light: "#eceff3"}
)

// New makes the theme for a depth and a ground. "ansi" as name keeps to the
// 16 colours that the terminal itself defines.
func New(name string, depth Depth, ground Ground) *Theme {
	switch name {
	case "dark":
		ground = Dark
	case "light":
		ground = Light
	case "ansi":
		depth = min(depth, Colors16)
	}
	p := painter{depth, ground}
	t := &Theme{
		painter: p,
		Text:    p.style(palette.text),
		Faint:   p.faint(),
		Strong:  p.style(palette.text, bold),
		Border:  p.faintIfNoColor(palette.border),
		Focus:   p.style(palette.focus, boldIfNoColor),
		Accent:  p.style(palette.accent),
		Good:    p.style(palette.good),
		Bad:     p.style(palette.bad),
		Warn:    p.style(palette.warn),
		Match:   p.style(palette.warn, reverse),
		Title:   p.style(palette.accent, bold),
		Key:     p.style(palette.key),
		String:  p.style(palette.good),
		Number:  p.style(palette.number),
		Word:    p.style(palette.waiting),
		Mark:    p.style(palette.warn),

		// In reverse video, bold alone is hard to tell.
		Current: p.style(palette.accent, bold, underlineIfNoColor, reverse),
		Cursor:  sgr([]string{"7"}), // whatever the colours are it stands on
		Wrong:   p.style(palette.warn, underline),

		Selected: p.ground(selected, reverse),
		Idle:     p.ground(idle, underline),
	}
	for s, token := range map[model.Status]token{
		model.StatusUnknown: palette.warn, model.StatusPending: palette.pending,
		model.StatusRunning: palette.running, model.StatusWaiting: palette.waiting,
		model.StatusCompleted: palette.good, model.StatusFailure: palette.bad,
		model.StatusTimeout: palette.warn, model.StatusCancelled: palette.faint,
		model.StatusRecorded: palette.good,
	} {
		t.status[s] = p.style(token)
	}
	t.status[model.StatusFailure] = p.style(palette.bad, bold)
	return t
}

type painter struct {
	depth Depth
	on    Ground
}

type attribute uint8

const (
	bold attribute = iota
	boldIfNoColor
	underlineIfNoColor
	reverse
	underline
)

func (p painter) style(t token, attributes ...attribute) Style {
	var codes []string
	for _, a := range attributes {
		switch {
		case a == bold, a == boldIfNoColor && p.depth == NoColor:
			codes = append(codes, "1")
		case a == reverse:
			codes = append(codes, "7")
		case a == underline, a == underlineIfNoColor && p.depth == NoColor:
			codes = append(codes, "4")
		}
	}
	if c := p.code(t, 30); c != "" {
		codes = append(codes, c)
	}
	return sgr(codes)
}

// faint is grey where there are colours: the faint attribute makes text
// unreadable on many light grounds.
func (p painter) faint() Style { return p.faintIfNoColor(palette.faint) }

func (p painter) faintIfNoColor(t token) Style {
	if p.depth == NoColor {
		return sgr([]string{"2"})
	}
	return p.style(t)
}

// ground is a background, or an attribute where 16 colours have none that is
// readable under every foreground.
func (p painter) ground(t token, otherwise attribute) Style {
	if p.depth < Colors256 {
		return painter{NoColor, p.on}.style(token{ansi: -1}, otherwise)
	}
	return sgr([]string{p.code(t, 40)})
}

func (p painter) code(t token, base int) string {
	hex := t.dark
	if p.on == Light {
		hex = t.light
	}
	switch p.depth {
	case TrueColor:
		r, g, b := rgb(hex)
		return fmt.Sprintf("%d;2;%d;%d;%d", base+8, r, g, b)
	case Colors256:
		return fmt.Sprintf("%d;5;%d", base+8, nearest256(rgb(hex)))
	case Colors16:
		switch {
		case t.ansi < 0:
			return ""
		case t.ansi < 8:
			return strconv.Itoa(base + t.ansi)
		}
		return strconv.Itoa(base + 60 + t.ansi - 8)
	}
	return ""
}

func sgr(codes []string) Style {
	if len(codes) == 0 {
		return ""
	}
	return Style("\x1b[" + strings.Join(codes, ";") + "m")
}

func rgb(hex string) (r, g, b int) {
	n, _ := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	return int(n >> 16 & 255), int(n >> 8 & 255), int(n & 255)
}

// nearest256 is the nearest colour of xterm's 6×6×6 cube or its greys.
func nearest256(r, g, b int) int {
	step := func(v int) int {
		if v < 48 {
			return 0
		}
		return min(5, (v-35)/40)
	}
	level := func(s int) int {
		if s == 0 {
			return 0
		}
		return 55 + 40*s
	}
	far := func(x, y, z int) int { return (r-x)*(r-x) + (g-y)*(g-y) + (b-z)*(b-z) }
	cr, cg, cb := step(r), step(g), step(b)
	grey := max(0, min(23, ((r+g+b)/3-3)/10))
	if v := 8 + 10*grey; far(v, v, v) < far(level(cr), level(cg), level(cb)) {
		return 232 + grey
	}
	return 16 + 36*cr + 6*cg + cb
}
