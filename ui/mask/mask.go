// Package mask takes what looks like a secret out of texts and JSON that leave
// fntop, and keeps a list of the places. The same secret gets the same number
// wherever it stands, so that what depends on it can still be told.
//
// What it goes by: the names that values stand under (in JSON, in JSON inside
// of strings, in headers, queries, forms and prose), the forms that keys and
// tokens are known by, and how random a long text is. E-mail addresses and card
// numbers are masked as well: what leaves fntop is read by others than those
// who may read the run. Names, postal addresses and telephone numbers are not
// recognised, and neither is a short secret that stands under no name.
package mask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Found is one place that was masked.
type Found struct {
	Number int    // the same for the same secret
	Path   string // what Keep takes
	Reason string
}

// Masker masks. It belongs to one goroutine.
type Masker struct {
	keep    []string
	off     bool
	given   <-chan struct{} // up, once it is closed; nil: never
	numbers map[string]int  // of secrets
	reasons map[string]string
	known   spread
	found   []Found
	kept    []string
}

// New makes one that leaves the places of these paths, and what is below them,
// as they are.
func New(keep ...string) *Masker {
	return &Masker{keep: keep, numbers: map[string]int{}, reasons: map[string]string{}}
}

// Off makes one that masks nothing.
func Off() *Masker { return &Masker{off: true} }

// Until has it give up once a channel is closed. What it is asked for after
// that is empty: nothing leaves unmasked because somebody went away.
func (m *Masker) Until(given <-chan struct{}) { m.given = given }

// givenUp reports whether nobody waits for an answer any more.
func (m *Masker) givenUp() bool {
	select {
	case <-m.given:
		return true
	default:
		return false
	}
}

// Places is how many were masked so far, for Shown.
func (m *Masker) Places() int { return len(m.found) }

// Shown takes those off the list that were masked since and do not stand in
// what is shown of a text.
func (m *Masker) Shown(since int, text string) {
	shown := marksIn(text)
	kept := m.found[:since]
	for _, f := range m.found[since:] {
		if shown[f.mark()] {
			kept = append(kept, f)
		}
	}
	m.found = kept
}

func (f Found) mark() string { return fmt.Sprintf("%s%d: %s]", markBegins, f.Number, f.Reason) }

// markBegins is what every mark begins with. It ends with its first bracket.
const markBegins = "[masked "

// marksIn are the marks that stand in a text.
func marksIn(text string) map[string]bool {
	marks := map[string]bool{}
	for {
		at := strings.Index(text, markBegins)
		if at < 0 {
			return marks
		}
		text = text[at:]
		marks[text[:strings.IndexByte(text, ']')+1]] = true
		text = text[len(markBegins):]
	}
}

// IsOff reports whether nothing is masked.
func (m *Masker) IsOff() bool { return m.off }

// Found are the places that were masked, in the order in which they came.
func (m *Masker) Found() []Found { return m.found }

// Unused are the paths to keep that no secret was at: somebody mistyped them.
func (m *Masker) Unused() []string {
	var unused []string
	for _, k := range m.keep {
		if !slices.Contains(m.kept, k) {
			unused = append(unused, k)
		}
	}
	return unused
}

// Again forgets the places but not the secrets: what was found late in the
// first reading is then masked where it stands early, too.
func (m *Masker) Again() {
	m.found = nil
	var known []string
	for secret := range m.numbers {
		if spreads(secret) {
			known = append(known, secret)
		}
	}
	slices.SortFunc(known, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	m.known = newSpread(known)
}

// mark is what stands in the place of a secret.
func (m *Masker) mark(secret, path, reason string) string {
	n, ok := m.numbers[secret]
	if !ok {
		n = len(m.numbers) + 1
		m.numbers[secret], m.reasons[secret] = n, reason
	}
	f := Found{n, path, reason}
	m.found = append(m.found, f)
	return f.mark()
}

// keeps reports whether a place is to stay as it is.
func (m *Masker) keeps(path string) bool {
	for _, k := range m.keep {
		rest, ok := strings.CutPrefix(path, k)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], ".[/#")) {
			m.kept = append(m.kept, k)
			return true
		}
	}
	return false
}

// span is a secret in a text, or JSON that stands in it.
type span struct {
	from, to int
	reason   string
	json     *node
	secret   string // as it is known from elsewhere; empty: as it stands here
}

// Text masks what looks like a secret in a text. path names the text; a place
// in it has its number behind a #.
func (m *Masker) Text(path, text string) string { return m.text(path, text, "") }

func (m *Masker) text(path, text, name string) string {
	if m.off || text == "" || m.keeps(path) {
		return text
	}
	if m.givenUp() {
		return ""
	}
	var b strings.Builder
	at, nth := 0, 0
	for _, s := range merged(slices.Concat(spansOf(text, name), m.known.in(text, m.reasons)), embedded(text)) {
		b.WriteString(text[at:s.from])
		at = s.to
		whole := text[s.from:s.to]
		if s.json != nil {
			before := len(m.found)
			if m.walk(s.json, path+"//", "", ""); len(m.found) > before {
				whole = string(s.json.append(nil))
			}
			b.WriteString(whole)
			continue
		}
		nth++
		if place := fmt.Sprintf("%s#%d", path, nth); m.keeps(place) {
			b.WriteString(whole)
		} else {
			if s.secret == "" {
				s.secret = whole
			}
			b.WriteString(m.mark(s.secret, place, s.reason))
		}
	}
	b.WriteString(text[at:])
	if m.givenUp() { // what stands in it may not have been gone through
		return ""
	}
	return b.String()
}

// merged puts spans in order. Those that overlap are one secret, as far as any
// of them goes; in JSON its own walk finds them, unless one begins before it.
func merged(secrets, inJSON []span) (all []span) {
	spans := append(inJSON, secrets...)
	slices.SortStableFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(kindOfSpan(a), kindOfSpan(b)), cmp.Compare(b.to, a.to))
	})
	for _, s := range spans {
		if len(all) == 0 || s.from >= all[len(all)-1].to {
			all = append(all, s)
			continue
		}
		switch last := &all[len(all)-1]; {
		case last.json == nil && s.to > last.to:
			last.to, last.secret = s.to, ""
		case last.json == nil:
		case s.to > last.to: // it goes on behind the JSON: hide both
			*last = span{from: last.from, to: s.to, reason: s.reason}
		}
	}
	return all
}

func kindOfSpan(s span) int {
	if s.json != nil {
		return 0
	}
	return 1
}
