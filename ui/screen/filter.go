//go:build unix

package screen

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// filter cuts the bytes of the terminal into chunks that Bubble Tea's parser
// reads right. That parser takes the end of a read for the end of a key, so an
// arrow split over two reads becomes esc and "[A"; it types out late answers to
// questions about the terminal; and it knows a focus report only when nothing
// follows it. So the filter holds an unfinished sequence back for a moment,
// drops answers, and ends a chunk where a focus report ends. Everything else
// passes as it came: letters typed ahead stay one message of several runes.
type filter struct {
	held  []byte // unfinished
	paste bool   // inside a bracketed paste
}

const (
	// chunkMax is below the size of Bubble Tea's buffer: a read that fills it
	// counts as unfinished.
	chunkMax = 255
	// escWait is how long a lone ESC may be the beginning of something.
	escWait = 25 * time.Millisecond
	// answerWait is how long an answer may take from its first byte to its last.
	answerWait = time.Second
	// answerMax bounds an answer; a longer one was none.
	answerMax = 4096

	pasteOn  = "\x1b[200~"
	pasteOff = "\x1b[201~"
)

// feed takes bytes and returns the chunks that are ready. The chunks do not
// share memory with b.
func (f *filter) feed(b []byte) [][]byte {
	b = append(f.held, b...)
	f.held = nil
	var c chunks
	for len(b) > 0 {
		if f.paste {
			n, closed := pasteLength(b)
			c.addLong(b[:n])
			b = b[n:]
			if !closed {
				break
			}
			f.paste = false
			c.end()
			continue
		}
		n, kind := token(b)
		switch kind {
		case unfinished:
			f.held = append([]byte(nil), b...)
			return c.all()
		case text:
			c.add(b[:n])
		case focus:
			c.end()
			c.add(b[:n])
			c.end()
		case opening:
			c.end()
			f.paste = true
			c.add(b[:n])
		case answer:
		}
		b = b[n:]
	}
	f.held = append([]byte(nil), b...)
	return c.all()
}

// wait tells how long to wait for more before flush is called; zero: for ever.
func (f *filter) wait() time.Duration {
	switch {
	case len(f.held) == 0 || f.paste:
		return 0
	case answering(f.held):
		return answerWait
	}
	return escWait
}

// flush gives up waiting: what was held back is what it looked like. Two
// escapes are two keys, not one with alt; an answer that never ended is
// dropped.
func (f *filter) flush() [][]byte {
	b := f.held
	if f.paste || len(b) == 0 {
		return nil
	}
	f.held = nil
	switch {
	case answering(b):
		return nil
	case string(b) == "\x1b\x1b":
		return [][]byte{{0x1b}, {0x1b}}
	}
	return [][]byte{b}
}

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
		if k != text {
			return 1, text // esc, and then something of its own
		}
		return n + 1, text
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

// chunks gathers what one read of Bubble Tea's gets.
type chunks struct {
	done [][]byte
	open []byte
}

func (c *chunks) add(b []byte) {
	if len(c.open)+len(b) > chunkMax {
		c.end()
	}
	c.open = append(c.open, b...)
}

// addLong adds what may be cut anywhere.
func (c *chunks) addLong(b []byte) {
	for len(b) > chunkMax {
		c.end()
		c.add(b[:chunkMax])
		b = b[chunkMax:]
	}
	c.add(b)
}

func (c *chunks) end() {
	if len(c.open) > 0 {
		c.done = append(c.done, c.open)
	}
	c.open = nil
}

func (c *chunks) all() [][]byte {
	c.end()
	return c.done
}
