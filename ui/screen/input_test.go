//go:build unix

package screen

import (
	"os/exec"
	"strings"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestKeysReachTheProgram(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	for _, step := range []struct{ typed, shows string }{
		{"j", "keys j."},
		{"\x1b[A", "keys j up."},
		{"\x1b", "keys j up esc."},
		{"kkk", "keys j up esc kkk."},
		{"\x1b[200~a b\x1b[201~", "keys j up esc kkk [a b]."},
		{"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62cx", "keys j up esc kkk [a b] x."},
		{"\x1b[O", "notice blur"},
		{"\x1b[I", "notice focus"},
		{"\x1b[<0;5;3M", "notice mouse 4,2"},
		{"q", ""},
	} {
		p.Type(step.typed)
		if step.shows != "" {
			p.AwaitText(step.shows)
		}
	}
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}

func TestArrowThatComesInTwoPiecesIsAnArrow(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	for range 10 {
		p.Type("\x1b")
		p.Type("[B")
	}
	p.AwaitText("keys" + strings.Repeat(" down", 10) + ".")
}

func TestTerminalIsAskedForItsGroundAndTypedAheadKeysSurvive(t *testing.T) {
	t.Parallel()
	for ground, want := range map[string]string{
		"rgb:ffff/ffff/ffff": "ground dark=false known=true",
		"rgb:1010/1010/1010": "ground dark=true known=true",
		"":                   "ground dark=false known=false",
	} {
		p := ptytest.StartWith(t, 60, 12, self(t, "FNTOP_ASK=1"), ptytest.Options{Background: ground})
		p.Type("jj\r") // typed before the program has even started
		p.AwaitText(want)
		p.AwaitText("keys jj ")
		p.Type("\x1b[B")
		p.Await(func(s *vt.Screen) bool { return strings.HasSuffix(s.Line(2), " down.") }, "the arrow")
	}
}

func TestMuteTerminalCostsNoMoreThanTheLimitAndItsLateAnswerIsNoKey(t *testing.T) {
	t.Parallel()
	p := ptytest.StartWith(t, 60, 12, self(t, "FNTOP_ASK=1"), ptytest.Options{Mute: true})
	p.AwaitText("ground dark=false known=false")
	p.Type("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c")
	p.Type("j")
	p.AwaitText("keys j.")
}

func TestKeyWritesTheRowsItChangedAndAnUnchangedFrameWritesNothing(t *testing.T) {
	t.Parallel()
	p, _ := started(t)
	p.AwaitText("keys .")
	n := p.Bytes()
	for range 3 {
		p.Type("\t") // the program hands over the same frame
	}
	p.Type("\x1b[Z")
	p.AwaitText("shift+tab")
	wrote := p.Output()[n:]
	if strings.Count(wrote, syncOn) != 1 || !strings.HasPrefix(wrote, syncOn) || !strings.HasSuffix(wrote, syncOff) {
		t.Errorf("the keys wrote %q", wrote)
	}
	if rows := strings.Count(wrote, ";1H"); rows != 1 {
		t.Errorf("%d rows were written for one that changed", rows)
	}
}

func TestInputIsNotTakenFromTheExternalProgram(t *testing.T) {
	t.Parallel()
	p, _ := started(t, "FNTOP_EDITOR=printf ready; IFS= read -r x; printf 'got %s' \"$x\"; read y; printf '\\033[2J\\033[H'")
	for range 5 {
		p.Type("E")
		p.AwaitText("ready")
		p.Type("0123456789 all of it\r")
		p.AwaitText("got 0123456789 all of it")
		p.Type("\r")
		p.Await(func(s *vt.Screen) bool { return s.Mode(1049) && s.Contains("notice back <nil>") }, "the program back")
	}
}

func TestProgramThatCannotBeStartedIsReportedAndTheScreenIsBack(t *testing.T) {
	t.Parallel()
	p, _ := started(t, "PATH="+t.TempDir())
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell at all")
	}
	p.Type("E")
	p.AwaitText("notice back exec:")
	p.Type("j")
	p.AwaitText("count 1")
}
