package state

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/hold"
)

func TestWhatIsSavedIsLoaded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	if s, said := Load(dir); len(s) != 0 || said != "" {
		t.Fatalf("a file that is not there holds %v and says %q", s, said)
	}
	if err := Save(clock.Real(), dir, "columns", []string{"id", "took"}); err != nil {
		t.Fatal(err)
	}
	if err := Save(clock.Real(), dir, "other", map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	s, said := Load(dir)
	var columns []string
	if !s.Get("columns", &columns) || !slices.Equal(columns, []string{"id", "took"}) || said != "" {
		t.Errorf("columns are %v, said %q", columns, said)
	}
	if err := Save(clock.Real(), dir, "columns", nil); err != nil {
		t.Fatal(err)
	}
	if s, _ = Load(dir); s.Get("columns", &columns) || !s.Get("other", new(map[string]int)) {
		t.Errorf("it holds %v", s)
	}
}

// onlyOurs fails where anything but the file and its lock is left in a folder.
func onlyOurs(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || left[0].Name() != Name || left[1].Name() != Name+".lock" {
		t.Errorf("%v are left in the folder, %v", left, err)
	}
}

func TestNobodyElseMayReadTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes here")
	}
	dir := filepath.Join(t.TempDir(), "fntop")
	for range 2 { // new, and replaced
		if err := Save(clock.Real(), dir, "columns", []string{"id"}); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, Name): 0o600} {
			is, err := os.Stat(path)
			if err != nil || is.Mode().Perm() != want {
				t.Errorf("%s is %v, %v", path, is.Mode(), err)
			}
		}
	}
	onlyOurs(t, dir)
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
		if err := Save(clock.Real(), dir, "columns", []string{"id"}); err != nil {
			t.Errorf("%.20q: %v", broken, err)
		}
		if s, said = Load(dir); said != "" || len(s) != 1 {
			t.Errorf("%.20q: then it holds %v and says %q", broken, s, said)
		}
	}
}

func TestSectionThatMakesNoSenseIsNotThere(t *testing.T) {
	dir := t.TempDir()
	if err := Save(clock.Real(), dir, "columns", 17); err != nil {
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
				if err := Save(clock.Real(), dir, "of"+strconv.Itoa(i), n); err != nil {
					t.Error(err)
				}
				if _, said := Load(dir); said != "" {
					t.Error(said)
				}
			}
		})
	}
	all.Wait()
	if s, _ := Load(dir); len(s) != 8 {
		t.Errorf("of eight sections %d are left: %v", len(s), s)
	}
	onlyOurs(t, dir)
}

func TestFolderThatCannotBeMadeIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Save(clock.Real(), filepath.Join(path, "in"), "columns", 1); err == nil || !strings.Contains(err.Error(), "make the folder") {
		t.Errorf("it says %v", err)
	}
}

func TestChangesOfOneSectionAtOnceAreAllKept(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 10 {
				err := Change(clock.Real(), dir, "views", func(was map[string]int) (map[string]int, bool) {
					if was == nil {
						was = map[string]int{}
					}
					was[strconv.Itoa(i)+"-"+strconv.Itoa(n)] = n
					return was, true
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	var views map[string]int
	if s, _ := Load(dir); !s.Get("views", &views) || len(views) != 80 {
		t.Errorf("%d of 80 changes are kept", len(views))
	}
}

func TestFileThatAnotherProgramHoldsForLongIsSaid(t *testing.T) {
	dir, clk := t.TempDir(), clock.NewDriven(time.Unix(0, 0))
	door, err := os.OpenFile(filepath.Join(dir, Name+".lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		defer func() { _ = door.Close() }()
		err = hold.Try(door)
	}
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan error)
	go func() { said <- Save(clk, dir, "columns", 1) }()
	for {
		select {
		case err := <-said:
			if err == nil || !strings.Contains(err.Error(), "another program holds it") {
				t.Errorf("it says %v", err)
			}
			return
		default:
			clk.Next()
		}
	}
}

func TestWithoutAFolderNothingIsKeptAndThatIsSaid(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := Save(clock.Real(), "", "columns", 1); !errors.Is(err, api.ErrNoFolder) {
		t.Errorf("it says %v", err)
	}
	if s, said := Load(""); len(s) > 0 || said != "" {
		t.Errorf("it holds %v and says %q", s, said)
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("%v are written", left)
	}
}
