package api

import (
	"fmt"
	"runtime/debug"
)

// Panic is what is panicked with when a provider panicked in a goroutine that
// waits for its answer: there nobody could catch it, and the process would end
// with the terminal as it is.
type Panic struct {
	Value any    // of the original panic
	Stack []byte // of its goroutine
}

// Error tells the original panic and where it happened, for a crash report.
func (p *Panic) Error() string { return fmt.Sprintf("%v\n\n%s", p.Value, p.Stack) }

// Unwrap gives errors.Is and errors.As the original value where it is an
// error, such as a runtime.Error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Guarded calls do and returns what it panicked with, nil where it did not.
// Whoever started the goroutine panics with it in turn.
func Guarded(do func()) (p *Panic) {
	defer func() {
		if value := recover(); value != nil {
			p = &Panic{value, debug.Stack()}
		}
	}()
	do()
	return nil
}
