package state

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestWhatIsSavedIsLoaded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	if s, said := Load(dir); len(s) != 0 || said != "" {
		t.Fatalf("a file that is not there holds %v and says %q", s, said)
	}
	if err := Save(dir, "columns", []string{"id", "took"}); err != nil {
		t.Fatal(err)
	}
	if err := Save(dir, "other", map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	s, said := Load(dir)
	var columns []string
	if !s.Get("columns", &columns) || !slices.Equal(columns, []string{"id", "took"}) || said != "" {
		t.Errorf("columns are %v, said %q", columns, said)
	}
	if err := Save(dir, "columns", nil); err != nil {
		t.Fatal(err)
	}
	if s, _ = Load(dir); s.Get("columns", &columns) || !s.Get("other", new(map[string]int)) {
		t.Errorf("it holds %v", s)
	}
}

func TestNobodyElseMayReadTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes here")
	}
	dir := filepath.Join(t.TempDir(), "fntop")
	for range 2 { // new, and replaced
		if err := Save(dir, "columns", []string{"id"}); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, Name): 0o600} {
			is, err := os.Stat(path)
			if err != nil || is.Mode().Perm() != want {
				t.Errorf("%s is %v, %v", path, is.Mode(), err)
			}
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v are left in the folder", left)
	}
}

func TestFileThatMakesNoSenseIsSetAside(t *testing.T) {
	for _, broken := range []string{"", "{", "[]", "null", `"x"`, "\x00\x00", strings.Repeat(" ", most+1)} {
		dir := t.TempDir()
		path := filepath.Join(dir, Name)
		if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		s, said := Load(dir)
		if len(s) != 0 || !strings.Contains(said, "set aside as state.json.broken") {
			t.Errorf("%.20q: it holds %v and says %q", broken, s, said)
		}
		if kept, err := os.ReadFile(path + ".broken"); err != nil || string(kept) != broken {
			t.Errorf("%.20q: kept %.20q, %v", broken, kept, err)
		}
		if err := Save(dir, "columns", []string{"id"}); err != nil {
			t.Errorf("%.20q: %v", broken, err)
		}
		if s, said = Load(dir); said != "" || len(s) != 1 {
			t.Errorf("%.20q: then it holds %v and says %q", broken, s, said)
		}
	}
}

func TestSectionThatMakesNoSenseIsNotThere(t *testing.T) {
	dir := t.TempDir()
	if err := Save(dir, "columns", 17); err != nil {
		t.Fatal(err)
	}
	var columns []string
	if s, _ := Load(dir); s.Get("columns", &columns) {
		t.Errorf("columns are %v", columns)
	}
}

func TestSeveralAtOnceNeverLeaveHalfAFile(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 20 {
				if err := Save(dir, "of"+strconv.Itoa(i), n); err != nil {
					t.Error(err)
				}
				if _, said := Load(dir); said != "" {
					t.Error(said)
				}
			}
		})
	}
	all.Wait()
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v are left in the folder", left)
	}
}

func TestFolderThatCannotBeMadeIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Save(filepath.Join(path, "in"), "columns", 1); err == nil || !strings.Contains(err.Error(), "make the folder") {
		t.Errorf("it says %v", err)
	}
}
