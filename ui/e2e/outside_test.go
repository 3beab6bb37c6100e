//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestBrowserGetsTheAddressAndIsNotHeard(t *testing.T) {
	for name, c := range map[string]struct{ program, env string }{
		"the system's":   {"xdg-open", "DISPLAY=:99"},
		"the variable's": {"mybrowser", "BROWSER=nothere:mybrowser --new"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			fakeProgram(t, dir, c.program, `for a; do last=$a; done; echo "$last" >"$0.new" && mv "$0.new" "$0.took"; exec sleep 2`)
			_, env := server(t, demo.Options{})
			p := ptytest.Start(t, 160, 36, fntop(t, append(env, "PATH="+dir+":"+os.Getenv("PATH"), c.env)))
			p.Await(live, "live data")
			p.Type("o")
			p.AwaitText("Opening the run with " + c.program + ": http://127.0.0.1:")
			p.Await(func(*vt.Screen) bool { _, err := os.Stat(filepath.Join(dir, c.program+".took")); return err == nil }, "the browser's start")
			took, _ := os.ReadFile(filepath.Join(dir, c.program+".took"))
			if !strings.HasPrefix(string(took), "http://127.0.0.1:") || !strings.Contains(string(took), "/function-runs/") {
				t.Errorf("the browser was given %q", took)
			}
			p.Type("?")
			p.AwaitText("Help")
			if strings.Contains(p.Output(), "LEAKED") {
				t.Error("what the browser said is on the terminal")
			}
		})
	}
}

func TestAddressIsCopiedWhereNoBrowserOpensIt(t *testing.T) {
	for name, c := range map[string]struct{ env, says string }{
		"none is there": {"DISPLAY=", "No browser here (BROWSER names one). Copied the address: http://127.0.0.1:"},
		"it fails":      {"BROWSER=broken", "Not opened: broken ended with 3. Copied the address: http://127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			fakeProgram(t, dir, "broken", "exit 3")
			_, env := server(t, demo.Options{})
			p := ptytest.Start(t, 160, 36, fntop(t, append(env, "PATH="+dir+":"+os.Getenv("PATH"), c.env)))
			p.Await(live, "live data")
			p.Type("o")
			p.AwaitText(c.says)
			p.Await(func(s *vt.Screen) bool { return len(s.Clips()) == 1 }, "the copy")
		})
	}
}

func TestEditorAndPagerReadAFileThatIsTheirsAloneAndGoneAfterwards(t *testing.T) {
	for key, variable := range map[string]string{"e": "EDITOR", "|": "PAGER"} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			look := filepath.Join(dir, "look")
			if err := os.WriteFile(look, []byte("#!/bin/sh\nls -l \"$1\" | cut -c1-10 >\"$0.mode\"; ls -ld \"$(dirname \"$1\")\" | cut -c1-10 >>\"$0.mode\"; printf %s \"$1\" >\"$0.path\"; echo SHOWN; read -r line\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			p := onDemo(t, 120, 36, variable+"="+look)
			p.Type(key)
			p.AwaitText("SHOWN")
			p.Type("\n")
			p.Await(func(s *vt.Screen) bool { return s.Contains("Overview") && !s.Contains("SHOWN") }, "the run again")
			if mode, _ := os.ReadFile(look + ".mode"); string(mode) != "-rw-------\ndrwx------\n" {
				t.Errorf("file and folder are %q", mode)
			}
			path, err := os.ReadFile(look + ".path")
			if err != nil || len(path) == 0 {
				t.Fatal(err)
			}
			p.Type("?") // what was begun before has had its time by then
			p.AwaitText("Help")
			if _, err := os.Stat(filepath.Dir(string(path))); !os.IsNotExist(err) {
				t.Errorf("%s is left behind (%v)", path, err)
			}
		})
	}
}
