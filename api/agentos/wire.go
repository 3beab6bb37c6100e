package agentos

import (
	"bytes"
	"encoding/json"
	"errors"

	"fntop/api/internal/loose"
	"fntop/model"
)

var errEnvelope = errors.New("neither a list nor an object that holds one")

// listed is a list answer taken apart.
type listed struct {
	rows  []json.RawMessage
	total model.Opt[int64]
	more  model.Opt[bool]
}

// rowsOf takes a list answer apart: {items: […]} (DIFF; CONFIRMED). What stands
// beside the items is UNKNOWN; total, has_more and a cursor for the next page
// are read where they are there. A bare array is read too, and so is the SDK's
// own wrapping, {data: …}.
func rowsOf(body []byte) (listed, error) {
	if loose.Kind(body) == '[' {
		rows, err := loose.Elements(body)
		return listed{rows: rows}, err
	}
	outer, err := loose.Fields(body)
	if err != nil {
		return listed{}, err
	}
	if loose.Kind(outer["items"]) != '[' && len(outer["data"]) > 0 {
		return rowsOf(outer["data"]) // what lies within another is shorter, so this ends
	}
	if loose.Kind(outer["items"]) != '[' {
		return listed{}, errEnvelope
	}
	rows, err := loose.Elements(outer["items"])
	if err != nil {
		return listed{}, err
	}
	l := listed{rows: rows, total: loose.Count(outer["total"]), more: loose.Flag(outer["has_more"])}
	if cursor, named := outer["next_cursor"]; named && !l.more.Known {
		l.more = model.Some(loose.Text(cursor) != "")
	}
	return l, nil
}

// goesOn reports whether more rows may follow these, which begin at offset:
// as the answer says, else by its total, else by whether the page is full.
func (l *listed) goesOn(offset, size int) bool {
	switch {
	case len(l.rows) == 0:
		return false
	case l.more.Known:
		return l.more.Value
	case l.total.Known:
		return int64(offset+len(l.rows)) < l.total.Value
	}
	return len(l.rows) >= size
}

// single takes an answer about one object apart, bare or under data.
func single(body []byte) (map[string]json.RawMessage, json.RawMessage, error) {
	outer, err := loose.Fields(body)
	if err != nil {
		return nil, nil, err
	}
	if idOf(outer) == "" && loose.Kind(outer["data"]) == '{' {
		inner, err := loose.Fields(outer["data"])
		return inner, outer["data"], err
	}
	return outer, body, nil
}

// idOf is a run's id, which is run_id where a run is created (DIFF; CONFIRMED);
// what it is called in a run itself is UNKNOWN.
func idOf(f map[string]json.RawMessage) string {
	if id := loose.Text(f["run_id"]); id != "" {
		return id
	}
	return loose.Text(f["id"])
}

// event is one event of an attempt: {id, seq, type, timestamp, attempt_id,
// payload} (DIFF; CONFIRMED). It reports false where it has no number or no
// type, without which it can be put nowhere.
func event(data []byte, id string) (model.Entry, bool) {
	f, _ := loose.Fields(data) // of one that breaks off, what was before
	seq := loose.Whole(f["seq"])
	if !seq.Known {
		seq = loose.Whole(json.RawMessage(id)) // the frame's id stands in for it (DIFF; CONFIRMED)
	}
	e := model.Entry{
		Seq: seq.Value, At: loose.Time(f["timestamp"]), Attempt: loose.Shared(f["attempt_id"]), Kind: loose.Shared(f["type"]),
	}
	e.Payload, _ = loose.Payload(f["payload"])
	e.Payload = bytes.Clone(e.Payload) // what it was cut from may be large
	if in, err := loose.Fields(e.Payload); err == nil {
		e.Node = loose.Shared(in["node"])
	}
	return e, seq.Known && e.Kind != ""
}

// eventPage is a page of events (DIFF; CONFIRMED).
type eventPage struct {
	events  []model.Entry
	skipped int
	next    model.Opt[int64] // null where the server names none
	more    bool
}

func eventsOf(body []byte) (eventPage, error) {
	f, err := loose.Fields(body)
	if err != nil {
		return eventPage{}, err
	}
	if loose.Kind(f["events"]) != '[' && loose.Kind(f["data"]) == '{' {
		return eventsOf(f["data"])
	}
	if loose.Kind(f["events"]) != '[' {
		return eventPage{}, errEnvelope
	}
	rows, err := loose.Elements(f["events"])
	if err != nil {
		return eventPage{}, err
	}
	p := eventPage{next: loose.Whole(f["next_after_seq"]), more: loose.Flag(f["has_more"]).Value}
	for _, row := range rows {
		if e, ok := event(row, ""); ok {
			p.events = append(p.events, e)
		} else {
			p.skipped++
		}
	}
	return p, nil
}
