//go:build unix

package screen

import tea "github.com/charmbracelet/bubbletea"

// TeaOptions are what tea.NewProgram needs on this screen. Signals and panics
// are handled here (Signals, Guarded), because the terminal is: Bubble Tea
// would print the trace of a panic into the alternate screen.
//
// What is typed while the program is busy arrives as one tea.KeyMsg of several
// runes ("jjjj"), and so does a paste without brackets ("retry"). That is left
// as it is, because only the program can tell the two apart: outside of a text
// field repeat nothing but movement keys, and let no dialog take a key from
// the message that opened it.
func (s *Screen) TeaOptions() []tea.ProgramOption {
	return []tea.ProgramOption{
		tea.WithInput(s.input),
		tea.WithOutput(s.o.Out),
		tea.WithoutRenderer(),
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(),
	}
}
