//go:build unix

package screen

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// question asks for the background. The second half is one that every terminal
// answers: when its answer comes first, the terminal knows no background.
const question = "\x1b]11;?\x1b\\\x1b[c"

// AskDark asks the terminal whether its background is dark, waiting no longer
// than limit. Ask before Enter, and only when neither the settings nor
// COLORFGBG say it. What was typed meanwhile is read later, as if it came
// then; an answer that comes too late is dropped by the input.
func (s *Screen) AskDark(limit time.Duration) (dark, known bool) {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.drawing != nil {
		return false, false
	}
	cooked, err := term.MakeRaw(s.inFd)
	if err != nil {
		return false, false
	}
	defer func() { _ = term.Restore(s.inFd, cooked) }()
	if err := s.put([]byte(question)); err != nil {
		return false, false
	}
	got := s.answers(limit)
	dark, known = background(got)
	s.input.typed(got) // the filter drops the answers
	return dark, known
}

// answers reads until the second question is answered or the time is over.
func (s *Screen) answers(limit time.Duration) []byte {
	end := s.o.Clock.Now().Add(limit)
	var got []byte
	var buf [1024]byte
	for !fenced(got) {
		rest := end.Sub(s.o.Clock.Now())
		if rest <= 0 {
			break
		}
		fd, err := readable(s.o.Clock, rest, s.inFd)
		if err != nil || fd < 0 {
			break
		}
		n, err := unix.Read(s.inFd, buf[:])
		if err != nil || n <= 0 {
			break
		}
		got = append(got, buf[:n]...)
	}
	return got
}

// fenced tells whether b holds a whole answer to ESC [ c.
func fenced(b []byte) bool {
	for {
		i := bytes.Index(b, []byte("\x1b[?"))
		if i < 0 {
			return false
		}
		b = b[i+3:]
		if rest := bytes.TrimLeft(b, "0123456789;"); len(rest) > 0 && rest[0] == 'c' {
			return true
		}
	}
}

// background reads the answer to OSC 11: rgb:RRRR/GGGG/BBBB, of one to four
// digits each, perhaps with an alpha.
func background(b []byte) (dark, known bool) {
	_, after, found := bytes.Cut(b, []byte("\x1b]11;rgb"))
	if !found {
		return false, false
	}
	end := bytes.IndexAny(after, "\x07\x1b")
	if end < 0 {
		return false, false
	}
	value := strings.TrimPrefix(strings.TrimPrefix(string(after[:end]), "a"), ":")
	parts := strings.Split(value, "/")
	if len(parts) < 3 {
		return false, false
	}
	var rgb [3]float64
	for i := range rgb {
		n, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil {
			return false, false
		}
		rgb[i] = float64(n) / float64(int(1)<<(4*len(parts[i]))-1)
	}
	return 0.299*rgb[0]+0.587*rgb[1]+0.114*rgb[2] < 0.5, true
}
