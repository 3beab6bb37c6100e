package detail

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fntop/keymap"
)

// WhyNot says why an action that is about JSON cannot be done on the open tab;
// empty where it can.
func (m *Model) WhyNot(action keymap.Action) string {
	none, can := "nothing to fold", m.selects()
	switch action {
	case keymap.JQ:
		none, can = "no JSON to run jq on", m.answers[m.tab] != nil || m.hasJSON()
	case keymap.FlatText:
		none, can = "no JSON to show as text", m.hasJSON()
	case keymap.Fold, keymap.FoldAll, keymap.UnfoldAll:
		can = can || m.tab == lineageTab && action == keymap.Fold // it opens what is selected
	default:
		return ""
	}
	switch on := m.doc(m.tab); {
	case can:
		return ""
	case m.tab != outputTab && m.tab != inputTab && m.tab != rawTab:
		return "There is " + none + " in " + tabNames[m.tab] + "; Output, Input and Raw hold JSON."
	case on == nil:
		return "There is " + none + " in " + tabNames[m.tab] + ". " + sentence(m.absence(m.tab))
	case on.view == nil:
		return "There is " + none + " in " + tabNames[m.tab] + ": it is text and no JSON."
	}
	return "There is " + none + " while it is shown as text. " + m.keyOf(keymap.FlatText) + " shows the tree."
}

// hasJSON reports whether the open tab shows a document, as a tree or as text.
func (m *Model) hasJSON() bool {
	d := m.doc(m.tab)
	return d != nil && d.view != nil
}

// keyOf is an action's key, as the person has set it.
func (m *Model) keyOf(action keymap.Action) string {
	if keys := m.seen.look.Keys; keys != nil {
		return keys.Key(action)
	}
	return keymap.Default().Key(action)
}

// sentence makes one of what a tab says of itself.
func sentence(parts []string) string {
	text := strings.Join(parts, " ")
	if text == "…" {
		return "The run is still being read."
	}
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
