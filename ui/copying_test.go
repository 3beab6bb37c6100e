package ui_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

// clipboard is a machine's clipboard that tests can look into.
type clipboard struct {
	texts chan string
	err   error
}

func withClipboard(c *clipboard) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
		o.Env = func(name string) (string, bool) { return ":0", name == "DISPLAY" }
		o.Clipboard = func(_ context.Context, text string) error {
			c.texts <- text
			return c.err
		}
	}
}

func newClipboard() *clipboard { return &clipboard{texts: make(chan string, 1)} }

// copies chooses what from the copy menu and returns what was copied.
func (r *rig) copies(c *clipboard, what string) string {
	r.t.Helper()
	r.Press("y", what, "enter")
	r.await("the copy of "+what, func(string) bool { return len(c.texts) > 0 })
	r.awaitText("Copied the " + what)
	return <-c.texts
}

func onlyWithADisplay(t *testing.T) {
	t.Helper()
	if os.Getenv("SSH_CONNECTION") != "" {
		t.Skip("what a clipboard is depends on how the tests are run")
	}
}

func TestOutputOfASelectedRunIsReadAndCopiedAsReceived(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("/", "status:completed fn:charge-card", "enter")
	r.settle()
	copied := r.copies(c, "output")
	r.Press("y", "run id", "enter")
	r.awaitText("Copied the run id (36 bytes) to this machine's clipboard: ")
	id := <-c.texts
	run, err := r.provider.Run(t.Context(), r.app.Runs()[0].ID)
	for _, listed := range r.app.Runs() {
		if listed.ID.ID == id {
			run, err = r.provider.Run(t.Context(), listed.ID)
		}
	}
	if err != nil || run.ID.ID != id || copied != string(run.RunData) {
		t.Errorf("copied %q\nof run %s, which has %q (%v)", copied, id, run.RunData, err)
	}
}

func TestPayloadsAreNotRepeatedInNotices(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("F")
	r.settle()
	r.Press("enter")
	r.settle()
	if text := r.copies(c, "error message"); text == "" {
		t.Fatal("nothing was copied")
	}
	if i, line := r.row("Copied the error message"); i < 0 || !strings.Contains(line, "to this machine's clipboard. ") {
		t.Errorf("the notice is %q", line)
	}
}

func TestTriggersAndFunctionsHaveTheirOwnCopyMenus(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("ctrl+p", "nightly-sync", "enter")
	if got := r.copies(c, "name"); got != "nightly-sync" {
		t.Errorf("the trigger's name is %q", got)
	}
	if got := r.copies(c, "fntop command"); !strings.HasPrefix(got, "fntop runs --profile prod --trigger ") {
		t.Errorf("the trigger's command is %q", got)
	}
	r.Press("2")
	if got := r.copies(c, "curl"); !strings.HasPrefix(got, `curl -sS -H "Authorization: Bearer $CENTRALI_TOKEN" 'http://`) || !strings.Contains(got, "/function-runs/function/") {
		t.Errorf("the function's curl is %q", got)
	}
}

func TestListCommandSaysWhatTheTableIsNarrowedTo(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("F")
	r.Press("/", `fn:charge dur>1s -error~"rate limit"`, "enter")
	r.settle()
	want := `fntop runs --profile prod --status failure,timeout --query 'fn:charge dur>1s -error~"rate limit"' --limit 100`
	if got := r.copies(c, "list command"); got != want {
		t.Errorf("copied %s\nwant %s", got, want)
	}
}

func TestClipboardThatRefusesSaysSo(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	c.err = errors.New("exit status 1")
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("y", "run id", "enter")
	r.awaitText("The run id was not copied: this machine's clipboard did not take it (exit status 1)")
}

func TestWithoutTerminalAndDisplayNothingIsCopied(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("y", "run id", "enter")
	r.awaitText("There is no terminal to copy with.")
}

func TestMarkedRunsAreCopiedALineEach(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("space", "space", "space")
	if got := r.copies(c, "marked ids"); strings.Count(got, "\n") != 3 || len(got) != 3*37 {
		t.Errorf("copied %q", got)
	}
}

func TestValueUnderTheCursorIsCopiedWithItsPath(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("/", "status:completed fn:charge-card", "enter")
	r.settle()
	r.Press("enter")
	r.settle()
	for range 10 { // to the output, wherever its tab is
		if strings.Contains(r.Screen(), `"chargeId"`) {
			break
		}
		r.Press("]")
	}
	for range 20 {
		if _, line := r.row("chargeId"); strings.Contains(line, "▸") {
			break
		}
		r.Press("j")
	}
	_, line := r.row(`"chargeId"`)
	if got := r.copies(c, "path"); got != ".chargeId" {
		t.Fatalf("the path is %q; the row is %s", got, line)
	}
	value := r.copies(c, "value")
	if text := r.copies(c, "text"); value != `"`+text+`"` || !strings.HasPrefix(text, "ch_") {
		t.Errorf("the value is %s, the text %s", value, text)
	}
}

func TestPageOfARunIsThatOfItsProfile(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	page := func(p *connect.Profile, _ *ui.Options, _ *demo.Options) {
		p.RunPage = "https://console.example/{workspace}/runs/{run}"
	}
	r := start(t, 160, 36, withClipboard(c), page).ready()
	id := r.copies(c, "run id")
	want := "https://console.example/acme-shop/runs/" + id
	if got := r.copies(c, "page"); got != want {
		t.Errorf("the page is %q, want %q", got, want)
	}
}

func TestResultOfJQIsCopiedWithTheCommandThatMakesIt(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 120, 36, withClipboard(c)).ready()
	r.Press("/", "status:completed fn:charge-card", "enter")
	r.settle()
	r.Press("enter")
	r.settle()
	r.Press("]", "J", ".orderId, .currency", "enter")
	r.awaitText("2 results")
	result := r.copies(c, "jq result")
	if !strings.HasPrefix(result, "[") || !strings.HasSuffix(result, `,"EUR"]`) {
		t.Errorf("the result is %s", result)
	}
	r.Press("y", "run id", "enter")
	r.awaitText("Copied the run id")
	want := "fntop run --profile prod --jq '.runData | .orderId, .currency' -- " + <-c.texts
	if got := r.copies(c, "jq command"); got != want {
		t.Errorf("copied %s\nwant %s", got, want)
	}
}

func TestTooLargeAnOutputIsNotCopiedAndSaysWhatToDo(t *testing.T) {
	onlyWithADisplay(t)
	c := newClipboard()
	r := start(t, 160, 36, withClipboard(c), withFaults("big-run=9MB")).ready()
	r.Press("y", "output", "enter")
	r.awaitText("The output is too large to be copied (9.4 MB). Write it to a file with W.")
	r.Press("enter")
	r.settle()
	r.Press("y", "output", "enter")
	r.awaitText("output: too large to be copied (9.4 MB); it can be written to a file")
	if len(c.texts) > 0 {
		t.Error("something was copied")
	}
}
