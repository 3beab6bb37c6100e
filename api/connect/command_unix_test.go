//go:build unix

package connect

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func command(line string) func(context.Context, clock.Clock) (string, error) {
	return func(ctx context.Context, c clock.Clock) (string, error) {
		return Profile{TokenCommand: line}.tokenCommand(c)(ctx)
	}
}

func TestTheTokenCommandRunsThroughTheShell(t *testing.T) {
	t.Setenv("PLANTED", "tok")
	got, err := command(`echo "$PLANTED"-1 | cat; echo second; echo noise >&2`)(t.Context(), clock.Real())
	if err != nil || got != "tok-1" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestATokenCommandHasNoInput(t *testing.T) {
	got, err := command(`read line || echo none`)(t.Context(), clock.Real())
	if err != nil || got != "none" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestATokenCommandThatFailsIsQuotedWithoutSecrets(t *testing.T) {
	tests := []struct{ line, want, not string }{
		{`printf '\033[31msession over\033[0m\nmore\n' >&2; exit 3`, "exit status 3", "\x1b"},
		{`echo "no entry for eyJhbGciOi.planted.x" >&2; exit 1`, "no entry for (hidden)", "planted"},
		{`sk_planted0123456789`, "exit status 127", "planted"},
		{`echo mine1; echo mine1 is wrong >&2; exit 1`, "is wrong", "mine1"},
		{`echo "refused: abcdefghijklmnopqrstuvwx" >&2; exit 1`, "refused: (hidden)", "abcdef"},
		{`echo "refused: abc.def-ghi_jklmnopqrstuvwx/rest" >&2; exit 1`, "refused: (hidden)/rest", "jklm"},
		{`echo "no such vault: production" >&2; exit 1`, "no such vault: production", Hidden},
		{`true`, "printed nothing", ""},
		{`echo; echo mine1`, "empty first line", "mine1"},
		{`echo '  '; echo mine1`, "empty first line", "mine1"},
		{`echo two words`, "holds a space", "words"},
	}
	for _, test := range tests {
		_, err := command(test.line)(t.Context(), clock.Real())
		if err == nil || !strings.Contains(err.Error(), test.want) ||
			test.not != "" && strings.Contains(err.Error(), test.not) {
			t.Errorf("%s: got %v, want %q", test.line, err, test.want)
		}
	}
}

func TestACommandThatFailsStillNamesWhatItWasAskedFor(t *testing.T) {
	p := Profile{Name: "a"}
	_, err := p.resolve(t.Context(), clock.Real(), "token", FromCommand("sh", "-c",
		`echo "cannot read op://vault/item with planted1" >&2; exit 1`, "sh", "planted1"))
	if e := mistake(t, err); !strings.Contains(e.Error(), "cannot read op://vault/item with (hidden)") {
		t.Errorf("got %q", e)
	}
}

func TestATokenCommandThatHangsIsKilledWithItsChildren(t *testing.T) {
	for _, end := range []string{"time", "caller"} {
		t.Run(end, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "pid")
			fifo := filepath.Join(t.TempDir(), "started")
			if err := syscall.Mkfifo(fifo, 0o600); err != nil {
				t.Fatal(err)
			}
			line := `sleep 600 & echo $! >'` + file + `'; echo >'` + fifo + `'; wait`
			c := clock.NewDriven(time.Unix(0, 0))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := make(chan error)
			go func() {
				_, err := command(line)(ctx, c)
				done <- err
			}()
			if _, err := os.ReadFile(fifo); err != nil { // until the child runs
				t.Fatal(err)
			}
			if end == "time" {
				c.Advance(commandLimit)
			} else {
				cancel()
			}
			err := <-done
			if end == "time" && !errors.Is(err, errSlow) || end == "caller" && !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			if !gone(pid) {
				_ = syscall.Kill(pid, syscall.SIGKILL)
				t.Error("the command's child lives on")
			}
		})
	}
}

// gone waits until a killed process is no more, or is a zombie that whoever
// inherits it has not collected.
func gone(pid int) bool {
	for range 1000 {
		if syscall.Kill(pid, 0) != nil {
			return true
		}
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err == nil && strings.Contains(string(stat), ") Z ") {
			return true
		}
		<-time.After(time.Millisecond)
	}
	return false
}

func TestALineWithoutAnEndIsNoToken(t *testing.T) {
	_, err := command(`yes yesyesyes | tr -d '\n' | head -c 200000`)(t.Context(), clock.Real())
	if err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("got %v", err)
	}
}

func TestOnlyTheBeginningOfAnOutputIsKept(t *testing.T) {
	var h head
	for range 3 {
		if n, err := h.Write(make([]byte, outputLimit-1)); n != outputLimit-1 || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	if h.Len() != outputLimit {
		t.Errorf("%d bytes are kept, want %d", h.Len(), outputLimit)
	}
}
