package loose

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unique"

	"fntop/model"
)

// The readers of this file never fail: a value that makes no sense is an
// unknown one, for one bad field must not hide a run.

// Text is a string as received; a number counts as spelled.
func Text(raw json.RawMessage) string {
	switch k := Kind(raw); {
	case k == '"':
		raw = bytes.TrimSpace(raw)
		if end, ok := stringEnd(raw, 0); !ok || end != len(raw) {
			return ""
		}
		s, _ := unquote(raw) // empty where it is no string
		return s
	case k == '-' || k >= '0' && k <= '9':
		return strings.Clone(string(bytes.TrimSpace(raw)))
	}
	return ""
}

// Shared is text that many runs have in common, held once.
func Shared(raw json.RawMessage) string {
	s := Text(raw)
	if s == "" {
		return ""
	}
	return unique.Make(s).Value()
}

// Prose is text for reading: an object gives its message, else itself.
func Prose(raw json.RawMessage) string {
	switch Kind(raw) {
	case '{':
		if in, err := Fields(raw); err == nil {
			if s := Text(in["message"]); s != "" {
				return s
			}
		}
		return string(raw)
	case '[':
		return string(raw)
	}
	return Text(raw)
}

// timeForms are tried in turn. A time without a zone is taken as UTC.
var timeForms = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999Z0700", time.DateOnly,
}

// Time is a time: RFC 3339 with or without a zone, or, for tolerance,
// milliseconds since 1970.
func Time(raw json.RawMessage) time.Time {
	s := strings.TrimSpace(Text(raw))
	if s == "" {
		return time.Time{}
	}
	for _, form := range timeForms {
		if t, err := time.Parse(form, s); err == nil {
			return sane(t.UTC())
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 0 && n < 1e15 {
		if n < 1e11 { // seconds: as milliseconds it would be before 1973
			n *= 1000
		}
		return sane(time.UnixMilli(int64(n)).UTC())
	}
	return time.Time{}
}

// sane drops years that JSON cannot spell and that mean "none", such as 0001.
func sane(t time.Time) time.Time {
	if y := t.Year(); y < 1970 || y > 9999 {
		return time.Time{}
	}
	return t
}

// Flag is yes or no, in the spellings of numbers and text as well.
func Flag(raw json.RawMessage) model.Opt[bool] {
	switch strings.ToLower(strings.Trim(string(bytes.TrimSpace(raw)), `"`)) {
	case "true", "1":
		return model.Some(true)
	case "false", "0":
		return model.Some(false)
	}
	return model.Opt[bool]{}
}

// Real is a finite number, also one that is spelled as text.
func Real(raw json.RawMessage) model.Opt[float64] {
	f, err := strconv.ParseFloat(Text(raw), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return model.Opt[float64]{}
	}
	return model.Some(f)
}

// Whole is a whole number, also one with a fraction that is cut.
func Whole(raw json.RawMessage) model.Opt[int64] {
	if n, err := strconv.ParseInt(Text(raw), 10, 64); err == nil {
		return model.Some(n)
	}
	if f := Real(raw); f.Known && math.Abs(f.Value) < 1<<53 {
		return model.Some(int64(f.Value))
	}
	return model.Opt[int64]{}
}

// Count is a number that counts something.
func Count(raw json.RawMessage) model.Opt[int64] {
	if n := Whole(raw); n.Known && n.Value >= 0 && n.Value < 1<<31 {
		return n
	}
	return model.Opt[int64]{}
}

// Payload is any JSON, byte for byte and however deep. null is none. It
// reports broken where there is something that is no JSON.
func Payload(raw json.RawMessage) (data json.RawMessage, broken bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, false
	}
	if !model.ValidJSON(raw) {
		return nil, true
	}
	return raw, false
}
