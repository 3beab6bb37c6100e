package vt

import (
	"strings"
	"testing"
)

func wrote(w, h int, text string) *Screen {
	s := New(w, h)
	_, _ = s.Write([]byte(text))
	return s
}

func TestTextLandsWhereTheCursorIs(t *testing.T) {
	s := wrote(10, 3, "ab\r\n\x1b[3;4Hcd\x1b[1;2HX")
	if got, want := s.String(), "aX\n\n   cd"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWideCharactersTakeTwoCellsAndNeverStayByHalf(t *testing.T) {
	s := wrote(10, 1, "a日b")
	if c := s.Cell(1, 0); c.Text != "日" || c.Width != 2 || s.Cell(2, 0).Width != 0 || s.Cell(3, 0).Text != "b" {
		t.Errorf("cells %+v %+v %+v", c, s.Cell(2, 0), s.Cell(3, 0))
	}
	for at, want := range map[string]string{"\x1b[1;2Hx": "ax b", "\x1b[1;3Hx": "a xb"} {
		if got := wrote(10, 1, "a日b"+at).Line(0); got != want {
			t.Errorf("after %q the row is %q, want %q", at, got, want)
		}
	}
}

func TestMarksJoinTheirLetterEvenWhenTheyComeLater(t *testing.T) {
	s := wrote(3, 1, "\x1b[?7labe")
	_, _ = s.Write([]byte("\u0301"))
	if got := s.Cell(2, 0).Text; got != "e\u0301" {
		t.Errorf("the last cell is %q", got)
	}
}

func TestSequencesMaySplitAnywhere(t *testing.T) {
	all := "\x1b[2;3H\x1b[1;38;5;200mé日\x1b[m\x1b]2;title\a\x1b[?1004h"
	want := wrote(10, 3, all)
	for cut := range all {
		s := wrote(10, 3, all[:cut])
		_, _ = s.Write([]byte(all[cut:]))
		if s.String() != want.String() || s.Modes() != want.Modes() || len(s.Unknown()) > 0 {
			t.Fatalf("cut at %d: %q, unknown %v", cut, s.String(), s.Unknown())
		}
	}
}

func TestStyleIsKeptByCell(t *testing.T) {
	s := wrote(20, 1, "\x1b[1;31ma\x1b[22;48;2;1;2;3mb\x1b[38;5;9mc\x1b[0md\x1b[7;4me\x1b[27;24;39mf")
	for x, want := range []Style{
		{Fg: "31", Bold: true}, {Fg: "31", Bg: "48;2;1;2;3"}, {Fg: "38;5;9", Bg: "48;2;1;2;3"}, {}, {Reverse: true, Underline: true}, {},
	} {
		if got := s.Cell(x, 0).Style; got != want {
			t.Errorf("cell %d is drawn with %+v, want %+v", x, got, want)
		}
	}
}

func TestErasingTakesTheBackgroundInForce(t *testing.T) {
	s := wrote(4, 2, "abcd\x1b[1;3H\x1b[44m\x1b[K")
	if s.Line(0) != "ab" || s.Cell(3, 0).Style.Bg != "44" || s.Cell(0, 0).Style.Bg != "" {
		t.Errorf("row %q, %+v", s.Line(0), s.Cell(3, 0))
	}
	_, _ = s.Write([]byte("\x1b[m\x1b[2J"))
	if strings.TrimSpace(s.String()) != "" {
		t.Errorf("after ED: %q", s.String())
	}
}

func TestWithoutAutowrapTheLastColumnTakesEverything(t *testing.T) {
	if got := wrote(3, 2, "\x1b[?7labcdef").String(); got != "abf\n" {
		t.Errorf("got %q", got)
	}
	if got := wrote(3, 2, "abcdef").String(); got != "abc\ndef" {
		t.Errorf("with autowrap got %q", got)
	}
}

func TestAlternateScreenLeavesTheMainOneAlone(t *testing.T) {
	s := wrote(10, 2, "main\x1b[?1049h\x1b[Halt")
	if s.Line(0) != "alt" {
		t.Errorf("row %q", s.Line(0))
	}
	_, _ = s.Write([]byte("\x1b[?1049l!"))
	if s.Line(0) != "main!" {
		t.Errorf("back on the main screen the row is %q", s.Line(0))
	}
}

func TestSynchronisedUpdateIsSeenAtItsEnd(t *testing.T) {
	s := wrote(10, 1, "old\x1b[?2026h\x1b[Hnew")
	if s.Line(0) != "old" {
		t.Errorf("in the middle: %q", s.Line(0))
	}
	_, _ = s.Write([]byte("\x1b[?2026l"))
	if s.Line(0) != "new" || s.Syncs() != 1 {
		t.Errorf("at the end: %q, %d updates", s.Line(0), s.Syncs())
	}
}

func TestModesTellWhatAProgramLeftBehind(t *testing.T) {
	fresh := New(10, 2).Modes()
	for _, left := range []string{"\x1b[?25l", "\x1b[?1049h", "\x1b[?7l", "\x1b[31m", "\x1b[22;2t", "\x1b]2;x\a", "\x1b[?1006h"} {
		if wrote(10, 2, left).Modes() == fresh {
			t.Errorf("%q leaves no trace", left)
		}
	}
	if got := wrote(10, 2, "\x1b[22;2t\x1b]2;x\a\x1b[23;2t\x1b[?25l\x1b[?25h").Modes(); got != fresh {
		t.Errorf("put back, it is\n%s", got)
	}
}

func TestQuestionsAreAnswered(t *testing.T) {
	var said strings.Builder
	s := New(10, 5)
	s.Answer = func(b []byte) { said.Write(b) }
	_, _ = s.Write([]byte("\x1b]11;?\x1b\\\x1b[3;2H\x1b[6n\x1b[c"))
	if got, want := said.String(), "\x1b[3;2R\x1b[?62;22c"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	said.Reset()
	s.Background = "rgb:0/0/0"
	_, _ = s.Write([]byte("\x1b]11;?\a"))
	if got, want := said.String(), "\x1b]11;rgb:0/0/0\x1b\\"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

func TestWhatIsNotUnderstoodIsRemembered(t *testing.T) {
	for _, strange := range []string{"\x1b[5@", "\x1b[?9999h", "\x1b]777;x\a", "\x1b[1;2!p", "\x1bPq\x1b\\", "\x01"} {
		if len(wrote(10, 2, strange).Unknown()) == 0 {
			t.Errorf("%q went by unnoticed", strange)
		}
	}
}

func TestResizeCutsWideCharactersWhole(t *testing.T) {
	s := wrote(4, 2, "a日b")
	s.Resize(2, 3)
	if s.Row(0) != "a " || s.Row(2) != "  " {
		t.Errorf("rows %q, %q", s.Row(0), s.Row(2))
	}
}

func TestClipboardWritesAreKept(t *testing.T) {
	if got := wrote(4, 1, "\x1b]52;c;YQ==\a").Clips(); len(got) != 1 || got[0] != "YQ==" {
		t.Errorf("got %q", got)
	}
}

func TestTextMaySplitAnywhereBetweenTwoWrites(t *testing.T) {
	const text = "\x1b[1;1H╭─ é e\u0301 商品 ─╮\x1b[31m✓\x1b[m─👩🏽‍🚀─"
	whole := New(40, 3)
	_, _ = whole.Write([]byte(text))
	for i := range len(text) {
		s := New(40, 3)
		_, _ = s.Write([]byte(text[:i]))
		_, _ = s.Write([]byte(text[i:]))
		if u := s.Unknown(); len(u) > 0 {
			t.Errorf("split at byte %d (%q): unknown %v", i, text[max(0, i-4):i], u)
		}
	}
	bytewise := New(40, 3)
	for i := range len(text) {
		_, _ = bytewise.Write([]byte{text[i]})
	}
	if got, want := bytewise.Line(0)[:20], whole.Line(0)[:20]; got != want {
		t.Errorf("byte by byte it is %q, not %q", got, want)
	}
}
