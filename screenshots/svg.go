package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// A cell is 0.6 by 1.32 of the size of JetBrains Mono: at this size whole
// pixels, once the picture is twice as large.
const (
	fontSize = 12.5
	cellW    = 7.5
	cellH    = 16.5
	baseline = 12.5
	pad      = 14.0
	barH     = 34.0
	radius   = 9.0
)

const fonts = "'JetBrains Mono','DejaVu Sans Mono','VL Gothic',monospace"

// svg draws the frame of a terminal in a window. Every text stands at its own
// place, so that a font that is missing shifts nothing.
func svg(frame []string, title string, g ground) (string, error) {
	rows := make([][]cell, len(frame))
	columns := 0
	for i, line := range frame {
		row, err := cells(line)
		if err != nil {
			return "", fmt.Errorf("line %d: %w", i+1, err)
		}
		rows[i] = row
		columns = max(columns, ansi.StringWidth(line))
	}
	p := &picture{ground: g}
	w, h := float64(columns)*cellW+2*pad, float64(len(frame))*cellH+barH+pad
	p.window(w, h, title)
	for i, row := range rows {
		p.row(barH+float64(i)*cellH, row)
	}
	p.b.WriteString("</g>\n</svg>\n")
	return p.b.String(), nil
}

type picture struct {
	b      strings.Builder
	ground ground
}

// window draws what is around the terminal.
func (p *picture) window(w, h float64, title string) {
	g, f := p.ground, func(format string, a ...any) { fmt.Fprintf(&p.b, format+"\n", a...) }
	f(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s">`, num(w), num(h))
	f(`<title>%s</title>`, html.EscapeString(title))
	f(`<rect x="0.5" y="0.5" width="%s" height="%s" rx="%s" fill="%s"/>`, num(w-1), num(h-1), num(radius), g.bg)
	f(`<path d="M0.5 %[1]sV%[2]sa%[3]s %[3]s 0 0 1 %[3]s -%[3]sH%[4]sa%[3]s %[3]s 0 0 1 %[3]s %[3]sV%[1]sz" fill="%[5]s"/>`,
		num(barH-6), num(radius+0.5), num(radius), num(w-0.5-radius), g.bar)
	f(`<rect x="0.5" y="0.5" width="%s" height="%s" rx="%s" fill="none" stroke="%s"/>`, num(w-1), num(h-1), num(radius), g.edge)
	for i, dot := range g.dots {
		f(`<circle cx="%s" cy="14.5" r="4.5" fill="%s"/>`, num(18+15*float64(i)), dot)
	}
	f(`<g font-family="%s" font-size="%s" style="font-variant-ligatures:none" xml:space="preserve">`, fonts, num(fontSize))
	f(`<text x="%s" y="18.5" text-anchor="middle" fill="%s">%s</text>`, num(w/2), g.title, html.EscapeString(title))
}

// row draws one line of the terminal, its backgrounds first.
func (p *picture) row(y float64, row []cell) {
	p.backgrounds(y, row)
	var (
		x   = pad
		run span
		art strokes
	)
	for _, c := range row {
		fg, _ := p.ground.inks(c.style)
		ink := ink{fg, c.style.bold}
		switch {
		case art.takes(c.text, fg, x, y):
			p.text(y, &run)
		case c.text == " ":
			run.blanks++
		case plain(c.text):
			if run.text != "" && (run.ink != ink || run.blanks > 1 || ligature(run.text, c.text)) {
				p.text(y, &run)
			}
			run.add(x, c.text, ink)
		default:
			p.text(y, &run)
			p.glyph(x+float64(c.width)*cellW/2, y, c.text, ink)
		}
		if c.style.underline {
			art.underline(fg, x, y, c.width)
		}
		x += float64(c.width) * cellW
	}
	p.text(y, &run)
	p.b.WriteString(art.String())
}

// backgrounds draws one box for what lies side by side in one colour.
func (p *picture) backgrounds(y float64, row []cell) {
	x, from, colour := pad, pad, ""
	flush := func() {
		if colour != "" {
			fmt.Fprintf(&p.b, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", num(from), num(y), num(x-from), num(cellH), colour)
		}
	}
	for _, c := range row {
		if _, bg := p.ground.inks(c.style); bg != colour {
			flush()
			from, colour = x, bg
		}
		x += float64(c.width) * cellW
	}
	flush()
}

// ink is what letters are drawn with.
type ink struct {
	colour string
	bold   bool
}

func (i ink) String() string {
	if i.bold {
		return fmt.Sprintf(`fill="%s" font-weight="700"`, i.colour)
	}
	return fmt.Sprintf(`fill="%s"`, i.colour)
}

// span is a run of letters of one look, one cell each.
type span struct {
	x      float64
	text   string
	ink    ink
	blanks int // that came after text
}

func (s *span) add(x float64, text string, i ink) {
	if s.text == "" {
		*s = span{x: x, ink: i}
	}
	s.text += strings.Repeat(" ", s.blanks) + text
	s.blanks = 0
}

// text draws a run and leaves it empty.
func (p *picture) text(y float64, s *span) {
	if s.text != "" {
		fmt.Fprintf(&p.b, "<text x=\"%s\" y=\"%s\" textLength=\"%s\" %s>%s</text>\n", num(s.x), num(y+baseline),
			num(float64(utf8.RuneCountInString(s.text))*cellW), s.ink, html.EscapeString(s.text))
	}
	*s = span{}
}

// glyph draws a sign that may come from another font: in the middle of its
// cells, however wide that font has it.
func (p *picture) glyph(middle, y float64, text string, i ink) {
	fmt.Fprintf(&p.b, "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" %s>%s</text>\n", num(middle), num(y+baseline), i, html.EscapeString(text))
}

// plain reports whether every monospaced font has the letter, one cell wide.
func plain(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n == len(text) && r < 0x180 || text == "…"
}

// ligature reports whether a font may draw the letters' meeting as one sign.
func ligature(before, after string) bool {
	const meet = "!#$%&*+-./:;<=>?@\\^_|~"
	return strings.ContainsAny(after, meet) && strings.Contains(meet, before[len(before)-1:])
}

func num(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
