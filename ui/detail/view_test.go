package detail

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/find"
	"fntop/ui/panetest"
)

func scenes() map[string]*Model {
	hostileSent := opened(hostileRun())
	hostileSent.SetInput(json.RawMessage(`{"\u202e":"` + "\u202e\u009b" + `"}`))
	hostileSent.SetState(hostile, true)
	family := hostileRun().Run
	hostileSent.SetLineage([]*model.Run{&family})
	searched := opened(hostileRun())
	searchFor(searched, "r")
	typing := opened(hostileRun())
	press(typing, "]", "/", "注", "\u202e", "e", "\u0301", "x")
	return map[string]*Model{
		"failed": opened(failedRun()), "with family": withFamily(), "running": opened(runningRun()), "stripped": opened(strippedRun()),
		"hostile": opened(hostileRun()), "hostile and bad": hostileSent, "searched": searched, "typing": typing,
		"new": New(model.RunID{}), "empty": opened(&model.RunDetail{}),
		"agent": waitingAgent(), "hostile agent": onTimeline(hostileAgent()), "chatty": onTimeline(chatty(100)),
		"deep": opened(output(strings.Repeat(`{"in":[`, 100) + `"bottom"` + strings.Repeat(`]}`, 100))),
	}
}

func withFamily() *Model {
	m := opened(failedRun())
	m.SetLineage(lineage())
	return m
}

func TestFramesAreExactlyAsLargeAsAsked(t *testing.T) {
	for name, m := range scenes() {
		t.Log(name)
		for range tabs {
			for w := 1; w <= 130; w += 1 + w/6 {
				for h := 0; h <= 40; h += 1 + h/4 {
					panetest.Fills(t, m.View(look(), w, h), w, h)
				}
			}
			m.turn(1)
		}
	}
}

func TestNothingThatATerminalObeysIsDrawn(t *testing.T) {
	for name, m := range scenes() {
		for range tabs {
			for _, size := range [][2]int{{100, 30}, {30, 8}, {9, 3}} {
				m.at[m.tab] = place{}
				for range 6 {
					for _, line := range m.View(look(), size[0], size[1]) {
						if bad, found := unsafeRune(withoutOurs(line)); found {
							t.Fatalf("%s, %s draws %U: %q", name, tabNames[m.tab], bad, line)
						}
					}
					m.scroll(keymap.PageDown)
				}
			}
			m.turn(1)
		}
	}
}

func TestTextForAPagerIsSafeToo(t *testing.T) {
	m := opened(hostileRun())
	for range tabs {
		for _, line := range strings.Split(m.Text(), "\n") {
			if bad, found := unsafeRune(line); found {
				t.Errorf("%s has %U in %q", tabNames[m.tab], bad, line[:min(len(line), 200)])
			}
		}
		m.turn(1)
	}
}

// withoutOurs takes the colours away, and nothing else.
func withoutOurs(line string) string {
	for {
		from := strings.Index(line, "\x1b[")
		if from < 0 {
			return line
		}
		end := from + 2
		for end < len(line) && strings.ContainsRune("0123456789;", rune(line[end])) {
			end++
		}
		if end == len(line) || line[end] != 'm' {
			return line
		}
		line = line[:from] + line[end+1:]
	}
}

func unsafeRune(s string) (rune, bool) {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return r, true
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return r, true
		}
	}
	return 0, false
}

func TestDrawingChangesNothing(t *testing.T) {
	for name, m := range scenes() {
		m.scroll(keymap.HalfDown)
		first := m.View(look(), 90, 20)
		at, cursor, here, found := m.at, m.cursor, m.search.here, m.search.found.Len()
		for _, size := range [][2]int{{1, 1}, {20, 5}, {200, 60}, {40, 12}} {
			m.View(look(), size[0], size[1])
		}
		if m.at != at || m.cursor != cursor || m.search.here != here || m.search.found.Len() != found || !slices.Equal(first, m.View(look(), 90, 20)) {
			t.Errorf("%s: drawing it at other sizes changed it", name)
		}
	}
}

func TestWithoutColoursNothingIsLost(t *testing.T) {
	grey := look()
	grey.Theme = theme.New("auto", theme.NoColor, theme.Dark)
	for name, m := range scenes() {
		for range tabs {
			if a, b := plainFrame(m.View(look(), 80, 24)), plainFrame(m.View(grey, 80, 24)); a != b {
				t.Errorf("%s, %s reads otherwise without colours", name, tabNames[m.tab])
			}
			m.turn(1)
		}
	}
}

func BenchmarkFrameOfFiveMegabytes(b *testing.B) {
	m := opened(output(fiveMegabytes()))
	press(m, "]", "G")
	l := look()
	m.View(l, 120, 36)
	press(m, "g", "pgdown", "pgdown")
	b.ReportAllocs()
	for b.Loop() {
		m.View(l, 120, 36)
	}
}

func BenchmarkScrollingFiveMegabytes(b *testing.B) {
	m := opened(output(fiveMegabytes()))
	press(m, "]")
	l := look()
	m.View(l, 120, 36)
	for b.Loop() {
		press(m, "down")
		m.View(l, 120, 36)
	}
}

func BenchmarkFrameOfTheOverview(b *testing.B) {
	m := opened(failedRun())
	m.SetLineage(lineage())
	l := look()
	b.ReportAllocs()
	for b.Loop() {
		m.View(l, 120, 36)
	}
}

func BenchmarkOpeningFiveMegabytes(b *testing.B) {
	d := output(fiveMegabytes())
	b.ReportAllocs()
	for b.Loop() {
		m := opened(d)
		press(m, "]")
		m.View(look(), 120, 36)
	}
}

func BenchmarkSearchingFiveMegabytes(b *testing.B) {
	m := opened(output(fiveMegabytes()))
	press(m, "]")
	m.View(look(), 120, 36)
	m.search.query = find.New("nordwind")
	for b.Loop() {
		m.find(place{})
	}
}

func BenchmarkFrameOfOneLongString(b *testing.B) {
	m := opened(output(`"` + strings.Repeat("0123456789 注文処理", 5<<20/23) + `"`))
	press(m, "]", "G")
	l := look()
	m.View(l, 120, 36)
	b.ReportAllocs()
	for b.Loop() {
		m.View(l, 120, 36)
	}
}

func fiveMegabytes() string {
	var b strings.Builder
	b.WriteString(`{"rows":[`)
	for b.Len() < 5<<20 {
		if b.Len() > 20 {
			b.WriteByte(',')
		}
		b.WriteString(`{"supplier":"Nordwind GmbH","ean":12345678901234567890,"price":0.1000,"ok":true,"note":"a note of some length that says what was wrong with the row","tags":["a","b"]}`)
	}
	b.WriteString(`]}`)
	return b.String()
}
