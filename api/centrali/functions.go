package centrali

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// pagesRead bounds how many pages of functions or triggers are read.
const pagesRead = 100

// Functions lists the workspace's functions.
func (c *Client) Functions(ctx context.Context) (out []model.Function, err error) {
	defer c.rest.Tell(&err)
	err = c.all(ctx, api.ListFunctions, c.routes.functions(), func(f map[string]json.RawMessage) {
		fn := model.Function{
			Backend: Backend, Profile: c.info.Profile, ID: loose.Text(f["id"]),
			Name: loose.Text(f["name"]), Description: loose.Text(f["description"]), Updated: loose.Time(f["updatedAt"]),
		}
		const longest = 1 << 40 // milliseconds; beyond, a duration overflows
		if ms := loose.Whole(f["timeoutMs"]); ms.Known && ms.Value > 0 && ms.Value < longest {
			fn.Timeout = model.Some(time.Duration(ms.Value) * time.Millisecond)
		}
		c.rest.Remember(fn.ID, fn.Name)
		out = append(out, fn)
	})
	return out, err
}

// all reads a list of functions or triggers to its end and hands over each
// object once. Whether these lists have pages is not known: where the answer's
// total says that there is more, it is asked for, until a page brings nothing
// new, as it does where the server ignores the page.
func (c *Client) all(ctx context.Context, op api.Op, at *url.URL, each func(map[string]json.RawMessage)) error {
	seen := map[string]bool{}
	r := rest.Request{Op: op, Target: rest.Named("workspace", c.info.Workspace), URL: at}
	limit := 0
	for page := 1; page <= pagesRead; page++ {
		if page > 1 {
			next := *at
			r.URL = paged(&next, page, limit)
		}
		answer, err := c.rest.Do(ctx, r)
		if err != nil {
			return c.workspaceError(err)
		}
		l, err := list(answer.Body)
		if err != nil {
			return rest.BadAnswer(&r, answer, "no list", err)
		}
		if page == 1 {
			limit = len(l.rows)
			if l.limit.Known && l.limit.Value > 0 {
				limit = int(l.limit.Value)
			}
		}
		fresh, unread := 0, 0
		for _, row := range l.rows {
			f, _ := loose.Fields(row) // of a row that breaks off, what was before
			id := loose.Text(f["id"])
			if id == "" {
				unread++
				continue
			}
			if seen[id] {
				continue
			}
			seen[id] = true
			fresh++
			each(f)
		}
		if err := c.rest.Skipped(&r, answer, unread, len(l.rows)); err != nil && page == 1 {
			return err
		}
		if fresh == 0 || !l.total.Known || int64(len(seen)) >= l.total.Value {
			return nil
		}
	}
	return nil
}

// workspaceError says of a list that was not found that the workspace is
// unknown: nothing else is named in its address.
func (c *Client) workspaceError(err error) error {
	if e := (*api.Error)(nil); errors.As(err, &e) && e.Kind == api.NotFound && e.Op != api.SignIn {
		e.Next = "Check {workspace}: it must be the workspace's slug as in the console's address, not its id."
	}
	return err
}
