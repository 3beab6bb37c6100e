package model

import (
	"errors"
	"math"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
)

// value reads one value of t, which was written from start to p.pos.
func (p *parser) value(t *term, text string, start int) (value, error) {
	v := value{text: text}
	bad := func(reason string) (value, error) { return v, p.fail(start, p.pos, reason) }
	if t.op == "~" {
		re, err := regexp.Compile(text)
		if err != nil {
			return bad("not a regular expression: " + regexpReason(err))
		}
		v.re = re
		return v, nil
	}
	var err error
	var ok bool
	switch t.field.kind {
	case statusKind:
		if v.status, ok = ParseStatus(text); !ok && t.op == ":" {
			nearest, near := Nearest(text, statusWords[:])
			reason := "no status " + quoted(text)
			if !near {
				reason += "; the backend's own words go with status="
			}
			return v, p.failNear(start, p.pos, reason, nearest)
		}
	case yesNoKind:
		if v.yes = strings.EqualFold(text, "yes"); !v.yes && !strings.EqualFold(text, "no") {
			return bad(quoted(t.field.name) + " is yes or no, not " + quoted(text))
		}
	case spanKind:
		if v.span, err = ParseSpan(text); err != nil {
			return bad(err.Error())
		}
	case timeKind:
		if v.span, err = ParseSpan(text); err == nil {
			v.age = true
		} else if v.at, ok = parseTime(text, p.loc); !ok {
			return bad(quoted(text) + " is neither an age such as 1h or 7d nor a time such as 2026-11-21T14:00")
		}
	case sizeKind:
		if v.bytes, ok = parseSize(text); !ok {
			return bad(quoted(text) + " is no size such as 64MB")
		}
	default:
		v.needle = newNeedle(text)
	}
	return v, nil
}

// regexpReason is the error without the expression, which is in sight.
func regexpReason(err error) string {
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		return string(e.Code)
	}
	return err.Error()
}

// parseSize reads an amount of memory: a number of bytes, or one with a unit.
// Units are powers of 1024 however they are spelled, as memory always is.
func parseSize(text string) (int64, bool) {
	n := strings.IndexFunc(text, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if n < 0 {
		n = len(text)
	}
	number, err := strconv.ParseFloat(text[:n], 64)
	if err != nil {
		return 0, false
	}
	unit := strings.ToUpper(strings.TrimSpace(text[n:]))
	if len(unit) > 1 || unit == "B" {
		unit = strings.TrimSuffix(strings.TrimSuffix(unit, "B"), "I")
	}
	shift := strings.Index("KMGT", unit)
	switch {
	case unit == "":
	case len(unit) > 1 || shift < 0:
		return 0, false
	default:
		number *= float64(int64(1024) << (10 * shift))
	}
	if number >= math.MaxInt64 {
		return 0, false
	}
	return int64(number), true
}

// quoted is what somebody typed, as a sentence quotes it: short and visible.
func quoted(text string) string {
	const limit = 40
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit-1]) + "…"
	}
	return "“" + Visible(text) + "”"
}
