package detail

import (
	"encoding/json"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
)

// FuzzWhateverABackendSendsFits puts any bytes wherever a backend can put
// them and holds every tab to the size of its window and to safe text.
func FuzzWhateverABackendSendsFits(f *testing.F) {
	f.Add(hostile, uint8(80), uint8(24))
	f.Add(`{"a":[1,2,{"b":null}],"c":"`+"注文\u0301"+`"}`, uint8(15), uint8(5))
	f.Add("\u0301\u0301 🏽🏽 🇯🇵🇯 \u0e33 \u1100\u1161 क्ष", uint8(16), uint8(9))
	f.Fuzz(func(t *testing.T, sent string, width, height uint8) {
		w, h := int(width)+1, int(height)%50+1
		d := failedRun()
		d.ErrorMessage, d.ErrorCode, d.Function.Name, d.RerunReason = sent, sent, sent, sent
		quoted, _ := json.Marshal(sent)
		d.RunData, d.Raw, d.Input = json.RawMessage(sent), json.RawMessage(`{"k":`+string(quoted)+`,`+string(quoted)+`:[]}`), quoted
		m := opened(d)
		for range tabs {
			m.View(look(), w, h)
			for _, action := range []keymap.Action{keymap.Top, keymap.PageDown, keymap.Bottom} {
				m.scroll(action)
				for _, line := range m.View(look(), w, h) {
					if got := ansi.StringWidth(line); got != w {
						t.Errorf("%s at %d×%d has a line of %d cells: %q", tabNames[m.tab], w, h, got, line)
					}
					if bad, found := unsafeRune(withoutOurs(line)); found {
						t.Errorf("%s draws %U: %q", tabNames[m.tab], bad, line)
					}
				}
			}
			m.turn(1)
		}
	})
}
