package history

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"fntop/model"
)

// Search are the newest runs of these profiles whose error's code or message
// holds a text, ignoring case, and that were created from since on; at most so
// many, newest first.
func (h *History) Search(ctx context.Context, profiles []string, text string, since time.Time, limit int) ([]*model.Run, error) {
	const what = "search the errors"
	b, in, err := h.among(ctx, profiles)
	if err != nil || in == "" {
		return nil, wrap(what, err)
	}
	if utf8.RuneCountInString(text) < 3 { // the index knows three letters and more
		like := "%" + likeText.Replace(text) + "%"
		runs, err := runsOf(ctx, b.reads, selectRuns+` WHERE e.n >= ? AND +r.profile IN (`+in+`)
			AND (e.code LIKE ? ESCAPE '\' OR e.message LIKE ? ESCAPE '\') ORDER BY e.n DESC LIMIT ?`, from(since), like, like, limit)
		return runs, wrap(what, err)
	}
	runs, err := runsOf(ctx, b.reads, selectRuns+` JOIN fault_words w ON w.rowid = r.n
		WHERE w.text MATCH ? AND w.rowid >= ? AND +r.profile IN (`+in+`) ORDER BY w.rowid DESC LIMIT ?`,
		`"`+strings.ReplaceAll(text, `"`, `""`)+`"`, from(since), limit)
	return runs, wrap(what, err)
}

var likeText = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
