//go:build unix

package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// ours are the sequences that fntop itself sends.
var ours = regexp.MustCompile(`^(?:\x1b\[(?:\?[0-9;]+[hl]|[0-9;]*[HKJm]|2[23];2t|c)|\x1b\]2;[^\x00-\x1f\x7f]*\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\x1b\]11;\?\x1b\\)`)

// foreign finds in an output what no terminal should ever get: controls that
// are not part of a sequence of fntop's own, C1 controls, broken characters
// and marks that turn the direction of text around.
func foreign(out string) error {
	for i := 0; i < len(out); {
		if out[i] == 0x1b {
			m := ours.FindString(out[i:])
			if m == "" {
				return fmt.Errorf("a sequence that is not ours: %q", out[i:min(len(out), i+40)])
			}
			for _, r := range m {
				if turns(r) || r >= 0x7f && r < 0xa0 {
					return fmt.Errorf("%U in %q", r, m)
				}
			}
			i += len(m)
			continue
		}
		r, n := utf8.DecodeRuneInString(out[i:])
		switch {
		case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError && n == 1, turns(r), r == 0x2028, r == 0x2029:
			return fmt.Errorf("%U in %q", r, out[max(0, i-40):min(len(out), i+20)])
		}
		i += n
	}
	return nil
}

// turns tells the bidi controls.
func turns(r rune) bool {
	return r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func TestForeignBytesAreFound(t *testing.T) {
	for _, bad := range []string{
		"a\x1b[6n", "\x1b]0;x\a", "\x1b]2;a\u202eb\a", "\x1b]2;a\u009c\a", "\u009b31m", "\x9b31m", "a\u202eb", "a\rb", "a\bb", "\x7f", "\x1b", "\x1b[?1049x", "\x00",
	} {
		if foreign(bad) == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if err := foreign("\x1b[?2026h\x1b[1;1H\x1b[K\x1b[38;5;2mé 商品\x1b[m\x1b[?2026l\x1b]2;fntop · a\a"); err != nil {
		t.Error(err)
	}
}

// harmless fails the test if the terminal got anything foreign, or obeyed it.
func harmless(t *testing.T, p *ptytest.Proc, title string) {
	t.Helper()
	if err := foreign(p.Output()); err != nil {
		t.Error(err)
	}
	if u := p.Unknown(); len(u) > 0 {
		t.Errorf("the program wrote sequences nobody knows: %v", u)
	}
	p.Await(func(s *vt.Screen) bool {
		if s.Title() != title || !s.Mode(1049) || s.Mode(25) || s.Mode(7) {
			t.Errorf("the title is %q, the modes are\n%s", s.Title(), s.Modes())
		}
		return true
	}, "the screen")
}

func TestHostileRunsOfTheDemoReachTheTerminalAsText(t *testing.T) {
	t.Parallel()
	_, env := server(t, demo.Options{})
	p := ptytest.Start(t, 120, 36, fntop(t, env))
	p.Await(live, "live data")
	press(p, "2", "j", "j", "j", "j")
	p.AwaitText("▸ import-feed")
	press(p, "\r")
	p.Await(func(s *vt.Screen) bool { return s.Contains("Runs ─ fn") && s.Contains("││▸ ") }, "its runs")
	press(p, "3")
	pause(p)
	shown := map[string]bool{}
	for range 24 { // the demo has 22 exhibits, in turn
		press(p, "\r")
		p.Await(func(s *vt.Screen) bool { return s.Contains("Overview") && !s.Contains("reading …") }, "the run")
		shown[p.Text()] = true
		for _, tab := range []string{"Output", "Input", "Timeline", "Lineage", "Raw"} {
			press(p, "G", "]")
			p.Await(func(s *vt.Screen) bool { return underlined(s, tab) }, "the tab "+tab)
		}
		press(p, "G", "y") // what can be copied is listed with its text
		p.AwaitText("╭ Copy")
		press(p, "\x1b", "q")
		p.AwaitText("╭ Runs")
		press(p, "j")
	}
	if len(shown) < 22 {
		t.Errorf("%d different runs were shown", len(shown))
	}
	p.Type("\x10")
	p.AwaitText("╭ Go to")
	harmless(t, p, "fntop · acme-shop")
}

// underlined tells whether the rule under the tabs is bold under this one.
func underlined(s *vt.Screen, tab string) bool {
	_, h := s.Size()
	for y := range h - 1 {
		if line := s.Line(y); strings.Contains(line, "Overview   Output") {
			rule := []rune(s.Line(y + 1))
			at := utf8.RuneCountInString(line[:strings.Index(line, tab)])
			return at < len(rule) && rule[at] == '━'
		}
	}
	return false
}

func TestHostileProviderReachesTheTerminalAsText(t *testing.T) {
	t.Parallel()
	before := fresh(t)
	p := ptytest.Start(t, 120, 36, on(t, "hostile"))
	p.Await(live, "live data")
	title := now(p, (*vt.Screen).Title)
	if !strings.HasPrefix(title, "fntop · workspace") {
		t.Errorf("the title is %q", title)
	}
	for _, steps := range [][2]string{
		{"\r", "Overview"}, {"]", ""}, {"]", ""}, {"]", ""}, {"]", ""}, {"]", ""}, {"y", "╭ Copy"}, {"\r", "clipboard"}, {"r", "╭ Rerun"}, {"n", "Overview"},
		{"R", "╭ Rerun"}, {"\x1b", "Overview"}, {"q", "╭ Runs"}, {"\x10", "╭ Go to"}, {"\x1b", "╭ Runs"}, {":", "╭ Commands"}, {"\x1b", "╭ Runs"},
		{"i", "╭ Invoke"}, {"\x1b", "╭ Runs"}, {"1", ""}, {"\r", "Runs ─ trigger"}, {"2", ""}, {"\r", "Runs ─ fn"}, {"3", ""}, {"/", "tab"}, {"fn:", ""}, {"\t", ""},
	} {
		press(p, steps[0])
		p.AwaitText(steps[1])
	}
	harmless(t, p, title)
	p.Type("\x03")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
	restored(t, p, before)
}
