package centrali

import (
	"encoding/json"
	"errors"

	"fntop/api/internal/loose"
	"fntop/model"
)

var errEnvelope = errors.New("neither a list nor an object that holds one")

// listed is a list answer taken apart.
type listed struct {
	rows        []json.RawMessage
	total       model.Opt[int64]
	page, limit model.Opt[int64]
}

// list takes a list answer apart. On the wire it is most likely
// {data: [...], meta: {total, page, pageSize}} (github.com/blueinit/create-centrali-app
// commit 0cd2b8d; STRONG); a bare array, and a second layer
// {data: {data: [...], meta}} (SDK 4.4.5's README; CONFIRMED there), are read too.
func list(body []byte) (listed, error) {
	if loose.Kind(body) == '[' {
		rows, err := loose.Elements(body)
		return listed{rows: rows}, err
	}
	outer, err := loose.Fields(body)
	if err != nil {
		return listed{}, err
	}
	if loose.Kind(outer["data"]) == '{' {
		inner, err := loose.Fields(outer["data"])
		if err != nil {
			return listed{}, err
		}
		if len(inner["meta"]) == 0 && len(inner["pagination"]) == 0 {
			inner["meta"] = outer["meta"]
		}
		outer = inner
	}
	if loose.Kind(outer["data"]) != '[' {
		return listed{}, errEnvelope
	}
	rows, err := loose.Elements(outer["data"])
	if err != nil {
		return listed{}, err
	}
	l := listed{rows: rows}
	meta := outer["meta"]
	if loose.Kind(meta) != '{' {
		meta = outer["pagination"]
	}
	if m, err := loose.Fields(meta); err == nil {
		l.total, l.page, l.limit = loose.Count(m["total"]), loose.Count(m["page"]), loose.Count(m["pageSize"])
		if !l.limit.Known {
			l.limit = loose.Count(m["limit"])
		}
	}
	return l, nil
}

// fewer reports whether this first page shows that the server gives fewer rows
// at a time than were asked for: it is not full, and yet not all there is. What
// the largest page is that Centrali gives is not known.
func (l *listed) fewer(limit int) bool {
	n := len(l.rows)
	return n > 0 && n < limit && !l.limit.Known && l.total.Known && int64(n) < l.total.Value
}

// more reports whether another page may hold more: by the total where it is
// given, else by whether this page is full, as the vendor's starter does
// (github.com/blueinit/create-centrali-app; STRONG). first is how many rows
// the first page had where that was fewer than asked for, else zero.
func (l *listed) more(page, limit, first int) bool {
	if len(l.rows) == 0 {
		return false
	}
	size := int64(limit)
	if first > 0 {
		// Not fewer than this page has: the first may have been short because
		// the total counts what was left out of it.
		size = int64(max(first, len(l.rows)))
	}
	if l.limit.Known && l.limit.Value > 0 {
		size = l.limit.Value
	}
	if size <= 0 {
		size = int64(len(l.rows))
	}
	if l.total.Known {
		at := int64(max(page, 1))
		if l.page.Known && l.page.Value > at {
			at = l.page.Value
		}
		return at*size < l.total.Value
	}
	return limit > 0 && int64(len(l.rows)) >= size
}

// single takes an answer about one object apart, bare or under data. Which of
// the two is sent is not known.
func single(body []byte) (json.RawMessage, error) {
	outer, err := loose.Fields(body)
	if err != nil {
		return nil, err
	}
	if loose.Text(outer["id"]) == "" && loose.Kind(outer["data"]) == '{' {
		return outer["data"], nil
	}
	return body, nil
}
