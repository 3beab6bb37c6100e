//go:build unix

package screen

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"fntop/ui/screen/vt"

	"github.com/charmbracelet/x/ansi"
)

// randomLine makes a line of exactly w cells, coloured, with wide characters.
func randomLine(r *rand.Rand, w int) string {
	words := []string{"a", "b", " ", "é", "✗", "▸", "日", "本", "e\u0301", "🙂", "\x1b[31mred\x1b[m", "\x1b[1;38;5;200mx\x1b[0m", "\x1b[48;2;1;2;3m \x1b[m"}
	var b strings.Builder
	for left := w; left > 0; {
		word := words[r.IntN(len(words))]
		if n := ansi.StringWidth(word); n <= left {
			b.WriteString(word)
			left -= n
		}
	}
	return b.String()
}

func TestTerminalShowsEveryFrameAfterAnySequenceOfFramesAndResizes(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		w, h := 20, 8
		term := vt.New(w, h)
		_, _ = term.Write([]byte(modesOn))
		var p painter
		frame := make([]string, h)
		for step := range 60 {
			if r.IntN(8) == 0 {
				w, h = 1+r.IntN(40), 1+r.IntN(20)
				term.Resize(w, h)
				p.known = false
				frame = make([]string, h)
				for y := range frame {
					frame[y] = randomLine(r, w)
				}
			}
			for range r.IntN(4) {
				frame[r.IntN(h)] = randomLine(r, w)
			}
			_, _ = term.Write(p.paint(nil, frame, h))
			for y, line := range frame {
				if got, want := term.Line(y), strings.TrimRight(ansi.Strip(line), " "); got != want {
					t.Fatalf("seed %d, step %d, row %d is %q, want %q", seed, step, y, got, want)
				}
			}
		}
		if u := term.Unknown(); len(u) > 0 {
			t.Fatalf("unknown sequences: %v", u)
		}
	}
}

func TestIdenticalFrameWritesNothing(t *testing.T) {
	var p painter
	frame := []string{"one", "\x1b[31mtwo\x1b[m"}
	if len(p.paint(nil, frame, 2)) == 0 {
		t.Fatal("the first frame wrote nothing")
	}
	if b := p.paint(nil, []string{"one", "\x1b[31mtwo\x1b[m"}, 2); len(b) != 0 {
		t.Errorf("an identical frame wrote %q", b)
	}
}

func TestOnlyTheRowThatChangedIsWritten(t *testing.T) {
	var p painter
	p.paint(nil, []string{"one", "two", "three"}, 3)
	got := string(p.paint(nil, []string{"one", "2", "three"}, 3))
	if want := "\x1b[?2026h\x1b[2;1H\x1b[K2\x1b[?2026l"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestLineCannotMoveTheCursorOrReachTheTerminalsControls(t *testing.T) {
	for _, bad := range []string{"\n", "\r", "\x1b[2J", "\x1b[1;1H", "\x1b]2;x\a", "\u009b2J", "\x1b", "\x00", "\xff", "\x1b[?25h", "\x7f", "\t"} {
		term := vt.New(20, 3)
		var p painter
		_, _ = term.Write(p.paint(nil, []string{"first", "a" + bad + "b", "third"}, 3))
		if term.Line(0) != "first" || term.Line(2) != "third" || !strings.HasPrefix(term.Line(1), "a") ||
			!strings.HasSuffix(term.Line(1), "b") {
			t.Errorf("%q spoilt the screen:\n%s", bad, term)
		}
		if term.Title() != "" || len(term.Unknown()) > 0 {
			t.Errorf("%q reached the terminal: title %q, unknown %v", bad, term.Title(), term.Unknown())
		}
	}
}

func TestColourNeverLeaksIntoTheNextRow(t *testing.T) {
	term := vt.New(10, 2)
	var p painter
	_, _ = term.Write(p.paint(nil, []string{"\x1b[41mopen", "next"}, 2))
	if got := term.Cell(0, 1).Style; got != (vt.Style{}) {
		t.Errorf("the next row is drawn with %+v", got)
	}
	if got := term.Cell(9, 1).Style; got != (vt.Style{}) {
		t.Errorf("the rest of the next row is drawn with %+v", got)
	}
}

func TestWrongWidthShiftsNoOtherRow(t *testing.T) {
	term := vt.New(10, 3)
	_, _ = term.Write([]byte(modesOn))
	var p painter
	_, _ = term.Write(p.paint(nil, []string{"first", strings.Repeat("日", 20), "third"}, 3))
	if term.Line(0) != "first" || term.Line(2) != "third" {
		t.Errorf("a row that is too long moved its neighbours:\n%s", term)
	}
}

func BenchmarkPaintOneRowOf200x60(b *testing.B) {
	var p painter
	frames := [2][]string{}
	for i := range frames {
		for y := range 60 {
			frames[i] = append(frames[i], strings.Repeat("x", 190)+fmt.Sprintf("%3d", y))
		}
	}
	frames[1][30] = strings.Repeat("y", 200)
	var buf []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		buf = p.paint(buf[:0], frames[i%2], 60)
	}
}
