//go:build unix

package screen

import "time"

// filter cuts the bytes of the terminal into chunks that Bubble Tea's parser
// reads right. That parser takes the end of a read for the end of a key, so an
// arrow split over two reads becomes esc and "[A"; it types out late answers to
// questions about the terminal; and it knows a focus report only when nothing
// follows it. So the filter holds an unfinished sequence back for a moment,
// drops answers, ends a chunk where a focus report ends, and marks as a paste
// what can only be one. Everything else passes as it came: letters typed ahead
// stay one message of several runes.
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
		if n := lines(b); n > 0 {
			c.end()
			c.add([]byte(pasteOn))
			c.addLong(b[:n])
			c.add([]byte(pasteOff))
			c.end()
			b = b[n:]
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
