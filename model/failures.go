package model

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fingerprint names what went wrong, not where nor to which order: two
// failures with the same one are the same trouble. Whatever is kept under it
// (an acknowledgement, two groups made one by hand) must be found again years
// later and on another machine, so it is made in one documented way:
//
//	64 bits of FNV-1a over the code, the byte 0x1F and the message's template
//	(AppendTemplate), of both only letters and digits, ASCII in lower case,
//	with one space for any run of other characters
//
// and whoever changes what comes out of it counts fingerprintVersion up.
type Fingerprint uint64

// fingerprintVersion is in every written fingerprint. What was kept under
// another version is no longer found, rather than found for the wrong group.
const fingerprintVersion = "f1:"

// String is the written form, as history and the command line have it.
func (f Fingerprint) String() string { return fmt.Sprintf("%s%016x", fingerprintVersion, uint64(f)) }

// ParseFingerprint reads the written form of this version.
func ParseFingerprint(s string) (Fingerprint, bool) {
	digits, ok := strings.CutPrefix(s, fingerprintVersion)
	if !ok || len(digits) != 16 {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 16, 64)
	return Fingerprint(n), err == nil
}

// FingerprintOf says what went wrong with a run that ended with this code and
// message. It looks at no more of the message than a listed run keeps, so that
// a run read in full and its row in a list have the same one. The same message
// with another code is another trouble: a code is what a program chose to tell
// apart, a message is prose.
func FingerprintOf(code, message string) Fingerprint {
	var room [templateLimit + templateSlack]byte
	h := essence(fnvOffset, code)
	h = (h ^ 0x1f) * fnvPrime
	return Fingerprint(essence(h, AppendTemplate(room[:0], message)))
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// essence hashes the letters and digits of s: punctuation, case and line breaks
// are what changes when a library is renewed or a message is quoted by another.
func essence[T string | []byte](h uint64, s T) uint64 {
	gap, any := false, false
	for i := 0; i < len(s); {
		size, keep := 1, false
		if c := s[i]; c < utf8.RuneSelf {
			keep = asciiClass[c]&(letterByte|digitByte) != 0 || c == placeholder
		} else {
			var r rune
			r, size = decode(s, i)
			keep = unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
		}
		if !keep {
			gap = any
			i += size
			continue
		}
		if gap {
			h = (h ^ ' ') * fnvPrime
			gap = false
		}
		any = true
		for end := i + size; i < end; i++ {
			h = (h ^ uint64(lower(s[i]))) * fnvPrime
		}
	}
	return h
}

func decode[T string | []byte](s T, i int) (rune, int) {
	var few [utf8.UTFMax]byte
	n := copy(few[:], s[i:min(len(s), i+utf8.UTFMax)])
	return utf8.DecodeRune(few[:n])
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
