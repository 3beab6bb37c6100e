package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are the values that completion offers beside those the language
// itself has.
type Words struct {
	Functions, Triggers, Sources, Profiles, Codes []string
}

// Complete says how the query text can go on at cursor, a byte offset: any of
// options may take the place of the bytes from to to. Without options there
// is nothing to offer. Names of fields come with an operator, values in
// quotes where they need them. What begins with the typed letters comes
// before what only contains them.
func Complete(text string, cursor int, w Words) (from, to int, options []string) {
	cursor = min(max(cursor, 0), len(text))
	start, end := termAround(text, cursor)
	if start < cursor && text[start] == '-' {
		start++
	}
	name, op := fieldAt(text[start:end])
	if op != "" && cursor >= start+len(name)+len(op) {
		if f := fieldNamed(name); f != nil && slices.Contains(f.kind.ops(), op) {
			return completeValue(text, cursor, start+len(name)+len(op), end, f.values(w))
		}
		return cursor, cursor, nil
	}
	if start < end && text[start] == '"' || start > cursor {
		return cursor, cursor, nil
	}
	if op != "" {
		return start, start + len(name), fieldNames(text[start:cursor], false)
	}
	return start, end, fieldNames(text[start:cursor], true)
}

// termAround finds the term that cursor stands in or behind. Spaces in quotes
// are part of it. A quote opens where the language says: at the start of a
// value or word.
func termAround(text string, cursor int) (start, end int) {
	quote, fresh := false, true
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		switch {
		case quote:
			if r == '\\' && end+1 < len(text) && strings.IndexByte(`"\`, text[end+1]) >= 0 {
				size = 2
			}
			quote = r != '"'
		case unicode.IsSpace(r):
			if end >= cursor {
				return start, end
			}
			start, fresh = end+size, true
			end += size
			continue
		case r == '"' && fresh:
			quote = true
		}
		fresh = strings.ContainsRune(":=~<>,", r) || r == '-' && end == start
		end += size
	}
	return start, end
}

// completeValue completes the value at cursor of a list from start to end.
func completeValue(text string, cursor, start, end int, words []string) (from, to int, options []string) {
	from = start
	quote := false
	for to = start; to < end; to++ {
		switch c := text[to]; {
		case quote && c == '\\' && to+1 < end:
			to++
		case c == '"' && (quote || to == from):
			quote = !quote
		case c == ',' && !quote:
			if to >= cursor {
				return from, to, offer(text[from:cursor], words)
			}
			from = to + 1
		}
	}
	return from, end, offer(text[from:cursor], words)
}

// offer picks the words that typed may become, and writes them as values. A
// name that holds what nobody can type or see is not offered.
func offer(typed string, words []string) []string {
	var begin, hold []string
	prefix, quote := strings.CutPrefix(typed, `"`)
	if quote {
		prefix = strings.TrimSuffix(prefix, `"`)
		prefix = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(prefix)
	}
	n := newNeedle(prefix)
	for _, word := range words {
		if word == "" || Visible(word) != word || !n.in(word) {
			continue
		}
		written := quoteValue(word)
		if quote && written == word {
			written = inQuotes(word)
		}
		switch {
		case slices.Contains(begin, written) || slices.Contains(hold, written):
		case len(prefix) <= len(word) && strings.EqualFold(word[:len(prefix)], prefix):
			begin = append(begin, written)
		default:
			hold = append(hold, written)
		}
	}
	return append(begin, hold...)
}

func fieldNames(typed string, withOp bool) []string {
	var options []string
	for _, f := range fields {
		if len(typed) > len(f.name) || !strings.EqualFold(f.name[:len(typed)], typed) {
			continue
		}
		name := f.name
		if withOp {
			name += f.usualOp()
		}
		options = append(options, name)
	}
	return options
}

// usualOp is the operator that completion writes: of ages, people want the
// young ones.
func (f *field) usualOp() string {
	if f.kind == timeKind {
		return "<"
	}
	return f.kind.ops()[0]
}

// values are what a field is mostly compared with.
func (f *field) values(w Words) []string {
	switch f.kind {
	case statusKind:
		words := make([]string, len(Statuses))
		for i, s := range Statuses {
			words[i] = s.String()
		}
		return words
	case spanKind:
		return []string{"1s", "5s", "10s", "30s", "1m", "5m", "15m", "1h"}
	case timeKind:
		return []string{"5m", "15m", "1h", "6h", "24h", "7d", "30d"}
	case sizeKind:
		return []string{"64MB", "128MB", "256MB", "512MB", "1GB"}
	case yesNoKind:
		return []string{"yes", "no"}
	}
	switch f.name {
	case "fn":
		return w.Functions
	case "trigger":
		return w.Triggers
	case "source":
		return w.Sources
	case "profile":
		return w.Profiles
	case "code":
		return w.Codes
	}
	return nil
}
