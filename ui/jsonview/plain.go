package jsonview

import (
	"bytes"
	"unicode/utf8"

	"fntop/model"
)

// A stretch is so many blocks that are searched at once.
const stretch = 16

// plainness says of a stretch whether its strings look as they are sent, so
// that its bytes can be searched in place of its lines.
const (
	notKnown byte = iota
	plain
	odd
)

// plain reports whether the lines of a stretch look as they are sent.
func (d *doc) plain(n int) bool {
	if d.sames == nil {
		d.sames = make([]byte, len(d.marks)/stretch+1)
	}
	if d.sames[n] == notKnown {
		d.sames[n] = odd
		from, to := d.stretch(n)
		if looksAsSent(d.src[from:to]) {
			d.sames[n] = plain
		}
	}
	return d.sames[n] == plain
}

// stretch is where a stretch begins and ends.
func (d *doc) stretch(n int) (from, to int) {
	from, to = int(d.marks[n*stretch].off), len(d.src)
	if next := (n + 1) * stretch; next < len(d.marks) {
		to = int(d.marks[next].off)
	}
	return from, to
}

// looksAsSent reports whether nothing in a part of a document is shown
// otherwise than it is spelled. It may say no where it is.
func looksAsSent(part []byte) bool {
	for i := 0; i < len(part); {
		c := part[i]
		switch {
		case c == '\\':
			if i+1 < len(part) && part[i+1] == 'u' {
				return false
			}
			i += 2
		case c < 0x7f:
			i++
		default:
			r, size := utf8.DecodeRune(part[i:])
			if !plainRune(r, size) {
				return false
			}
			i += size
		}
	}
	return true
}

// looksItself reports whether a text is shown as it is. It may say no where
// it is.
func looksItself(text []byte) bool {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c < 0x20 || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !plainRune(r, size) {
			return false
		}
		i += size
	}
	return true
}

// plainRune reports whether a character is shown as itself whatever it
// follows. The ranges are those of most texts and spare a longer look.
func plainRune(r rune, size int) bool {
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xc0 && r <= 0x24f, r >= 0x391 && r <= 0x3c9, r >= 0x410 && r <= 0x44f:
		return true
	case r == utf8.RuneError && size == 1:
		return false
	}
	s := string(r)
	return model.Visible(s) == s
}

// looks appends how a token looks, or returns it as it is where that is the
// same.
func (v *View) looks(buf, raw []byte) []byte {
	if raw[0] != '"' || plainASCII(raw) && bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	buf = append(buf[:0], '"')
	buf = v.write.spell(buf, raw[1:len(raw)-1])
	return append(buf, '"')
}
