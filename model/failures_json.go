package model

import "strings"

// jsonField is a field of an error in JSON that is the same each time the
// same goes wrong.
type jsonField uint8

// The fields, in the order in which a template has them. Of a kind with
// several names the first that is met counts.
const (
	jsonStatus jsonField = iota
	jsonCode
	jsonType
	jsonMessage
	jsonTitle
	jsonDetail
	jsonFields
)

// fieldOf says what kind of field a key names.
func fieldOf(key string) (jsonField, bool) {
	switch key {
	case "status", "statusCode", "status_code", "httpStatus", "http_status":
		return jsonStatus, true
	case "code", "errorCode", "error_code", "errcode", "reason", "faultcode":
		return jsonCode, true
	case "type", "errorType", "error_type", "__type", "exception", "name", "kind":
		return jsonType, true
	case "message", "msg", "errorMessage", "error_message", "error", "err", "Message":
		return jsonMessage, true
	case "title", "error_description", "summary":
		return jsonTitle, true
	case "detail", "details", "description":
		return jsonDetail, true
	}
	return 0, false
}

// jsonDepth is how deep an error may be wrapped: {"error":{"error":{…}}}.
const jsonDepth = 4

// json takes a message that is JSON from at on. It reports false where no
// field of it is known; what was cut off in the middle is taken as far as it
// goes.
func (t *template) json(message string, at int) bool {
	var found [jsonFields]string
	any, depth, key := false, 0, ""
	isKey := true
	for i := at; i < len(message); {
		switch c := message[i]; c {
		case '{':
			depth++
			isKey, key = true, ""
			i++
		case '}':
			if depth--; depth == 0 {
				i = len(message)
			}
			i++
		case ',':
			isKey, key = true, ""
			i++
		case ':':
			isKey = false
			i++
		case '"':
			end := i + 1
			for end < len(message) && message[end] != '"' {
				if message[end] == '\\' {
					end++
				}
				end++
			}
			text := message[i+1 : min(end, len(message))]
			if isKey {
				key = text
			} else {
				any = note(&found, key, text, depth) || any
			}
			i = end + 1
		default:
			end := i
			for end < len(message) && strings.IndexByte(",:{}[]\" \t\r\n", message[end]) < 0 {
				end++
			}
			if !isKey && end > i && asciiClass[c]&digitByte != 0 {
				any = note(&found, key, message[i:end], depth) || any
			}
			i = max(end, i+1)
		}
	}
	if !any {
		return false
	}
	t.scan(message[:at])
	if found[jsonMessage] != "" || found[jsonTitle] != "" {
		found[jsonDetail] = "" // prose about this one case
	}
	for field, text := range found {
		if text == "" {
			continue
		}
		t.space()
		if field := jsonField(field); field == jsonStatus || field == jsonCode || field == jsonType {
			t.keep(text)
		} else {
			t.scan(unescaped(text))
		}
	}
	return true
}

// unescaped is the text of a JSON string as far as the scanner cares: quotes
// are quotes, and no line of a stack follows.
func unescaped(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	s, _, _ = strings.Cut(s, `\n`)
	return strings.ReplaceAll(s, `\"`, `"`)
}

func note(found *[jsonFields]string, key, text string, depth int) bool {
	field, known := fieldOf(key)
	if !known || depth > jsonDepth || text == "" || found[field] != "" {
		return false
	}
	found[field] = text
	return true
}
