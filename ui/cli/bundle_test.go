package cli_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fntop/api/demo"
)

// failedRun is the id of a run that failed.
func failedRun(t *testing.T, s *shell) string {
	t.Helper()
	rows := decode[[]object](t, s.run("runs", "--function", "charge-card", "--status", "failure", "--limit", "1", "-o", "json").want(t, 0).out)
	if len(rows) != 1 {
		t.Fatal("no run has failed")
	}
	return rows[0]["id"].(string)
}

func TestBundleGoesToStandardOutputWithoutItsSecrets(t *testing.T) {
	s, _ := onDemo(t, "leak")
	id := failedRun(t, s)
	r := s.run("bundle", id).want(t, 0, "places masked; they are listed at the end")
	for _, secret := range demo.Planted() {
		if strings.Contains(r.out+r.err, secret) {
			t.Errorf("%q is printed", secret)
		}
	}
	for _, want := range []string{"# Run `" + id + "`: failure", "`charge-card`", "fntop 0.1.0", "## What is masked", "fntop run --profile centrali " + id} {
		if !strings.Contains(r.out, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	kept := s.run("bundle", id, "--keep", "output.user.password", "--keep", "output.usr").want(t, 0, `--keep "output.usr": nothing is masked there`)
	if !strings.Contains(kept.out, `"password": "planted-correct-horse"`) {
		t.Error("what was to be kept is masked")
	}
	bare := s.run("bundle", id, "--no-redact").want(t, 0, "warning: --no-redact: nothing is masked")
	if !strings.Contains(bare.out, "planted-session-c00kie") || !strings.Contains(bare.out, "**Nothing in it is masked") {
		t.Error("something is masked, or it is not said that nothing is")
	}
}

func TestBundleIsWrittenForItsOwnerAloneAndOverNothing(t *testing.T) {
	s, _ := onDemo(t, "")
	id := failedRun(t, s)
	path := filepath.Join(t.TempDir(), "incident.md")
	if r := s.run("bundle", id, "-o", path).want(t, 0, "wrote ", "for you alone to read"); r.out != "" {
		t.Errorf("standard output has %q", r.out)
	}
	is, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", is, err)
	}
	before, _ := os.ReadFile(path)
	s.run("bundle", id, "-o", path).want(t, 2, "was not written: it is there already. Name another file with -o.")
	if after, _ := os.ReadFile(path); string(after) != string(before) || !strings.HasPrefix(string(after), "# Run `"+id) {
		t.Error("the file is another")
	}
}

func TestBundleHasTheExitCodesOfRun(t *testing.T) {
	s, _ := onDemo(t, "")
	s.run("bundle", "0192f3ab-0000-7000-8000-000000000000").want(t, 5)
	s.run("bundle", "x", "--jq", ".").want(t, 2, "a bundle is Markdown")
	s.run("bundle").want(t, 2, "wants one run id")
	s.run("bundle", "x", "--keep", "a", "--no-redact").want(t, 2, "do not go together")
}
