package api

import (
	"context"
	"time"
)

// Tap returns p with see told of whatever its Watch emits, before the one who
// watches is. Like p it can be a key of a map.
func Tap(p Provider, see func(Event)) Provider {
	if c, ok := p.(Clocked); ok {
		return &tappedClock{tapped{p, see}, c}
	}
	return &tapped{p, see}
}

type tapped struct {
	Provider
	see func(Event)
}

// Unwrap returns the provider that is tapped.
func (t *tapped) Unwrap() Provider { return t.Provider }

func (t *tapped) Watch(ctx context.Context, emit func(Event)) error {
	return t.Provider.Watch(ctx, func(e Event) {
		t.see(e)
		emit(e)
	})
}

type tappedClock struct {
	tapped
	clock Clocked
}

func (t *tappedClock) Offset() (ahead time.Duration, known bool) { return t.clock.Offset() }
