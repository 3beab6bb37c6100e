package draw

import (
	"strings"

	"fntop/model"
)

// MarkdownCode is a text as a code span of Markdown, in which nothing of it is
// obeyed. It holds in a table, too.
func MarkdownCode(text string) string {
	text = model.Visible(text)
	ticks := strings.Repeat("`", LongestTicks(text)+1)
	if len(ticks) > 1 || strings.Trim(text, " ") == "" {
		text = " " + text + " " // which is not shown
	}
	return ticks + strings.ReplaceAll(text, "|", `\|`) + ticks
}

// LongestTicks is the longest run of backticks in a text: what fences it has
// to be longer.
func LongestTicks(text string) int {
	most, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		most = max(most, run)
	}
	return most
}
