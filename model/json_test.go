package model

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzValidJSON holds it against encoding/json, which is right as deep as it
// goes.
func FuzzValidJSON(f *testing.F) {
	for _, seed := range []string{
		``, ` `, `null`, `nul`, `nullx`, `true`, `false `, ` "a" `, `"a`, `"\u00e9\n\/"`, `"\x"`, `"\u12g4"`, `"\u123`, `"\`, "\"\n\"",
		"\"\xff\"", `0`, `-0`, `01`, `-`, `1.`, `1.5e`, `1.5e+10`, `1E400`, `.5`, `+1`, `1 2`, `[]`, `[ ]`, `[1,]`, `[,1]`, `[1 2]`, `[[],{}]`, `[}`, `{]`,
		`{}`, `{ }`, `{"a":1}`, `{"a" : [1, {"b":null}] , "c":"d"}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `{1:1}`, `{"a":1 "b":2}`, `{"a":1}}`, `[[[]]`, `]`, `:`,
		strings.Repeat("[", 200) + strings.Repeat("]", 200), strings.Repeat(`{"a":[`, 99) + strings.Repeat("]}", 99),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 9000 && ValidJSON(b) != json.Valid(b) {
			t.Errorf("%q: encoding/json says %v", b, json.Valid(b))
		}
	})
}

func TestValidJSONGoesAsDeepAsTheValue(t *testing.T) {
	const deep = 3_000_000
	text := strings.Repeat("[", deep) + strings.Repeat("]", deep)
	if !ValidJSON([]byte(text)) {
		t.Error("arrays")
	}
	if ValidJSON([]byte(text[:len(text)-1])) || ValidJSON([]byte(text+"]")) {
		t.Error("brackets that do not pair")
	}
	if text = strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep); !ValidJSON([]byte(text)) {
		t.Error("objects")
	}
}
