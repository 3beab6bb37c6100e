package ui

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"fntop/api"
)

// lost reports whether an action may have happened although its answer did
// not come.
func lost(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Lost
}

// sentence is an error as a person reads it.
func sentence(err error) string {
	if err == nil {
		return ""
	}
	var e *api.Error
	if errors.As(err, &e) && e.Error() == err.Error() {
		return capital(e.OnScreen())
	}
	return capital(err.Error())
}

// briefly is what came back, where what was asked and what to do are plain.
func briefly(err error) string {
	var e *api.Error
	if errors.As(err, &e) {
		return capital(e.What()) + "."
	}
	return sentence(err)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// brokenWord is what the header says of a backend that cannot be read.
func brokenWord(err error) string {
	var e *api.Error
	if errors.As(err, &e) {
		return e.Word()
	}
	return "failing"
}
