package vt

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Write takes what a program writes. A sequence or a character may be split
// over two calls.
func (s *Screen) Write(p []byte) (int, error) {
	b := append(s.held, p...)
	b, rest := whole(b)
	for len(b) > 0 {
		seq, width, n, state := ansi.DecodeSequence(b, ansi.NormalState, s.parser)
		if state != ansi.NormalState {
			break // unfinished
		}
		if n == 0 {
			n, seq = 1, b[:1]
		}
		s.apply(seq, width)
		b = b[n:]
	}
	s.held = append(append([]byte(nil), b...), rest...)
	return len(p), nil
}

// whole cuts off the beginning of a character at the end of b: the decoder
// would take it for a part of the character before.
func whole(b []byte) (full, rest []byte) {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i], b[i:]
			}
			break
		}
	}
	return b, nil
}

func (s *Screen) apply(seq []byte, width int) {
	switch {
	case width > 0:
		s.put(string(seq), width)
	case ansi.HasCsiPrefix(seq):
		s.csi(seq)
	case ansi.HasOscPrefix(seq):
		s.osc(seq)
	case len(seq) == 1:
		s.control(seq[0])
	case seq[0] >= 0xcc: // a combining mark that came apart from its letter
		s.attach(string(seq))
	case bytes.Equal(seq, []byte("\x1b7")):
		g := s.grid()
		g.savedX, g.savedY = g.x, g.y
	case bytes.Equal(seq, []byte("\x1b8")):
		g := s.grid()
		g.x, g.y = g.savedX, g.savedY
	case bytes.Equal(seq, []byte("\x1b=")), bytes.Equal(seq, []byte("\x1b>")), bytes.Equal(seq, []byte("\x1b(B")):
	default:
		s.strange(seq)
	}
}

func (s *Screen) strange(seq []byte) { s.unknown = append(s.unknown, strconv.Quote(string(seq))) }

// put writes one character. Without autowrap what comes behind the last column
// stays on it, as in a terminal.
func (s *Screen) put(text string, width int) {
	g := s.grid()
	if g.x+width > s.w {
		if s.modes[7] {
			g.x = 0
			s.lineFeed()
		} else {
			g.x = max(s.w-width, 0)
		}
	}
	if width > s.w {
		return
	}
	row := g.cells[g.y]
	g.clear(g.x, g.x+width, s.style)
	row[g.x] = Cell{Text: text, Width: width, Style: s.style}
	for i := 1; i < width; i++ {
		row[g.x+i] = Cell{Style: s.style}
	}
	g.x += width // behind the last column: the next character decides
}

// attach adds a mark without a width of its own to the character before.
func (s *Screen) attach(mark string) {
	g := s.grid()
	x := min(g.x, s.w) - 1
	if x > 0 && g.cells[g.y][x].Width == 0 {
		x--
	}
	if x >= 0 {
		g.cells[g.y][x].Text += mark
	}
}

// clear blanks columns from up to to of the cursor's row. Of a wide character
// that is cut nothing stays.
func (g *grid) clear(from, to int, st Style) {
	row := g.cells[g.y]
	if from > 0 && from < len(row) && row[from].Width == 0 {
		row[from-1] = Cell{Text: " ", Width: 1, Style: row[from-1].Style}
	}
	if to < len(row) && row[to].Width == 0 {
		row[to] = Cell{Text: " ", Width: 1, Style: row[to].Style}
	}
	for x := from; x < min(to, len(row)); x++ {
		row[x] = Cell{Text: " ", Width: 1, Style: Style{Bg: st.Bg}}
	}
}

func (s *Screen) control(c byte) {
	g := s.grid()
	switch c {
	case '\r':
		g.x = 0
	case '\n':
		s.lineFeed()
	case '\b':
		g.x = max(g.x-1, 0)
	case '\t':
		g.x = min((g.x/8+1)*8, s.w-1)
	case 0, '\a', 0x0e, 0x0f:
	default:
		s.strange([]byte{c})
	}
}

func (s *Screen) lineFeed() {
	g := s.grid()
	if g.y < s.h-1 {
		g.y++
		return
	}
	g.cells = append(g.cells[1:], blankRow(s.w, s.style))
}

// osc takes a title, a clipboard write or a question for a colour.
func (s *Screen) osc(seq []byte) {
	body := strings.TrimRight(strings.TrimPrefix(string(seq), "\x1b]"), "\x07\x1b\\")
	number, text, _ := strings.Cut(body, ";")
	switch {
	case number == "0" || number == "2":
		s.title = text
	case number == "52":
		_, data, _ := strings.Cut(text, ";")
		s.clips = append(s.clips, data)
	case number == "11" && text == "?":
		if s.Background != "" {
			s.say("\x1b]11;%s\x1b\\", s.Background)
		}
	case number == "8":
	default:
		s.strange(seq)
	}
}

func (s *Screen) say(format string, args ...any) {
	if s.Answer != nil {
		s.Answer(fmt.Appendf(nil, format, args...))
	}
}
