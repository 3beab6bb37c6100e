package ui

import tea "github.com/charmbracelet/bubbletea"

// rect is a part of the screen.
type rect struct{ x, y, w, h int }

// layout is where everything is at the present size. A part of height or
// width zero is not on screen.
type layout struct {
	header, pulse, tabs, body, bar, footer rect
	triggers, functions, runs, preview     rect
}

// From these sizes on, more is shown.
const (
	wide   = 120 // preview
	middle = 100 // side panes
	narrow = 60  // columns and borders; under it rows of glyph, name and age
	low    = 12
)

// small is a screen too small for borders.
func (a *App) small() bool { return a.w < narrow || a.h < low }

// layout shares the screen out. Zoomed, all that the panes have goes to the one
// in focus.
func (a *App) layout() layout {
	l := a.panes()
	if !a.zoomed || !a.onLists() {
		return l
	}
	l.triggers, l.functions, l.runs, l.preview = rect{}, rect{}, rect{}, rect{}
	switch a.focus {
	case onTriggers:
		l.triggers = l.body
	case onFunctions:
		l.functions = l.body
	case onPreview:
		l.preview = l.body
	default:
		l.runs = l.body
	}
	return l
}

// panes shares the screen out where nothing is zoomed.
func (a *App) panes() layout {
	var l layout
	top, bottom := 0, a.h
	row := func(from int) rect { return rect{0, from, a.w, 1} }
	if a.h >= 3 {
		l.header = row(top)
		top++
	}
	if !a.small() && a.h >= 16 {
		l.pulse = row(top)
		top++
	}
	if !a.small() && a.w < middle && a.onLists() {
		l.tabs = row(top)
		top++
	}
	if bottom-top >= 2 {
		bottom--
		l.footer = row(bottom)
	}
	if a.barOpen {
		n := min(a.bar.Height(), bottom-top)
		bottom -= n
		l.bar = rect{0, bottom, a.w, n}
	}
	l.body = rect{0, top, a.w, max(0, bottom-top)}
	if a.w < middle || a.small() {
		whole := l.body
		switch {
		case a.focus == onTriggers && !a.small():
			l.triggers = whole
		case a.focus == onFunctions && !a.small():
			l.functions = whole
		default:
			l.runs = whole
		}
		return l
	}
	side := min(44, max(28, a.w*25/100))
	b := l.body
	// Each of the side panes gets what it needs, else half.
	upper := (b.h + 1) / 2
	if need := a.fnPane.Wants() + 2; need < b.h-upper {
		upper = b.h - max(need, 4)
	} else if need := a.trigPane.Wants() + 2; need < upper {
		upper = max(need, 4)
	}
	l.triggers = rect{0, b.y, side, upper}
	l.functions = rect{0, b.y + upper, side, b.h - upper}
	l.runs = rect{side, b.y, a.w - side, b.h}
	if a.w >= wide && b.h >= 20 {
		n := min(8, b.h/5)
		l.runs.h -= n
		l.preview = rect{side, b.y + l.runs.h, a.w - side, n}
	}
	return l
}

func (a *App) resized(w, h int) tea.Cmd {
	a.w, a.h = max(0, w), max(0, h)
	a.zoomed = a.zoomed && a.w >= middle // below that each pane is alone anyway
	a.settle()
	return a.fill()
}

// settle tells the panes how large they are, and moves the focus off a pane
// that is not on screen any more.
func (a *App) settle() {
	if !a.reachable(a.focus) {
		a.focus = onRuns
	}
	l := a.layout()
	if l.runs.h > 0 {
		a.runsPane.Resize(l.runs.h, a.small())
	}
}
