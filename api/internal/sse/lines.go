package sse

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// lines takes a stream apart into lines, which end with a line feed, a
// carriage return, or both. A line is told as soon as its first end was read:
// whether a line feed follows a carriage return shows later.
type lines struct {
	from    io.Reader
	limit   int
	buf     [8 << 10]byte
	have    []byte // read and not yet used, within buf
	part    []byte // the beginning of a line that goes on
	afterCR bool
	err     error // of the last read
}

// next returns one line without its end, valid until the next call. What is
// not ended when the stream ends is no line.
func (l *lines) next() ([]byte, error) {
	l.recycle()
	for {
		if err := l.fill(); err != nil {
			return nil, err
		}
		if l.afterCR {
			l.afterCR = false
			if l.have[0] == '\n' {
				l.have = l.have[1:]
				continue
			}
		}
		end := bytes.IndexAny(l.have, "\r\n")
		if end < 0 {
			end = len(l.have)
		}
		if len(l.part)+end > l.limit {
			return nil, ErrLineTooLong
		}
		if end == len(l.have) {
			l.part = append(l.part, l.have...)
			l.have = nil
			continue
		}
		line := l.have[:end]
		if len(l.part) > 0 {
			l.part = append(l.part, line...)
			line = l.part
		}
		l.afterCR = l.have[end] == '\r'
		l.have = l.have[end+1:]
		return line, nil
	}
}

// recycle forgets the last line, and what it took if that was a lot.
func (l *lines) recycle() {
	const kept = 64 << 10
	if cap(l.part) > kept {
		l.part = nil
	}
	l.part = l.part[:0]
}

// fill reads until there is something to use.
func (l *lines) fill() error {
	const patience = 100 // reads that give nothing at all
	for try := 0; len(l.have) == 0; try++ {
		if l.err != nil {
			return l.err
		}
		if try == patience {
			return io.ErrNoProgress
		}
		n, err := l.from.Read(l.buf[:])
		l.have, l.err = l.buf[:n], err
	}
	return nil
}

// decode makes a line what the UTF-8 decode of the Encoding standard makes of
// it: each longest beginning of a character that goes wrong, else each wrong
// byte, is one U+FFFD. No line end can be part of a character, so lines may be
// decoded one by one.
func decode(line []byte) []byte {
	if utf8.Valid(line) {
		return line
	}
	var out []byte
	for len(line) > 0 {
		r, n := utf8.DecodeRune(line)
		if r == utf8.RuneError && n == 1 {
			n = begun(line)
		}
		out = utf8.AppendRune(out, r)
		line = line[n:]
	}
	return out
}

// begun is how many bytes of a wrong character could have begun a right one.
func begun(b []byte) int {
	need, low, high := 0, byte(0x80), byte(0xBF)
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		need = 1
	case c >= 0xE0 && c <= 0xEF:
		need = 2
	case c >= 0xF0 && c <= 0xF4:
		need = 3
	}
	switch b[0] { // no overlong forms, no surrogates, nothing over U+10FFFF
	case 0xE0:
		low = 0xA0
	case 0xED:
		high = 0x9F
	case 0xF0:
		low = 0x90
	case 0xF4:
		high = 0x8F
	}
	n := 1
	for ; n <= need && n < len(b) && b[n] >= low && b[n] <= high; n++ {
		low, high = 0x80, 0xBF
	}
	return n
}
