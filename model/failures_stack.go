package model

import "strings"

// toldBy are the parts of a message that say what went wrong: its first line
// that is no frame of a stack, the line after it where that one ends with a
// colon, and its first cause. Python says it on the last line instead. Empty
// parts are to be left out.
func toldBy(message string) [3]string {
	const python = "Traceback (most recent call last):"
	rest := message
	if at := strings.Index(message, python); at >= 0 {
		if last := lastOutside(message[at+len(python):]); last != "" {
			return [3]string{last}
		}
		rest = message[at:]
	}
	var parts [3]string
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		bare := strings.TrimSpace(line)
		switch {
		case bare == "":
		case parts[0] == "":
			if !frame(bare) {
				parts[0] = heading(bare)
			}
		case parts[1] == "" && strings.HasSuffix(parts[0], ":") && !frame(bare):
			parts[1] = bare
		case parts[2] == "" && cause(bare):
			parts[2] = bare
			return parts
		}
	}
	if parts[0] == "" {
		parts[0] = message // nothing but frames: then they are what there is
	}
	return parts
}

// lastOutside is the last line of a Python traceback that is not indented.
func lastOutside(s string) string {
	s = strings.TrimRight(s, " \r\n")
	last := ""
	for s != "" {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		if line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '\r' && !strings.HasSuffix(strings.TrimSpace(line), "exception occurred:") {
			if strings.Contains(line, ":") || strings.HasSuffix(strings.TrimSpace(line), "Error") {
				last = line
			}
		}
	}
	return strings.TrimSpace(last)
}

// heading is a first line without what a runtime puts before every error.
func heading(line string) string {
	for {
		cut := line
		for _, lead := range [...]string{
			"Uncaught (in promise) ", "Uncaught ", "Unhandled exception. ", "Unhandled rejection ", "PHP Fatal error:", "fatal error:", "panic:",
			"requests.exceptions.", "urllib3.exceptions.",
		} {
			cut = strings.TrimSpace(strings.TrimPrefix(cut, lead))
		}
		if after, ok := strings.CutPrefix(cut, "Exception in thread "); ok {
			if at := strings.Index(after, "\" "); at > 0 {
				cut = after[at+2:]
			}
		}
		if after, ok := strings.CutPrefix(cut, "thread '"); ok {
			if _, said, found := strings.Cut(after, "' panicked at "); found && strings.HasSuffix(said, ":") {
				cut = "panicked:"
			}
		}
		if cut == line || cut == "" {
			return line
		}
		line = cut
	}
}

// frame reports whether a line is a place in a program, or says that such
// follow.
func frame(line string) bool {
	switch {
	case strings.HasPrefix(line, "at ") && (strings.ContainsAny(line, "(:")):
		return true
	case strings.HasPrefix(line, "File \""), strings.HasPrefix(line, "goroutine "), strings.HasPrefix(line, "[signal "),
		strings.HasPrefix(line, "from /"), strings.HasPrefix(line, "- /"), strings.HasPrefix(line, "..."), strings.HasPrefix(line, "^"),
		strings.HasPrefix(line, "note: run with"), strings.HasPrefix(line, "created by "):
		return true
	case line[0] == '#' && len(line) > 1 && asciiClass[line[1]]&digitByte != 0:
		return true
	}
	switch line {
	case "Stack trace:", "Require stack:", "Stacktrace:", "Backtrace:", "stack backtrace:", "Call log:":
		return true
	}
	return false
}

func cause(line string) bool {
	return strings.HasPrefix(line, "Caused by:") || strings.HasPrefix(line, "[cause]:") || strings.HasPrefix(line, "caused by:")
}
