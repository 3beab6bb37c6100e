package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"
)

// maxPayload is more than any backend takes; what is larger is a mistake,
// such as the wrong file.
const maxPayload = 16 << 20

// payload reads a value given as JSON, as @FILE or as - for standard input,
// and checks it before anything is sent. Its errors never quote it: it may
// hold secrets.
func (a *app) payload(ctx context.Context, flag, value string) (json.RawMessage, error) {
	var text []byte
	var err error
	switch {
	case value == "-":
		text, err = a.input(ctx)
		if ctx.Err() != nil {
			return nil, ended(ctx, flag+" -", "Nothing was sent.")
		}
	case strings.HasPrefix(value, "@"):
		text, err = readPayload(value[1:])
	default:
		text = []byte(value)
	}
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			return nil, usage("%s @%s: %v. Nothing was sent.", flag, at.Path, at.Err)
		}
		return nil, usage("%s: %v. Nothing was sent.", flag, err)
	}
	if len(text) > maxPayload {
		return nil, usage("%s: larger than %d MiB. Nothing was sent.", flag, maxPayload>>20)
	}
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	if len(text) == 0 {
		return nil, usage("%s: it is empty. Leave the flag out to send none. Nothing was sent.", flag)
	}
	if err := wrongJSON(text); err != "" {
		return nil, usage("%s: not valid JSON (%s). Nothing was sent.", flag, err)
	}
	if at := wrongUTF8(text); at >= 0 {
		return nil, usage("%s: not valid UTF-8 (%s). Save it as UTF-8. Nothing was sent.", flag, position(text, at+1))
	}
	return text, nil
}

func readPayload(path string) ([]byte, error) {
	if path == "" {
		return nil, errors.New("want a file's name after the @")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxPayload+1))
}

// input reads standard input. A read from a terminal or a pipe cannot be
// ended, so an interrupt leaves it behind; the program ends right after.
func (a *app) input(ctx context.Context) ([]byte, error) {
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := io.ReadAll(io.LimitReader(a.In, maxPayload+1))
		done <- read{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// wrongJSON says where text stops being JSON, or nothing.
func wrongJSON(text []byte) string {
	var value json.RawMessage
	err := json.Unmarshal(text, &value)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		if err != nil {
			return "it cannot be read"
		}
		return ""
	}
	return position(text, int(syntax.Offset))
}

// wrongUTF8 is where text stops being UTF-8, -1 where it does not. JSON is
// nothing else (RFC 8259, 8.1), and encoding/json does not look.
func wrongUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// position is where the last of so many bytes stands.
func position(text []byte, bytesRead int) string {
	before := text[:min(bytesRead, len(text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return "line " + decimal(line) + ", column " + decimal(max(column, 1))
}
