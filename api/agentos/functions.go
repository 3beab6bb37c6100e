package agentos

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

const (
	rowsAtOnce = 100 // of a list
	pagesRead  = 100 // of one list: a loop must end
)

// Functions lists the agents. When each ran last is not taken from here: the
// lists of runs tell it, and tell more.
func (c *Client) Functions(ctx context.Context) (out []model.Function, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ListFunctions, Target: c.target()}
	err = c.all(ctx, r, c.routes.agents, func(f map[string]json.RawMessage) {
		fn := model.Function{
			Backend: Backend, Profile: c.info.Profile, ID: loose.Text(f["id"]), Name: loose.Text(f["name"]),
			Description: loose.Text(f["description"]), Updated: loose.Time(f["updated_at"]),
		}
		c.rest.Remember(fn.ID, fn.Name)
		out = append(out, fn)
	})
	return out, err
}

// all reads a list to its end and hands over each object once. How lists are
// paged is not known: what follows is asked for until a page is not full or
// brings nothing new, as it does where the server ignores the offset.
func (c *Client) all(ctx context.Context, r rest.Request, at func(limit, offset int) *url.URL, each func(map[string]json.RawMessage)) error {
	seen := map[string]bool{}
	offset := 0
	for range pagesRead {
		r.URL = at(rowsAtOnce, offset)
		answer, err := c.rest.Do(ctx, r)
		if err != nil {
			return c.noList(err)
		}
		l, err := rowsOf(answer.Body)
		if err != nil {
			return rest.BadAnswer(&r, answer, "no list", err)
		}
		fresh, unread := 0, 0
		for _, row := range l.rows {
			f, _ := loose.Fields(row) // of a row that breaks off, what was before
			switch id := loose.Text(f["id"]); {
			case id == "":
				unread++
			case !seen[id]:
				seen[id] = true
				fresh++
				each(f)
			}
		}
		if err := c.rest.Skipped(&r, answer, unread, len(l.rows)); err != nil && offset == 0 {
			return err
		}
		if fresh == 0 || !l.goesOn(offset, rowsAtOnce) {
			return nil
		}
		offset += len(l.rows)
	}
	return nil
}

// noList says of a list that was not found that the address is wrong: nothing
// else is named in it.
func (c *Client) noList(err error) error {
	if e := (*api.Error)(nil); errors.As(err, &e) && e.Kind == api.NotFound {
		e.Next = "Check {url}: AgentOS answers below it at /v1/api, and there is nothing there."
	}
	return err
}
