package detail

import (
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/jsonview"
)

// body is what a tab shows: lines of visible text. It is drawn, wrapped and
// searched a line at a time.
type body interface {
	len() int
	line(i int) line
}

// line is one line before it is wrapped.
type line struct {
	text   string
	indent int             // cells before its first row
	hang   int             // cells before the rows that follow
	words  bool            // rows end between words
	values bool            // or between values of JSON that is written close
	oneRow bool            // what does not fit into the first row is not shown
	spans  [8]span         // what it is made of; what follows the last one is read
	parts  []jsonview.Part // those that are searched; nil: the whole
	note   jsonview.Note
}

// Rows begin behind these signs where they can.
const (
	betweenWords  = " "
	betweenValues = " ,"
)

// after are the signs behind which rows of the line begin.
func (l *line) after() string {
	switch {
	case l.values:
		return betweenValues
	case l.words:
		return betweenWords
	}
	return ""
}

// span is a part of a line: it begins where the one before ends.
type span struct {
	end  int
	role role
}

// role is what a part of a text is; the theme says how it looks.
type role uint8

const (
	read role = iota
	faint
	strong
	accent
	bad
	warn
	jsonKey
	jsonString
	jsonNumber
	jsonWord
	ofStatus // + a model.Status
)

func styleOf(t *theme.Theme, r role) theme.Style {
	switch r {
	case faint:
		return t.Faint
	case strong:
		return t.Strong
	case accent:
		return t.Accent
	case bad:
		return t.Bad
	case warn:
		return t.Warn
	case jsonKey:
		return t.Key
	case jsonString:
		return t.String
	case jsonNumber:
		return t.Number
	case jsonWord:
		return t.Word
	case read:
		return t.Text
	}
	return t.Status(model.Status(r - ofStatus))
}

// prose is a body of a few sentences.
type prose []string

func (p prose) len() int { return len(p) }

func (p prose) line(i int) line {
	return line{text: p[i], words: true, spans: [8]span{{len(p[i]), faint}}}
}

// text is a body of lines that were not understood as anything else.
type text []string

func (t text) len() int        { return len(t) }
func (t text) line(i int) line { return line{text: t[i], words: true} }

// visibleText is a text of many lines, each safe to stand at the beginning of
// a row.
func visibleText(s string) []string {
	lines := model.VisibleLines(s)
	for i, l := range lines {
		lines[i] = draw.Anchored(l)
	}
	return lines
}
