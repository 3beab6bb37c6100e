package report

import (
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// Markdown is the report as Markdown that reads well as it stands, too: its
// tables are in line.
func Markdown(r *Report, version string, zone *time.Location) []byte {
	d := documentOf(r, version, zone)
	var b strings.Builder
	b.WriteString("# " + d.title + "\n")
	for _, s := range d.sections {
		if s.title != "" {
			b.WriteString("\n## " + s.title + "\n")
		}
		for _, line := range s.text {
			b.WriteByte('\n')
			for _, p := range line {
				b.WriteString(marked(p))
			}
			b.WriteByte('\n')
		}
		if len(s.head) > 0 {
			b.WriteByte('\n')
			markTable(&b, &s)
		}
		if s.block != "" {
			fence := strings.Repeat("`", max(3, draw.LongestTicks(s.block)+1))
			b.WriteString("\n" + fence + "\n" + strings.Join(model.VisibleLines(s.block), "\n") + "\n" + fence + "\n")
		}
	}
	return []byte(b.String())
}

func marked(p piece) string {
	if p.code {
		return draw.MarkdownCode(p.text)
	}
	return p.text
}

// wideCell is how wide a column is at the most for the sake of one cell.
const wideCell = 60

func markTable(b *strings.Builder, s *section) {
	widths := make([]int, len(s.head))
	for i, h := range s.head {
		widths[i] = max(3, draw.Width(h.text))
	}
	rows := make([][]string, len(s.rows))
	for i, row := range s.rows {
		rows[i] = make([]string, len(row))
		for j, p := range row {
			rows[i][j] = marked(p)
			widths[j] = min(max(widths[j], draw.Width(rows[i][j])), max(wideCell, widths[j]))
		}
	}
	if last := len(widths) - 1; !s.head[last].right {
		widths[last] = 0 // nothing stands behind it
	}
	line := func(row []string) {
		for i, cell := range row {
			gap := strings.Repeat(" ", max(0, widths[i]-draw.Width(cell)))
			if s.head[i].right {
				cell = gap + cell
			} else {
				cell += gap
			}
			b.WriteString("| " + cell + " ")
		}
		b.WriteString("|\n")
	}
	titles, rule := make([]string, len(s.head)), make([]string, len(s.head))
	for i, h := range s.head {
		titles[i] = h.text
		rule[i] = strings.Repeat("-", max(3, widths[i]))
		if h.right {
			rule[i] = rule[i][1:] + ":"
		}
	}
	line(titles)
	line(rule)
	for _, row := range rows {
		line(row)
	}
}
