package mask

import (
	"regexp"
	"strings"
)

var (
	runs   = regexp.MustCompile(`[A-Za-z0-9+/_=-]{20,}`)
	digits = regexp.MustCompile(`\d(?:[ -]?\d){12,18}`)
	uuids  = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	hashes = regexp.MustCompile(`(?i)(?:sha-?\d+|md5|hash|digest|etag|commit|checksum|fingerprint|trace|span|revision|rev|build|blob|tree|id|version|integrity)\W{1,4}$`)
)

// atRandom finds long texts that no person wrote, and card numbers. Under the
// names of ids and hashes they are what one looks for.
func atRandom(text, name string) (spans []span) {
	if len(text) < 13 {
		return nil
	}
	ids := identifies(name)
	skip := uuids.FindAllStringIndex(text, -1)
	for _, at := range runs.FindAllStringIndex(text, -1) {
		from, to := at[0], at[1]
		piece := text[from:to]
		if ids || overlaps(skip, from, to) || hashes.MatchString(text[max(0, from-16):from]) {
			continue
		}
		if random(piece) {
			spans = append(spans, span{from: from, to: to, reason: "long random text"})
		}
	}
	for _, at := range digits.FindAllStringIndex(text, -1) {
		from, to := at[0], at[1]
		if !within(text, from, to) && card(text[from:to]) && !overlaps(skip, from, to) {
			spans = append(spans, span{from: from, to: to, reason: "card number"})
		}
	}
	return spans
}

func overlaps(all [][]int, from, to int) bool {
	for _, at := range all {
		if at[0] < to && from < at[1] {
			return true
		}
	}
	return false
}

// within reports whether a number is part of a longer word or number.
func within(text string, from, to int) bool {
	part := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '-'
	}
	return from > 0 && part(text[from-1]) || to < len(text) && part(text[to]) && (text[to] != '.' || to+1 < len(text) && part(text[to+1]))
}

// card reports whether digits are those of a payment card: begun as one of a
// known issuer is, as long, and with the right last digit (Luhn).
func card(s string) bool {
	s = strings.NewReplacer(" ", "", "-", "").Replace(s)
	issuer := (s[0] == '4' && (len(s) == 16 || len(s) == 13 || len(s) == 19)) ||
		(s[0] == '5' && s[1] >= '1' && s[1] <= '5' || s[0] == '2' && s[1] >= '2' && s[1] <= '7') && len(s) == 16 ||
		s[0] == '3' && (s[1] == '4' || s[1] == '7') && len(s) == 15 || s[0] == '3' && (s[1] == '0' || s[1] == '6' || s[1] == '8') && len(s) == 14 ||
		(strings.HasPrefix(s, "6011") || strings.HasPrefix(s, "65") || strings.HasPrefix(s, "35") || strings.HasPrefix(s, "62")) && len(s) >= 16
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return issuer && sum%10 == 0 && strings.Trim(s, s[:1]) != ""
}

// random reports whether nobody wrote a text by hand: capitals, small letters
// and digits change places in it again and again. Hexadecimal is left alone up
// to the length of a commit, for that is what most of it is.
func random(s string) bool {
	if strings.Trim(s, "0123456789abcdef") == "" || strings.Trim(s, "0123456789ABCDEF") == "" {
		return len(s) >= 48 && strings.ContainsAny(s, "abcdefABCDEF")
	}
	changes, kinds, longest, run := turns(s)
	switch {
	case kinds == 3:
		return changes >= 0.22 && len(s) >= 32 || changes >= 0.34 && longest >= 20
	case kinds == 2 && strings.ContainsAny(s, "0123456789"):
		return changes >= 0.26 && longest >= 28
	}
	return kinds == 2 && run >= 40 && changes >= 0.3
}

// turns counts how often letters and digits change their kind, as part of all
// of them; how many kinds there are; and how long the longest piece is between
// the signs that words are joined with. One capital that begins a word of small
// letters is none.
func turns(s string) (changes float64, kinds, longest, letters int) {
	var seen [3]bool
	n, all, length := 0, 0, 0
	before, before2 := -1, -1
	for i := range len(s) {
		kind := kindOf(s[i])
		if kind < 0 {
			longest, length, before, before2 = max(longest, length), 0, -1, -1
			continue
		}
		seen[kind] = true
		all++
		length++
		// A capital between small letters, as in camelCase, turns once.
		if before >= 0 && kind != before && !(before == upperKind && kind == lowerKind && before2 != upperKind) {
			n++
		}
		before2, before = before, kind
	}
	for _, yes := range seen {
		if yes {
			kinds++
		}
	}
	return float64(n) / float64(max(1, all)), kinds, max(longest, length), all
}

const (
	lowerKind = iota
	upperKind
	digitKind
)

func kindOf(c byte) int {
	switch {
	case c >= 'a' && c <= 'z':
		return lowerKind
	case c >= 'A' && c <= 'Z':
		return upperKind
	case c >= '0' && c <= '9':
		return digitKind
	}
	return -1
}

// spansOf are all secrets in a text that stands under a name, if any.
func spansOf(text, name string) []span {
	return append(append(inForm(text), named(text)...), atRandom(text, name)...)
}
