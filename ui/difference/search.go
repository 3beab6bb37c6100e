package difference

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/find"
	"fntop/ui/pane"
)

// search is what is looked for in the rows. It is in force from the first
// letter until it is cleared.
type search struct {
	open  bool // letters go to the line
	input *field.Model
	text  string
	query find.Query
	hits  []int // rows
	now   int   // the hit that n and N stand on
}

func (s *search) clear() {
	s.open, s.text, s.hits, s.now = false, "", nil, 0
	s.input.Clear()
}

// count is "3 of 12", or that there is nothing.
func (s *search) count() string {
	switch {
	case s.text == "":
		return ""
	case len(s.hits) == 0:
		return "no match"
	}
	return strconv.Itoa(s.now+1) + " of " + draw.Count(len(s.hits))
}

// find finds the rows that hold the text anew, and stays where it stood as
// far as it can.
func (s *search) find(rows []row) {
	s.hits = s.hits[:0]
	if s.text == "" {
		return
	}
	for i := range rows {
		for _, p := range rows[i].parts {
			if at, _ := s.query.Next(p.text, 0); at >= 0 {
				s.hits = append(s.hits, i)
				break
			}
		}
	}
	s.now = max(0, min(s.now, len(s.hits)-1))
}

// typed hears of a key while the line is open.
func (m *Model) typed(msg tea.KeyMsg) {
	s := &m.search
	switch {
	case msg.Type == tea.KeyEnter:
		s.open = false
		return
	case msg.Type == tea.KeyEsc, msg.Type == tea.KeyBackspace && s.input.Value() == "":
		s.clear()
		return
	}
	if !s.input.Key(msg) {
		return
	}
	m.build()
	s.text, s.now = model.Visible(s.input.Value()), 0
	s.query = find.New(s.text)
	s.find(m.rows)
	for i, at := range s.hits {
		if at >= m.top {
			s.now = i
			break
		}
	}
	if len(s.hits) > 0 {
		m.show(s.hits[s.now])
	}
}

// match goes to another row that holds what is looked for, round and round.
func (m *Model) match(by int) pane.Intent {
	m.build()
	s := &m.search
	switch n := len(s.hits); {
	case s.text == "":
		return pane.Say{Text: "nothing is searched for yet"}
	case n == 0:
		return pane.Say{Text: "no match in the difference"}
	default:
		s.now = (s.now + by + n) % n
	}
	m.show(s.hits[s.now])
	return nil
}
