package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api/demo"
)

func TestBundleOfTheSelectedRunIsWrittenWithoutItsSecrets(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 160, 36, withHome(dir), withFaults("leak")).ready()
	r.Press("E")
	r.awaitText("Write an incident bundle to")
	if _, line := r.row("› incident-"); !strings.Contains(line, ".md") {
		t.Errorf("the name on offer is %q", line)
	}
	before := len(r.server.Requests())
	r.settle()
	if got := len(r.server.Requests()); got != before {
		t.Errorf("%d requests were sent before it is known where to", got-before)
	}
	r.Press("ctrl+u", "~/incident.md", "enter")
	r.awaitText("masked and listed at its end.")
	data, err := os.ReadFile(filepath.Join(dir, "incident.md"))
	if err != nil || !strings.HasPrefix(string(data), "# Run `") || !strings.Contains(string(data), "## Runs before and after") {
		t.Fatalf("%v: %.300s", err, data)
	}
	for _, secret := range demo.Planted() {
		if strings.Contains(string(data), secret) {
			t.Errorf("%q is in it", secret)
		}
	}
	if got := r.posts(); got != 0 {
		t.Errorf("%d actions were sent", got)
	}
}

func TestBundleIsNotReadForAFileThatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "incident.md")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36, withHome(dir)).ready()
	r.Press("E")
	r.awaitText("Write an incident bundle to")
	r.Press("ctrl+u", "~/incident.md", "enter")
	r.awaitText("is there already")
	r.Press("esc")
	r.settle()
	if data, _ := os.ReadFile(path); string(data) != "precious" {
		t.Errorf("the file holds %q", data)
	}
	r.Press("E")
	r.awaitText("Write an incident bundle to")
	r.Press("ctrl+u", "~/incident.md", "enter")
	r.awaitText("is there already")
	r.Press("down", "enter")
	r.awaitText("for you alone to read")
	if data, _ := os.ReadFile(path); !strings.HasPrefix(string(data), "# Run `") {
		t.Errorf("the file holds %q", data)
	}
}

func TestBundleOfARunThatIsGoneSaysSo(t *testing.T) {
	r := start(t, 120, 36, withHome(t.TempDir())).ready()
	if err := r.server.SetFaults("404@/function-runs/"); err != nil {
		t.Fatal(err)
	}
	r.Press("E")
	r.awaitText("Write an incident bundle to")
	r.Press("ctrl+u", "~/incident.md", "enter")
	r.awaitText("404")
}
