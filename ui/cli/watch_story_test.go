package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/model"
)

var day = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// told is a run in a few characters: "a:running@3" was created 3 s after noon.
func told(t *testing.T, text string) model.RunDetail {
	t.Helper()
	name, rest, _ := strings.Cut(text, ":")
	word, at, timed := strings.Cut(rest, "@")
	status, _ := model.ParseStatus(word)
	r := model.RunDetail{Run: model.Run{ID: model.RunID{Profile: "p", ID: name}, Status: status, StatusText: word}}
	if timed {
		var s int
		if _, err := fmt.Sscan(at, &s); err != nil {
			t.Fatal(err)
		}
		r.Created = day.Add(time.Duration(s) * time.Second)
	}
	return r
}

func toldAll(t *testing.T, text string) (all []model.RunDetail) {
	t.Helper()
	for _, word := range strings.Fields(text) {
		all = append(all, told(t, word))
	}
	return all
}

func lines(changes []change) string {
	var all []string
	for _, c := range changes {
		all = append(all, c.what+" "+c.run.ID.ID+":"+c.run.StatusText)
	}
	return strings.Join(all, ", ")
}

func TestAStoryTellsEachChangeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		readings []string // newest first; a "+" in front: the list goes on
		want     []string
	}{
		"what is there at the start is not told": {
			[]string{"b:running@2 a:completed@1", "b:running@2 a:completed@1"}, []string{"", ""}},
		"its changes are": {
			[]string{"a:pending@1", "a:running@1", "a:running@1", "a:failure@1", "a:failure@1"},
			[]string{"", "status a:running", "", "ended a:failure", ""}},
		"news are told oldest first": {
			[]string{"", "c:pending@3 b:running@2 a:completed@1"},
			[]string{"", "new a:completed, new b:running, new c:pending"}},
		"a run first seen when over is one line": {
			[]string{"", "a:timeout@1", "a:timeout@1"}, []string{"", "new a:timeout", ""}},
		"an answer that is late changes nothing": {
			[]string{"", "a:running@1", "a:pending@1", "a:completed@1", "a:running@1"},
			[]string{"", "new a:running", "", "ended a:completed", ""}},
		"what lies behind the first page is no news": {
			[]string{"+b:completed@20 a:completed@10", "+b:completed@20 z:running@5"}, []string{"", ""}},
		"nor when what is behind is reached again": {
			[]string{"+b:completed@200 a:completed@100", "+d:completed@400 c:completed@300", "+c:completed@300 b:completed@200 a:completed@100"},
			[]string{"", "new c:completed, new d:completed", ""}},
		"a word that nobody knows is told as it is": {
			[]string{"", "a:dozing@1", "a:asleep@1", "a:completed@1"},
			[]string{"", "new a:dozing", "status a:asleep", "ended a:completed"}},
		"runs without any time": {
			[]string{"a:running", "b:pending a:running", "b:completed a:failure"},
			[]string{"", "new b:pending", "ended a:failure, ended b:completed"}},
	} {
		s := newStory()
		for i, reading := range c.readings {
			text, more := strings.CutPrefix(reading, "+")
			if got := lines(s.read(toldAll(t, text), more, time.Time{})); got != c.want[i] {
				t.Errorf("%s: reading %d tells %q, want %q", name, i, got, c.want[i])
			}
		}
	}
}

func TestARunMadeAfterTheStartIsNewAtTheFirstReading(t *testing.T) {
	t.Parallel()
	s := newStory()
	got := lines(s.read(toldAll(t, "b:running@9 a:running@3"), false, day.Add(5*time.Second)))
	if got != "new b:running" {
		t.Errorf("told %q", got)
	}
}

func TestANewAttemptReopensARun(t *testing.T) {
	t.Parallel()
	s := newStory()
	again := told(t, "a:failure@1")
	again.Attempt = model.Some(model.Attempt{ID: "1", Number: 1})
	s.read([]model.RunDetail{again}, false, time.Time{})
	again = told(t, "a:running@1")
	again.Attempt = model.Some(model.Attempt{ID: "2", Number: 2})
	if got := lines(s.look(again)); got != "status a:running" {
		t.Errorf("told %q", got)
	}
	again.Status, again.StatusText = model.StatusCompleted, "completed"
	if got := lines(s.look(again)); got != "ended a:completed" {
		t.Errorf("told %q", got)
	}
}

func TestAStoryForgetsWhatIsOverAndBehind(t *testing.T) {
	t.Parallel()
	s := newStory()
	for i := range 1000 {
		newer, older := (i+1)*100, i*100
		text := fmt.Sprintf("r%d:completed@%d r%d:completed@%d", i+1, newer, i, older)
		if i == 500 {
			text += " stuck:running@49000"
		}
		s.read(toldAll(t, text), true, time.Time{})
	}
	if len(s.seen) > 10 || !s.open[model.RunID{Profile: "p", ID: "stuck"}] {
		t.Errorf("%d runs are remembered, stuck %v", len(s.seen), s.open)
	}
	if got := lines(s.look(told(t, "stuck:timeout@49000"))); got != "ended stuck:timeout" {
		t.Errorf("told %q", got)
	}
}

// A short page lets the next one reach behind what is remembered.
func TestAStoryDoesNotTellAgainWhatItMayHaveForgotten(t *testing.T) {
	t.Parallel()
	s := newStory()
	for i, reading := range []struct{ runs, want string }{
		{"b:completed@2 a:completed@1", "new a:completed, new b:completed"},
		{"d:completed@202 c:completed@201", "new c:completed, new d:completed"},
		{"e:completed@203 d:completed@202 c:completed@201 b:completed@2", "new e:completed"},
		{"e:completed@203 x:completed@190", "new x:completed"}, // late, and not too late
	} {
		if got := lines(s.read(toldAll(t, reading.runs), true, day)); got != reading.want {
			t.Errorf("reading %d: %q, want %q", i+1, got, reading.want)
		}
	}
}

// What was stored late lies behind the newest run that was seen, perhaps on
// the next page.
func TestAReadingGoesOnALittleBeyondWhatWasSeen(t *testing.T) {
	s := newStory()
	s.read(toldAll(t, "c:recorded@30 b:recorded@20 a:recorded@10"), true, time.Time{})
	for text, want := range map[string]bool{
		"f:recorded@50 e:recorded@40":                  false,
		"f:recorded@50 c:recorded@30":                  false,
		"f:recorded@50 c:recorded@30 late:recorded@29": false,
		"f:recorded@50 c:recorded@30 x:recorded@25":    true,
		"f:recorded@50 c:recorded@30 b:recorded@20":    true,
	} {
		if got := s.meets(toldAll(t, text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
