package bundle

import (
	"strings"

	"fntop/model"
	"fntop/ui/draw"
)

// page is Markdown that is being written.
type page struct{ b strings.Builder }

func (p *page) line(parts ...string) {
	for _, part := range parts {
		p.b.WriteString(part)
	}
	p.b.WriteByte('\n')
}

func (p *page) heading(text string) { p.line("\n## ", text, "\n") }

// row writes a row of a table. Its cells are Markdown already.
func (p *page) row(cells ...string) { p.line("| ", strings.Join(cells, " | "), " |") }

func (p *page) head(cells ...string) {
	p.row(cells...)
	p.line("|", strings.Repeat(" --- |", len(cells)))
}

// block writes text of several lines as it is.
func (p *page) block(language, text string) {
	lines := model.VisibleLines(text)
	fence := strings.Repeat("`", max(3, draw.LongestTicks(text)+1))
	p.line(fence, language)
	for _, l := range lines {
		p.line(l)
	}
	p.line(fence)
}

// code is a text as a code span that holds in a table, too; a dash where there
// is none.
func code(text string) string {
	if text == "" {
		return "–"
	}
	return draw.MarkdownCode(text)
}
