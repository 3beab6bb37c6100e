package api

import (
	"context"

	"fntop/model"
)

// Acted is an action that a backend was asked for, and its answer.
type Acted struct {
	Info    Info // of the provider
	Action  model.Action
	Receipt model.Receipt
	Err     error
}

// Witness returns p with see told of every action it is asked for, once the
// answer is there and before the one who asked has it. It is not told of what
// the provider itself refuses: nothing was sent.
func Witness(p Provider, see func(Acted)) Provider {
	if c, ok := p.(Clocked); ok {
		return &witnessedClock{witnessed{p, see}, c}
	}
	return &witnessed{p, see}
}

type witnessed struct {
	Provider
	see func(Acted)
}

// Unwrap returns the provider that is watched.
func (w *witnessed) Unwrap() Provider { return w.Provider }

func (w *witnessed) Do(ctx context.Context, a model.Action) (model.Receipt, error) {
	receipt, err := w.Provider.Do(ctx, a)
	if kind := KindOf(err); kind != ReadOnly && kind != Unsupported {
		w.see(Acted{w.Info(), a, receipt, err})
	}
	return receipt, err
}

type witnessedClock struct {
	witnessed
	Clocked
}
