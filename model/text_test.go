package model

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisibleShowsHostileTextAsMarks(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"clears the screen", "\x1b[2J\x1b[Hgone", "␛[2J␛[Hgone"},
		{"sets the title", "\x1b]0;pwned\x07", "␛]0;pwned␇"},
		{"writes the clipboard", "\x1b]52;c;cm0gLXJm\x1b\\", "␛]52;c;cm0gLXJm␛\\"},
		{"CSI in one byte of C1", "a\u009b31mb", "a\uFFFD31mb"},
		{"raw C1 byte", "a\x9b31mb", "a\uFFFD31mb"},
		{"second line", "first\nsecond\r\n", "first␊second␍␊"},
		{"tab", "a\tb", "a␉b"},
		{"backspaces", "safe\b\b\b\bevil", "safe␈␈␈␈evil"},
		{"nul and delete", "\x00\x7f", "␀␡"},
		{"next line", "a\u0085b", "a␤b"},
		{"separators of lines and paragraphs", "a\u2028b\u2029c", "a␤b␤c"},
		{"right-to-left override", "invoice\u202Efdp.exe", "invoice⇄fdp.exe"},
		{"isolates and marks", "\u2066a\u2069\u200e\u200f\u061c", "⇄a⇄⇄⇄⇄"},
		{"zero-width space", "pay\u200bpal", "pay·pal"},
		{"byte order mark", "\uFEFFname", "·name"},
		{"soft hyphen", "re\u00adrun", "re·run"},
		{"word joiner and invisible times", "a\u2060b\u2062", "a·b·"},
		{"grapheme joiner", "a\u034fb", "a·b"},
		{"Mongolian separator", "a\u180eb", "a·b"},
		{"Hangul filler", "\u3164", "·"},
		{"interlinear annotation", "\ufff9a\ufffab\ufffb", "·a·b·"},
		{"tags", "hi\U000E0041\U000E007F", "hi··"},
		{"joined emoji", "👩\u200d💻", "👩·💻"},
		{"emoji selector", "⚠\ufe0f disk full", "⚠ disk full"},
		{"keycap", "1\ufe0f\u20e3", "1\u20e3"},
		{"selector after a letter", "a\ufe0f", "a·"},
		{"two selectors", "⚠\ufe0f\ufe0f", "⚠·"},
		{"ideographic selector", "葛\U000E0100城", "葛城"},
		{"noncharacters", "\ufdd0\uffff", "\uFFFD\uFFFD"},
		{"private use", "\ue0b0", "\uFFFD"},
		{"lone surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
		{"cut UTF-8", "caf\xc3", "caf\uFFFD"},
		{"overlong slash", "\xc0\xaf", "\uFFFD\uFFFD"},
		{"tower of marks", "e" + strings.Repeat("\u0301", 40) + "f", "e" + strings.Repeat("\u0301", 4) + "·f"},
		{"mark at the start", "\u0301a", "◌\u0301a"},
		{"Hangul vowels without end", "\u1100" + strings.Repeat("\u1161", 9), "\u1100" + strings.Repeat("\u1161", 4) + "·"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Visible(c.in); got != c.want {
				t.Errorf("Visible(%+q) = %+q, want %+q", c.in, got, c.want)
			}
		})
	}
}

var ordinary = []string{
	"", "order-hook", "Coupon SUMMER-10 expired at checkout step 3", "naïve Zürich Å", "e\u0301", "Việt Nam",
	"日本語のエラー", "한국어", "Ошибка: файл", "שלום", "مرحبا", "हिन्दी", "✓ done → next", "🚀 ship", "🇩🇪", "\uFFFD", "a\u00a0b",
}

func TestVisibleKeepsOrdinaryText(t *testing.T) {
	for _, s := range ordinary {
		if got := Visible(s); got != s {
			t.Errorf("Visible(%+q) = %+q", s, got)
		}
	}
}

func TestVisibleOfCleanTextAllocatesNothing(t *testing.T) {
	for _, s := range ordinary {
		if n := testing.AllocsPerRun(10, func() { Visible(s) }); n != 0 {
			t.Errorf("Visible(%q) allocates %v times", s, n)
		}
	}
}

func TestAppendVisibleKeepsWhatIsThere(t *testing.T) {
	if got := string(AppendVisible([]byte("name: "), "a\x1bb")); got != "name: a␛b" {
		t.Errorf("got %q", got)
	}
}

func TestVisibleLines(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"one", []string{"one"}},
		{"one\n", []string{"one"}},
		{"\n", []string{""}},
		{"one\r\n\r\ntwo", []string{"one", "", "two"}},
		{"50%\r100%\n", []string{"50%␍100%"}},
		{"\tat a\nab\tc\td", []string{"    at a", "ab  c   d"}},
		{"a\x1b[31m\nb\u202e", []string{"a␛[31m", "b⇄"}},
		{"a\u2028b", []string{"a␤b"}},
	} {
		if got := VisibleLines(c.in); !slices.Equal(got, c.want) {
			t.Errorf("VisibleLines(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range ordinary {
		f.Add(s)
	}
	for _, s := range []string{"\x1b[2J", "\xff", "\u202e\u200d", "a\u0301\u0301\u0301\u0301\u0301\ufe0f", "⚠\ufe0f\u0301", "1\ufe0f\u20e3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Visible(%+q) = %+q is not UTF-8", s, got)
		}
		if again := Visible(got); again != got {
			t.Fatalf("Visible(%+q) = %+q, and again %+q", s, got, again)
		}
		if appended := string(AppendVisible(nil, s)); appended != got {
			t.Fatalf("AppendVisible(%+q) = %+q, Visible %+q", s, appended, got)
		}
		marks := 0
		for i, r := range got {
			if forbidden(r) {
				t.Fatalf("Visible(%+q) = %+q holds %U", s, got, r)
			}
			if !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			} else if marks++; marks > maxMarks || i == 0 {
				t.Fatalf("Visible(%+q) = %+q: stray or stacked marks", s, got)
			}
		}
		for _, line := range VisibleLines(s) {
			if line != Visible(line) {
				t.Fatalf("line %+q of %+q is not visible", line, s)
			}
		}
	})
}

// forbidden is written from the list of what must never reach a terminal, not
// from charClass.
func forbidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Bidi_Control, unicode.Join_Control, unicode.Noncharacter_Code_Point,
		unicode.Other_Default_Ignorable_Code_Point)
}

func BenchmarkVisibleASCII(b *testing.B) {
	s := strings.Repeat("Coupon expired at step 3;", 4)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Visible(s)
	}
}

func BenchmarkVisibleCyrillic(b *testing.B) {
	s := strings.Repeat("Ошибка: файл ", 4)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Visible(s)
	}
}
