package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoteOrRune takes what may be a quoted value, a word in another script, or
// a sign, and says how long it was.
func (t *template) quoteOrRune(s string, i int) int {
	if n := quotation(s, i); n > 0 {
		open, _ := decode(s, i)
		inner := s[i+utf8.RuneLen(open) : i+n]
		_, size := utf8.DecodeLastRuneInString(inner)
		inner = inner[:len(inner)-size]
		if prose(inner) {
			t.scan(inner)
		} else {
			t.hole()
			t.number = false
		}
		return n
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case size == 1 && r < utf8.RuneSelf:
		t.mark(s[i : i+1])
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return t.chunk(s, i)
	case unicode.IsMark(r), r == '−', r == '€', r == '£', r == '¥':
		// Of a letter that was taken out, or of a number.
	case unicode.IsSpace(r):
		t.space()
	default:
		t.mark(s[i : i+size])
	}
	return size
}

// quoteLimit is how long a quoted value may be; a mark without a fellow that
// near is an apostrophe or was cut off.
const quoteLimit = 400

// quotation is the length of the quoted text that begins at i, marks and all, or
// zero.
func quotation(s string, i int) int {
	open, size := decode(s, i)
	if open < utf8.RuneSelf && i > 0 && asciiClass[s[i-1]]&(letterByte|digitByte) != 0 {
		return 0 // an apostrophe
	}
	closes := ""
	switch open {
	case '"':
		closes = "\""
	case '\'':
		closes = "'"
	case '`':
		closes = "`'"
	case '„', '“':
		closes = "“”"
	case '”':
		closes = "”"
	case '«':
		closes = "»"
	case '»':
		closes = "«"
	case '‘', '‚':
		closes = "’‘"
	case '「':
		closes = "」"
	case '『':
		closes = "』"
	default:
		return 0
	}
	rest := s[i+size : min(len(s), i+size+quoteLimit)]
	for at := 0; at < len(rest); {
		n := strings.IndexAny(rest[at:], closes)
		if n < 0 {
			return 0
		}
		at += n
		_, wide := utf8.DecodeRuneInString(rest[at:])
		at += wide
		inWord := wide == 1 && at < len(rest) && asciiClass[rest[at]]&(letterByte|digitByte) != 0
		if !inWord && (wide > 1 || at < 2 || rest[at-2] != '\\') {
			return size + at
		}
	}
	return 0
}

// prose reports whether a quoted text is a message itself rather than a value:
// four words or more.
func prose(s string) bool { return strings.Count(s, " ") >= 3 }
