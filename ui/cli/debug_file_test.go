package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestTheLogStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte("of before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := openRotated(path, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 100 {
				_, _ = fmt.Fprintf(r, "writer %d line %03d\n", w, i)
			}
		})
	}
	writers.Wait()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + ".1"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 1000 || info.Size() == 0 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has %d bytes, mode %v", name, info.Size(), info.Mode())
		}
		text, _ := os.ReadFile(name)
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "writer ") || len(line) != len("writer 0 line 000\n") {
				t.Errorf("a line was parted: %q", line)
			}
		}
	}
	if all, _ := filepath.Glob(path + "*"); len(all) != 2 {
		t.Errorf("there are %v", all)
	}
	if _, err := r.Write([]byte("late\n")); err == nil {
		t.Error("a closed log takes lines")
	}
}
