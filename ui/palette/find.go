package palette

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"fntop/model"
)

// noteAfter is how many letters it takes until notes are searched as well:
// one or two stand in nearly every one.
const noteAfter = 3

// texts lets fuzzy read the lines without a copy.
type texts []line

func (t texts) String(i int) string { return t[i].text }
func (t texts) Len() int            { return len(t) }

// find makes the rows for what is typed: the items whose text fits, best
// first, then those whose note holds it. With nothing typed all stand in
// their own order.
func (m *Model) find() {
	m.typed = m.input.Value()
	m.rows, m.matched, m.at = m.rows[:0], m.matched[:0], 0
	// Spaces part words for the reader; fuzzy would want them in the text.
	wanted := strings.Join(strings.Fields(m.typed), "")
	if !m.o.Filter || wanted == "" {
		for i := range m.lines {
			m.add(i, nil)
		}
		m.atFirstAble()
	} else {
		m.match(wanted)
	}
	m.readFree()
}

func (m *Model) match(wanted string) {
	taken := make([]bool, len(m.lines))
	all := fuzzy.FindFrom(wanted, texts(m.lines))
	// What begins with the letters comes first, the shortest of these before
	// the others; what cannot be chosen now comes last.
	slices.SortStableFunc(all, func(a, b fuzzy.Match) int {
		return cmp.Compare(m.rank(a.Index, wanted), m.rank(b.Index, wanted))
	})
	for _, found := range all {
		taken[found.Index] = true
		m.add(found.Index, found.MatchedIndexes)
	}
	phrase := strings.ToLower(strings.TrimSpace(m.typed))
	if len(phrase) < noteAfter {
		return
	}
	for i := range m.lines {
		if !taken[i] && strings.Contains(m.lines[i].lowerNote, phrase) {
			m.add(i, nil)
		}
	}
}

func (m *Model) rank(i int, wanted string) int {
	text, rank := m.lines[i].text, 1<<16
	if len(text) >= len(wanted) && strings.EqualFold(text[:len(wanted)], wanted) {
		rank = min(len(text), rank)
	}
	if m.o.Items[i].Disabled != "" {
		rank += 1 << 20
	}
	return rank
}

// readFree puts what was typed on top, unless an item is written just so:
// "2h" must not choose "24h" because its letters are in there.
func (m *Model) readFree() {
	m.freeIntent, m.freeError = nil, ""
	text := strings.TrimSpace(m.typed)
	if m.o.Free == nil || text == "" {
		return
	}
	for row, i := range m.rows {
		if strings.EqualFold(m.lines[i].text, text) {
			m.at = row
			return
		}
	}
	intent, err := m.o.Free(text)
	if err != nil {
		m.freeError = model.Visible(err.Error())
		return
	}
	m.freeIntent = intent
	m.rows = slices.Insert(m.rows, 0, free)
	m.matched = slices.Insert(m.matched, 0, []int(nil))
	m.at = 0
}

func (m *Model) add(i int, matched []int) {
	m.rows = append(m.rows, i)
	m.matched = append(m.matched, matched)
}

func (m *Model) atFirstAble() {
	for row, i := range m.rows {
		if m.o.Items[i].Disabled == "" {
			m.at = row
			return
		}
	}
}
