package main

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// cell is one grapheme of a frame, one or two cells wide.
type cell struct {
	text  string
	width int
	style style
}

// style is how a cell is drawn. An empty colour is the terminal's own.
type style struct {
	fg, bg                          string
	bold, faint, underline, reverse bool
}

// cells reads one line of a frame. What moves the cursor has no place in it.
func cells(line string) ([]cell, error) {
	var (
		row    []cell
		now    style
		state  byte
		parser = ansi.NewParser()
	)
	for len(line) > 0 {
		seq, width, n, next := ansi.DecodeSequence(line, state, parser)
		switch {
		case width > 0:
			row = append(row, cell{seq, width, now})
		case ansi.HasCsiPrefix(seq) && ansi.Cmd(parser.Command()) == 'm':
			if err := now.apply(parser.Params()); err != nil {
				return nil, fmt.Errorf("%q: %w", seq, err)
			}
		case seq[0] >= 0xc0 && len(row) > 0: // the parser takes marks off ASCII letters
			row[len(row)-1].text += seq
		default:
			return nil, fmt.Errorf("%q has no place in a frame", seq)
		}
		line, state = line[n:], next
	}
	return row, nil
}

// apply takes the codes of one SGR sequence.
func (s *style) apply(codes ansi.Params) error {
	if len(codes) == 0 {
		*s = style{}
	}
	for i := 0; i < len(codes); i++ {
		switch c := codes[i].Param(0); {
		case c == 0:
			*s = style{}
		case c == 1:
			s.bold = true
		case c == 2:
			s.faint = true
		case c == 4:
			s.underline = true
		case c == 7:
			s.reverse = true
		case c == 22:
			s.bold, s.faint = false, false
		case c == 24:
			s.underline = false
		case c == 27:
			s.reverse = false
		case c == 39:
			s.fg = ""
		case c == 49:
			s.bg = ""
		case c >= 30 && c <= 37:
			s.fg = sixteen[c-30]
		case c >= 90 && c <= 97:
			s.fg = sixteen[c-90+8]
		case c >= 40 && c <= 47:
			s.bg = sixteen[c-40]
		case c >= 100 && c <= 107:
			s.bg = sixteen[c-100+8]
		case c == 38 || c == 48:
			colour, used, err := extended(codes[i+1:])
			if err != nil {
				return err
			}
			if c == 38 {
				s.fg = colour
			} else {
				s.bg = colour
			}
			i += used
		default:
			return fmt.Errorf("no picture is made of code %d", c)
		}
	}
	return nil
}
