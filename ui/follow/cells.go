package follow

import (
	"strings"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// cells is a row's text, made visible once for each Row.
type cells struct {
	status   string
	function string
	trigger  string
	origin   string
	profile  string
	run      string
	job      string
	said     string
	err      string
	words    []string // of the steps
}

// seen is how much of a name or a message a line can show at the most.
const seen = 512

// mostCells is for how many rows text is kept. Rows that are not what they
// were go with the others.
const mostCells = 256

func (m *Model) cellsOf(r *Row) *cells {
	if c, ok := m.cells[r]; ok {
		return c
	}
	if len(m.cells) >= mostCells {
		clear(m.cells)
	}
	c := cellsFor(r)
	m.cells[r] = c
	return c
}

func cellsFor(r *Row) *cells {
	c := &cells{
		function: name(r.Function), trigger: name(r.Trigger), run: "–",
		origin: "followed", profile: name(r.Profile), job: visible(r.Job), said: visible(r.Said),
	}
	if r.Action != 0 {
		c.origin = r.Action.String()
	}
	if r.Maybe {
		c.origin += "?"
	}
	glyph, word := r.standing()
	if r.Run != nil {
		c.function, c.trigger = name(r.Run.Function.Label()), name(r.Run.Trigger.Label())
		c.run = draw.ShortID(visible(r.Run.ID.ID))
		c.err = visible(r.Run.ErrorMessage)
		if c.err == "" && r.Run.Status.Failed() {
			c.err = visible(r.Run.ErrorCode)
		}
	}
	c.status = glyph + " " + word
	for _, s := range r.History.steps {
		c.words = append(c.words, s.word())
	}
	return c
}

// standing is the row's status as a sign and a word.
func (r *Row) standing() (glyph, word string) {
	switch {
	case r.Run != nil:
		s := stepOf(r.Run)
		return theme.Glyph(s.Status), s.word()
	case r.State == Sending:
		return notYet, "sending"
	case r.State == Refused:
		return theme.Glyph(model.StatusFailure), "refused"
	case r.State == Lost:
		return theme.Glyph(model.StatusUnknown), "no answer"
	}
	return notYet, "queued"
}

// notYet is the sign of what is no run yet.
const notYet = "◌"

func (s Step) glyph() string {
	switch s.Kind {
	case OfRun:
		return theme.Glyph(s.Status)
	case WasRefused:
		return theme.Glyph(model.StatusFailure)
	case WasLost:
		return theme.Glyph(model.StatusUnknown)
	}
	return notYet
}

func (s Step) word() string {
	switch s.Kind {
	case WasSent:
		return "sent"
	case WasQueued:
		return "queued"
	case WasRefused:
		return "refused"
	case WasLost:
		return "no answer"
	}
	if s.Status == model.StatusUnknown && s.Word != "" {
		return draw.Cut(visible(s.Word), 16)
	}
	return s.Status.String()
}

func (s Step) style(t *theme.Theme) theme.Style {
	switch s.Kind {
	case OfRun:
		return t.Status(s.Status)
	case WasRefused:
		return t.Bad
	case WasLost:
		return t.Warn
	}
	return t.Status(model.StatusPending)
}

// visible is the first line of a backend's text as it may be drawn.
func visible(s string) string {
	line, _, _ := strings.Cut(draw.Clip(s, seen), "\n")
	return model.Visible(line)
}

func name(s string) string {
	if s == "" {
		return "–"
	}
	return visible(s)
}
