package flowcore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// A pathway's delivery log is read by offsets, newest first, so whatever is
// delivered meanwhile moves every row to a later offset. As with events a page
// begins where the one before ended when that was read last: the offset is a
// guess, and the row that the page before ended with must be seen again. Where
// it is not, rows are gone from the log, and it is looked for further up. What a
// reader of the pages may see is a delivery twice, and none not at all.

// logs are the delivery logs that were asked for.
type logs struct {
	mu   sync.Mutex
	all  map[logOf]*log
	kept map[string]delivery // by the run's id: what is in a log never changes
	ids  []string            // of these, the oldest first
	size int
}

// logOf is a pathway's log: all of it, or what ended in one way.
type logOf struct {
	pathway string
	success model.Opt[bool]
}

// log is how far one was read.
type log struct {
	logOf
	turn  turn
	total int64 // as the last answer said
	ends  map[cut]spot
}

// spot is where a page ended.
type spot struct {
	at    int       // the offset behind it
	total int64     // of rows, then
	made  time.Time // its last row's time
	id    string
	last  bool // there was nothing behind it
}

const (
	logReads = 20 // of one page, while rows move
	keptMost = 5000
	keptRoom = 8 << 20 // bytes
)

func newLogs() logs { return logs{all: map[logOf]*log{}, kept: map[string]delivery{}} }

func (l *logs) get(of logOf) *log {
	l.mu.Lock()
	defer l.mu.Unlock()
	const most = 2000 // of logs nobody asks for any more
	if l.all[of] == nil && len(l.all) >= most {
		clear(l.all)
	}
	if l.all[of] == nil {
		l.all[of] = &log{logOf: of, turn: newTurn(), ends: map[cut]spot{}}
	}
	return l.all[of]
}

// keep remembers what was delivered: it cannot be asked for by its id.
func (l *logs) keep(rows []delivery) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range rows {
		id := d.runID()
		if _, known := l.kept[id]; known {
			continue
		}
		d.raw = bytes.Clone(d.raw) // a part of its page, which would all be kept
		l.kept[id] = d
		l.ids = append(l.ids, id)
		l.size += len(d.raw)
	}
	for len(l.ids) > keptMost || l.size > keptRoom && len(l.ids) > 1 {
		l.size -= len(l.kept[l.ids[0]].raw)
		delete(l.kept, l.ids[0])
		l.ids = l.ids[1:]
	}
}

func (l *logs) known(id string) (delivery, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d, ok := l.kept[id]
	return d, ok
}

// logPage is a part of a log, newest first.
type logPage struct {
	rows    []delivery
	skipped int
	behind  int // the offset behind its last row
	more    bool
	counted bool // more is what the log itself says
}

// logPage reads one page. Those before it are read first where they never were.
func (c *Client) logPage(ctx context.Context, l *log, r rest.Request, at cut) (logPage, error) {
	if err := l.turn.take(ctx, &r); err != nil {
		return logPage{}, err
	}
	defer l.turn.done()
	for p := 1; p < at.page; p++ {
		end, read := l.ends[cut{p, at.limit}]
		if !read {
			if _, err := c.logWalk(ctx, l, r, cut{p, at.limit}); err != nil {
				return logPage{}, err
			}
			end = l.ends[cut{p, at.limit}]
		}
		if end.last {
			return logPage{}, nil
		}
	}
	return c.logWalk(ctx, l, r, at)
}

// logWalk reads one page, from where the one before ended. It never ends later
// than it did before: what lies behind is on the next page, for whoever has read
// this one already.
func (c *Client) logWalk(ctx context.Context, l *log, r rest.Request, at cut) (logPage, error) {
	from := l.ends[cut{at.page - 1, at.limit}] // zero for the first page
	got, err := c.logFrom(ctx, l, r, from, at)
	if err != nil {
		return logPage{}, err
	}
	if at.page > 1 {
		got.rows = slices.DeleteFunc(got.rows, func(d delivery) bool { return d.made.After(from.made) || d.id == from.id })
	}
	if before, read := l.ends[at]; read {
		n := len(got.rows)
		got.rows = slices.DeleteFunc(got.rows, func(d delivery) bool { return d.made.Before(before.made) })
		got.behind, got.more = got.behind-(n-len(got.rows)), got.more || n > len(got.rows)
	}
	end := spot{at: got.behind, total: l.total, made: from.made, id: from.id, last: !got.more}
	if n := len(got.rows); n > 0 {
		end.made, end.id = got.rows[n-1].made, got.rows[n-1].id
	}
	l.ends[at] = end
	return got, nil
}

// logFrom reads rows from a spot on, or from the first one for the first page.
func (c *Client) logFrom(ctx context.Context, l *log, r rest.Request, from spot, at cut) (got logPage, err error) {
	if at.page <= 1 {
		return c.logRead(ctx, l, r, 0, at.limit)
	}
	guess := func() int { return max(0, from.at-1+int(max(0, l.total-from.total))) }
	offset, back, on := guess(), 0, false
	for range logReads {
		if got, err = c.logRead(ctx, l, r, offset, at.limit); err != nil {
			return logPage{}, err
		}
		n := len(got.rows)
		newer := n > 0 && got.rows[n-1].made.After(from.made) && got.more // all of them
		ends := n > 0 && got.rows[n-1].id == from.id && !got.counted      // with the spot
		switch {
		case offset > 0 && !got.follows(from) && (n > 0 || !on): // rows are gone that were before it
			back = max(2*back, n)
			if n == 0 {
				back = max(back, at.limit)
			}
			offset = max(0, offset-back)
		case newer && back == 0: // by what it just said of its length
			offset, on = max(offset+max(n-1, 1), guess()), true
		case newer, ends && n > 1:
			offset, on = offset+max(n-1, 1), true
		default:
			got.more = got.more && !ends
			return got, nil
		}
	}
	got.more = true // it goes on from where this got to
	return got, nil
}

// follows reports whether the rows begin before a spot, or at it, so that none
// is left out between.
func (p *logPage) follows(from spot) bool {
	if len(p.rows) == 0 {
		return false
	}
	first := p.rows[0].made
	return first.After(from.made) || first.Equal(from.made) && slices.ContainsFunc(p.rows, func(d delivery) bool { return d.id == from.id })
}

// logRead asks for a part of a log.
func (c *Client) logRead(ctx context.Context, l *log, r rest.Request, offset, limit int) (logPage, error) {
	r.URL = c.hosts.deliveries(l.pathway, l.success, offset, limit)
	got, err := c.pathwayRows(ctx, r, "entries")
	if err != nil {
		return logPage{}, err
	}
	page := logPage{behind: offset + len(got.rows)}
	page.more, page.counted = got.goesOn(page.behind), got.total.Known
	l.total = got.total.Value
	for _, row := range got.rows {
		d, ok := deliveryOf(row, l.pathway)
		if !ok {
			page.skipped++
			continue
		}
		page.rows = append(page.rows, d)
	}
	slices.SortStableFunc(page.rows, func(a, b delivery) int { return b.made.Compare(a.made) })
	c.logs.keep(page.rows)
	return page, c.rest.Skipped(&r, got.answer, page.skipped, len(got.rows))
}

// logFind looks for one delivery in what is newest of a log: there is no call
// for one (SDK; CONFIRMED by its not being there).
func (c *Client) logFind(ctx context.Context, r rest.Request, of logOf, id string) (delivery, error) {
	const pages = 30
	l, offset := &log{logOf: of}, 0
	for range pages {
		page, err := c.logRead(ctx, l, r, offset, model.MaxLimit)
		if err != nil {
			return delivery{}, err
		}
		for _, d := range page.rows {
			if d.id == id {
				return d, nil
			}
		}
		if offset = page.behind; !page.more {
			return delivery{}, &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target}
		}
	}
	return delivery{}, &api.Error{
		Kind: api.NotFound, Op: r.Op, Target: r.Target,
		Reason: fmt.Sprintf("it is not among the newest %d of its pathway, and older ones cannot be looked for", offset),
	}
}

// deliveryOf reads a row of a log, false where it has no id.
func deliveryOf(row json.RawMessage, pathway string) (delivery, bool) {
	f, _ := loose.Fields(row) // of a row that breaks off, what was before
	d := delivery{id: loose.Text(f["id"]), pathway: pathway, made: loose.Time(f["createdAt"]), raw: row}
	return d, d.id != ""
}
