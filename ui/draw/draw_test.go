package draw

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/theme"
)

func TestLinesAreExactlyAsWideAsAsked(t *testing.T) {
	texts := []string{"", "short", strings.Repeat("long ", 60), "注文処理の失敗です注文処理", "é́ combining", "👩‍👩‍👧 family", "·", "…"}
	for width := range 40 {
		var l Lines
		l.Reset(width)
		for _, text := range texts {
			l.On("\x1b[7m")
			l.Cell("\x1b[1m", text, 9, 1)
			l.Right("", text, 7, 2)
			l.Text("\x1b[2m", text)
			l.End()
			l.Top(Box{Title: []Span{{"", text}}})
			l.Side(Box{})
			l.EndSide(Box{})
			l.Bottom(Box{Note: []Span{{"", text}}})
		}
		for i, line := range l.Take(l.Height()) {
			if got := ansi.StringWidth(line); got != width && width >= 2 {
				t.Fatalf("line %d is %d cells wide, want %d: %q", i, got, width, line)
			}
		}
	}
}

func TestTextThatDoesNotFitEndsWithAnEllipsis(t *testing.T) {
	var l Lines
	l.Reset(6)
	l.Text("", "process-order")
	l.End()
	l.Text("", "注文処理の失敗")
	l.End()
	got := l.Take(2)
	if got[0] != "proce…" || got[1] != "注文… " {
		t.Errorf("lines are %q", got)
	}
}

func TestPathsAreCutOutOfTheirMiddle(t *testing.T) {
	const path = "function-runs/function/10e53377-e754-43bb-b61c-e95c3361d0db?limit=100&page=2"
	if got := CutMiddle(path, 60); !strings.HasPrefix(got, "function-runs/function/10e5337…") || !strings.HasSuffix(got, "?limit=100&page=2") || Width(got) != 60 {
		t.Errorf("%q", got)
	}
	for _, text := range []string{path, "注文処理の失敗です注文処理/ログ", "short", ""} {
		for width := range 90 {
			if got := CutMiddle(text, width); Width(got) > width || Width(text) <= width && got != text {
				t.Errorf("%q in %d cells is %q", text, width, got)
			}
		}
	}
}

func TestWidthOfEverySignIsTheLibrarys(t *testing.T) {
	for r := rune(0x20); r < 0x3000; r++ {
		for _, text := range []string{string(r), "a" + string(r), string(r) + "\u0301", string(r) + "\ufe0f"} {
			if r == 0x7f || r >= 0x80 && r < 0xa0 {
				continue // controls never get here
			}
			if got, want := Width(text), ansi.StringWidth(text); got != want {
				t.Fatalf("%U in %q is %d cells wide, want %d", r, text, got, want)
			}
		}
	}
}

func TestOverReplacesExactlyTheCellsUnderIt(t *testing.T) {
	frame := []string{"abcdefgh", "注文処理", "\x1b[31mabcdefgh\x1b[m"}
	got := Over(frame, []string{"XX", "XX", "XX"}, 3, 0, 2)
	for i, want := range []string{"abcXXfgh", "注 XX 理", "abcXXfgh"} {
		if plain := ansi.Strip(got[i]); plain != want {
			t.Errorf("row %d is %q, want %q", i, plain, want)
		}
	}
	if frame[0] != "abcdefgh" {
		t.Error("the frame below was changed")
	}
}

func TestAgesAndDurationsReadShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "now", 12 * time.Second: "12s ago", 2 * time.Minute: "2m ago", 47 * time.Hour: "47h ago",
		72 * time.Hour: "3d ago", 800 * 24 * time.Hour: "2y ago", -5 * time.Second: "in 5s",
	} {
		if got := Age(d); got != want {
			t.Errorf("age %v is %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		840 * time.Millisecond: "840ms", 1449 * time.Millisecond: "1.4s", 9990 * time.Millisecond: "9.9s", 42 * time.Second: "42s",
		182 * time.Second: "3m02s", 2*time.Hour + 5*time.Minute: "2h05m", 0: "0ms",
		100 * time.Hour: "4d04h", 101 * 24 * time.Hour: "101d",
	} {
		if got := Took(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestLocalTimesShowTheDayWhenItIsNotToday(t *testing.T) {
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		now.Add(-time.Hour): "12:00:00", now.Add(-24 * time.Hour): "11-20 13:00", {}: "-",
	} {
		if got := string(Local.AppendWhen(nil, at, now, zone)); got != want {
			t.Errorf("%v reads %q, want %q", at, got, want)
		}
	}
}

func TestSparkScalesToItsHighest(t *testing.T) {
	var l Lines
	l.Reset(5)
	l.Spark([]int{0, 1, 4, 8}, func(int) theme.Style { return "" })
	l.End()
	if got := l.Take(1)[0]; got != " ▁▄▇ " {
		t.Errorf("spark is %q", got)
	}
}

func TestDrawingPlainCellsDoesNotAllocate(t *testing.T) {
	var l Lines
	draw := func() {
		l.Reset(120)
		for range 30 {
			l.Cell("\x1b[1m", "process-order", 20, 1)
			l.Text("", "a message that is longer than what is left of the line, which cuts it short at the end, as always")
			l.End()
		}
	}
	draw()
	if n := testing.AllocsPerRun(20, draw); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestBoxHasItsTitleAboveAndItsNoteBelow(t *testing.T) {
	var l Lines
	l.Reset(24)
	b := Box{Title: []Span{{"", "Runs"}}, Note: []Span{{"", "3 new"}}}
	l.Top(b)
	l.Side(b)
	l.Text("", " row")
	l.EndSide(b)
	l.Bottom(b)
	want := "" +
		"╭ Runs ────────────────╮\n" +
		"│ row                  │\n" +
		"╰────────────── 3 new ─╯"
	if got := strings.Join(l.Take(3), "\n"); got != want {
		t.Errorf("box is\n%s\nwant\n%s", got, want)
	}
}

func TestClipCutsNoCharacterInHalf(t *testing.T) {
	for n, want := range map[int]string{-1: "", 0: "", 1: "a", 2: "a", 3: "a", 4: "a注", 9: "a注b"} {
		if got := Clip("a注b", n); got != want {
			t.Errorf("%d bytes are %q, want %q", n, got, want)
		}
	}
	if got := Clip("\x80\x80\x80\x80", 2); got != "" && len(got) > 2 {
		t.Errorf("no text at all is %q", got)
	}
}

func TestShortIDKeepsShortOnesWhole(t *testing.T) {
	for id, want := range map[string]string{
		"0192f3ab-77aa-7bbb-8ccc-0123456789ab": "0192f3ab…",
		"run_58213":                            "run_58213",
		"job-582-1394857":                      "job-582…",
		"注文処理注文処理":                             "注文処理…",
		"":                                     "",
	} {
		if got := ShortID(id); got != want {
			t.Errorf("%q is %q, want %q", id, got, want)
		}
	}
}

func TestHintsAreWholeOrNotThere(t *testing.T) {
	look := theme.New("auto", theme.NoColor, theme.Dark)
	var l Lines
	for room, want := range map[int]string{
		30: "enter keep  esc close", 21: "enter keep  esc close", 20: "enter keep", 10: "enter keep", 6: "enter…",
	} {
		l.Reset(30)
		l.Hints(look, room, Hint{"enter", "keep"}, Hint{"esc", "close"})
		l.End()
		if got := strings.TrimRight(ansi.Strip(l.Take(1)[0]), " "); got != want {
			t.Errorf("in %d cells they are %q, want %q", room, got, want)
		}
	}
}

func TestTimesBetweenMomentsAreRounded(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0ms", 839_600 * time.Microsecond: "840ms", 999_600 * time.Microsecond: "1.0s", 1960 * time.Millisecond: "2.0s",
		1940 * time.Millisecond: "1.9s", 9960 * time.Millisecond: "10s", 59_600 * time.Millisecond: "1m00s",
		3599_700 * time.Millisecond: "1h00m", 7*time.Hour + 59*time.Minute + 40*time.Second: "8h00m",
		101*time.Hour + 40*time.Minute: "4d06h",
	} {
		if got := Took(Rounded(d)); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}
