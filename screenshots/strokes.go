package main

import (
	"fmt"
	"strings"
)

// strokes gathers what is drawn as lines and boxes rather than as letters:
// borders and bars then meet whatever the font is.
type strokes struct {
	parts []*part
}

// part is one path.
type part struct {
	colour string
	width  string // of its line; empty for a filled one
	d      strings.Builder

	// The level line that may still grow.
	from, to, y float64
}

// The middle of a cell, on whole pixels of a picture of twice the size.
const (
	midX = 3.5
	midY = 8.0
	bend = 3.5
)

// takes draws a sign if it is one of borders or bars.
func (s *strokes) takes(sign, colour string, x, y float64) bool {
	r := []rune(sign)
	if len(r) != 1 {
		return false
	}
	cx, cy := num(x+midX), num(y+midY)
	switch c := r[0]; {
	case c == '─':
		s.level(colour, "1", x, y+midY)
	case c == '━':
		s.level(colour, "2", x, y+midY)
	case c == '│':
		s.line(colour, "1", "M%s %sv%s", cx, num(y), num(cellH))
	case c == '╭':
		s.corner(colour, cx, y+cellH, y+midY+bend, cy, x+midX+bend, x+cellW)
	case c == '╮':
		s.corner(colour, cx, y+cellH, y+midY+bend, cy, x+midX-bend, x)
	case c == '╰':
		s.corner(colour, cx, y, y+midY-bend, cy, x+midX+bend, x+cellW)
	case c == '╯':
		s.corner(colour, cx, y, y+midY-bend, cy, x+midX-bend, x)
	case c >= '▁' && c <= '█':
		h := cellH * float64(c-'▁'+1) / 8
		s.line(colour, "", "M%s %sh%sv-%sh-%sz", num(x), num(y+cellH), num(cellW), num(h), num(cellW))
	default:
		return false
	}
	return true
}

// corner leads from one end of a cell's upright to one of its level line.
func (s *strokes) corner(colour, cx string, from, bent float64, cy string, unbent, to float64) {
	s.line(colour, "1", "M%s %sV%sQ%s %s %s %sH%s", cx, num(from), num(bent), cx, cy, num(unbent), cy, num(to))
}

// level draws a level line through a cell, or makes the one before it longer.
func (s *strokes) level(colour, width string, x, y float64) {
	p := s.part(colour, width)
	if p.to != x || p.y != y {
		p.end()
		p.from, p.y = x, y
	}
	p.to = x + cellW
}

// end writes the level line that can grow no more.
func (p *part) end() {
	if p.to > 0 {
		fmt.Fprintf(&p.d, "M%s %sH%s", num(p.from), num(p.y), num(p.to))
	}
	p.to = 0
}

func (s *strokes) underline(colour string, x, y float64, cells int) {
	for i := range cells {
		s.level(colour, "1", x+float64(i)*cellW, y+cellH-2)
	}
}

func (s *strokes) line(colour, width, format string, a ...any) {
	p := s.part(colour, width)
	p.end()
	fmt.Fprintf(&p.d, format, a...)
}

// part is the path of a look.
func (s *strokes) part(colour, width string) *part {
	for i := range s.parts {
		if p := s.parts[i]; p.colour == colour && p.width == width {
			return p
		}
	}
	p := &part{colour: colour, width: width}
	s.parts = append(s.parts, p)
	return p
}

// String is all of it, one path a line.
func (s *strokes) String() string {
	var b strings.Builder
	for _, p := range s.parts {
		p.end()
		if p.width == "" {
			fmt.Fprintf(&b, "<path fill=\"%s\" d=\"%s\"/>\n", p.colour, p.d.String())
		} else {
			fmt.Fprintf(&b, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" d=\"%s\"/>\n", p.colour, p.width, p.d.String())
		}
	}
	return b.String()
}
