package mask

import (
	"regexp"
	"strings"
)

// A name and a value in a text: JSON that is cut off, headers, queries, forms,
// settings, flags of a command, log lines.
var (
	assigned = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.\-]*)(\\*["'])?(\]?)[ \t]*(=>|:=|[=:])[ \t]*`)
	flagged  = regexp.MustCompile(`(?:^|\s)--?([A-Za-z][A-Za-z0-9-]+)[ \t]+([^\s"']+)`)
	spoken   = regexp.MustCompile(`(?i)\b(password|passwd|pwd|passphrase|pass code|secret|api[ _-]?key|token)\s+(?:(?:is|was|of|for \S+ is)\s+)?(\\*["'\x60])`)
	told     = regexp.MustCompile(`(?i)\b(password|passwd|pwd|passphrase)\s+(?:is|was)\s+([^\s"'\x60,;]+)`)
)

// stems are in every name of a secret.
const stems = "pass pwd secret token cred key cookie auth jwt bearer sess pin cvv cvc otp ssn sig hmac csrf xsrf mnemonic code card connection webhook phrase"

// named finds secrets by the names they stand under.
func named(text string) (spans []span) {
	if !holdsOne(strings.ToLower(text), stems) {
		return nil
	}
	for _, at := range assigned.FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		why := secretName(name)
		if why == "" {
			continue
		}
		from, to, quoted := valueAt(text, at[1], why)
		prose := !quoted && text[at[8]:at[9]] == ":" && at[1] > at[9]
		if value := text[from:to]; stands(value, !quoted) && (!prose || passwords[why] || wholeLine[why] || codedIn(value)) && (passwords[why] || !counts(value)) {
			spans = append(spans, span{from: from, to: to, reason: reasonOf(why)})
		}
	}
	for _, at := range flagged.FindAllStringSubmatchIndex(text, -1) {
		if why := secretName(text[at[2]:at[3]]); why != "" && stands(text[at[4]:at[5]], true) {
			spans = append(spans, span{from: at[4], to: at[5], reason: reasonOf(why)})
		}
	}
	for _, at := range spoken.FindAllStringSubmatchIndex(text, -1) {
		from, to, quoted := valueAt(text, at[4], "")
		value, password := text[from:to], strings.HasPrefix(strings.ToLower(text[at[2]:at[3]]), "p")
		if quoted && stands(value, true) && (password || codedIn(value) && len(value) >= 8) {
			spans = append(spans, span{from: from, to: to, reason: reasonOf(strings.ToLower(text[at[2]:at[3]]))})
		}
	}
	for _, at := range told.FindAllStringSubmatchIndex(text, -1) {
		if value := text[at[4]:at[5]]; stands(value, true) && codedIn(value) {
			spans = append(spans, span{from: at[4], to: at[5], reason: "password"})
		}
	}
	return spans
}

// valueAt is the value that begins at a place: to the end of its quotes,
// however deep they are escaped, else to what ends a word, or the line where
// the name says that there are spaces in it.
func valueAt(text string, at int, why string) (from, to int, quoted bool) {
	rest := text[at:]
	slashes := len(rest) - len(strings.TrimLeft(rest, `\`))
	if rest = rest[slashes:]; rest != "" && strings.ContainsRune("\"'`", rune(rest[0])) {
		from = at + slashes + 1
		return from, from + quoteEnd(text[from:], slashes, rest[0]), true
	}
	ends := " \t\r\n\"'`,;&<>|"
	if wholeLine[why] {
		ends = "\r\n\"'`\\"
	}
	to = len(text)
	if end := strings.IndexAny(text[at:], ends); end >= 0 {
		to = at + end
	}
	return at, at + len(strings.TrimRight(text[at:to], ")]}.")), false
}

// quoteEnd is where quotes end that begin behind so many backslashes.
func quoteEnd(text string, slashes int, quote byte) int {
	run := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\\':
			run++
			continue
		case c == '\n' && slashes == 0 && quote != '`':
			return i // it was no quote
		case c == quote && (run == slashes || slashes == 0 && run%2 == 0):
			return i - run*min(slashes, 1)
		}
		run = 0
	}
	return len(text)
}

// codedIn tells what was made by a machine, or with care, from a word.
func codedIn(s string) bool {
	lower, upper := strings.ToLower(s) != s, strings.ToUpper(s) != s
	inside := len(s) > 1 && strings.ToLower(s[1:]) != s[1:] && lower && upper
	return strings.ContainsAny(s, "0123456789$%^*!@#~+/=_") || inside || len(s) >= 20 && !strings.Contains(s, " ")
}

// counts reports whether a value is a number that is too short for a secret.
func counts(s string) bool { return len(s) < 6 && strings.Trim(s, "0123456789.,%") == "" }

// reasonOf says what a value is, by the word of its name.
func reasonOf(why string) string { return strings.ReplaceAll(why, "_", " ") }
