//go:build unix

package screen

import tea "github.com/charmbracelet/bubbletea"

// TeaOptions are what tea.NewProgram needs on this screen. Signals and panics
// are handled here (Signals, Guarded), because the terminal is: Bubble Tea
// would print the trace of a panic into the alternate screen.
func (s *Screen) TeaOptions() []tea.ProgramOption {
	return []tea.ProgramOption{
		tea.WithInput(s.input),
		tea.WithOutput(s.o.Out),
		tea.WithoutRenderer(),
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(),
	}
}
