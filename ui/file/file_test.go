package file

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestNewFileIsItsOwnersAloneAndNothingIsOverwrittenUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.json")
	if err := Write(path, []byte("one"), false); err != nil {
		t.Fatal(err)
	}
	if is, _ := os.Stat(path); runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
		t.Errorf("others may %v", is.Mode())
	}
	if err := Write(path, []byte("two"), false); !errors.Is(err, ErrThere) {
		t.Errorf("the second time: %v", err)
	}
	wants(t, path, "one")
	if err := Write(path, []byte("three"), true); err != nil {
		t.Fatal(err)
	}
	wants(t, path, "three")
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func wants(t *testing.T, path, text string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, text)
	}
}

func TestReplacingKeepsALinkAndWhatOthersMayReadDoesNotGrow(t *testing.T) {
	dir := t.TempDir()
	aim, link := filepath.Join(dir, "aim"), filepath.Join(dir, "link")
	if err := os.WriteFile(aim, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(aim, link); err != nil {
		t.Skip(err)
	}
	if err := Write(link, []byte("new"), true); err != nil {
		t.Fatal(err)
	}
	wants(t, aim, "new")
	if is, _ := os.Lstat(link); is.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is a file now")
	}
}

func TestWhatCannotBeWrittenIsSaidInAFewWords(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir:                              "it is a folder",
		filepath.Join(dir, "no", "file"): "its folder is not there",
		os.DevNull:                       "it is no ordinary file",
	} {
		for _, over := range []bool{false, true} {
			if err := Write(path, nil, over); err == nil || err.Error() != want {
				t.Errorf("%s: %v, want %q", path, err, want)
			}
		}
	}
	gone := filepath.Join(dir, "gone")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), gone); err != nil {
		t.Skip(err)
	}
	if err := Write(gone, []byte("x"), false); !errors.Is(err, ErrThere) {
		t.Errorf("a link to nothing: %v", err)
	}
}

func TestTildeIsTheHomeFolder(t *testing.T) {
	home := t.TempDir()
	for typed, want := range map[string]string{
		"~/a b.json": filepath.Join(home, "a b.json"), " ~ ": home, "/x/y": filepath.FromSlash("/x/y"),
	} {
		if got, err := Expand(typed, home); err != nil || got != want && runtime.GOOS != "windows" {
			t.Errorf("%q: %q (%v), want %q", typed, got, err, want)
		}
	}
	if got, err := Expand("~x/y", home); err != nil || !strings.HasSuffix(got, "y") || strings.HasPrefix(got, home) {
		t.Errorf("another's home: %q (%v)", got, err)
	}
	for _, typed := range []string{"", "  ", "a\x00b"} {
		if got, err := Expand(typed, home); err == nil {
			t.Errorf("%q became %q", typed, got)
		}
	}
	if _, err := Expand("~/x", ""); err == nil {
		t.Error("a home folder was made up")
	}
}

func TestNameIsSafeWhateverABackendSays(t *testing.T) {
	for _, id := range []string{"../../etc/passwd", "-rf", "a\x1b[2J\nb", "商品", strings.Repeat("x", 500), "a;rm -rf ~", ""} {
		name := Name(".json", "run", id)
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" ||
			filepath.Base(name) != name || len(name) > 60 || strings.HasPrefix(name, "-") {
			t.Errorf("%q gives %q", id, name)
		}
	}
}

func TestHomeHasAnotherNameOnWindows(t *testing.T) {
	for _, env := range []map[string]string{{"HOME": "/h"}, {"HOME": "", "USERPROFILE": "/h"}, {"HOME": "/h", "USERPROFILE": "/other"}} {
		if got := Home(func(name string) (string, bool) { v, ok := env[name]; return v, ok }); got != "/h" {
			t.Errorf("%v: %q", env, got)
		}
	}
	if got := Home(func(string) (string, bool) { return "", false }); got != "" {
		t.Errorf("of nothing it makes %q", got)
	}
}
