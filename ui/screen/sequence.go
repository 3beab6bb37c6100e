//go:build unix

package screen

import (
	"bytes"
	"unicode/utf8"
)

// kind is what a sequence of the terminal's means to the filter.
type kind int

const (
	unfinished kind = iota
	text            // keys, mouse reports, anything Bubble Tea is to see
	focus           // a report that the window gained or lost focus
	opening         // the beginning of a paste
	answer          // an answer to a question: never a key
)

// token finds the first whole thing in b.
func token(b []byte) (n int, k kind) {
	if b[0] != 0x1b {
		if !utf8.FullRune(b) {
			return 0, unfinished
		}
		_, n := utf8.DecodeRune(b)
		return n, text
	}
	if len(b) == 1 {
		return 0, unfinished
	}
	switch b[1] {
	case '[':
		return csi(b)
	case ']', 'P', '_', '^', 'X':
		return answerString(b)
	case 'O': // SS3: one letter, of which some terminals put a digit in front
		for i := 2; i < len(b); i++ {
			if b[i] < '0' || b[i] > '9' {
				return i + 1, text
			}
		}
		return 0, unfinished
	case 0x1b: // alt with a key that is a sequence itself
		if len(b) == 2 {
			return 0, unfinished
		}
		if b[2] != '[' && b[2] != 'O' {
			return 1, text
		}
		n, k := token(b[1:])
		switch k {
		case unfinished:
			return 0, unfinished
		case text:
			return n + 1, text
		}
		return 1, text // esc, and then something of its own
	}
	if !utf8.FullRune(b[1:]) {
		return 0, unfinished
	}
	_, n = utf8.DecodeRune(b[1:])
	return n + 1, text
}

// csi finds the end of a control sequence and what it is.
func csi(b []byte) (n int, k kind) {
	if len(b) > 2 && b[2] == '[' { // function keys of the Linux console
		if len(b) < 4 {
			return 0, unfinished
		}
		return 4, text
	}
	i := 2
	for i < len(b) && b[i] >= 0x30 && b[i] <= 0x3f {
		i++
	}
	params := b[2:i]
	private := len(params) > 0 && (params[0] == '?' || params[0] == '>' || params[0] == '=')
	for i < len(b) && b[i] >= 0x20 && b[i] <= 0x2f {
		i++
		if b[i-1] == '$' && !private { // shift with a key, in rxvt
			return i, text
		}
	}
	if i >= len(b) {
		if i > answerMax {
			return i, answer
		}
		return 0, unfinished
	}
	switch final := b[i]; {
	case final < 0x40 || final > 0x7e:
		return i, text // broken off by a control character
	case private:
		return i + 1, answer
	case string(params) == "200" && final == '~':
		return i + 1, opening
	case len(params) == 0 && (final == 'I' || final == 'O'):
		return i + 1, focus
	case len(params) == 0 && final == 'M': // a mouse report of the old kind
		if len(b) < 6 {
			return 0, unfinished
		}
		return 6, text
	case final == 'R' && !bytes.HasPrefix(params, []byte("1;")) && len(params) > 0:
		return i + 1, answer // a cursor position; with "1;" it may be F3
	case final == 'n' || final == 't' || final == 'c':
		return i + 1, answer
	}
	return i + 1, text
}

// answerString finds the end of an OSC, DCS or the like. No key sends one, but
// alt with the same letter begins alike, so it must go on as answers do.
func answerString(b []byte) (n int, k kind) {
	if len(b) == 2 {
		return 0, unfinished
	}
	if !answering(b) {
		_, n := utf8.DecodeRune(b[1:])
		return n + 1, text
	}
	for i := 2; i < len(b); i++ {
		switch {
		case b[i] == 0x07:
			return i + 1, answer
		case b[i] == 0x1b && i+1 == len(b):
			return 0, unfinished
		case b[i] == 0x1b && b[i+1] == '\\':
			return i + 2, answer
		case b[i] == 0x1b, b[i] < ' ', i > answerMax:
			return i, answer // cut short by something else
		}
	}
	return 0, unfinished
}

// answering tells whether b begins as an answer does and no key: OSC with its
// number, DCS with its parameters, the others with any text at all.
func answering(b []byte) bool {
	if len(b) < 3 || b[0] != 0x1b {
		return false
	}
	switch b[1] {
	case ']':
		return b[2] >= '0' && b[2] <= '9'
	case 'P':
		return b[2] >= '0' && b[2] <= '9' || b[2] == '>' || b[2] == '!' || b[2] == '$'
	case '_':
		return b[2] == 'G'
	}
	return false
}

// pasteLength returns how much of b belongs to a paste for certain, and
// whether the paste ends there.
func pasteLength(b []byte) (n int, closed bool) {
	if i := bytes.Index(b, []byte(pasteOff)); i >= 0 {
		return i + len(pasteOff), true
	}
	for n := min(len(b), len(pasteOff)-1); n > 0; n-- {
		if bytes.HasSuffix(b, []byte(pasteOff[:n])) {
			return len(b) - n, false
		}
	}
	return len(b), false
}

// lines returns the length of the text that b begins with, if there are
// letters on both sides of a line end or a tab. Nobody types so much between
// two reads: it is a paste, on a terminal that does not mark them.
// Taken for keys, its lines "r" and "y" would run something again.
func lines(b []byte) (n int) {
	letters, ended, both := false, false, false
	for n < len(b) && b[n] != 0x1b && utf8.FullRune(b[n:]) {
		switch c := b[n]; {
		case c == '\r', c == '\n', c == '\t':
			ended = letters
		case c >= ' ' && c != 0x7f:
			letters, both = true, both || ended
		}
		_, size := utf8.DecodeRune(b[n:])
		n += size
	}
	if !both {
		return 0
	}
	return n
}
