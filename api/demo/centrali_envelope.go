package demo

import "encoding/json"

// How lists and single objects are wrapped. What the starter app reads is a
// list in "data" with "meta" beside it (STRONG, create-centrali-app 0cd2b8d);
// the SDK declares and documents one more layer (CONFIRMED as a declaration,
// SDK 4.4.4). The faults envelope, lists, single and invoke give the others.

// wireMeta has the keys that orchestrations document and the app reads
// (STRONG): the query says limit, the answer pageSize.
type wireMeta struct {
	Total    int `json:"total"`
	Page     int `json:"page"`
	PageSize int `json:"pageSize"`
}

type object = map[string]any

// runList wraps a page of runs.
func (q *request) runList(rows []wireRun, meta wireMeta) answer {
	switch q.form("envelope") {
	case "1", "array":
		return q.json(200, rows)
	case "3", "nested":
		return q.json(200, object{"data": object{"data": rows, "meta": meta}})
	case "pagination":
		return q.json(200, object{"data": object{"data": rows, "pagination": meta}})
	case "nometa":
		return q.json(200, object{"data": rows})
	default:
		return q.json(200, struct {
			Data []wireRun `json:"data"`
			Meta wireMeta  `json:"meta"`
		}{rows, meta})
	}
}

// plainList wraps the lists of functions and triggers, which are not paged.
func (q *request) plainList(rows any, n int) answer {
	switch q.form("lists") {
	case "bare":
		return q.json(200, rows)
	case "nested":
		return q.json(200, object{"data": object{"data": rows, "meta": wireMeta{n, 1, n}}})
	default:
		return q.json(200, object{"data": rows, "meta": wireMeta{n, 1, n}})
	}
}

// single wraps one object. Bare is the likelier reading (INFERRED: the
// documented objects of other kinds come bare).
func (q *request) single(value any) answer {
	if q.form("single") == "wrapped" {
		return q.json(200, object{"data": value})
	}
	return q.json(200, value)
}

// jobReply answers an invocation. For users of the SDK, data is the job's id
// (STRONG, create-centrali-app), so the body is a bare string or has it in
// "data"; the two forms with jobId follow what rerun documents.
func (q *request) jobReply(job string) answer {
	switch q.form("invoke") {
	case "data":
		return q.json(200, object{"data": job})
	case "job":
		return q.json(200, object{"jobId": job})
	case "data-job":
		return q.json(202, object{"data": object{"jobId": job}})
	case "created":
		return q.json(201, job)
	default:
		return q.json(200, json.RawMessage(quoted(job)))
	}
}
