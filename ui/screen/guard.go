package screen

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
)

// Guard makes a command safe to hand to Bubble Tea: a panic in it restores
// the terminal first, then ends the program with a report. Commands that come
// out of tea.Batch and tea.Sequence are guarded with it.
func (s *Screen) Guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer s.Recover()
		return s.guardGroup(cmd())
	}
}

// guardGroup guards the members of a group of commands, which Bubble Tea runs
// in goroutines of its own. tea.Sequence's message has no exported type: it is
// known by being a slice of commands.
func (s *Screen) guardGroup(msg tea.Msg) tea.Msg {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	guarded := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		guarded.Index(i).Set(reflect.ValueOf(s.Guard(v.Index(i).Interface().(tea.Cmd))))
	}
	return guarded.Interface()
}

// Spawn starts a goroutine. A panic in it is treated as in Guard; Close waits
// for its end, so f must return when ctx ends.
func (s *Screen) Spawn(ctx context.Context, f func(context.Context)) {
	s.group.Go(func() {
		defer s.Recover()
		f(ctx)
	})
}

// Guarded wraps the root model: a panic in Init, Update or View restores the
// terminal and ends the program with a report, and every command that Init and
// Update return goes through Guard.
func (s *Screen) Guarded(m tea.Model) tea.Model { return guarded{s, m} }

type guarded struct {
	s *Screen
	m tea.Model
}

func (g guarded) Init() tea.Cmd {
	defer g.s.Recover()
	return g.s.Guard(g.m.Init())
}

func (g guarded) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next, cmd = g, tea.Quit // what a panic leaves, should Exit return
	defer g.s.Recover()
	m, c := g.m.Update(msg)
	return guarded{g.s, m}, g.s.Guard(c)
}

func (g guarded) View() string {
	defer g.s.Recover()
	return g.m.View()
}

// Recover is deferred wherever code of fntop runs, in main around the whole of
// it too: a panic restores the terminal first, then a report is written,
// standard error says where, and the program ends with status 1. Of several
// panics at once the first is reported; the others wait for the end.
func (s *Screen) Recover() {
	value := recover()
	if value == nil {
		return
	}
	stack := debug.Stack()
	s.crash.Do(func() {
		s.over.Store(true)
		_ = s.Leave() // first of all; what it could not do, nobody can
		path, err := "", error(nil)
		if s.o.Report != nil {
			path, err = s.o.Report(value, stack)
		}
		switch {
		case err != nil:
			fmt.Fprintf(s.o.Err, "fntop crashed, and its report could not be written: %v\n", err)
		case path != "":
			fmt.Fprintf(s.o.Err, "fntop crashed. The report is in %s\n", path)
		default:
			fmt.Fprintln(s.o.Err, "fntop crashed.")
		}
		if p, ok := value.(*api.Panic); ok { // handed on from another goroutine
			value, stack = p.Value, p.Stack
		}
		fmt.Fprintln(s.o.Err, issueLine(s.o.Program, value, stack))
		s.o.Exit(1)
	})
}

// issueLine says what crashed and where, in one line fit for the public: of
// the value only what cannot hold data from a backend.
func issueLine(program string, value any, stack []byte) string {
	what := fmt.Sprintf("panic with a %T", value)
	if e, ok := value.(runtime.Error); ok {
		what = e.Error()
	}
	if program == "" {
		program = "fntop"
	}
	return fmt.Sprintf("For an issue: %s: %s at %s (%s, %s/%s)", program, plain(what), panicked(stack),
		runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// panicked finds the function that panicked: the first one below the panic
// itself that is not the run time's.
func panicked(stack []byte) string {
	_, below, found := strings.Cut(string(stack), "\npanic(")
	if !found {
		return "an unknown place"
	}
	lines := strings.Split(below, "\n")
	for i := 2; i+1 < len(lines); i += 2 {
		if strings.HasPrefix(lines[i], "runtime.") {
			continue
		}
		name, _, _ := strings.Cut(lines[i], "(0x")
		place, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		return strings.TrimSuffix(name, "(...)") + " " + place[strings.LastIndexByte(place, '/')+1:]
	}
	return "an unknown place"
}
