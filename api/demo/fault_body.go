package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// spoil answers with a body that is not what it should be.
func (q *request) spoil(f *fault) answer {
	switch f.Name {
	case "empty":
		return answer{status: 200, header: http.Header{"Content-Type": {typeJSON}}}
	case "garbage":
		return answer{status: 200, header: http.Header{"Content-Type": {typeJSON}}, body: []byte("\x00\x1f\x8b}{ not json \xff\xfe\n")}
	case "html":
		return page(200, "Sign in", `<form action="/login"><input name="user"><input name="password" type="password"></form>`)
	case "huge":
		n, ok := size64(f.Value)
		if !ok {
			n = 64 << 20
		}
		return answer{status: 200, header: http.Header{"Content-Type": {typeJSON}}, stream: func(w io.Writer) { pad(w, n) }}
	case "big-run":
		n, ok := size64(f.Value)
		if !ok {
			n = 50 << 20
		}
		return bigRun(q.dispatch(), n)
	case "truncated":
		a := q.dispatch()
		if a.stream != nil {
			return a // sse-cut is for streams
		}
		whole := len(a.body)
		a.body = a.body[:whole/2]
		if f.Value != "json" {
			a.header.Set("Content-Length", strconv.Itoa(whole))
		}
		return a
	case "deep":
		return deepen(q.dispatch())
	case "leak":
		return leak(q.dispatch())
	default:
		return mistype(q.dispatch())
	}
}

func page(status int, title, body string) answer {
	return answer{
		status: status, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body: []byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body>" + body + "</body></html>\n"),
	}
}

// deepLevels is more than encoding/json takes in one value.
const deepLevels = 20000

// deepen puts a deeply nested value where the first row has its data, or into
// a field of its own where there is none.
func deepen(a answer) answer {
	const mark = `"@@deep@@"`
	value, rows, ok := opened(a.body)
	if !ok {
		return a
	}
	target, _ := value.(object)
	if len(rows) > 0 {
		target, _ = rows[0].(object)
	}
	if target == nil {
		return a
	}
	field := "runData"
	if _, has := target["payload"]; has {
		field = "payload"
	}
	target[field] = strings.Trim(mark, `"`)
	deep := strings.Repeat("[", deepLevels) + strings.Repeat("]", deepLevels)
	a.body = bytes.Replace(closed(value), []byte(mark), []byte(deep), 1)
	return a
}

// mistyped says what stands, in place of the right thing, under a name.
var mistyped = object{
	"id": []any{42}, "status": 3, "startedAt": 1763733600123, "endedAt": true, "createdAt": "yesterday", "updatedAt": []any{},
	"isRerun": "yes", "rerunCount": "three", "errorMessage": object{"text": "an object"}, "errorCode": 17,
	"memoryUsage": "lots", "cpuUsage": []any{1, 2}, "triggerId": object{}, "executionSource": 9,
	"run_id": 42, "created_at": "yesterday", "started_at": 1763733600123, "completed_at": []any{}, "error": 17, "current_attempt_no": "two",
	"is_active": "true", "config": "none", "thread_id": 9, "latest_seq": "many",
	"timeoutMs": "60s", "flowType": 9, "eventType": object{}, "metadata": "none", "validTime": false, "payload": []any{1}, "enabled": "true", "triggerMetadata": "none", "name": 7, "description": false,
}

// mistype gives fields wrong types: each row another half of those that are
// not null, so that no row is right and none is wrong throughout, but for the
// ids of even rows. The third row is no object at all.
func mistype(a answer) answer {
	value, rows, ok := opened(a.body)
	if !ok {
		return a
	}
	spoil := func(row object, turn int) {
		for name, wrong := range mistyped {
			if old, has := row[name]; has && old != nil && (len(name)+turn)%2 == 1 {
				row[name] = wrong
			}
		}
	}
	for i, row := range rows {
		if o, is := row.(object); is {
			spoil(o, i)
		}
	}
	if len(rows) > 2 {
		rows[2] = "a run that is only a word"
	}
	if single, is := value.(object); is && rows == nil {
		if inner, wrapped := single["data"].(object); wrapped {
			single = inner
		}
		spoil(single, 0)
	}
	a.body = closed(value)
	return a
}

// opened decodes a body, numbers as spelled, and finds its rows in whatever
// envelope they came.
func opened(body []byte) (value any, rows []any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&value) != nil {
		return nil, nil, false
	}
	inner := value
	for range 3 {
		switch v := inner.(type) {
		case []any:
			return value, v, true
		case object:
			inner = v["data"]
			for _, name := range []string{"items", "events"} { // as the other wires call them
				if rows, named := v[name].([]any); named {
					inner = rows
				}
			}
		}
	}
	return value, nil, true
}

func closed(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic("demo: what was decoded does not encode: " + err.Error())
	}
	return b.Bytes()
}
