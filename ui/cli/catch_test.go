package cli

import (
	"os"
	"syscall"
	"testing"
)

func TestASignalIsTheCauseOfItsOwnExitCode(t *testing.T) {
	t.Parallel()
	for signal, want := range map[os.Signal]error{os.Interrupt: ErrInterrupted, syscall.SIGTERM: ErrTerminated} {
		if got := caught(signal); got != want {
			t.Errorf("%s ends the program with %v, want %v", signal, got, want)
		}
	}
}
