package centrali

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

// text is a string as received; a number counts as spelled.
func text(raw json.RawMessage) string {
	switch k := kind(raw); {
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

// shared is text that many runs have in common, held once.
func shared(raw json.RawMessage) string {
	s := text(raw)
	if s == "" {
		return ""
	}
	return unique.Make(s).Value()
}

// prose is text for reading: an object gives its message, else itself.
func prose(raw json.RawMessage) string {
	switch kind(raw) {
	case '{':
		if in, err := fields(raw); err == nil {
			if s := text(in["message"]); s != "" {
				return s
			}
		}
		return string(raw)
	case '[':
		return string(raw)
	}
	return text(raw)
}

// timeForms are tried in turn. A time without a zone is taken as UTC.
var timeForms = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999Z0700", time.DateOnly,
}

// when is a time: RFC 3339 with or without a zone (SDK 4.4.5's README shows
// ISO times; CONFIRMED), or milliseconds since 1970 (INFERRED, for tolerance).
func when(raw json.RawMessage) time.Time {
	s := strings.TrimSpace(text(raw))
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

func flag(raw json.RawMessage) model.Opt[bool] {
	switch strings.ToLower(strings.Trim(string(bytes.TrimSpace(raw)), `"`)) {
	case "true", "1":
		return model.Some(true)
	case "false", "0":
		return model.Some(false)
	}
	return model.Opt[bool]{}
}

func real(raw json.RawMessage) model.Opt[float64] {
	f, err := strconv.ParseFloat(text(raw), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return model.Opt[float64]{}
	}
	return model.Some(f)
}

func whole(raw json.RawMessage) model.Opt[int64] {
	if n, err := strconv.ParseInt(text(raw), 10, 64); err == nil {
		return model.Some(n)
	}
	if f := real(raw); f.Known && math.Abs(f.Value) < 1<<53 {
		return model.Some(int64(f.Value))
	}
	return model.Opt[int64]{}
}

// payload is any JSON, byte for byte and however deep. null is none. It
// reports broken where there is something that is no JSON.
func payload(raw json.RawMessage) (data json.RawMessage, broken bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, false
	}
	if !model.ValidJSON(raw) {
		return nil, true
	}
	return raw, false
}
