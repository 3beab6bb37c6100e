package detail

import (
	"sort"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/find"
	"fntop/ui/jsonview"
)

// search is what is looked for in the open tab. It is in force from the first
// letter until it is cleared.
type search struct {
	open  bool // letters go to the line
	input *field.Model
	query find.Query
	found matches
	of    body  // in which they were found
	now   int   // the match that n and N stand on
	here  place // and where that is; before everything where it is folded away
	width int   // of the window in which they were found

	// What stood on the first row, and what was selected, when the line was
	// opened.
	from, selected place
	atEnd          bool // and the timeline was to stay at its end
}

// matches are where a query is found in a body. There may be millions.
type matches interface {
	Len() int
	// From is the number of the first one at or after a place.
	From(line, col int) int
	// Show is where one of them stands, once it is not folded away.
	Show(n int) (line, col int)
}

// hits are matches in lines that do not fold.
type hits []place

func (h hits) Len() int { return len(h) }

func (h hits) From(line, col int) int {
	return sort.Search(len(h), func(i int) bool { return !h[i].before(place{line, col}) })
}

func (h hits) Show(n int) (line, col int) { return h[n].line, h[n].off }

func newSearch() search { return search{input: field.New(256), found: hits(nil)} }

func (s *search) inForce() bool { return s.query.Text() != "" }

// count is "3 of 12", or that there is nothing.
func (s *search) count() string {
	switch {
	case !s.inForce():
		return ""
	case s.found.Len() == 0:
		return "no match"
	}
	return draw.Count(s.now+1) + " of " + draw.Count(s.found.Len())
}

// openSearch opens the line, with what is in force in it.
func (m *Model) openSearch() {
	m.search.open = true
	m.search.from, m.search.selected = m.at[m.tab], m.cursor[m.tab]
	m.search.atEnd = m.tab == timelineTab && !m.tl.held
	m.search.input.End()
}

// clearSearch closes the line and takes the search out of force.
func (m *Model) clearSearch() {
	m.search.open = false
	m.search.input.Clear()
	m.search.query, m.search.found, m.search.of, m.search.now = find.Query{}, hits(nil), nil, 0
}

// typed hears of a key while the line is open.
func (m *Model) typed(msg tea.KeyMsg) {
	switch msg.Type {
	case tea.KeyEnter:
		m.search.open = false
		return
	case tea.KeyEsc:
		m.clearSearch()
		m.goBack()
		return
	case tea.KeyBackspace:
		if m.search.input.Value() == "" {
			m.clearSearch()
			return
		}
	}
	if m.search.input.Key(msg) {
		m.search.query = find.New(model.Visible(m.search.input.Value()))
		m.goBack()
		m.find(m.stands())
		m.show()
	}
}

// goBack goes to where the search began.
func (m *Model) goBack() {
	m.at[m.tab], m.cursor[m.tab] = m.search.from, m.search.selected
	switch {
	case m.tab != timelineTab:
	case m.search.atEnd:
		m.toEnd()
	default:
		m.hold()
	}
}

// find looks for the query in the open tab and stands on the first match at
// or after a place.
func (m *Model) find(from place) {
	s := &m.search
	s.found, s.of, s.now = hits(nil), nil, 0
	if !s.inForce() {
		return
	}
	b := m.body()
	s.of, s.width = b, m.wraps.width
	switch b := b.(type) {
	case document:
		s.found = b.Find(s.query)
	case flatText:
		s.found = b.Find(s.query)
	default:
		s.found = hitsIn(b, &s.query)
	}
	if s.now = s.found.From(from.line, from.off); s.now == s.found.Len() {
		s.now = 0
	}
	m.whereNow()
}

func hitsIn(b body, q *find.Query) (found hits) {
	for i := range b.len() {
		t := b.line(i).text
		for at, end := q.Next(t, 0); at >= 0; at, end = q.Next(t, end) {
			found = append(found, place{i, at})
		}
	}
	return found
}

// refind finds the matches anew after the text changed and stays on the match
// it stood on, or on the next one. A document that is the same has the same.
func (m *Model) refind() {
	if !m.search.inForce() {
		return
	}
	switch b := m.body().(type) {
	case document, flatText:
		if m.search.of == b {
			return
		}
	}
	from := m.stands()
	if m.search.here.line >= 0 && m.search.now < m.search.found.Len() {
		from = m.search.here
	}
	if m.tab == timelineTab && m.tl.held {
		m.timeline() // lines above may have come or gone
		from.line = m.cursor[m.tab].line
	}
	m.find(from)
}

// refold looks where the matches are after something was folded or opened.
func (m *Model) refold() {
	if found, ok := m.search.found.(*jsonview.Matches); ok && found.Stale() {
		m.find(m.stands())
		return
	}
	m.whereNow()
}

// whereNow notes where the match is that n and N stand on.
func (m *Model) whereNow() {
	s := &m.search
	s.here = place{-1, -1}
	if s.now >= s.found.Len() {
		return
	}
	if found, ok := s.found.(*jsonview.Matches); ok {
		if line, col, seen := found.Place(s.now); seen {
			s.here = place{line, col}
		}
		return
	}
	s.here.line, s.here.off = s.found.Show(s.now)
}

// step goes to another match, round and round.
func (m *Model) step(by int) {
	if n := m.search.found.Len(); n > 0 {
		m.search.now = (m.search.now + by + n) % n
		m.show()
	}
}

// show scrolls so far that the match can be seen: not at all where it can.
func (m *Model) show() {
	s := &m.search
	if s.found.Len() == 0 {
		return
	}
	s.here.line, s.here.off = s.found.Show(s.now)
	b, height := m.body(), m.measure()
	at, _ := m.wraps.move(b, s.here, 0)
	top := m.wraps.settle(b, m.at[m.tab], height)
	if end, missing := m.wraps.move(b, top, height-1); at.before(top) || missing == 0 && end.before(at) {
		top, _ = m.wraps.move(b, at, -height/3)
		top = m.wraps.settle(b, top, height)
	}
	m.at[m.tab], m.cursor[m.tab] = top, at
	if m.tab == timelineTab {
		m.tl.held = true
		m.keepCursor()
	}
}
