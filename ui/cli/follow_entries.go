package cli

import (
	"context"

	"fntop/model"
)

// entryLines print what a followed run does, a line for each entry as it
// comes.
type entryLines struct {
	a    *app
	stop context.CancelFunc
	err  error // why a line could not be written: nobody reads any more
}

// entryLines are for "follow -o jsonl" alone: every other form of output is
// one document, which has no place for them. The context ends where nobody
// reads the lines.
func (a *app) entryLines(ctx context.Context) (context.Context, *entryLines) {
	ctx, stop := context.WithCancel(ctx)
	return ctx, &entryLines{a: a, stop: stop}
}

// told is what Follow calls with each entry, nil where nothing is printed.
func (e *entryLines) told() func(model.RunID, model.Entry) {
	if e.a.global.output != asJSONL {
		return nil
	}
	return func(run model.RunID, entry model.Entry) {
		if e.err != nil {
			return
		}
		line := appendObject(nil, []field{{"at", e.a.Clock.Now()}, {"run", runRef(run)}, {"entry", entryFields(&entry)}})
		out, err := e.a.appendDocument(nil, line)
		if err != nil {
			e.a.say("%v", err) // the lines that follow may be others
		}
		if e.err = e.a.writeAnd(out, nil); e.err != nil {
			e.stop()
		}
	}
}

// or is err, unless it came of a line that could not be written.
func (e *entryLines) or(err error) error {
	if e.err != nil {
		return e.err
	}
	return err
}

// runRef names a run where the whole of it need not be told again.
func runRef(id model.RunID) []field { return []field{{"id", id.ID}, {"profile", id.Profile}} }

// entryFields are one entry's.
func entryFields(e *model.Entry) []field {
	return []field{
		{"seq", e.Seq}, {"at", when(e.At)}, {"attempt", text(e.Attempt)}, {"kind", e.Kind}, {"node", text(e.Node)},
		{"payload", raw(e.Payload)},
	}
}
