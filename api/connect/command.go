package connect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"fntop/api/clock"
)

const (
	// commandLimit is how long a command that prints a secret may take.
	commandLimit = 10 * time.Second
	// keyringLimit is longer: the system may ask the person to unlock it.
	keyringLimit = 30 * time.Second
	outputLimit  = 64 << 10
)

var errSlow = errors.New("no answer in time")

// Command is what Env.Run runs: a line for the shell or, without one, a
// program with its arguments.
type Command struct {
	Shell string
	Argv  []string
}

// run runs a command without a standard input of ours: a command that asks
// would take keys away from the terminal UI.
func run(ctx context.Context, c Command) (string, string, error) {
	var cmd *exec.Cmd
	if c.Shell != "" {
		cmd = shell(ctx, c.Shell)
	} else {
		cmd = exec.CommandContext(ctx, c.Argv[0], c.Argv[1:]...)
	}
	var out, errs head
	cmd.Stdout, cmd.Stderr = &out, &errs
	alone(cmd)
	// Without a limit a grandchild that keeps the pipe open keeps us waiting.
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	return out.String(), errs.String(), err
}

// head keeps the beginning of what is written and drops the rest, so that an
// endless output costs no memory.
type head struct{ bytes.Buffer }

func (h *head) Write(p []byte) (int, error) {
	_, _ = h.Buffer.Write(p[:min(len(p), outputLimit-h.Len())])
	return len(p), nil
}

// fetch runs a command and returns the first line of its output. The error
// completes a sentence like "the token command failed: …".
func (e Env) fetch(ctx context.Context, clk clock.Clock, c Command) (string, error) {
	var stdout, stderr string
	err := within(ctx, clk, commandLimit, func(ctx context.Context) (err error) {
		stdout, stderr, err = e.Run(ctx, c)
		return err
	})
	known := append(secretWords(c), firstLine(stdout))
	switch {
	case errors.Is(err, errSlow):
		return "", fmt.Errorf("%w (%d s)", errSlow, int(commandLimit.Seconds()))
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", failure(err, stderr, known)
	}
	line, _, _ := strings.Cut(stdout, "\n")
	line = strings.TrimSpace(line)
	switch {
	case line == "" && firstLine(stdout) != "":
		// The token is the first line: a later one may be anything.
		return "", errors.New("it printed an empty first line")
	case line == "" && firstLine(stderr) != "":
		return "", fmt.Errorf("it printed nothing but %s", said(stderr, known))
	case line == "":
		return "", errors.New("it printed nothing")
	case len(line) >= outputLimit:
		return "", errors.New("it printed a first line that is too long")
	}
	if why := unfitSecret(line); why != "" {
		return "", errors.New("it printed a first line that " + why)
	}
	return line, nil
}

// within runs do under a limit that the given clock measures.
func within(ctx context.Context, clk clock.Clock, limit time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := clk.NewTimer(limit)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-timer.C():
			cancel(errSlow)
		case <-ctx.Done():
		}
	}()
	err := do(ctx)
	slow := err != nil && errors.Is(context.Cause(ctx), errSlow)
	cancel(nil)
	timer.Stop()
	<-watched
	if slow {
		return errSlow
	}
	return err
}

// failure says how a command ended, never how it was written.
func failure(err error, stderr string, known []string) error {
	how := "it could not be started"
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		how = visible(exit.Error())
	case errors.Is(err, exec.ErrNotFound):
		how = "there is no such program"
	}
	if firstLine(stderr) != "" {
		how += ": " + said(stderr, known)
	}
	return errors.New(how)
}

// longRuns are what tokens look like, whoever issued them. Long words are lost
// with them: a command that fails may print what it was about to send.
var longRuns = regexp.MustCompile(`[A-Za-z0-9._-]{20,}`)

// said quotes the first line of a command's standard error.
func said(stderr string, known []string) string {
	line := longRuns.ReplaceAllString(hideSecrets(firstLine(stderr), known...), Hidden)
	if r := []rune(line); len(r) > 200 {
		line = string(r[:200]) + "…"
	}
	return `"` + visible(line) + `"`
}

// firstLine is the first line that says something.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
