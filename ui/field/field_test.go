package field

import (
	"math/rand"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/theme"
	"fntop/ui/draw"
)

var look = theme.New("dark", theme.NoColor, theme.Dark)

func drawn(x Text, room int) string {
	var l draw.Lines
	l.Reset(room + 1)
	x.Draw(&l, look, room)
	l.End()
	return l.Take(1)[0]
}

func typed(text string) *Model {
	m := New(0)
	m.Set(text, len(text))
	return m
}

func TestOnlyLettersAreTyped(t *testing.T) {
	m := typed("ab ")
	for _, msg := range []tea.KeyMsg{
		{Type: tea.KeyRunes, Runes: []rune{'x'}, Alt: true}, {Type: tea.KeyCtrlV}, {Type: tea.KeyTab}, {Type: tea.KeyF1},
	} {
		if m.Key(msg) || m.Value() != "ab " {
			t.Errorf("%v made it %q", msg, m.Value())
		}
	}
}

func TestDeletingAWordForwardsDoesNothing(t *testing.T) {
	m := typed("ab ")
	m.Key(tea.KeyMsg{Type: tea.KeyLeft})
	for _, msg := range []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune{'d'}, Alt: true}, {Type: tea.KeyDelete, Alt: true}} {
		if m.Key(msg) || m.Value() != "ab " {
			t.Errorf("%v made it %q", msg, m.Value())
		}
	}
}

func TestAltMovesByWords(t *testing.T) {
	m := typed("ab cd")
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{'b'}, Alt: true})
	if m.Cursor() != 3 {
		t.Errorf("the cursor is at %d", m.Cursor())
	}
}

func TestNoMoreIsTypedThanTheLimit(t *testing.T) {
	m := New(3)
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("abcdef"), Paste: true})
	if m.Value() != "abc" {
		t.Errorf("it holds %q", m.Value())
	}
}

func TestCursorIsACellOfTheTextOrTheBlankBehindIt(t *testing.T) {
	for _, c := range []struct {
		cursor int
		want   string
	}{
		{0, "<a>bc "}, {1, "a<b>c "}, {3, "abc< >"}, {9, "abc< >"},
	} {
		got := drawn(Text{Value: "abc", Cursor: c.cursor}, 3+1)
		got = strings.NewReplacer(string(look.Cursor), "<", theme.Reset, ">").Replace(got)
		if strings.TrimSpace(got) != strings.TrimSpace(c.want) {
			t.Errorf("at %d it is %q, want %q", c.cursor, got, c.want)
		}
	}
}

func TestWhatIsWrongIsMarkedUpToTheEndAndBeyond(t *testing.T) {
	got := drawn(Text{Value: "fn:é", Cursor: 0, WrongFrom: 3, WrongTo: 4}, 8)
	if want := string(look.Wrong) + "é" + theme.Reset; !strings.Contains(got, want) {
		t.Errorf("it is %q, want %q in it", got, want)
	}
	got = drawn(Text{Value: "fn:", Cursor: 0, WrongFrom: 3, WrongTo: 4}, 8)
	if want := string(look.Wrong) + " " + theme.Reset; !strings.Contains(got, want) {
		t.Errorf("it is %q, want a blank that is wrong", got)
	}
}

func TestEndOfALongTextIsInSight(t *testing.T) {
	if got := ansi.Strip(drawn(Text{Value: "0123456789", Cursor: 10}, 5)); got != "6789  " {
		t.Errorf("it is %q", got)
	}
	if got := ansi.Strip(drawn(Text{Value: "一二三四五", Cursor: 15}, 6)); strings.TrimRight(got, " ") != "四五" {
		t.Errorf("it is %q: a wide sign was cut in half", got)
	}
}

func TestAnyTextFitsAnyRoom(t *testing.T) {
	letters := []rune("ab \"注é\u0301\u202e\u200b👩🏽\u200d🚀🏽\x1b\t\uFFFD")
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		var text []rune
		for range r.Intn(30) {
			text = append(text, letters[r.Intn(len(letters))])
		}
		value, room := string(text), r.Intn(20)
		x := Text{Value: value, Cursor: len(string(text[:r.Intn(len(text)+1)])), WrongFrom: r.Intn(20), Shift: r.Intn(3)}
		x.WrongTo = x.WrongFrom + r.Intn(6)
		got := drawn(x, room)
		if w := ansi.StringWidth(got); w != room+1 || strings.ContainsAny(ansi.Strip(got), "\x1b\u202e\u200b\t") {
			t.Fatalf("%#v is %d cells of %d: %q", x, w, room+1, got)
		}
	}
}
