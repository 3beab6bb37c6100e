package vt

import (
	"strconv"
	"strings"
)

// sgr takes colours and attributes.
func (s *Screen) sgr() {
	params := s.parser.Params()
	if len(params) == 0 {
		s.style = Style{}
		return
	}
	st := &s.style
	for i := 0; i < len(params); i++ {
		n := params[i].Param(0)
		switch {
		case n == 0:
			*st = Style{}
		case n == 1:
			st.Bold = true
		case n == 2:
			st.Faint = true
		case n == 3:
			st.Italic = true
		case n == 4:
			st.Underline = true
			for params[i].HasMore() && i+1 < len(params) { // the kind of line
				i++
				st.Underline = params[i].Param(0) != 0
			}
		case n == 7:
			st.Reverse = true
		case n == 9:
			st.Strike = true
		case n == 22:
			st.Bold, st.Faint = false, false
		case n == 23:
			st.Italic = false
		case n == 24:
			st.Underline = false
		case n == 27:
			st.Reverse = false
		case n == 29:
			st.Strike = false
		case n >= 30 && n <= 37 || n >= 90 && n <= 97:
			st.Fg = strconv.Itoa(n)
		case n >= 40 && n <= 47 || n >= 100 && n <= 107:
			st.Bg = strconv.Itoa(n)
		case n == 39:
			st.Fg = ""
		case n == 49:
			st.Bg = ""
		case n == 38 || n == 48:
			size := 0
			if i+1 < len(params) {
				size = map[int]int{5: 3, 2: 5}[params[i+1].Param(0)]
			}
			if size == 0 || i+size > len(params) {
				s.strange([]byte("\x1b[" + strconv.Itoa(n) + "…m"))
				return
			}
			parts := make([]string, size)
			for j := range parts {
				parts[j] = strconv.Itoa(params[i+j].Param(0))
			}
			if n == 38 {
				st.Fg = strings.Join(parts, ";")
			} else {
				st.Bg = strings.Join(parts, ";")
			}
			i += size - 1
		default:
			s.strange([]byte("\x1b[" + strconv.Itoa(n) + "m"))
		}
	}
}
