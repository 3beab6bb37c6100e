package rest

import (
	"encoding/json"
	"strings"
	"time"
)

// saidError is what a failed answer's body says.
type saidError struct {
	text       string
	retryAfter time.Duration
}

// detailsShown is how many fields of a validation error are named.
const detailsShown = 3

// errorBody reads the forms of an error that are known:
// {error, message, details, code, requestId}
// (docs.centrali.dev/guides/error-handling; CONFIRMED), OAuth's
// {error, error_description} (RFC 6749, 5.2; INFERRED for Centrali),
// {error: {message, code}} (INFERRED: common elsewhere) and {title, detail}
// (RFC 9457; INFERRED for AgentOS).
func errorBody(body []byte) saidError {
	var form struct {
		Error       json.RawMessage `json:"error"`
		Message     json.RawMessage `json:"message"`
		Description string          `json:"error_description"`
		Detail      json.RawMessage `json:"detail"`
		Title       string          `json:"title"`
		Details     json.RawMessage `json:"details"`
		Code        json.RawMessage `json:"code"`
		RequestID   string          `json:"requestId"`
		RetryAfter  json.RawMessage `json:"retryAfter"`
	}
	const enough = 64 << 10 // an error that long says nothing to a person
	if len(body) > enough {
		return saidError{}
	}
	if err := json.Unmarshal(body, &form); err != nil && form.Error == nil && form.Message == nil {
		var text string
		if json.Unmarshal(body, &text) == nil {
			return saidError{text: text}
		}
		if trimmed := strings.TrimSpace(string(body)); trimmed != "" && !strings.ContainsAny(trimmed[:1], "{[<") {
			return saidError{text: trimmed}
		}
		return saidError{}
	}
	text := words(form.Message)
	for _, other := range []string{form.Description, words(form.Detail), words(form.Error), form.Title} {
		if text == "" {
			text = other
		}
	}
	var fields []struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	if json.Unmarshal(form.Details, &fields) == nil {
		for i, f := range fields {
			if i == detailsShown {
				text += "; …"
				break
			}
			text += "; " + strings.TrimPrefix(f.Field+": ", ": ") + f.Message
		}
	}
	if code := words(form.Code); code != "" && !strings.Contains(text, code) {
		text += " [" + code + "]"
	}
	if form.RequestID != "" {
		text += " (request " + form.RequestID + ")"
	}
	var wait float64
	_ = json.Unmarshal(form.RetryAfter, &wait) // absent or no number: no wait
	return saidError{text: strings.TrimPrefix(text, "; "), retryAfter: seconds(wait)}
}

// bodyRetryAfter is the wait that a 429's body asks for in seconds
// (docs.centrali.dev/api-reference/limits-and-quotas; CONFIRMED).
func bodyRetryAfter(body []byte) time.Duration { return errorBody(body).retryAfter }

// words is a JSON value as text: a string itself, an object's message, a
// number as spelled.
func words(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var nested struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(raw, &nested) == nil {
		return nested.Message
	}
	if len(raw) > 0 && raw[0] >= '0' && raw[0] <= '9' {
		return string(raw)
	}
	return ""
}
