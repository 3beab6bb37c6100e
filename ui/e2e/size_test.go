//go:build unix

package e2e

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

var sizes = [][2]int{
	{120, 36}, {80, 24}, {40, 12}, {20, 5}, {1, 1}, {20, 5}, {2, 1}, {1, 40}, {300, 2}, {200, 60}, {59, 11}, {60, 12}, {99, 16}, {100, 30}, {120, 36},
}

// TestScreenIsTheFrameAtEverySizeAfterEveryChange compares what stands on the
// terminal with the frame that the same UI draws without one.
func TestScreenIsTheFrameAtEverySizeAfterEveryChange(t *testing.T) {
	t.Parallel()
	p := ptytest.Start(t, 120, 36, on(t, "steady"))
	p.Await(live, "live data")
	twin := twinOf(t, steady(), 120, 36)
	shown := func(what string) {
		t.Helper()
		want := trimmed(twin.Screen())
		p.Await(func(s *vt.Screen) bool { return still(s.String()) == want }, what+", which is\n"+want+"\n")
	}
	shown("the lists")
	for _, key := range []string{"", "down", "enter"} {
		switch key {
		case "down":
			p.Type("\x1b[B")
			twin.Press(key)
		case "enter":
			p.Type("\r")
			twin.Press(key)
			if !twin.Await(func(s string) bool { return strings.Contains(s, "Overview") && !strings.Contains(s, "reading …") }) {
				t.Fatalf("the run was not read:\n%s", twin.Screen())
			}
		}
		shown("the screen after " + key)
		for _, size := range sizes {
			p.Resize(size[0], size[1])
			twin.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			shown(fmt.Sprintf("%d×%d after %s", size[0], size[1], key))
		}
	}
	if u := p.Unknown(); len(u) > 0 {
		t.Errorf("the program wrote sequences nobody knows: %v", u)
	}
	p.Type("\x03")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}

// twinOf is the UI on a provider, as program has it, without a terminal.
func twinOf(t *testing.T, p api.Provider, w, h int) *drive.Driver {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	app := ui.New(ui.Options{
		Context: ctx, Clock: clock.Real(), Providers: []api.Provider{p}, Keys: keymap.Default(),
		Theme: theme.New("dark", theme.Colors256, theme.Dark), Zone: time.UTC, Refresh: time.Hour,
		Traffic: &ui.Traffic{}, Env: os.LookupEnv,
	})
	d := drive.New(ctx, app, w, h)
	if !d.Await(func(s string) bool { return strings.Contains(s, "live") && app.Settled() }) {
		t.Fatalf("no data:\n%s", d.Screen())
	}
	return d
}

// trimmed is a screen as the emulator gives it, with its times standing still.
func trimmed(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return still(strings.Join(lines, "\n"))
}

var moving = regexp.MustCompile(`\d\d:\d\d:\d\d`)

// still takes away what differs between two moments: the times of the data.
func still(screen string) string { return moving.ReplaceAllString(screen, "00:00:00") }

var colour = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)

// colours are the SGR parameters of an output that set a colour.
func colours(out string) (set []string) {
	for _, m := range colour.FindAllStringSubmatch(out, -1) {
		for _, n := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ';' || r == ':' }) {
			if len(n) == 2 && (n[0] == '3' || n[0] == '4' || n[0] == '9') && n != "39" && n != "49" || len(n) == 3 {
				set = append(set, m[0])
				break
			}
		}
	}
	return set
}

func TestNoColourIsSentWhereNoneIsWanted(t *testing.T) {
	for name, env := range map[string]string{"NO_COLOR": "NO_COLOR=1", "TERM=dumb": "TERM=dumb"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			p := onDemo(t, 120, 36, env, "COLORTERM=truecolor")
			p.Type("?")
			p.AwaitText("Help")
			p.Type("\x03")
			if code := p.Wait(); code != 0 {
				t.Errorf("exit status %d", code)
			}
			if set := colours(p.Output()); len(set) > 0 {
				t.Errorf("%d colours were sent, the first is %q", len(set), set[0])
			}
			if strings.Contains(p.Output(), "\x1b]11;?") {
				t.Error("the background was asked for all the same")
			}
			restored(t, p, before)
		})
	}
	t.Run("--no-color", func(t *testing.T) {
		t.Parallel()
		p := ptytest.Start(t, 120, 36, fntop(t, nil, "--demo", "--no-color"))
		p.Await(live, "live data")
		if set := colours(p.Output()); len(set) > 0 {
			t.Errorf("%d colours were sent, the first is %q", len(set), set[0])
		}
	})
}

func TestPaletteIsThatOfTheGround(t *testing.T) {
	const black, white = "rgb:0000/0000/0000", "rgb:ffff/ffff/ffff"
	for name, on := range map[string]struct {
		env, background string
		want            theme.Ground
	}{
		"COLORFGBG light":              {"COLORFGBG=0;15", "", theme.Light},
		"COLORFGBG dark":               {"COLORFGBG=15;0", white, theme.Dark}, // it is not asked any more
		"a light terminal":             {"", white, theme.Light},
		"a dark terminal":              {"", black, theme.Dark},
		"a terminal that says nothing": {"", "", theme.Dark},
		"a theme named dark":           {"FNTOP_THEME=dark", white, theme.Dark},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var env []string
			if on.env != "" {
				env = append(env, on.env)
			}
			p := ptytest.StartWith(t, 120, 36, fntop(t, env, "--demo"), ptytest.Options{Background: on.background})
			p.Await(live, "live data")
			want := theme.New("auto", theme.Colors256, on.want).Title
			other := theme.New("auto", theme.Colors256, theme.Dark+theme.Light-on.want).Title
			if out := p.Output(); !strings.Contains(out, string(want)) || strings.Contains(out, string(other)) {
				t.Errorf("the title is not drawn with %q", want)
			}
		})
	}
}

func TestTerminalThatAnswersNothingIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	p := ptytest.StartWith(t, 120, 36, fntop(t, nil, "--demo"), ptytest.Options{Mute: true})
	p.Await(live, "live data")
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}
