// Package vt is a small terminal emulator for tests: a grid of cells, fed with
// the bytes a program writes. It knows wide cells, colours, cursor addresses,
// the alternate screen, modes, titles and clipboard writes, and answers
// questions when told to. What it does not know it remembers, so that a test
// can insist on there being nothing of the kind.
package vt

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Style is how a cell is drawn. Colours are the SGR parameters that set them,
// such as "31", "48;5;238" or "38;2;1;2;3", and "" for the default.
type Style struct {
	Fg, Bg                                  string
	Bold, Faint, Italic, Underline, Reverse bool
	Strike                                  bool
}

// Cell is one cell of the grid. A wide character has its text and Width 2 in
// its first cell; the second has Width 0 and no text.
type Cell struct {
	Text  string
	Width int
	Style Style
}

// Screen is a terminal. It is not safe for several goroutines.
type Screen struct {
	// Answer is called with what the terminal says back; nil: it is mute.
	Answer func([]byte)
	// Background is the answer to OSC 11, as "rgb:ffff/ffff/ffff"; empty:
	// that question is not answered.
	Background string

	w, h    int
	main    grid
	alt     grid
	onAlt   bool
	style   Style
	modes   map[int]bool // private modes that were set or reset, by number
	title   string
	titles  []string
	clips   []string
	unknown []string
	held    []byte // an unfinished sequence
	parser  *ansi.Parser
	shown   grid // what a viewer sees while an update is synchronised
	synced  bool
	syncs   int
}

// grid is one of the two screens.
type grid struct {
	cells          [][]Cell
	x, y           int
	savedX, savedY int
}

// New returns a terminal with w columns and h rows.
func New(w, h int) *Screen {
	s := &Screen{w: w, h: h, modes: startModes(), parser: ansi.NewParser()}
	s.main, s.alt = newGrid(w, h), newGrid(w, h)
	return s
}

func newGrid(w, h int) grid {
	g := grid{cells: make([][]Cell, h)}
	for y := range g.cells {
		g.cells[y] = blankRow(w, Style{})
	}
	return g
}

func blankRow(w int, st Style) []Cell {
	row := make([]Cell, w)
	for x := range row {
		row[x] = Cell{Text: " ", Width: 1, Style: Style{Bg: st.Bg}}
	}
	return row
}

// Resize changes the size as a window does: rows and columns are cut off or
// added at the right and at the bottom.
func (s *Screen) Resize(w, h int) {
	s.w, s.h = w, h
	for _, g := range []*grid{&s.main, &s.alt, &s.shown} {
		g.resize(w, h)
	}
}

func (g *grid) resize(w, h int) {
	for len(g.cells) < h {
		g.cells = append(g.cells, blankRow(w, Style{}))
	}
	g.cells = g.cells[:h]
	for y, row := range g.cells {
		if len(row) > w {
			row = row[:w]
			if row[w-1].Width == 2 {
				row[w-1] = Cell{Text: " ", Width: 1}
			}
		}
		for len(row) < w {
			row = append(row, Cell{Text: " ", Width: 1})
		}
		g.cells[y] = row
	}
	g.x, g.y = min(g.x, w-1), min(g.y, h-1)
}

// Size returns columns and rows.
func (s *Screen) Size() (w, h int) { return s.w, s.h }

// String returns the text of the screen, its rows without blanks at the end.
// In the middle of a synchronised update it is what was shown before it.
func (s *Screen) String() string {
	lines := make([]string, s.h)
	for y := range lines {
		lines[y] = s.Line(y)
	}
	return strings.Join(lines, "\n")
}

// Line returns the text of row y without blanks at its end.
func (s *Screen) Line(y int) string { return strings.TrimRight(s.Row(y), " ") }

// Row returns the text of row y with all of its blanks.
func (s *Screen) Row(y int) string {
	if y < 0 || y >= s.h {
		return ""
	}
	var b strings.Builder
	for _, c := range s.seen().cells[y] {
		b.WriteString(c.Text)
	}
	return b.String()
}

// Cell returns the cell in column x of row y, counted from 0.
func (s *Screen) Cell(x, y int) Cell {
	if x < 0 || y < 0 || x >= s.w || y >= s.h {
		return Cell{}
	}
	return s.seen().cells[y][x]
}

// Contains tells whether text stands in one of the rows.
func (s *Screen) Contains(text string) bool { return strings.Contains(s.String(), text) }

// Cursor returns where the cursor is.
func (s *Screen) Cursor() (x, y int) { return min(s.grid().x, s.w-1), s.grid().y }

// Title returns the window's title.
func (s *Screen) Title() string { return s.title }

// Clips returns what OSC 52 put into the clipboard, in its encoded form.
func (s *Screen) Clips() []string { return s.clips }

// Syncs returns how many synchronised updates have ended.
func (s *Screen) Syncs() int { return s.syncs }

// Unknown returns the sequences that were not understood, quoted.
func (s *Screen) Unknown() []string { return s.unknown }

func (s *Screen) grid() *grid {
	if s.onAlt {
		return &s.alt
	}
	return &s.main
}

func (s *Screen) seen() *grid {
	if s.synced {
		return &s.shown
	}
	return s.grid()
}
