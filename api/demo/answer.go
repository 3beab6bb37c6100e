package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// answer is what a handler gives back. Handlers do not write to the
// connection themselves, so that faults can change or withhold what they say.
type answer struct {
	status int
	header http.Header
	body   []byte
	stream func(io.Writer)           // writes what is too large to hold, instead of body
	reset  bool                      // afterwards the connection is reset
	raw    string                    // said instead of any HTTP
	socket func(http.ResponseWriter) // shakes hands and talks, instead of an answer
}

const typeJSON = "application/json; charset=utf-8"

// json makes an answer of a value.
func (q *request) json(status int, value any) answer {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic("demo: an answer does not marshal: " + err.Error())
	}
	return answer{status: status, header: http.Header{"Content-Type": {typeJSON}}, body: b.Bytes()}
}

// wireError is the error body common to all of the service (CONFIRMED,
// docs.centrali.dev/guides/error-handling).
type wireError struct {
	Error      string       `json:"error"`
	Message    string       `json:"message"`
	Details    []wireDetail `json:"details,omitempty"`
	Code       string       `json:"code,omitempty"`
	RetryAfter int          `json:"retryAfter,omitempty"`
	RequestID  string       `json:"requestId"`
}

type wireDetail struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (q *request) fail(status int, title, code, message string) answer {
	if isFlowcore(q.http.URL.Path) {
		return q.flowFail(status, strings.ToUpper(strings.ReplaceAll(title, " ", "_")), message)
	}
	return q.json(status, wireError{Error: title, Message: message, Code: code, RequestID: q.requestID})
}

func (q *request) notFound(what, id string) answer {
	return q.fail(404, "Not Found", "NOT_FOUND", fmt.Sprintf("%s %s not found", what, id))
}

// invalid is the answer to a request that names something wrong.
func (q *request) invalid(field, message string) answer {
	return q.json(400, wireError{
		Error: "Validation Failed", Message: message, Code: "VALIDATION_ERROR",
		Details: []wireDetail{{field, message}}, RequestID: q.requestID,
	})
}

// notAllowed is the answer to a path that exists with other methods.
func (q *request) notAllowed(allowed []string) answer {
	a := q.fail(405, "Method Not Allowed", "METHOD_NOT_ALLOWED", q.http.Method+" is not allowed here")
	a.header.Set("Allow", strings.Join(allowed, ", "))
	return a
}

// read decodes the body, which may be missing, into a struct.
func (q *request) read(into any) *answer {
	if len(bytes.TrimSpace(q.body)) == 0 {
		return nil
	}
	if err := json.Unmarshal(q.body, into); err != nil {
		bad := q.fail(400, "Bad Request", "INVALID_JSON", "Request body could not be read: "+err.Error())
		return &bad
	}
	return nil
}
