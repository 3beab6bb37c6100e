package detail

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
)

// numbered is an output of n lines, each with its number in it.
func numbered(n int) *model.RunDetail {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"row %03d"`, i)
	}
	return output("[" + b.String()[1:] + "]")
}

func frameOf(m *Model, w, h int) string { return plainFrame(m.View(look(), w, h)) }

func mustSee(t *testing.T, m *Model, wanted ...string) {
	t.Helper()
	frame := frameOf(m, 80, 24)
	for _, w := range wanted {
		if !strings.Contains(frame, w) {
			t.Errorf("no %q in sight:\n%s", w, frame)
		}
	}
}

func mustNotSee(t *testing.T, m *Model, unwanted ...string) {
	t.Helper()
	frame := frameOf(m, 80, 24)
	for _, w := range unwanted {
		if strings.Contains(frame, w) {
			t.Errorf("%q is in sight:\n%s", w, frame)
		}
	}
}

func TestSearchScrollsToMatchesAndGoesRound(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	searchFor(m, "row 1")
	mustSee(t, m, "1 of 100", `"row 100"`)
	press(m, "n")
	mustSee(t, m, "2 of 100", `"row 101"`)
	press(m, "N", "N")
	mustSee(t, m, "100 of 100", `"row 199"`)
	press(m, "n")
	mustSee(t, m, "1 of 100", `"row 100"`)
}

func TestSearchIsInForceWhileItIsTyped(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]", "/", "2", "5")
	if !m.Typing() {
		t.Fatal("the search line is not open")
	}
	mustSee(t, m, "/25", "1 of 13", `"row 025"`)
	press(m, "0")
	mustSee(t, m, "/250", "1 of 1", `"row 250"`)
	press(m, "backspace")
	mustSee(t, m, "1 of 13")
	press(m, "n")
	mustSee(t, m, "/25n", "no match")
}

func TestMatchInSightDoesNotScroll(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	searchFor(m, "row 004")
	mustSee(t, m, `"row 000"`, `"row 004"`)
}

func TestSearchWithoutCapitalsIgnoresCase(t *testing.T) {
	m := opened(output(`["Coupon","COUPON","coupon","ÄRGER","ärger"]`))
	press(m, "]")
	searchFor(m, "coupon")
	mustSee(t, m, "1 of 3")
	press(m, "esc")
	searchFor(m, "Coupon")
	mustSee(t, m, "1 of 1")
	press(m, "esc")
	searchFor(m, "ärger")
	mustSee(t, m, "1 of 2")
}

func TestSearchFindsWhatIsReadOverTheEndOfARow(t *testing.T) {
	m := opened(output(`"` + strings.Repeat("x", 70) + `needle` + strings.Repeat("x", 70) + `"`))
	press(m, "]")
	searchFor(m, "needle")
	mustSee(t, m, "1 of 1")
	marked := 0
	for _, line := range m.View(look(), 80, 24) {
		marked += strings.Count(line, string(look().Theme.Current))
	}
	if marked != 2 {
		t.Errorf("%d parts of the match are marked, want one on each of two rows", marked)
	}
}

func TestEscapeTakesTheSearchAwayBeforeItClosesTheRun(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	searchFor(m, "row 2")
	if intent := press(m, "esc"); intent != nil {
		t.Errorf("the first esc answers %#v", intent)
	}
	mustNotSee(t, m, " of 100")
	if intent := press(m, "esc"); intent != (pane.Close{}) {
		t.Errorf("the second esc answers %#v, want to close", intent)
	}
}

func TestEscapeInTheSearchLineGoesBackToWhereItBegan(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]", "/", "2", "9", "9")
	mustSee(t, m, `"row 299"`)
	press(m, "esc")
	mustSee(t, m, `"row 000"`)
	if m.Typing() || m.Back() {
		t.Error("the search is still there")
	}
}

func TestSearchGoesOnInTheNextTab(t *testing.T) {
	m := opened(failedRun())
	searchFor(m, "coupon")
	mustSee(t, m, "1 of 3")
	press(m, "[")
	mustSee(t, m, "1 of 1", "E_COUPON")
	press(m, "[", "[", "[")
	mustSee(t, m, "no match")
	if say, ok := press(m, "n").(pane.Say); !ok || !strings.Contains(say.Text, "Input") {
		t.Errorf("n answers %#v, want that there is no match in Input", say)
	}
}

func TestNewDataKeepsTheMatchThatOneStandsOn(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	searchFor(m, "row 1")
	press(m, "n", "n")
	m.SetDetail(numbered(400))
	mustSee(t, m, "3 of 100", `"row 102"`)
}

func TestAKeyThatSearchesNothingSaysSo(t *testing.T) {
	if _, ok := press(opened(failedRun()), "n").(pane.Say); !ok {
		t.Error("n without a search says nothing")
	}
}

func TestLettersBelongToTheSearchLine(t *testing.T) {
	m := opened(numbered(300))
	press(m, "/")
	if intent := m.Key(keyOf("q"), keymap.Quit); intent != nil || !m.Typing() {
		t.Error("q left the search line")
	}
	mustSee(t, m, "/q")
}

func TestLongQueriesKeepTheCursorInSight(t *testing.T) {
	m := opened(failedRun())
	press(m, "/")
	for range 30 {
		press(m, "a", "b", "c")
	}
	press(m, "Z")
	frame := strings.Split(frameOf(m, 40, 12), "\n")
	if line := frame[len(frame)-3]; !strings.Contains(line, "abcZ   no match") {
		t.Errorf("the search line is %q", line)
	}
}

func TestNoKeyBringsTheSearchLineDown(t *testing.T) {
	m := opened(failedRun())
	press(m, "/", "a", " ")
	m.Key(tea.KeyMsg{Type: tea.KeyLeft}, keymap.None)
	for _, key := range []tea.KeyMsg{
		{Type: tea.KeyRunes, Runes: []rune{'d'}, Alt: true}, {Type: tea.KeyDelete, Alt: true}, {Type: tea.KeyCtrlV},
	} {
		m.Key(key, keymap.None)
	}
	mustSee(t, m, "/a ")
}
