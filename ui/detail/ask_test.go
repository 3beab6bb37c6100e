package detail

import (
	"strings"
	"testing"

	"fntop/api/clock"
	"fntop/ui/jq"
	"fntop/ui/pane"
)

// write types an expression into the line and presses enter; what is asked
// for is answered as the root does.
func write(t *testing.T, m *Model, expr string) pane.Intent {
	t.Helper()
	press(m, "J")
	for m.asks.input.Value() != "" {
		press(m, "backspace")
	}
	for _, r := range expr {
		press(m, string(r))
	}
	intent := press(m, "enter")
	if run, ok := intent.(pane.RunJQ); ok {
		answerTo(t, m, run)
	}
	return intent
}

func answerTo(t *testing.T, m *Model, run pane.RunJQ) {
	t.Helper()
	var results [][]byte
	err := run.Query.Run(t.Context(), run.Document, jq.Usual(clock.Real()), func(r []byte) error {
		results = append(results, r)
		return nil
	})
	m.SetAnswer(run.Number, run.Query, results, err)
}

const rows = `{"rows":[{"n":12345678901234567890},{"n":0.1000}],"note":"x"}`

func TestTheAnswerStandsInPlaceOfTheDocument(t *testing.T) {
	m := opened(output(rows))
	press(m, "]", "G")
	write(t, m, ".rows[].n")
	mustSee(t, m, "jq .rows[].n · 2 results", "▸ [", "12345678901234567890,", "0.1000")
	mustNotSee(t, m, "note")
	press(m, "down", "down")
	if path := m.SelectedPath(); path != "[.rows[].n] | .[1]" {
		t.Errorf("the path is %s", path)
	}
	write(t, m, ".rows[0]")
	mustSee(t, m, "jq .rows[0] · one result", `▸ {`)
	press(m, "down")
	if path := m.SelectedPath(); path != ".rows[0] | .n" {
		t.Errorf("the path is %s", path)
	}
	if intent := press(m, "esc"); intent != nil {
		t.Errorf("esc answers %#v", intent)
	}
	mustSee(t, m, `"note": "x"`, "▸ }")
	mustNotSee(t, m, "jq")
	if intent := press(m, "esc"); intent != (pane.Close{}) {
		t.Errorf("the second esc answers %#v", intent)
	}
}

func TestAnExpressionThatGivesNothingSaysSo(t *testing.T) {
	m := opened(output(rows))
	press(m, "]")
	write(t, m, "empty")
	mustSee(t, m, "no result", "gives nothing")
	write(t, m, ".note")
	mustSee(t, m, `"x"`)
}

func TestAMistakeIsShownInTheLine(t *testing.T) {
	m := opened(output(rows))
	press(m, "]")
	if intent := write(t, m, ".rows | ]"); intent != nil {
		t.Errorf("it answers %#v", intent)
	}
	mustSee(t, m, `unexpected token "]" at character 9`, "jq .rows | ]", `"note"`)
	if lines := m.View(look(), 80, 24); !strings.Contains(lines[22], string(look().Theme.Wrong)) {
		t.Errorf("the place is not marked: %q", lines[22])
	}
	press(m, "backspace")
	mustNotSee(t, m, "unexpected")
	press(m, "esc")
	write(t, m, ".note.x")
	mustSee(t, m, "expected an object", "jq .note.x")
	if !m.Typing() {
		t.Error("the line was closed")
	}
}

func TestTheAnswerBeforeIsToldFromAMistake(t *testing.T) {
	m := opened(output(rows))
	press(m, "]")
	write(t, m, ".rows[].n")
	mustNotSee(t, m, "still shown")
	for _, wrong := range []string{".rows[", ".note.x"} {
		write(t, m, wrong)
		mustSee(t, m, "still shown: jq .rows[].n")
		press(m, "esc")
		mustNotSee(t, m, "still shown")
	}
}

func TestASearchEndsWithTheTextItWasIn(t *testing.T) {
	m := opened(output(rows))
	press(m, "]")
	searchFor(m, "note")
	mustSee(t, m, "1 of 1")
	write(t, m, ".rows")
	mustNotSee(t, m, "/note", "no match")
	mustSee(t, m, "one result")
}

func TestLateAnswersAreDropped(t *testing.T) {
	m := opened(output(rows))
	press(m, "]", "J", ".")
	first := press(m, "enter").(pane.RunJQ)
	mustSee(t, m, "…")
	press(m, "a")
	second := press(m, "enter").(pane.RunJQ)
	answerTo(t, m, first)
	mustSee(t, m, "…")
	answerTo(t, m, second)
	mustSee(t, m, "jq .a · one result", "null")
	press(m, "J")
	third := press(m, "enter").(pane.RunJQ)
	if intent := press(m, "esc"); intent != (pane.StopJQ{}) {
		t.Errorf("esc answers %#v", intent)
	}
	answerTo(t, m, third)
	if m.asks.open || m.asks.busy {
		t.Error("the late answer opened the line again")
	}
}

func TestExpressionsOfBeforeComeBack(t *testing.T) {
	var h jq.History
	for _, expr := range []string{".rows", ".note", ".rows"} {
		m := opened(output(rows))
		m.SetHistory(&h)
		press(m, "]")
		write(t, m, expr)
	}
	m := opened(output(rows))
	m.SetHistory(&h)
	press(m, "]", "J", ".", "x", "up")
	mustSee(t, m, "jq .rows ")
	press(m, "up", "up")
	mustSee(t, m, "jq .note ")
	press(m, "down", "down")
	mustSee(t, m, "jq .x ")
}

func TestAnAnswerGoesWithItsDocument(t *testing.T) {
	m := opened(output(rows))
	press(m, "]")
	write(t, m, ".note")
	m.SetDetail(output(rows))
	mustSee(t, m, "jq .note")
	m.SetDetail(output(`{"note":"another"}`))
	mustNotSee(t, m, "jq .note")
	mustSee(t, m, "another")
}

func TestAnAnswerToAnOlderDocumentIsDropped(t *testing.T) {
	m := opened(output(rows))
	press(m, "]", "J", ".", "n", "o", "t", "e")
	run := press(m, "enter").(pane.RunJQ)
	m.SetDetail(output(`{"note":"another"}`))
	answerTo(t, m, run)
	mustSee(t, m, `"another"`, "jq .note")
	mustNotSee(t, m, "one result")
}

func TestWhereThereIsNoJSONJQSaysSo(t *testing.T) {
	if say, ok := press(opened(failedRun()), "J").(pane.Say); !ok || !strings.Contains(say.Text, "Overview") {
		t.Errorf("it answers %#v", say)
	}
}
