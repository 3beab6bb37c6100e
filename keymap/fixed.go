package keymap

import "strings"

// Fixed is a key of a dialog or of a line that is typed. [keys] does not change
// it: letters are text there, and a question is answered alike whatever keys
// mean elsewhere.
type Fixed struct{ Where, Key, Does string }

// FixedKeys are those keys, for help and README. The dialogs say them, too, as
// far as there is room.
var FixedKeys = [...]Fixed{
	{"a list to choose from", "enter", "choose what is selected, or what was typed"},
	{"a list to choose from", "space", "tick, where several can be chosen"},
	{"a list to choose from", "a–z", "narrow it, where it has a line"},
	{"any dialog or line", "esc", "leave; nothing is chosen, sent or kept. A payload that was changed takes two"},
	{"filter", "enter", "keep the filter"},
	{"filter", "tab shift+tab", "complete the field or value"},
	{"filter", "↑ ↓", "queries of before"},
	{"search", "enter", "keep it: n and N go from match to match"},
	{"jq", "enter", "run the expression"},
	{"jq", "↑ ↓", "expressions of before"},
	{"question before acting", "y", "do it; where a name is asked for: enter, once it is typed"},
	{"question before acting", "n", "do nothing"},
	{"question before acting", "tab", "write the reason of a rerun, or go back to the question"},
	{"question before acting", "ctrl+t", "rerun with the latest code, or with the code of then"},
	{"question before many reruns", "+ -", "more or fewer a minute"},
	{"question before many reruns", "o s f c h", "order, when to stop, follow, code, hidden marks"},
	{"editor of a payload", "ctrl+s alt+enter", "go on to the question"},
	{"editor of a payload", "ctrl+f", "lay the JSON out"},
	{"editor of a payload", "ctrl+e", "go on in $EDITOR"},
	{"editor of a payload", "tab", "write the reason of a rerun, or go back to the payload"},
	{"the past", "home", "the earliest moment that is known"},
	{"the past", "end", "back to now"},
	{"the past, typing a time", "enter", "go there: 14:05, 2h ago is 2h, 2026-11-21T14:05"},
	{"columns", "enter", "keep them"},
	{"columns", "space", "show or hide the column"},
	{"columns", "K J", "move the column"},
	{"columns", "backspace", "as at first"},
	{"saved views", "ctrl+r", "give the view another name"},
	{"saved views", "ctrl+x", "delete the view, after a question"},
}

// FixedMarkdown is the README's table of them.
func FixedMarkdown() string {
	var b strings.Builder
	b.WriteString("| in | key | does |\n| --- | --- | --- |\n")
	for _, f := range FixedKeys {
		b.WriteString("| " + f.Where + " | `" + strings.Join(strings.Fields(f.Key), "` `") + "` | " + f.Does + " |\n")
	}
	return b.String()
}
