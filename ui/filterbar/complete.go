package filterbar

import (
	"strings"
	"unicode/utf8"
)

// complete puts in the one option there is, or as much as all of them begin
// with; from then on each tab puts in the next one.
func (m *Model) complete(by int) {
	n := len(m.offer.options)
	if n == 0 {
		return
	}
	if m.cycling {
		m.offer.at = (m.offer.at + by + n) % n
		m.putOption(m.offer.options[m.offer.at])
		return
	}
	typed := m.input.Value()[m.offer.from:m.offer.to]
	if shared := common(m.offer.options); n == 1 || len(shared) > len(typed) && strings.HasPrefix(strings.ToLower(shared), strings.ToLower(typed)) {
		m.putOption(shared)
		m.cycling = false
		return
	}
	m.offer.at = 0
	if by < 0 {
		m.offer.at = n - 1
	}
	m.putOption(m.offer.options[m.offer.at])
	m.cycling = true
}

// putOption puts an option in the place of what it completes, the cursor
// behind it.
func (m *Model) putOption(option string) {
	text := m.input.Value()
	before := text[:m.offer.from] + option
	cycling := m.cycling
	m.put(before+text[m.offer.to:], utf8.RuneCountInString(before))
	m.cycling = cycling
	// The input takes no control characters, which a backend's name may hold.
	m.offer.to = min(m.offer.from+len(option), len(m.input.Value()))
}

// common is what all texts begin with.
func common(texts []string) string {
	shared := texts[0]
	for _, text := range texts[1:] {
		n := 0
		for n < min(len(shared), len(text)) && shared[n] == text[n] {
			n++
		}
		for n > 0 && n < len(shared) && !utf8.RuneStart(shared[n]) {
			n--
		}
		shared = shared[:n]
	}
	return shared
}
