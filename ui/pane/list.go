package pane

import (
	"strconv"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// List is what the side panes share: rows that have a key each, one of them
// selected, one perhaps what the runs are narrowed to. A pane embeds it and
// keeps what a row says; row i belongs to key i.
type List[K comparable] struct {
	name     string
	keys     []K
	at       map[K]int
	cursor   model.Cursor[K]
	narrowed K
	age      func(K) time.Time
	whose    func(K) string
	heads    int  // how many headings say whose the rows are
	headed   bool // and there is room for them
	moved    bool // a person has selected something
	empty    string
	lines    draw.Lines
	memo     Memo
}

// NewList makes an empty list with that name in its title.
func NewList[K comparable](name string) List[K] {
	return List[K]{name: name, at: map[K]int{}, empty: "…"}
}

// SetKeys says what the rows are from now on, and what to say where there are
// none. The selected one stays selected.
func (p *List[K]) SetKeys(keys []K, empty string) {
	p.keys, p.empty = keys, empty
	clear(p.at)
	for i, k := range keys {
		p.at[k] = i
	}
	if !p.moved && len(keys) > 0 {
		p.cursor.Pick(keys[0]) // nobody has chosen the row that came first
	}
	p.count()
	p.place()
}

// SetNarrowed marks the row that the runs are narrowed to.
func (p *List[K]) SetNarrowed(k K) {
	p.narrowed = k
	p.Stale()
}

// SetAges gives the list a way to say when the runs of a row were read.
func (p *List[K]) SetAges(age func(K) time.Time) { p.age = age }

// SetWhose gives the list a way to say whose a row is; nil where all are the
// same one's. Rows of one stand together, under a heading.
func (p *List[K]) SetWhose(whose func(K) string) {
	p.whose = whose
	p.count()
	p.Stale()
}

// SetEmpty is what to say while there are no rows.
func (p *List[K]) SetEmpty(text string) {
	p.empty = text
	p.Stale()
}

// Index is the selected row; false where there is none.
func (p *List[K]) Index() (int, bool) { return p.cursor.Index(), len(p.keys) > 0 }

// Has reports whether there is a row of that key.
func (p *List[K]) Has(k K) bool { _, ok := p.at[k]; return ok }

// Visible are the rows on screen.
func (p *List[K]) Visible() []K {
	from, to := p.cursor.Window()
	return append([]K(nil), p.keys[from:to]...)
}

// Pick selects a row, wherever it stands now or will stand.
func (p *List[K]) Pick(k K) {
	p.moved = true
	p.cursor.Pick(k)
	p.place()
	p.cursor.Settle()
}

// Click selects the row drawn at that line of the pane, whose first is its
// border. It reports false where there is none.
func (p *List[K]) Click(line int) bool {
	i, ok := p.rowAt(line)
	if !ok {
		return false
	}
	p.moved = true
	p.cursor.Select(i, p.key)
	p.Stale()
	return true
}

// Move moves the selection where the action is a movement.
func (p *List[K]) Move(action keymap.Action) {
	if Move(&p.cursor, action, p.key) {
		p.moved = true
		p.Stale()
	}
}

// Stale makes the next View draw anew: what a row says has changed.
func (p *List[K]) Stale() { p.memo.Stale() }

// View draws the list, exactly w×h. row writes what a row says into the w-4
// cells behind its mark; name is the style of its name.
func (p *List[K]) View(look Look, w, h int, row func(l *draw.Lines, i int, name theme.Style)) []string {
	asOf := p.asOf(look)
	return p.memo.Lines(look, w, h, asOf, func() []string { return p.draw(look, w, h, asOf, row) })
}

func (p *List[K]) draw(look Look, w, h int, asOf string, row func(*draw.Lines, int, theme.Style)) []string {
	p.resize(h - 2)
	l := &p.lines
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: p.title(look)}
	if asOf != "" {
		box.Note = []draw.Span{{Style: look.Theme.Faint, Text: asOf}}
	}
	l.Top(box)
	if len(p.keys) == 0 {
		l.Side(box)
		l.Text(look.Theme.Faint, "  "+p.empty)
		l.EndSide(box)
	}
	from, to := p.cursor.Window()
	for i := from; i < to; i++ {
		if p.headed && p.begins(i, from) {
			p.head(look, box, i)
		}
		l.Side(box)
		row(l, i, p.mark(look, i))
		l.EndSide(box)
	}
	if p.headed && to < len(p.keys) && p.begins(to, from) && l.Height() < h-1 {
		p.head(look, box, to) // there is more, and whose
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

// title is the list's name and how many rows it has.
func (p *List[K]) title(look Look) []draw.Span {
	style := look.Theme.Faint
	if look.Focused {
		style = look.Theme.Strong
	}
	return []draw.Span{{Style: style, Text: p.name}, {Style: look.Theme.Faint, Text: " " + strconv.Itoa(len(p.keys))}}
}

// mark begins a row: the selection, and what the runs are narrowed to. It
// returns the style of the row's name.
func (p *List[K]) mark(look Look, i int) theme.Style {
	l, t := &p.lines, look.Theme
	if i == p.cursor.Index() {
		l.On(look.Selected())
		l.Fit(t.Accent, "▸", 1)
	} else {
		l.Blank(1)
	}
	if p.narrowed == p.keys[i] {
		l.Fit(t.Accent, "●", 1)
		return t.Accent
	}
	l.Blank(1)
	return t.Text
}

// asOf says whose the selected row is and when its runs were read, while the
// list has the focus.
func (p *List[K]) asOf(look Look) string {
	i, ok := p.Index()
	if !ok || p.age == nil || !look.Focused {
		return ""
	}
	whose := ""
	if p.whose != nil {
		whose = model.Visible(p.whose(p.keys[i]))
	}
	at := p.age(p.keys[i])
	if at.IsZero() {
		return whose
	}
	if whose != "" {
		whose += " "
	}
	return whose + "as of " + at.In(look.Times.Zone(look.Zone)).Format("15:04:05")
}

func (p *List[K]) place() {
	p.cursor.Place(len(p.keys), func(k K) (int, bool) {
		if i, ok := p.at[k]; ok {
			return i, true
		}
		return -1, false
	}, p.key)
	p.Stale()
}

func (p *List[K]) key(i int) K { return p.keys[i] }
