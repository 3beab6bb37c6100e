package detail

import (
	"strings"

	"fntop/model"
)

// A line of an error message that is a frame of a stack tells where in the
// code it was. Those of libraries and of the runtime are faint: one's own are
// what one looks for.

// foreign is what the paths of libraries and runtimes hold: of Node, Python,
// Go, Java and the like.
var foreign = [...]string{
	"node_modules/", "node:", "internal/", "<anonymous>", "(native)", "webpack/",
	"site-packages/", "dist-packages/", "/lib/python", "<frozen ",
	"/go/pkg/mod/", "/usr/local/go/", "/usr/lib/", "runtime/",
	"at java.", "at javax.", "at jdk.", "at sun.", "at scala.", "at kotlin.", "at System.", "at Microsoft.",
}

// stackFrame finds in a line what tells where it was: the bytes from and to. It
// reports false where the line is no frame.
func stackFrame(text string) (from, to int, own, ok bool) {
	lead := len(text) - len(strings.TrimLeft(text, " \t"))
	t := text[lead:]
	switch {
	case strings.HasPrefix(t, "at "): // Node, Java, .NET
		from, to = lead+len("at "), len(text)
		if i := strings.LastIndexByte(text, '('); i > lead && strings.HasSuffix(strings.TrimRight(text, " "), ")") {
			from, to = i+1, strings.LastIndexByte(text, ')')
		} else if !hasLineNumber(t) {
			return 0, 0, false, false
		}
	case strings.HasPrefix(t, `File "`): // Python
		end := strings.Index(t, `", line `)
		if end < 0 {
			return 0, 0, false, false
		}
		from, to = lead+len(`File "`), lead+end+len(`", line `)
		for to < len(text) && text[to] >= '0' && text[to] <= '9' {
			to++
		}
	case lead > 0 && strings.Contains(t, ".go:"): // Go
		from, to = lead, len(text)
		if i := strings.LastIndexByte(text, ' '); i > lead && strings.HasPrefix(text[i:], " +0x") {
			to = i
		}
	default:
		return 0, 0, false, false
	}
	for _, part := range foreign {
		if strings.Contains(text, part) {
			return from, to, false, true
		}
	}
	return from, to, true, true
}

// hasLineNumber reports whether a text ends with the number of a line: "x.js:12:3".
func hasLineNumber(text string) bool {
	text = strings.TrimRight(text, " ")
	head := strings.TrimRight(text, "0123456789:")
	return len(head) < len(text) && strings.Contains(text[len(head):], ":")
}

// traced is a line of an error with what is recognised in it: frames, links.
func traced(text string) line {
	l := line{text: text, words: true}
	l.hang = len(text) - len(strings.TrimLeft(text, " "))
	n, at := 0, 0
	put := func(to int, r role) {
		if to > at && n < len(l.spans) {
			l.spans[n] = span{to, r}
			n, at = n+1, to
		}
	}
	if from, to, own, ok := stackFrame(text); ok {
		if !own {
			put(len(text), faint)
			return l
		}
		put(from, read)
		put(to, strong)
		put(len(text), read)
		return l
	}
	for _, link := range model.Links(text) {
		if n+3 > len(l.spans) {
			break
		}
		put(link[0], read)
		put(link[1], accent)
	}
	put(len(text), read)
	return l
}
