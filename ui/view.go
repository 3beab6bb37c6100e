package ui

import (
	"strings"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// draw joins the panes into one frame of exactly the screen's size.
func (a *App) draw() []string {
	if a.w == 0 || a.h == 0 {
		return nil
	}
	a.settle()
	l := a.layout()
	look := a.look()
	a.lookAround()
	f := &a.lines
	f.Reset(a.w)
	if l.header.h > 0 {
		a.drawHeader(f, look)
	}
	if l.pulse.h > 0 {
		a.drawPulse(f, look)
	}
	if l.tabs.h > 0 {
		a.drawTabs(f, look)
	}
	a.drawBody(f, look, l)
	if l.bar.h > 0 {
		place(f, a.bar.View(a.focusedLook(look), l.bar.w, l.bar.h), l.bar.w)
	}
	if l.footer.h > 0 {
		a.drawFooter(f, look)
	}
	frame := f.Take(a.h)
	if a.overlay != nil {
		frame = a.drawOverlay(frame, look)
	}
	return frame
}

func (a *App) look() pane.Look {
	return pane.Look{Theme: a.o.Theme, Keys: a.o.Keys, Now: a.theirNow(), Times: a.times, Zone: a.o.Zone}
}

func (a *App) focusedLook(look pane.Look) pane.Look {
	look.Focused = true
	return look
}

func (a *App) drawBody(f *draw.Lines, look pane.Look, l layout) {
	b := l.body
	if b.h == 0 {
		return
	}
	view := func(p pane.Pane, at focus, r rect) []string {
		if r.h == 0 || r.w == 0 {
			return nil
		}
		own := look
		own.Focused = a.focus == at && a.overlay == nil && !a.barOpen
		return p.View(own, r.w, r.h)
	}
	switch {
	case a.settingUp():
		f.Fill(b.y + b.h) // the page's words around the form would only distract
		return
	case a.start != nil:
		place(f, a.start.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.log != nil:
		a.log.SetLines(a.o.Traffic.Lines())
		place(f, a.log.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.travel != nil:
		a.drawTravel(f, look, b)
		return
	case a.contrast != nil:
		place(f, a.contrast.pane.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.detail != nil:
		a.renotice()
		place(f, a.detail.pane.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.onFollow:
		a.showJobs()
		place(f, a.followed.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.onMany:
		place(f, a.many.pane.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.onBoard:
		place(f, a.board.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	case a.trouble.open:
		a.showGroups()
		place(f, a.trouble.pane.View(a.focusedLook(look), b.w, b.h), b.w)
		return
	}
	triggers, functions := view(a.trigPane, onTriggers, l.triggers), view(a.fnPane, onFunctions, l.functions)
	a.runsPane.SetTitle(a.runsTitle())
	rows, preview := view(a.runsPane, onRuns, l.runs), view(a.prevPane, onPreview, l.preview)
	for i := range b.h {
		put(f, triggers, functions, i, max(l.triggers.w, l.functions.w))
		put(f, rows, preview, i, max(l.runs.w, l.preview.w))
		f.End()
	}
}

// put writes row i of two blocks of one width, one standing on the other.
func put(f *draw.Lines, upper, lower []string, i, w int) {
	if i >= len(upper) {
		upper, i = lower, i-len(upper)
	}
	if i < len(upper) {
		f.Drawn(upper[i], w)
	}
}

func place(f *draw.Lines, lines []string, w int) {
	for _, line := range lines {
		f.Drawn(line, w)
		f.End()
	}
}

func (a *App) drawOverlay(frame []string, look pane.Look) []string {
	w, h := a.overlay.Size(a.w, a.h)
	w, h = min(w, a.w), min(h, a.h)
	lines := a.overlay.View(a.focusedLook(look), w, h)
	return draw.Over(frame, lines, (a.w-w)/2, max(0, (a.h-h)/3), w)
}

func joined(frame []string) string { return strings.Join(frame, "\n") }

// title is the window's title.
func (a *App) title() string {
	title := "fntop"
	if n := a.openAlerts(); n > 0 {
		title = "(" + draw.Count(n) + ") fntop"
	}
	for _, m := range a.members {
		title += " · " + model.Visible(m.info.Workspace)
	}
	return title
}
