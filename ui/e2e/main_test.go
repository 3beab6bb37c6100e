//go:build unix

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// asProgram makes the test binary the UI on one of the providers of
// program_test.go.
const asProgram = "FNTOP_E2E_PROVIDER"

// workshop is a folder for the binary, as long as the tests run.
var workshop string

func TestMain(m *testing.M) {
	if name := os.Getenv(asProgram); name != "" {
		os.Exit(program(name))
	}
	dir, err := os.MkdirTemp("", "fntop-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	workshop = dir
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}

var build = sync.OnceValues(func() (string, error) {
	path := filepath.Join(workshop, "fntop")
	out, err := exec.Command("go", "build", "-o", path, "fntop").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// binary is the path of fntop, built once.
func binary(t testing.TB) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
