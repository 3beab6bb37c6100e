package flowcore

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fntop/api/internal/loose"
	"fntop/model"
)

// event is one stored event as lists keep it: what orders it, and the whole
// of it as received.
type event struct {
	key
	raw json.RawMessage
}

// key orders the events of a data core, newest first: by the hour they are
// stored in, in it by the time in their ids, then by id. The hour goes first
// because an event may be stored in another hour than its id was made in.
type key struct {
	bucket string
	at     time.Time // zero: before everything in that hour
	id     string
}

// newer is negative where a comes before b in a list.
func newer(a, b key) int {
	if c := strings.Compare(b.bucket, a.bucket); c != 0 {
		return c
	}
	if c := b.at.Compare(a.at); c != 0 {
		return c
	}
	return strings.Compare(b.id, a.id)
}

// eventOf reads what orders an event that was asked for by its bucket. It
// reports false for a row without an id.
func eventOf(raw json.RawMessage, bucket string) (event, bool) {
	f, _ := loose.Fields(raw) // of a row that breaks off, what was before
	e := event{key{bucket: bucket, id: loose.Text(f["eventId"])}, raw}
	if e.id == "" {
		return event{}, false
	}
	var ok bool
	if e.at, ok = uuidTime(e.id); ok {
		return e, true
	}
	// No time UUID, which every id is documented to be.
	if e.at = loose.Time(f["validTime"]); e.at.IsZero() {
		e.at, _ = bucketTime(bucket)
	}
	return e, true
}

// sorted orders events newest first and drops repeated ones.
func sorted(events []event) []event {
	slices.SortFunc(events, func(a, b event) int { return newer(a.key, b.key) })
	return slices.CompactFunc(events, func(a, b event) bool { return a.id == b.id })
}

// statusStored is the word for what an event is: Flowcore gives none. Its own
// name for the notification of one is stored.event.notify
// (github.com/flowcore-io/data-pump; CONFIRMED).
const (
	statusStored   = "stored"
	statusAccepted = "accepted" // by ingestion, and not yet to be seen
)

// run is an event as a run, which is over from the beginning. Field names: npm
// @flowcore/sdk 1.79.0, contracts/event (CONFIRMED). kind is the id of the
// event type that was asked for where it was one alone.
func (c *Client) run(e event, kind string) model.RunDetail {
	f, _ := loose.Fields(e.raw)
	meta, _ := loose.Fields(f["metadata"])
	flow, name := loose.Shared(f["flowType"]), loose.Shared(f["eventType"])
	flowID, kindID := c.named(flow, name)
	if kindID == "" {
		kindID = kind
	}
	d := model.RunDetail{
		Run: model.Run{
			ID:         model.RunID{Profile: c.info.Profile, ID: e.id},
			Backend:    Backend,
			Status:     model.StatusRecorded,
			StatusText: statusStored,
			Function:   model.Ref{ID: flowID, Name: flow},
			Trigger:    model.Ref{ID: kindID, Name: name},
			Source:     cmp.Or(loose.Shared(meta["producer/name"]), loose.Shared(meta["producer"])),
			JobID:      e.id, // what an ingestion answers with
			Workspace:  c.info.Workspace,
			Created:    e.at, Started: e.at, Ended: e.at,
		},
		Raw: e.raw,
	}
	if c.ingest == nil {
		d.Again = eventAgain
	}
	d.RunData, d.Broken = loose.Payload(f["payload"])
	return d
}
