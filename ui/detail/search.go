package detail

import (
	"sort"
	"strconv"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
)

// search is what is looked for in the open tab. It is in force from the first
// letter until it is cleared.
type search struct {
	open  bool // letters go to the line
	input *field.Model
	query matcher
	hits  []hit
	now   int   // the match that n and N stand on
	width int   // of the window in which the hits were found
	from  place // what stood on the first row when the line was opened
}

// hit is where a match begins. There may be millions of them.
type hit struct{ line, col int32 }

func (h hit) place() place { return place{int(h.line), int(h.col)} }

func newSearch() search { return search{input: field.New(256)} }

func (s *search) inForce() bool { return s.query.text != "" }

// count is "3 of 12", or that there is nothing.
func (s *search) count() string {
	switch {
	case !s.inForce():
		return ""
	case len(s.hits) == 0:
		return "no match"
	}
	return strconv.Itoa(s.now+1) + " of " + draw.Count(len(s.hits))
}

// openSearch opens the line, with what is in force in it.
func (m *Model) openSearch() {
	m.search.open = true
	m.search.from = m.at[m.tab]
	m.search.input.End()
}

// clearSearch closes the line and takes the search out of force.
func (m *Model) clearSearch() {
	m.search.open = false
	m.search.input.Clear()
	m.search.query, m.search.hits, m.search.now = matcher{}, nil, 0
}

// typed hears of a key while the line is open.
func (m *Model) typed(msg tea.KeyMsg) {
	switch msg.Type {
	case tea.KeyEnter:
		m.search.open = false
		return
	case tea.KeyEsc:
		m.clearSearch()
		m.at[m.tab] = m.search.from
		return
	case tea.KeyBackspace:
		if m.search.input.Value() == "" {
			m.clearSearch()
			return
		}
	}
	if m.search.input.Key(msg) {
		m.search.query = newMatcher(model.Visible(m.search.input.Value()))
		m.find(m.search.from)
		m.at[m.tab] = m.search.from
		m.show()
	}
}

// find looks for the query in the open tab and stands on the first match at
// or after a place.
func (m *Model) find(from place) {
	s := &m.search
	s.hits, s.now = s.hits[:0], 0
	if !s.inForce() {
		return
	}
	b := m.body()
	s.width = m.wraps.width
	for i := range b.len() {
		t := b.line(i).text
		for at, end := s.query.next(t, 0); at >= 0; at, end = s.query.next(t, end) {
			s.hits = append(s.hits, hit{int32(i), int32(at)})
		}
	}
	s.now = sort.Search(len(s.hits), func(i int) bool {
		return !s.hits[i].place().before(from)
	})
	if s.now == len(s.hits) {
		s.now = 0
	}
}

// refind finds the matches anew after the text changed and stays on the match
// it stood on, or on the next one.
func (m *Model) refind() {
	if !m.search.inForce() {
		return
	}
	from := m.at[m.tab]
	if s := m.search; s.now < len(s.hits) {
		from = s.hits[s.now].place()
	}
	m.find(from)
}

// step goes to another match, round and round.
func (m *Model) step(by int) {
	if n := len(m.search.hits); n > 0 {
		m.search.now = (m.search.now + by + n) % n
		m.show()
	}
}

// show scrolls so far that the match can be seen: not at all where it can.
func (m *Model) show() {
	if len(m.search.hits) == 0 {
		return
	}
	b, height := m.body(), m.measure()
	at, _ := m.wraps.move(b, m.search.hits[m.search.now].place(), 0)
	top := m.wraps.settle(b, m.at[m.tab], height)
	if end, missing := m.wraps.move(b, top, height-1); at.before(top) || missing == 0 && end.before(at) {
		top, _ = m.wraps.move(b, at, -height/3)
		top = m.wraps.settle(b, top, height)
	}
	m.at[m.tab] = top
}

// matcher finds a text. One without capitals is found whatever its case.
type matcher struct {
	text   string
	exact  bool
	first  [256]bool // bytes with which a match can begin
	lowers []rune
}

func newMatcher(text string) matcher {
	q := matcher{text: text}
	for i, r := range text {
		q.exact = q.exact || unicode.IsUpper(r)
		q.lowers = append(q.lowers, unicode.ToLower(r))
		if i == 0 {
			q.first[text[0]] = true
			for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
				q.first[string(other)[0]] = true
			}
		}
	}
	return q
}

// next is where the next match at or after byte from begins and ends; -1
// where there is none.
func (q *matcher) next(s string, from int) (start, end int) {
	for i := from; i < len(s); i++ {
		if q.first[s[i]] {
			if n := q.prefix(s[i:]); n > 0 {
				return i, i + n
			}
		}
	}
	return -1, -1
}

// prefix is the length of the match that s begins with.
func (q *matcher) prefix(s string) int {
	if q.exact {
		if len(s) >= len(q.text) && s[:len(q.text)] == q.text {
			return len(q.text)
		}
		return 0
	}
	n := 0
	for _, want := range q.lowers {
		if n >= len(s) {
			return 0
		}
		if c := s[n]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if rune(c) != want {
				return 0
			}
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		if unicode.ToLower(r) != want {
			return 0
		}
		n += size
	}
	return n
}

// on appends the matches that reach into bytes from to to of a line.
func (q *matcher) on(marks []mark, s string, from, to int) []mark {
	reach := utf8.UTFMax * len(q.text)
	begin := max(0, from-reach)
	for begin > 0 && !utf8.RuneStart(s[begin]) {
		begin--
	}
	s = s[:min(len(s), to+reach)]
	for at, end := q.next(s, begin); at >= 0 && at < to; at, end = q.next(s, end) {
		if end > from {
			marks = append(marks, mark{at, end})
		}
	}
	return marks
}
