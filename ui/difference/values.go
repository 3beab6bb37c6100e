package difference

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"fntop/model"
	"fntop/ui/draw"
)

// How much of a value is shown.
const (
	mostLines = 16
	mostText  = 64 << 10 // of a value that is laid out; of a larger one the begin is shown
	mostCut   = 400
	mostLaid  = 1 << 20 // of all values of a difference together: rows are made between two keys
)

// values are the lines of what was and of what is.
func (w *writer) values(c *model.JSONChange, prose bool, width int) (was, is []string) {
	old, fresh := string(c.Old), string(c.New)
	if prose {
		return wrapped(plain(c.Old), width), wrapped(plain(c.New), width)
	}
	if n := alike(old, fresh); n > 0 {
		old, fresh = "…"+old[n:], "…"+fresh[n:]
	}
	return w.value(old, width), w.value(fresh, width)
}

// alike is how much of two long strings need not be shown: what they begin
// with alike, but for a few signs before they differ.
func alike(a, b string) int {
	const long, context = 200, 40
	if len(a) < long && len(b) < long || a == "" || b == "" || a[0] != '"' || b[0] != '"' {
		return 0
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n -= context; n > 0 && !utf8.RuneStart(a[n]); n-- {
	}
	if n < context {
		return 0
	}
	return n
}

// plain is what a JSON string says.
func plain(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// value lays a value out, as far as it is worth reading here.
func (w *writer) value(raw string, width int) []string {
	switch {
	case raw == "":
		return nil
	case len(raw) > mostText, len(raw) > mostCut && len(raw) > mostLaid-w.laid:
		return append(wrapped(model.Visible(draw.Clip(raw, mostCut)), width), "… "+draw.Bytes(int64(len(raw)))+" in all")
	}
	w.laid += len(raw)
	var b bytes.Buffer
	if (raw[0] == '{' || raw[0] == '[') && json.Indent(&b, []byte(raw), "", "  ") == nil {
		raw = b.String()
	}
	// Only what is shown of it is made visible, which costs more than all else.
	total, end := strings.Count(raw, "\n")+1, 0
	for n := 0; n < mostLines && end < len(raw); n++ {
		next := strings.IndexByte(raw[end:], '\n')
		if next < 0 {
			end = len(raw)
			break
		}
		end += next + 1
	}
	return short(model.VisibleLines(strings.TrimSuffix(raw[:end], "\n")), total, width)
}

func wrapped(text string, width int) []string {
	if text == "" {
		return nil
	}
	return short([]string{text}, 1, width)
}

// short wraps lines, and says how many are left out where they are many.
func short(lines []string, total, width int) []string {
	var out []string
	for i, line := range lines {
		for _, part := range draw.Wrap(draw.Anchored(line), width) {
			if len(out) == mostLines-1 && (i < total-1 || total > mostLines) {
				return append(out, "… "+draw.Count(total-i)+" more lines")
			}
			if len(out) == mostLines {
				return append(out[:mostLines-1], "…")
			}
			out = append(out, part)
		}
	}
	return out
}
