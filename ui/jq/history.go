package jq

import "slices"

// kept is how many expressions are remembered.
const kept = 100

// History is what was run before, the newest last.
type History struct{ lines []string }

// Add remembers an expression. One that was run before moves to the end.
func (h *History) Add(expr string) {
	h.lines = slices.DeleteFunc(h.lines, func(old string) bool { return old == expr })
	h.lines = append(h.lines, expr)
	if over := len(h.lines) - kept; over > 0 {
		h.lines = h.lines[over:]
	}
}

// Back is the expression that was run so many ago; the last one is 1.
func (h *History) Back(n int) (string, bool) {
	if n < 1 || n > len(h.lines) {
		return "", false
	}
	return h.lines[len(h.lines)-n], true
}
