package palette

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func commands() *Model {
	var items []Item
	k := keymap.Default()
	for _, a := range keymap.All() {
		items = append(items, Item{Text: a.Name(), Note: a.Help(), Right: k.Key(a), Intent: pane.Act{Action: a}})
	}
	for i := range items {
		if items[i].Text == "invoke" {
			items[i].Disabled = "this profile is read-only"
		}
	}
	return New(Options{Title: "Commands", Items: items, Filter: true})
}

func statuses() *Model {
	th := theme.New("dark", theme.TrueColor, theme.Dark)
	var items []Item
	for i, s := range model.Statuses {
		items = append(items, Item{Text: s.String(), Glyph: theme.Glyph(s), Style: th.Status(s), Right: fmt.Sprint(i * 7), Checked: s.Failed()})
	}
	return New(Options{Title: "Statuses", Items: items, Multi: true, Apply: func(checked []int) pane.Intent {
		var chosen []model.Status
		for _, i := range checked {
			chosen = append(chosen, model.Statuses[i])
		}
		return pane.SetStatuses{Statuses: chosen}
	}})
}

func windows() *Model {
	var items []Item
	for _, w := range []string{"15m", "1h", "6h", "24h", "7d"} {
		intent, _ := window(w)
		items = append(items, Item{Text: w, Intent: intent})
	}
	return New(Options{Title: "Time window", Items: items, Filter: true, Free: window})
}

func window(text string) (pane.Intent, error) {
	now := time.Unix(0, 0)
	from, err := model.ParseWhen(text, now, time.UTC)
	if err != nil {
		return nil, errors.New("write a duration such as 90m or 7d, or a time")
	}
	return pane.SetWindow{Window: model.Window{Last: now.Sub(from)}}, nil
}

func typed(p *Model, names ...string) *Model {
	panetest.Press(p, names...)
	return p
}

func TestFrames(t *testing.T) {
	panetest.Frames(t, "commands", commands())
	panetest.Frames(t, "commands_filtered", typed(commands(), "i", "n"))
	panetest.Frames(t, "nothing", typed(commands(), "x", "q", "x"))
	panetest.Frames(t, "statuses", typed(statuses(), "down", "down"))
	panetest.Frames(t, "window", typed(windows(), "2", "h"))
	panetest.Frames(t, "window_wrong", typed(windows(), "z"))
}

func TestPickerFillsAnySizeExactly(t *testing.T) {
	for _, p := range []*Model{commands(), typed(commands(), "i", "n"), statuses(), typed(windows(), "2", "h"), typed(windows(), "z"),
		New(Options{}), New(Options{Title: panetest.Hostile, Filter: true, Items: []Item{{Text: panetest.Hostile, Note: panetest.Hostile, Right: panetest.Hostile, Glyph: "●"}}})} {
		panetest.Exact(t, p)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	items := []Item{{Text: panetest.Hostile, Note: panetest.Hostile, Right: panetest.Hostile}, {Text: panetest.Hostile, Disabled: panetest.Hostile}}
	p := New(Options{Title: panetest.Hostile, Items: items, Filter: true, Free: func(string) (pane.Intent, error) { return nil, errors.New(panetest.Hostile) }})
	panetest.Harmless(t, p)
	panetest.Harmless(t, typed(p, "owned"))
	p.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(panetest.Hostile), Paste: true}, keymap.None)
	panetest.Harmless(t, p)
}

func TestEnterChoosesTheBestMatch(t *testing.T) {
	if got := panetest.Press(commands(), "f", "o", "l", "enter"); got != (pane.Act{Action: keymap.Follow}) {
		t.Errorf("answered %#v", got)
	}
}

func TestItemsKeepTheirOrderWithoutAFilter(t *testing.T) {
	p := typed(commands(), "q", "backspace")
	if !slices.IsSorted(p.rows) || len(p.rows) != len(keymap.All()) {
		t.Errorf("rows are %v", p.rows)
	}
}

func TestNotesAreSearchedAfterTexts(t *testing.T) {
	p := typed(commands(), "clipboard")
	if len(p.rows) != 0 {
		t.Fatalf("rows are %v", p.rows)
	}
	if got := panetest.Press(commands(), "query language", "enter"); got != (pane.Act{Action: keymap.Filter}) {
		t.Errorf("answered %#v", got)
	}
}

func TestDisabledItemSaysWhy(t *testing.T) {
	got := panetest.Press(commands(), "i", "n", "v", "o", "enter")
	if got != (pane.Say{Text: "invoke: this profile is read-only"}) {
		t.Errorf("answered %#v", got)
	}
}

func TestFirstSelectedItemCanAct(t *testing.T) {
	p := New(Options{Items: []Item{{Text: "a", Disabled: "no"}, {Text: "b", Intent: pane.Close{}}}})
	if got := panetest.Press(p, "enter"); got != (pane.Close{}) {
		t.Errorf("answered %#v", got)
	}
}

func TestSpaceTicksAndEnterApplies(t *testing.T) {
	p := statuses()
	if p.typing() {
		t.Error("a picker without a filter says that it takes text")
	}
	got := panetest.Press(p, "G", " ", "g", "j", " ", "enter")
	want := pane.SetStatuses{Statuses: []model.Status{
		model.StatusRunning, model.StatusFailure, model.StatusTimeout, model.StatusCancelled, model.StatusUnknown,
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("answered %#v", got)
	}
}

func TestTypedValueGoesBeforeItemsThatLookLikeIt(t *testing.T) {
	for text, want := range map[string]time.Duration{"2h": 2 * time.Hour, "1h": time.Hour, "1H": time.Hour, "90m": 90 * time.Minute} {
		if got := panetest.Press(windows(), text, "enter"); got != (pane.SetWindow{Window: model.Window{Last: want}}) {
			t.Errorf("%q answered %#v", text, got)
		}
	}
	if got := panetest.Press(windows(), "zz", "enter"); got != (pane.Say{Text: "write a duration such as 90m or 7d, or a time"}) {
		t.Errorf("a wrong value answered %#v", got)
	}
}

func TestPasteIsTextAndNeverAChoice(t *testing.T) {
	p := commands()
	if got := p.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("follow\n"), Paste: true}, keymap.None); got != nil {
		t.Errorf("answered %#v", got)
	}
	if got := panetest.Press(p, "enter"); got != (pane.Act{Action: keymap.Follow}) {
		t.Errorf("then answered %#v", got)
	}
	if got := statuses().Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("qq")}, keymap.Quit); got != nil {
		t.Errorf("letters typed ahead answered %#v", got)
	}
}

func TestMovingStopsAtTheEnds(t *testing.T) {
	p := statuses()
	panetest.Press(p, "up", "ctrl+p", "pgup")
	if p.at != 0 {
		t.Errorf("at %d", p.at)
	}
	panetest.Press(p, "pgdown", "pgdown", "ctrl+n", "down")
	if p.at != len(model.Statuses)-1 {
		t.Errorf("at %d", p.at)
	}
	panetest.Press(New(Options{Filter: true}), "down", "pgup", "enter", " ")
}

func TestEscapeCloses(t *testing.T) {
	if got := panetest.Press(commands(), "a", "esc"); got != (pane.Close{}) {
		t.Errorf("answered %#v", got)
	}
}

func BenchmarkLetterAmongTenThousand(b *testing.B) {
	items := make([]Item, 10_000)
	for i := range items {
		items[i] = Item{Text: fmt.Sprintf("process-order-%05d", i*7919), Note: "0192f3ab completed"}
	}
	p := New(Options{Items: items, Filter: true})
	for b.Loop() {
		panetest.Press(p, "o", "7", "backspace", "backspace")
	}
}

func TestAltLettersAreNoText(t *testing.T) {
	p := typed(commands(), "a", " ", "left")
	for _, r := range "dxbf" {
		p.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: true}, keymap.None)
	}
	if got := p.input.Value(); got != "a " {
		t.Errorf("the filter is %q", got)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, windows)
	panetest.AnyKeys(t, commands)
	panetest.AnyKeys(t, statuses)
}

func TestTextIsTypedAlreadyAndIsEdited(t *testing.T) {
	path := func() *Model {
		return New(Options{Title: "Write to", Filter: true, Text: "out.json", Free: func(text string) (pane.Intent, error) {
			return pane.WriteTo{Path: text}, nil
		}})
	}
	if got := panetest.Press(path(), "enter"); got != (pane.WriteTo{Path: "out.json"}) {
		t.Errorf("as it stands it answers %#v", got)
	}
	if got := panetest.Press(path(), "backspace", "5", "enter"); got != (pane.WriteTo{Path: "out.jso5"}) {
		t.Errorf("edited it answers %#v", got)
	}
	panetest.AnyKeys(t, path)
	panetest.Exact(t, path())
}

func TestFirstLetterTakesThePlaceOfAProposal(t *testing.T) {
	ask := func() *Model {
		return New(Options{Title: "Save as", Text: "failed", Proposed: true, Filter: true, Free: func(name string) (pane.Intent, error) { return pane.SaveView{Name: name}, nil }})
	}
	for want, keys := range map[string][]string{"failed": nil, "new": {"n", "e", "w"}, "faile": {"backspace"}, "failedx": {"right", "x"}} {
		m := ask()
		panetest.Press(m, keys...)
		if got := panetest.Press(m, "enter"); got != (pane.SaveView{Name: want}) {
			t.Errorf("after %q: %v, want %q", keys, got, want)
		}
	}
}
