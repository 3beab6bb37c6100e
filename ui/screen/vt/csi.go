package vt

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// csi takes a control sequence.
func (s *Screen) csi(seq []byte) {
	g := s.grid()
	cmd := ansi.Cmd(s.parser.Command())
	arg := func(i, def int) int {
		n, ok := s.parser.Param(i, def)
		if !ok {
			return def
		}
		return n
	}
	if cmd.Prefix() == '?' && (cmd.Final() == 'h' || cmd.Final() == 'l') {
		for _, p := range s.parser.Params() {
			s.mode(p.Param(0), cmd.Final() == 'h', seq)
		}
		return
	}
	if cmd.Prefix() != 0 || cmd.Intermediate() != 0 {
		s.strange(seq)
		return
	}
	switch cmd.Final() {
	case 'A':
		g.y = max(g.y-max(arg(0, 1), 1), 0)
	case 'B':
		g.y = min(g.y+max(arg(0, 1), 1), s.h-1)
	case 'C':
		g.x = min(g.x+max(arg(0, 1), 1), s.w-1)
	case 'D':
		g.x = max(min(g.x, s.w-1)-max(arg(0, 1), 1), 0)
	case 'G':
		g.x = s.column(arg(0, 1))
	case 'd':
		g.y = s.row(arg(0, 1))
	case 'H', 'f':
		g.y, g.x = s.row(arg(0, 1)), s.column(arg(1, 1))
	case 'J':
		s.eraseDisplay(arg(0, 0))
	case 'K':
		s.eraseLine(arg(0, 0))
	case 'm':
		s.sgr()
	case 'c':
		s.say("\x1b[?62;22c")
	case 'n':
		if arg(0, 0) == 6 {
			s.say("\x1b[%d;%dR", g.y+1, min(g.x, s.w-1)+1)
		}
	case 't':
		s.window(arg(0, 0), seq)
	case 'r': // the whole screen scrolls; anything else would be strange
		if arg(0, 1) != 1 || arg(1, s.h) != s.h {
			s.strange(seq)
		}
	default:
		s.strange(seq)
	}
}

func (s *Screen) row(n int) int    { return min(max(n-1, 0), s.h-1) }
func (s *Screen) column(n int) int { return min(max(n-1, 0), s.w-1) }

func (s *Screen) window(op int, seq []byte) {
	switch op {
	case 22:
		s.titles = append(s.titles, s.title)
	case 23:
		if n := len(s.titles); n > 0 {
			s.title, s.titles = s.titles[n-1], s.titles[:n-1]
		}
	default:
		s.strange(seq)
	}
}

func (s *Screen) eraseLine(how int) {
	g := s.grid()
	x := min(g.x, s.w-1)
	switch how {
	case 0:
		g.clear(x, s.w, s.style)
	case 1:
		g.clear(0, x+1, s.style)
	case 2:
		g.clear(0, s.w, s.style)
	}
}

func (s *Screen) eraseDisplay(how int) {
	g := s.grid()
	from, to := 0, s.h
	switch how {
	case 0:
		s.eraseLine(0)
		from = g.y + 1
	case 1:
		s.eraseLine(1)
		to = g.y
	}
	for y := from; y < to; y++ {
		g.cells[y] = blankRow(s.w, s.style)
	}
}

// startModes are the private modes a test may look at, as they are at the start.
func startModes() map[int]bool {
	return map[int]bool{
		1: false, 7: true, 25: true, 1000: false, 1002: false, 1003: false, 1004: false,
		1006: false, 1049: false, 2004: false, 2026: false,
	}
}

func (s *Screen) mode(n int, on bool, seq []byte) {
	before, known := s.modes[n]
	if !known {
		s.strange(seq)
	}
	s.modes[n] = on
	switch {
	case n == 1049 && on != before:
		s.alternate(on)
	case n == 2026 && on && !before:
		s.shown = s.grid().copy()
		s.synced = true
	case n == 2026 && !on && before:
		s.synced = false
		s.syncs++
	}
}

// alternate changes screens as mode 1049 does: the cursor is kept, the
// alternate screen comes up empty.
func (s *Screen) alternate(on bool) {
	if on {
		x, y := s.main.x, s.main.y
		s.main.savedX, s.main.savedY = x, y
		s.alt = newGrid(s.w, s.h)
		s.alt.x, s.alt.y = min(x, s.w-1), min(y, s.h-1)
	} else {
		s.main.x, s.main.y = min(s.main.savedX, s.w-1), min(s.main.savedY, s.h-1)
	}
	s.onAlt = on
}

func (g *grid) copy() grid {
	c := *g
	c.cells = make([][]Cell, len(g.cells))
	for y, row := range g.cells {
		c.cells[y] = slices.Clone(row)
	}
	return c
}

// Modes returns everything a program may have left behind, one a line: private
// modes, the style in force, the depth of the title stack and the title. Equal
// before and after means that the terminal is as it was.
func (s *Screen) Modes() string {
	var b strings.Builder
	for _, n := range slices.Sorted(maps.Keys(s.modes)) {
		b.WriteString("?" + strconv.Itoa(n) + "=" + strconv.FormatBool(s.modes[n]) + "\n")
	}
	fmt.Fprintf(&b, "style=%+v\ntitles=%d\ntitle=%q\n", s.style, len(s.titles), s.title)
	return b.String()
}

// Mode tells whether a private mode is set.
func (s *Screen) Mode(n int) bool { return s.modes[n] }
