package ui_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

func withHome(dir string) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
		o.Env = func(name string) (string, bool) { return dir, name == "HOME" }
	}
}

func TestOpenTabIsWrittenToAFileForItsOwnerAlone(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, withHome(dir)).ready()
	r.Press("/", "status:completed fn:charge-card", "enter")
	r.settle()
	r.Press("enter")
	r.settle()
	r.Press("]", "W")
	r.awaitText("Write the output to")
	if _, line := r.row("› run-"); !strings.Contains(line, "-output.json") {
		t.Errorf("the name on offer is %q", line)
	}
	r.Press("ctrl+u", "~/out.json", "enter")
	r.awaitText("for you alone to read")
	path := filepath.Join(dir, "out.json")
	is, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", is, err)
	}
	data, _ := os.ReadFile(path)
	if !strings.Contains(string(data), `"chargeId"`) {
		t.Errorf("the file holds %q", data)
	}
}

func TestResultOfJQIsNotWrittenUnderTheNameOfTheWhole(t *testing.T) {
	r := start(t, 120, 36, withHome(t.TempDir())).ready()
	r.Press("/", "status:completed fn:charge-card", "enter")
	r.settle()
	r.Press("enter")
	r.settle()
	r.Press("]", "J", ".chargeId", "enter")
	r.awaitText("one result")
	r.Press("W")
	r.awaitText("Write the jq result of output to")
	if _, line := r.row("› run-"); !strings.Contains(line, "-jq-result-of-output.json") {
		t.Errorf("the name on offer is %q", line)
	}
	r.awaitText("enter write  esc close")
}

func TestFileIsNeverOverwrittenUnasked(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.txt")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36, withHome(dir)).ready()
	write := func() {
		r.Press("W")
		r.awaitText("Write the overview to")
		r.Press("ctrl+u", "~/out.txt", "enter")
		r.awaitText("is there already")
	}
	holds := func(want string) {
		t.Helper()
		if data, _ := os.ReadFile(path); !strings.Contains(string(data), want) {
			t.Errorf("the file holds %q, want %q", data, want)
		}
	}
	write()
	r.Press("enter") // what is marked first keeps it
	r.settle()
	holds("precious")
	write()
	r.Press("esc")
	r.settle()
	holds("precious")
	write()
	r.Press("down", "enter")
	r.awaitText("for you alone to read")
	holds("run")
}

func TestPathThatCannotBeWrittenIsSaidInASentence(t *testing.T) {
	r := start(t, 120, 36, withHome(t.TempDir())).ready()
	r.Press("W")
	r.awaitText("Write the overview to")
	r.Press("ctrl+u", "~/no/such/folder/out.txt", "enter")
	r.awaitText(`"~/no/such/folder/out.txt" was not written: its folder is not there. W asks for another place.`)
}

func TestRunIsNotWrittenWhereThePathIsGivenUp(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, withHome(dir)).ready()
	r.Press("W")
	r.awaitText("Write the overview to")
	r.Press("esc")
	r.settle()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("written: %v", left)
	}
}

func TestInboxOfATriggerIsOpenedWithoutReadingSecrets(t *testing.T) {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("there is always a browser here")
	}
	r := start(t, 160, 36, on(connect.AgentOS))
	r.settle()
	for trigger, says := range map[string]string{
		"shop-chat":      "The address: https://chat.acme.example/app/accounts/7/inbox",
		"hotel-whatsapp": "fntop reads no secrets",
		"mailbox":        "mailbox has no inbox.",
	} {
		r.Press("ctrl+p", trigger, "enter", "o")
		r.awaitText(says)
	}
	asked := 0
	for _, q := range r.server.Requests() {
		if strings.Contains(q.Path, "credentials/") {
			asked++
		}
		if strings.Contains(strings.ToLower(q.Path+q.Query), "includevalues") || q.Method != "GET" {
			t.Errorf("sent %s %s", q.Method, q.Path)
		}
	}
	if asked != 2 {
		t.Errorf("credentials were asked for %d times", asked)
	}
	// Whoever has gone on is not shown an inbox.
	r.Press("ctrl+p", "shop-chat", "enter", "o", "3")
	r.pass(5 * time.Second)
	if s := r.Screen(); strings.Contains(s, "The address:") {
		t.Errorf("it was opened all the same\n%s", s)
	}
}

func TestWithoutABrowserTheAddressIsShown(t *testing.T) {
	r := start(t, 160, 36).ready()
	r.Press("o")
	r.awaitText("No browser here (BROWSER names one). The address: " + r.server.URL() + "/data/workspace/")
}
