// Package jq runs jq expressions on JSON as it was received, within limits of
// time, memory and output. What an expression only picks out is not decoded:
// a path into a large document costs what it leads to, and comes back as it
// was sent.
package jq

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/itchyny/gojq"

	"fntop/model"
)

// Query is an expression that can be run.
type Query struct {
	text string
	code *gojq.Code // of the whole
	// Most expressions begin with a path. It is followed in the document's
	// own bytes, and only what comes after it is run; nil where that is nothing.
	head head
	rest *gojq.Code
	pick bool // the head is all that it is
}

// Error is what is wrong with an expression, or with it on that document.
type Error struct {
	At     int // the byte of the expression that it is about; -1 where none is
	Reason string
}

func (e *Error) Error() string {
	if e.At < 0 {
		return e.Reason
	}
	return fmt.Sprintf("%s at character %d", e.Reason, e.At+1)
}

// The limits, as whoever meets one is told.
var (
	errMemory = errors.New("it takes too much memory; narrow it down with a path first")
	errTime   = errors.New("it takes too long; narrow it down with a path first")
	errOutput = errors.New("it gives too much; narrow it down")
	errDeep   = errors.New("the document is nested too deeply")
)

// Parse reads an expression. Its error is an *Error.
func Parse(text string) (*Query, error) {
	if strings.TrimSpace(text) == "" {
		return nil, &Error{-1, "there is no expression; . is the whole"}
	}
	parsed, err := gojq.Parse(text)
	if err != nil {
		return nil, parseError(text, err)
	}
	q := &Query{text: text}
	if q.code, err = gojq.Compile(parsed); err != nil {
		return nil, compileError(text, err)
	}
	h, rest := lead(parsed)
	if rest == nil {
		q.head, q.pick = h, true
	} else if len(h.path) > 0 || h.each {
		// Where the rest does not compile alone, the whole is run.
		if q.rest, err = gojq.Compile(rest); err == nil {
			q.head = h
		}
	}
	return q, nil
}

// String is the expression as it was written.
func (q *Query) String() string { return q.text }

func parseError(text string, err error) error {
	var at *gojq.ParseError
	if !errors.As(err, &at) {
		return &Error{-1, err.Error()}
	}
	if at.Token == "" {
		reason := err.Error()
		if strings.HasSuffix(reason, "EOF") {
			reason = "it ends too early"
		}
		return &Error{len(text), reason}
	}
	return &Error{min(max(0, at.Offset-len(at.Token)), len(text)), err.Error()}
}

// compileError finds the name that an error is about: gojq does not say where
// it stands.
func compileError(text string, err error) error {
	_, name, _ := strings.Cut(err.Error(), ": ")
	name, _, _ = strings.Cut(name, "/")
	at := -1
	if name != "" {
		at = strings.Index(text, name)
	}
	return &Error{at, err.Error()}
}

// Run runs the expression on a document and calls emit for each result. It
// ends with ctx, at a limit, at an error of emit, or with an *Error.
func (q *Query) Run(ctx context.Context, doc []byte, limits Limits, emit func(result []byte) error) error {
	if !model.ValidJSON(doc) {
		return &Error{-1, "the document is no JSON"}
	}
	g := newGuard(ctx, limits)
	defer g.end()
	part, ok := follow(doc, q.head.path)
	switch {
	case ok && q.head.each && part[0] == '[':
		return q.onEach(g, part, emit)
	case ok && !q.head.each && q.pick:
		return g.emitted(part, emit)
	case ok && !q.head.each && len(q.head.path) > 0:
		_, err := evaluate(g, q.rest, part, emit)
		return err
	}
	_, err := evaluate(g, q.code, doc, emit)
	return err
}

// onEach runs what comes after the head on each element of an array, so that
// one at a time is decoded.
func (q *Query) onEach(g *guard, array []byte, emit func([]byte) error) (err error) {
	elements(array, func(element []byte) bool {
		if q.pick {
			err = g.emitted(element, emit)
			return err == nil
		}
		var over bool
		over, err = evaluate(g, q.rest, element, emit)
		return !over && err == nil
	})
	return err
}

// evaluate runs code on a document. It reports whether the expression wants
// to end there.
func evaluate(g *guard, code *gojq.Code, doc []byte, emit func([]byte) error) (over bool, _ error) {
	input, err := decode(doc, g)
	if err != nil {
		return true, said(err)
	}
	results := code.RunWithContext(g, input)
	for {
		v, more := results.Next()
		if !more {
			return false, nil
		}
		if err, failed := v.(error); failed {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return true, nil
			}
			return true, said(err)
		}
		encoded, err := gojq.Marshal(v)
		if err != nil {
			return true, said(err)
		}
		if err := g.emitted(encoded, emit); err != nil {
			return true, err
		}
	}
}

// said is an error of the run for whoever wrote the expression; that it was
// cancelled is told as it is.
func said(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{-1, err.Error()}
}
