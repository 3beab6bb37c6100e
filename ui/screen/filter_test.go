//go:build unix

package screen

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func fed(f *filter, reads ...string) []string {
	var got []string
	for _, r := range reads {
		for _, c := range f.feed([]byte(r)) {
			got = append(got, string(c))
		}
	}
	return got
}

func flushed(f *filter) []string {
	var got []string
	for _, c := range f.flush() {
		got = append(got, string(c))
	}
	return got
}

func TestInputOfOneReadPassesAsItCame(t *testing.T) {
	for _, in := range []string{
		"j", "jjjj", "retry\r", "\x1b[A", "\x1bOA", "\x1bO5A", "\x1b[1;5C", "\x1b[3~", "\x1b[7$", "\x1b[[A", "\x1bx", "\x1bé", "\x1b]x",
		"\x1b\x1b[A", "日本", "\x1b[<0;10;20M\x1b[<0;10;20m", "\x1b[M !!", "\x00", "\x1b[1;3R", "\x1b[24;5~", "j\x1b[Bk", "\xff",
	} {
		var f filter
		if got := fed(&f, in); !slices.Equal(got, []string{in}) {
			t.Errorf("%q became %q", in, got)
		}
		if f.wait() != 0 {
			t.Errorf("%q leaves something to wait for", in)
		}
	}
}

func TestLinesInOneReadAreAPaste(t *testing.T) {
	for in, want := range map[string]string{
		"r\ry":             pasteOn + "r\ry" + pasteOff,
		"r\ny\n":           pasteOn + "r\ny\n" + pasteOff,
		"r\ty":             pasteOn + "r\ty" + pasteOff,
		"\rr\r\ny":         pasteOn + "\rr\r\ny" + pasteOff,
		"rerun\r日本\r":      pasteOn + "rerun\r日本\r" + pasteOff,
		"\x1b[Br\ry\x1b[A": "\x1b[B|" + pasteOn + "r\ry" + pasteOff + "|\x1b[A",
		"retry\r":          "retry\r", // enter after a word may have been typed ahead
		"\rjj":             "\rjj",
		"j\x7fk":           "j\x7fk", // so may a correction
		"\r\r\t":           "\r\r\t",
	} {
		var f filter
		if got := strings.Join(fed(&f, in), "|"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	long := strings.Repeat("r\ry\r", 500)
	var f filter
	if got := strings.Join(fed(&f, long), ""); got != pasteOn+long+pasteOff {
		t.Errorf("a long one became %q", got)
	}
}

func TestSequenceSplitOverReadsArrivesWhole(t *testing.T) {
	for _, in := range []string{"\x1b[A", "\x1b[1;5C", "\x1bOA", "\x1b[<0;10;20M", "é", "日", "\x1b[[A", "\x1b[M !!", "\x1b\x1b[A"} {
		for cut := 1; cut < len(in); cut++ {
			var f filter
			got := fed(&f, in[:cut])
			if len(got) > 0 || f.wait() != escWait {
				t.Errorf("%q came out of the first half of %q, wait %v", got, in, f.wait())
			}
			if got := fed(&f, in[cut:]); !slices.Equal(got, []string{in}) {
				t.Errorf("%q cut at %d became %q", in, cut, got)
			}
		}
	}
}

func TestLoneEscapeIsAKeyOnceItsTimeIsOver(t *testing.T) {
	var f filter
	if got := fed(&f, "j\x1b"); !slices.Equal(got, []string{"j"}) || f.wait() != escWait {
		t.Errorf("got %q, wait %v", got, f.wait())
	}
	if got := flushed(&f); !slices.Equal(got, []string{"\x1b"}) {
		t.Errorf("flushed %q", got)
	}
	if got := fed(&f, "[A"); !slices.Equal(got, []string{"[A"}) {
		t.Errorf("what comes later became %q", got)
	}
}

func TestTwoEscapesAreTwoKeys(t *testing.T) {
	var f filter
	fed(&f, "\x1b\x1b")
	if got := flushed(&f); !slices.Equal(got, []string{"\x1b", "\x1b"}) {
		t.Errorf("flushed %q", got)
	}
}

func TestAnswersOfTheTerminalAreNoKeys(t *testing.T) {
	for _, answer := range []string{
		"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1b]11;rgb:1e1e/1e1e/1e1e\a", "\x1b]10;#ffffff\a", "\x1b[?62;22c", "\x1b[>0;276;0c",
		"\x1b[12;40R", "\x1b[?2026;2$y", "\x1b[0n", "\x1b[8;24;80t", "\x1bP>|XTerm(370)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b[?1u",
	} {
		for cut := 3; cut <= len(answer); cut++ {
			var f filter
			got := fed(&f, "j"+answer[:cut], answer[cut:]+"k")
			if strings.Join(got, "") != "jk" {
				t.Errorf("%q cut at %d typed %q", answer, cut, got)
			}
			if len(f.held) > 0 {
				t.Errorf("%q is held back: %q", answer, f.held)
			}
		}
	}
}

func TestAnswerThatNeverEndsIsDroppedAndTypingGoesOn(t *testing.T) {
	var f filter
	fed(&f, "\x1b]11;rgb:1e1e")
	if f.wait() != answerWait {
		t.Fatalf("wait %v", f.wait())
	}
	if got := flushed(&f); len(got) > 0 {
		t.Errorf("flushed %q", got)
	}
	if got := fed(&f, "j"); !slices.Equal(got, []string{"j"}) {
		t.Errorf("then %q", got)
	}
	if got := fed(&f, "\x1b]11;"+strings.Repeat("x", 3*answerMax)+"\aj"); len(got) == 0 || !strings.HasSuffix(got[len(got)-1], "j") {
		t.Errorf("an endless answer swallowed what followed: %d chunks", len(got))
	}
}

func TestAltWithABracketIsAKey(t *testing.T) {
	var f filter
	fed(&f, "\x1b]")
	if f.wait() != escWait {
		t.Errorf("wait %v", f.wait())
	}
	if got := flushed(&f); !slices.Equal(got, []string{"\x1b]"}) {
		t.Errorf("flushed %q", got)
	}
}

func TestFocusReportEndsItsChunk(t *testing.T) {
	var f filter
	got := fed(&f, "j\x1b[Ok\x1b[Il")
	if want := []string{"j", "\x1b[O", "k", "\x1b[I", "l"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPasteIsLeftAloneWhateverIsInIt(t *testing.T) {
	body := "a\x1b]11;rgb:0/0/0\ab\x1b[?1c\x1b[I\x1b" + strings.Repeat("é", 400)
	all := pasteOn + body + pasteOff
	for cut := 1; cut < len(all); cut += 7 {
		var f filter
		got := strings.Join(fed(&f, all[:cut], all[cut:], "j"), "")
		if got != all+"j" {
			t.Fatalf("cut at %d, the paste became %q", cut, got)
		}
	}
}

func TestNoChunkFillsBubbleTeasBufferAndNoneIsCutInsideAKey(t *testing.T) {
	var f filter
	in := strings.Repeat("\x1b[1;5Cé", 300)
	got := fed(&f, in)
	if strings.Join(got, "") != in {
		t.Fatal("something was lost")
	}
	for _, c := range got {
		if len(c) > chunkMax || !strings.HasPrefix(c, "\x1b[1;5C") && !strings.HasPrefix(c, "é") {
			t.Fatalf("chunk %q", c)
		}
	}
}

func TestHowInputIsCutIntoReadsChangesNoKey(t *testing.T) {
	keys := []string{"j", "\x1b[A", "\x1bOB", "é", "日", "\x1b[<0;1;1M", "\x1b[3~", "\x7f", pasteOn + "a\x1b[A\x1b" + pasteOff}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		in := ""
		for range 20 {
			in += keys[r.IntN(len(keys))]
		}
		var f filter
		got := ""
		for rest := in; rest != ""; {
			n := 1 + r.IntN(min(len(rest), 9))
			got += strings.Join(fed(&f, rest[:n]), "")
			rest = rest[n:]
		}
		if got != in {
			t.Fatalf("seed %d: %q became %q", seed, in, got)
		}
	}
}

func TestBackgroundIsReadFromEveryFormOfAnswer(t *testing.T) {
	for answer, want := range map[string]string{
		"\x1b]11;rgb:ffff/ffff/ffff\x1b\\":     "false true",
		"\x1b]11;rgb:ff/ff/ff\a":               "false true",
		"\x1b]11;rgb:1e1e/1e1e/2e2e\a":         "true true",
		"\x1b]11;rgba:0000/0000/0000/ffff\x1b": "true true",
		"\x1b]11;rgb:f/f/0\a":                  "false true",
		"jj\x1b]11;rgb:0/0/0\akk\x1b[?1c":      "true true",
		"\x1b]11;rgb:zz/0/0\a":                 "false false",
		"\x1b]11;rgb:0/0\a":                    "false false",
		"\x1b]11;rgb:///\a":                    "false false",
		"\x1b[?62c":                            "false false",
		"\x1b]11;rgb:0/0/0":                    "false false",
	} {
		dark, known := background([]byte(answer))
		if got := fmt.Sprintf("%v %v", dark, known); got != want {
			t.Errorf("%q: dark, known = %s, want %s", answer, got, want)
		}
	}
}

func FuzzFilterKeepsNothingBackAndNeverPanics(f *testing.F) {
	f.Add([]byte("j\x1b[A\x1b]11;?\a"), 3)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		var fl filter
		cut = min(max(cut, 0), len(in))
		var out strings.Builder
		for _, part := range [][]byte{in[:cut], in[cut:]} {
			for _, c := range fl.feed(part) {
				out.Write(c)
				if len(c) > chunkMax || len(c) == 0 {
					t.Fatalf("a chunk of %d bytes", len(c))
				}
			}
		}
		if wait := fl.wait(); len(fl.held) > 0 && !fl.paste && (wait <= 0 || wait > time.Second) {
			t.Fatalf("%q is held for %v", fl.held, wait)
		}
		for _, c := range fl.flush() {
			out.Write(c)
		}
		// The marks of a paste are all that may have been added.
		if n := len(strings.NewReplacer(pasteOn, "", pasteOff, "").Replace(out.String())); n > len(in) {
			t.Fatalf("%d bytes out of %d", n, len(in))
		}
	})
}
