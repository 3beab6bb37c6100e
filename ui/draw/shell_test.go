package draw

import (
	"os/exec"
	"strings"
	"testing"

	"fntop/model"
)

func TestShellGetsTheWordsThatWereMeant(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	words := []string{"fntop", "run", `it's "$(id)" ` + "`id`; rm -rf ~ #", "", "商品", "a\\b", "*", "-x", "~", "a=b", "{a,b}"}
	line, ok := Command(words...)
	if !ok {
		t.Fatal("refused")
	}
	out, err := exec.CommandContext(t.Context(), "sh", "-c", `printf '<%s>' `+line).CombinedOutput()
	if want := "<" + strings.Join(words, "><") + ">"; err != nil || string(out) != want {
		t.Errorf("a shell makes %q of it, want %q (%v)", out, want, err)
	}
}

func TestCommandOfWhatCannotBePastedSafelyIsRefused(t *testing.T) {
	for _, id := range []string{"a\nb", "a\x1b[2J", "a\u202eb", "a\x00", "a\u200bb"} {
		if line, ok := RunCommand(model.RunID{ID: id}); ok {
			t.Errorf("%q became %q", id, line)
		}
	}
}

func TestRunCommandNamesTheProfileAndIsNoFlag(t *testing.T) {
	for _, c := range []struct {
		id   model.RunID
		want string
	}{
		{model.RunID{ID: "0192f3ab"}, "fntop run 0192f3ab"},
		{model.RunID{ID: "0192f3ab", Profile: "prod"}, "fntop run --profile prod 0192f3ab"},
		{model.RunID{ID: "--yes", Profile: "on call"}, "fntop run --profile 'on call' -- --yes"},
	} {
		if got, ok := RunCommand(c.id); !ok || got != c.want {
			t.Errorf("%+v: %q, want %q", c.id, got, c.want)
		}
	}
}
