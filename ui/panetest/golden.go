package panetest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The flag stands here alone: a test binary that registers it twice does not
// start.
var update = flag.Bool("update", false, "write the golden frames anew")

// Frames compares the pane as it is on each of the Screens with its reviewed
// frame.
func Frames(t testing.TB, name string, p Viewer) {
	t.Helper()
	FramesAt(t, name, p, Screens...)
}

// FramesAt is Frames for screens of other sizes.
func FramesAt(t testing.TB, name string, p Viewer, screens ...[2]int) {
	t.Helper()
	for _, s := range screens {
		Compare(t, fmt.Sprintf("%s_%dx%d", name, s[0], s[1]), Text(p, s[0], s[1])+"\n")
	}
}

// Golden compares lines without their colours with the frame of that name.
func Golden(t testing.TB, name string, lines []string) {
	t.Helper()
	Compare(t, name, plain(lines)+"\n")
}

// Compare compares a text with testdata/name.golden, or writes it there when
// asked with -update.
func Compare(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is\n%swant\n%s", name, got, want)
	}
}
