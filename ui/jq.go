package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/jq"
	"fntop/ui/pane"
)

// jqMsg is what an expression made of a document of the open run.
type jqMsg struct {
	id      model.RunID
	number  int
	query   *jq.Query
	results [][]byte
	err     error
}

// runJQ runs an expression on a document of the open run, in place of the one
// before it.
func (a *App) runJQ(i pane.RunJQ) tea.Cmd {
	if a.detail == nil {
		return nil
	}
	a.stopJQ()
	ctx, cancel := context.WithCancel(a.detail.ctx)
	a.detail.endJQ = cancel
	return evaluate(ctx, a.detail.pane.ID(), i, jq.Usual(a.o.Clock))
}

// stopJQ ends the expression that runs.
func (a *App) stopJQ() {
	if a.detail != nil && a.detail.endJQ != nil {
		a.detail.endJQ()
		a.detail.endJQ = nil
	}
}

func evaluate(ctx context.Context, id model.RunID, i pane.RunJQ, limits jq.Limits) tea.Cmd {
	return func() tea.Msg {
		var results [][]byte
		err := i.Query.Run(ctx, i.Document, limits, func(result []byte) error {
			results = append(results, result)
			return nil
		})
		return jqMsg{id, i.Number, i.Query, results, err}
	}
}

// gotJQ shows what an expression made of a document.
func (a *App) gotJQ(msg jqMsg) tea.Cmd {
	if a.detail != nil && a.detail.pane.ID() == msg.id {
		a.detail.pane.SetAnswer(msg.number, msg.query, msg.results, msg.err)
	}
	return nil
}
