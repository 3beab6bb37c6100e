package clip

import (
	"context"

	"github.com/atotto/clipboard"

	"fntop/ui/outer"
)

// System returns what puts text on this machine's clipboard.
func System(outer.Env) func(ctx context.Context, text string) error {
	return func(_ context.Context, text string) error { return clipboard.WriteAll(text) }
}
