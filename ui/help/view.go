package help

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

const (
	wide      = 116
	twoFrom   = 92 // cells inside from which there are two columns
	gap       = 4  // between them
	leastText = 12
)

// row is one line of a column: a heading, or a key and what it means, or the
// rest of that.
type row struct {
	title, key, text string
	style            theme.Style
	width            int // of key
}

// Size is how large the page wants to be: as much as there is.
func (m *Model) Size(w, h int) (int, int) { return w, h }

// View draws the page.
func (m *Model) View(look pane.Look, w, h int) []string {
	t := look.Theme
	columns, width := m.layout(look, w-4)
	height := 0
	for _, c := range columns {
		height = max(height, len(c))
	}
	inside := max(0, h-2)
	m.end, m.page = max(0, height-inside), max(1, inside)
	top := min(m.top, m.end)

	var l draw.Lines
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: m.title(t), Note: m.note(t, top, inside, height, w-7)}
	if h > 1 {
		l.Top(box)
	}
	if height == 0 && inside > 0 {
		l.Side(box)
		l.Fit(t.Faint, " nothing here is called so", l.Left()-1)
		l.EndSide(box)
	}
	for i := top; i < min(top+inside, height); i++ {
		l.Side(box)
		l.Blank(min(1, l.Left()-1))
		for n, c := range columns {
			if n > 0 {
				l.Blank(min(gap, l.Left()-1))
			}
			if i < len(c) {
				viewRow(&l, t, c[i], min(width, l.Left()-1))
			} else {
				l.Blank(min(width, l.Left()-1))
			}
		}
		l.EndSide(box)
	}
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

func viewRow(l *draw.Lines, t *theme.Theme, r row, width int) {
	if r.title != "" {
		l.Cell(t.Strong, r.title, width, 0)
		return
	}
	if r.width == 0 {
		l.Blank(width)
		return
	}
	key := min(r.width, width)
	l.Cell(r.style, r.key, key, min(2, width-key))
	l.Cell(t.Text, r.text, max(0, width-key-2), 0)
}

func (m *Model) title(t *theme.Theme) []draw.Span {
	title := []draw.Span{{Style: t.Strong, Text: "Help"}}
	if m.filter != "" {
		title = append(title, draw.Span{Style: t.Accent, Text: " › "}, draw.Span{Style: t.Text, Text: model.Visible(m.filter)})
	}
	return title
}

// note says where the page is scrolled to and which keys there are, as far
// as there is room.
func (m *Model) note(t *theme.Theme, top, inside, height, room int) []draw.Span {
	closes := draw.Hint{"esc", "close"}
	if m.filter != "" {
		closes[1] = "show all"
	}
	spans := draw.Hints(t, room, closes)
	room -= len("esc ") + len(closes[1])
	before := func(more ...draw.Span) {
		for _, s := range more {
			room -= draw.Width(s.Text)
		}
		if room >= 0 {
			spans = append(more, spans...)
		}
	}
	if height > inside {
		lines := strconv.Itoa(top+1) + "–" + strconv.Itoa(min(top+inside, height)) + " of " + strconv.Itoa(height)
		before(draw.Span{Style: t.Faint, Text: lines + "  "})
		before(append(draw.Hints(t, room, draw.Hint{"↑ ↓", "scroll"}), draw.Span{Text: "  "})...)
	}
	if m.filter == "" {
		before(draw.Span{Style: t.Faint, Text: "type to narrow  "})
	}
	return spans
}

// layout sorts the blocks into columns, and says how wide one is.
func (m *Model) layout(look pane.Look, inside int) (columns [][]row, width int) {
	all := blocks(look, m.filter)
	width, count := inside, 1
	if inside >= twoFrom {
		width, count = (inside-gap)/2, 2
	}
	width = max(width, 1)
	parts := make([][]row, len(all))
	total := 0
	for i, b := range all {
		parts[i] = rows(b, width)
		total += len(parts[i])
	}
	if count == 1 || len(all) < 2 {
		return [][]row{join(parts)}, width
	}
	// The blocks stay in order; the cut is where the columns are most alike.
	split, best, left := len(parts), total, 0
	for i, part := range parts {
		if higher := max(left, total-left); higher < best {
			split, best = i, higher
		}
		left += len(part)
	}
	return [][]row{join(parts[:split]), join(parts[split:])}, width
}

func rows(b block, width int) []row {
	key := 0
	for _, e := range b.entries {
		key = max(key, draw.Width(e.key))
	}
	key = max(1, min(key, width/2, width-leastText-2))
	out := []row{{title: b.title}}
	for _, e := range b.entries {
		long := draw.Width(e.key) > key
		if long { // an example that is cut teaches nothing: it has rows of its own
			for _, part := range strings.Split(ansi.Hardwrap(e.key, width, true), "\n") {
				out = append(out, row{key: part, style: e.style, width: width})
			}
		}
		for i, text := range words(e.means, max(leastText, width-key-2)) {
			r := row{text: text, style: e.style, width: key}
			if i == 0 && !long {
				r.key = e.key
			}
			out = append(out, r)
		}
	}
	return out
}

// words breaks a text between its words alone: a break at the hyphen of a date
// in an example would take it apart.
func words(text string, width int) (lines []string) {
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && draw.Width(lines[last])+1+draw.Width(word) <= width {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, draw.Wrap(word, width)...)
	}
	return lines
}

// join puts a blank line between blocks.
func join(parts [][]row) []row {
	var out []row
	for i, part := range parts {
		if i > 0 {
			out = append(out, row{})
		}
		out = append(out, part...)
	}
	return out
}
