package demo

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ingestLimit is how large an event may be (docs.flowcore.io; CONFIRMED).
const ingestLimit = 64 << 10

// ingest takes one event, or an array of them
// (npm @flowcore/sdk 1.79.0 and github.com/flowcore-io/bun-webhook-service;
// CONFIRMED). The answer comes at once; the event is stored a moment later.
func (q *request) ingest(path string, many bool) answer {
	refuse := func(status int, message string) answer {
		return q.json(status, object{"error": http.StatusText(status), "message": message})
	}
	if q.http.Method != http.MethodPost {
		return refuse(405, "Method not allowed")
	}
	names := strings.Split(q.http.URL.EscapedPath()[strings.Index(q.http.URL.EscapedPath()[1:], "/")+2:], "/")
	if len(names) != 4 {
		return refuse(404, "Not found: "+path)
	}
	for i := range names {
		names[i], _ = url.PathUnescape(names[i]) // as it is where it is none
	}
	kind := -1
	for i, k := range eventKinds {
		if flowTypes[k.flow].name == names[2] && k.name == names[3] {
			kind = i
		}
	}
	if names[0] != flowTenant || names[1] != q.server.flow.ids.cores[0] || kind < 0 {
		return refuse(404, "Event type not found: "+strings.Join(names, "/"))
	}
	payloads := []json.RawMessage{q.body}
	if many {
		payloads = nil
		if err := json.Unmarshal(q.body, &payloads); err != nil {
			return refuse(400, "Body is no array")
		}
	}
	for _, p := range payloads {
		var is map[string]json.RawMessage
		if err := json.Unmarshal(p, &is); err != nil || is == nil {
			return refuse(400, "Body is no JSON object")
		}
		if len(p) > ingestLimit {
			return refuse(413, "Event is larger than 64 KB")
		}
	}
	ids := make([]string, len(payloads))
	for i, p := range payloads {
		ids[i] = q.server.flow.stage.take(q.accepted(kind, p)).id
		q.job = ids[i]
	}
	if many {
		return q.json(200, object{"eventIds": ids, "success": true})
	}
	return q.json(200, object{"eventId": ids[0], "success": true})
}

// accepted is an event on its way into the store. A time of its own decides in
// which hour it is kept (docs.flowcore.io; CONFIRMED).
func (q *request) accepted(kind int, payload json.RawMessage) flowEvent {
	e := flowEvent{
		at: q.now, seen: q.now + storing, bucket: bucketFor(q.now), kind: kind, payload: payload,
		metadata: map[string]string{"producer": "webhook", "ingested-at": stamp(q.now)},
	}
	if wait, err := time.ParseDuration(q.form("store-delay")); err == nil {
		e.seen = q.now + wait.Milliseconds()
	}
	if raw, err := base64.StdEncoding.DecodeString(q.http.Header.Get("x-flowcore-metadata-json")); err == nil {
		given := map[string]string{}
		if json.Unmarshal(raw, &given) == nil {
			for name, value := range given {
				e.metadata[name] = value
			}
		}
	}
	if t, err := time.Parse(time.RFC3339, q.http.Header.Get("x-flowcore-event-time")); err == nil {
		e.bucket = bucketFor(t.UnixMilli())
		e.metadata["event-time"] = t.UTC().Format(time.RFC3339)
	}
	if t, err := time.Parse(time.RFC3339, q.http.Header.Get("x-flowcore-valid-time")); err == nil {
		e.valid = t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return e
}
