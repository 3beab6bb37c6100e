package report

import (
	"html"
	"strings"
	"time"

	"fntop/model"
)

// style is all there is of looks: the file stands alone, and asks nobody for
// anything.
const style = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1c1c1c;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{padding:.2rem .7rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
th{font-weight:600;border-bottom:2px solid #999}.n{text-align:right;font-variant-numeric:tabular-nums}
code,pre{font:.9em ui-monospace,monospace;background:#f3f3f3}code{padding:0 .2em;overflow-wrap:anywhere}pre{padding:.7rem;overflow-x:auto}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}code,pre{background:#262626}th,td{border-color:#444}}`

// HTML is the report as one page that needs nothing else: no script, no image.
func HTML(r *Report, version string, zone *time.Location) []byte {
	d := documentOf(r, version, zone)
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + html.EscapeString(d.title) + "</title>\n<style>\n" + style + "\n</style>\n</head>\n<body>\n" +
		"<h1>" + html.EscapeString(d.title) + "</h1>\n")
	for _, s := range d.sections {
		if s.title != "" {
			b.WriteString("<h2>" + html.EscapeString(s.title) + "</h2>\n")
		}
		for _, line := range s.text {
			b.WriteString("<p>")
			for _, p := range line {
				b.WriteString(tagged(p))
			}
			b.WriteString("</p>\n")
		}
		if len(s.head) > 0 {
			b.WriteString("<table>\n<thead>\n")
			tagRow(&b, "th", s.head)
			b.WriteString("</thead>\n<tbody>\n")
			for _, row := range s.rows {
				tagRow(&b, "td", row)
			}
			b.WriteString("</tbody>\n</table>\n")
		}
		if s.block != "" {
			b.WriteString("<pre>" + html.EscapeString(strings.Join(model.VisibleLines(s.block), "\n")) + "</pre>\n")
		}
	}
	b.WriteString("</body>\n</html>\n")
	return []byte(b.String())
}

func tagged(p piece) string {
	text := html.EscapeString(model.Visible(p.text))
	if p.code {
		return "<code>" + text + "</code>"
	}
	return text
}

func tagRow(b *strings.Builder, tag string, cells []piece) {
	b.WriteString("<tr>")
	for _, p := range cells {
		if p.right {
			b.WriteString("<" + tag + " class=\"n\">")
		} else {
			b.WriteString("<" + tag + ">")
		}
		b.WriteString(tagged(p) + "</" + tag + ">")
	}
	b.WriteString("</tr>\n")
}
