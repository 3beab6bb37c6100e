package ui

import "testing"

func TestShapesDifferInKeysAndKinds(t *testing.T) {
	for want, pair := range map[string][2]string{
		"":                    {`{"a":1,"b":[{"c":1}]}`, `{"b":[{"d":1}],"a":2}`},
		"without .b, with .c": {`{"a":1,"b":2}`, `{"a":1,"c":3}`},
		"a string at .a.b":    {`{"a":{"b":1}}`, `{"a":{"b":"1"}}`},
		"null at .a":          {`{"a":{"b":1}}`, `{"a":null}`},
		"with .b, with .c, with .d, with .e, with .f, with .g, …": {`{}`, `{"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1}`},
	} {
		if got := reshaped([]byte(pair[0]), []byte(pair[1])); got != want {
			t.Errorf("%s to %s is %q, want %q", pair[0], pair[1], got, want)
		}
	}
}
