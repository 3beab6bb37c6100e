package sse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// told reads a stream to its end and spells each frame.
func told(in io.Reader, l Limits) ([]string, error) {
	r := NewReader(in, l)
	var all []string
	for {
		f, err := r.Next()
		if err != nil {
			if again, twice := r.Next(); twice != err || again.Kind != 0 {
				return all, fmt.Errorf("after %w came %v", err, twice)
			}
			return all, err
		}
		switch f.Kind {
		case Event:
			all = append(all, fmt.Sprintf("%s|%s|%s", f.Name, f.Data, f.ID))
		case Comment:
			all = append(all, fmt.Sprintf(":%s", f.Data))
		case Retry:
			all = append(all, fmt.Sprint("retry ", f.Retry))
		}
	}
}

// standard are streams and what the standard's rules make of them. Those
// marked HTML are its own examples.
var standard = []struct {
	name, stream string
	want         []string
}{
	{"HTML: three of them", "data: YHOO\ndata: +2\ndata: 10\n\n", []string{"message|YHOO\n+2\n10|"}},
	{
		"HTML: a comment, ids and an unfinished event",
		": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
		[]string{": test stream", "message|first event|1", "message|second event|"},
	},
	{"HTML: empty data", "data\n\ndata\ndata\n\ndata:", []string{"message||", "message|\n|"}},
	{"HTML: one space", "data:test\n\ndata: test\n\n", []string{"message|test|", "message|test|"}},
	{"two spaces", "data:  x\n\n", []string{"message| x|"}},
	{"a tab is no space", "data:\tx\n\n", []string{"message|\tx|"}},
	{"named", "event: add\ndata: 1\n\ndata: 2\n\n", []string{"add|1|", "message|2|"}},
	{"the last name counts", "event: a\nevent: b\ndata: 1\n\nevent: c\nevent\ndata: 2\n\n", []string{"b|1|", "message|2|"}},
	{"no data, no event", "event: add\n\ndata: x\n\n", []string{"message|x|"}},
	{"an id without data holds", "id: 7\n\ndata: x\n\n", []string{"message|x|7"}},
	{"an id with a NUL does not", "id: 7\ndata: x\n\nid: 8\x009\ndata: y\n\n", []string{"message|x|7", "message|y|7"}},
	{"carriage returns", "data: a\rdata: b\r\rdata: c\r\r", []string{"message|a\nb|", "message|c|"}},
	{"both", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", []string{"message|a\nb|", "message|c|"}},
	{"mixed", "data: a\ndata: b\r\ndata: c\r\n\ndata: d\r\r\n", []string{"message|a\nb\nc|", "message|d|"}},
	{"a byte order mark", "\ufeffdata: a\n\n", []string{"message|a|"}},
	{"only one, and only at the start", "\ufeff\ufeffdata: a\n\n\ufeffdata: b\n\ndata: c\n\n", []string{"message|c|"}},
	{"half a mark is none", "\xef\xbbdata: a\n\ndata: b\n\n", []string{"message|b|"}},
	{"retry", "retry: 3000\nretry: 3 000\nretry: -1\nretry:\nretry\nretry: 1e3\nretry: 0\n", []string{"retry 3s", "retry 0s"}},
	{"other fields and cases", "Data: x\ndatax: x\n data: x\ndata : x\nfoo\n\n", nil},
	{"a colon in the value", "data: a: b\n\n", []string{"message|a: b|"}},
	{"comments within an event", "data: a\n:\n: b\ndata: c\n\n", []string{":", ": b", "message|a\nc|"}},
	{"nothing", "", nil},
	{"an event without its empty line", "data: a\n", nil},
	{"a comment without its end", ": a", nil},
	{"wrong UTF-8", "data: \xff\xe2\x82x\xed\xa0\x80\xf0\x9f\x92\n\n", []string{"message|\ufffd\ufffdx\ufffd\ufffd\ufffd\ufffd|"}},
	{"characters of several bytes", "event: ü\nid: 注文\ndata: 💥\n\n", []string{"ü|💥|注文"}},
}

func TestStreamsAreReadAsTheStandardSays(t *testing.T) {
	for _, c := range standard {
		got, err := told(strings.NewReader(c.stream), Limits{})
		if err != io.EOF || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
		got, err = told(iotest.OneByteReader(iotest.DataErrReader(strings.NewReader(c.stream))), Limits{})
		if err != io.EOF || !slices.Equal(got, c.want) {
			t.Errorf("%s, byte by byte: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

// pieces gives a stream in the pieces it is made of.
type pieces [][]byte

func (p *pieces) Read(b []byte) (int, error) {
	if len(*p) == 0 {
		return 0, io.EOF
	}
	n := copy(b, (*p)[0])
	if (*p)[0] = (*p)[0][n:]; len((*p)[0]) == 0 {
		*p = (*p)[1:]
	}
	return n, nil
}

func TestEverySplitOfTheBytesGivesTheSameFrames(t *testing.T) {
	alphabet := []string{"data", "event", "id", "retry", ":", " ", "\r", "\n", "\r\n", "\n\n", "x", "9", "\x00", "\xff", "\ufeff", "注", strings.Repeat("y", 9000)}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var stream []byte
		for range dice.IntN(60) {
			stream = append(stream, alphabet[dice.IntN(len(alphabet))]...)
		}
		limits := Limits{Line: 1 + dice.IntN(20000), Event: 1 + dice.IntN(20000)}
		want, wantErr := told(bytes.NewReader(stream), limits)
		var split pieces
		for rest := stream; len(rest) > 0; {
			n := 1 + dice.IntN(min(len(rest), 1+dice.IntN(5000)))
			split = append(split, rest[:n])
			rest = rest[n:]
		}
		if got, err := told(&split, limits); err != wantErr || !slices.Equal(got, want) {
			t.Fatalf("%q: %q, %v; whole %q, %v", stream, got, err, want, wantErr)
		}
	}
}

func TestAFrameIsToldWithoutWaitingForWhatFollows(t *testing.T) {
	for _, end := range []string{"\n\n", "\r\r", "\r\n\r"} {
		in, out := io.Pipe()
		go func() { _, _ = io.WriteString(out, "data: a"+end) }()
		f, err := NewReader(in, Limits{}).Next() // nothing more is ever written
		if err != nil || string(f.Data) != "a" {
			t.Errorf("%q: %v, %v", end, f, err)
		}
		_ = in.Close()
	}
}

func TestWhatIsTooLargeEndsTheStreamAndSaysSo(t *testing.T) {
	for _, c := range []struct {
		stream string
		want   error
	}{
		{":" + strings.Repeat("x", 99) + "\n", io.EOF},
		{":" + strings.Repeat("x", 100) + "\n", ErrLineTooLong},
		{strings.Repeat("x", 1<<20), ErrLineTooLong},
		{strings.Repeat("data:"+strings.Repeat("x", 95)+"\n", 2), io.EOF},
		{strings.Repeat("data:"+strings.Repeat("x", 95)+"\n", 3), ErrEventTooLarge},
		{strings.Repeat("data:\n", 1000), ErrEventTooLarge},
		{strings.Repeat("data:"+strings.Repeat("x", 95)+"\n\n", 9), io.EOF},
	} {
		if _, err := told(strings.NewReader(c.stream), Limits{Line: 100, Event: 200}); err != c.want {
			t.Errorf("%.20q… of %d bytes: %v, want %v", c.stream, len(c.stream), err, c.want)
		}
	}
}

func TestTheErrorOfTheConnectionIsKept(t *testing.T) {
	broken := errors.New("broken")
	got, err := told(io.MultiReader(strings.NewReader("data: a\n\ndata: b\n"), iotest.ErrReader(broken)), Limits{})
	if err != broken || len(got) != 1 {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := told(silent{}, Limits{}); err != io.ErrNoProgress {
		t.Errorf("a reader that gives nothing: %v", err)
	}
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

func TestALongReconnectionTimeIsNoNegativeOne(t *testing.T) {
	for _, digits := range []string{"99999999999999999999999999", "9223372036854775807", "9223372036854"} {
		f, err := NewReader(strings.NewReader("retry:"+digits+"\n"), Limits{}).Next()
		if err != nil || f.Retry < 24*time.Hour {
			t.Errorf("%s: %v, %v", digits, f.Retry, err)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, c := range standard {
		f.Add([]byte(c.stream), uint8(3))
	}
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		limits := Limits{Line: 50, Event: 70}
		want, wantErr := told(bytes.NewReader(stream), limits)
		var split pieces
		for chunk := range slices.Chunk(stream, int(size)+1) {
			split = append(split, chunk)
		}
		got, err := told(&split, limits)
		if err != wantErr || !slices.Equal(got, want) {
			t.Fatalf("%q, %v; whole %q, %v", got, err, want, wantErr)
		}
		for _, s := range got {
			if len(s) > 3*(70+50+50)+10 { // a wrong byte becomes three
				t.Fatalf("a frame of %d bytes", len(s))
			}
		}
	})
}
