package model

import (
	"strings"
	"unicode"
)

// charClass says how Visible shows a character: plain as it is, combining as
// it is while there are few, selector left out where it belongs; any other
// value is the mark that is shown instead.
type charClass rune

const (
	plain charClass = -iota
	combining
	selector
)

// The marks. All are one cell wide, and all are plain, so that a text that
// was cleaned once is clean. C0 controls have their own pictures, ␀ to ␟.
const (
	deleteMark  = '␡'            // DEL
	newlineMark = '␤'            // NEL, line and paragraph separators
	bidiMark    = '⇄'            // whatever turns the direction of writing
	hiddenMark  = '·'            // zero-width and other invisible characters; marks too many
	brokenMark  = '\uFFFD'       // invalid UTF-8, C1 controls, noncharacters, private use
	c0Pictures  = charClass('␀') // U+2400, in the order of the controls
)

// classOf sorts a rune. Joiners are marked even inside emoji and Indic or
// Persian words: terminals do not agree on how wide a joined sequence is, and
// a table whose rows are of unknown width falls apart. Private use is marked
// because its look and width are the font's own affair.
func classOf(r rune) charClass {
	switch {
	case r < 0x20:
		return c0Pictures + charClass(r)
	case r < 0x7f:
		return plain
	case r == 0x7f:
		return deleteMark
	case r < 0xa0:
		if r == 0x85 {
			return newlineMark
		}
		return brokenMark
	case r < 0x300:
		if r == 0xad {
			return hiddenMark // soft hyphen
		}
		return plain
	case r >= 0x370 && r < 0x483, r > 0x3040 && r < 0x3099, r >= 0x4e00 && r < 0xa000, r >= 0xac00 && r < 0xd7a4:
		return plain // Greek, Cyrillic, Kana, Han and Hangul in bulk, ahead of the tables
	case r == 0x2028, r == 0x2029:
		return newlineMark
	case r == 0x200e, r == 0x200f, r == 0x61c, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return bidiMark
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return selector
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return brokenMark // noncharacters
	case unicode.In(r, unicode.Co, unicode.Cs):
		return brokenMark
	case invisible(r):
		return hiddenMark
	case unicode.In(r, unicode.Mn, unicode.Me), r >= 0x1160 && r <= 0x11ff, r >= 0xd7b0 && r <= 0xd7ff:
		return combining // conjoining Hangul vowels and finals are zero cells wide too
	}
	return plain
}

// invisible reports what Unicode calls format characters and default
// ignorables, but for those with a class of their own.
func invisible(r rune) bool {
	switch {
	case r == 0x34f, // combining grapheme joiner
		r >= 0x115f && r <= 0x1160, r == 0x3164, r == 0xffa0, // Hangul fillers
		r >= 0x17b4 && r <= 0x17b5, // Khmer inherent vowels
		r >= 0x180b && r <= 0x180f, // Mongolian selectors and separator
		r >= 0x2060 && r <= 0x206f,
		r >= 0xfff0 && r <= 0xfffb,
		r >= 0xe0000 && r <= 0xe0fff: // tags
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// takesSelector reports whether a variation selector after base is ordinary
// writing: an emoji, a mathematical sign, a Han character or a keycap. There
// it is left out, because terminals do not agree on whether it makes the
// character wider; the character stays, in its plain form.
func takesSelector(base rune, rest string) bool {
	switch {
	case base < 0x80:
		return strings.ContainsRune("#*0123456789", base) && strings.HasPrefix(rest, "\u20e3")
	case base == hiddenMark, base == brokenMark, base == '◌':
		return false
	case base == '‼', base == '⁉', base == '〰':
		return true
	}
	return unicode.In(base, unicode.So, unicode.Sm, unicode.Han)
}
