package model

import (
	"slices"
	"testing"
)

func TestLinksEndWhereTheSentenceGoesOn(t *testing.T) {
	for text, want := range map[string][]string{
		"POST https://pay.example.com/v2/charges: 504":                          {"https://pay.example.com/v2/charges"},
		"see (http://a.example/b_(c)?d=1&e=%20#f).":                             {"http://a.example/b_(c)?d=1&e=%20#f"},
		`{"url":"https://a.example","next":"http://b.example:8080/"}`:           {"https://a.example", "http://b.example:8080/"},
		"xhttp://no.example httpx://no https:/no http:// https://.":             nil,
		"at https://a.example/x.js:12:3, then":                                  {"https://a.example/x.js:12:3"},
		"https://[2001:db8::1]/x] https://münchen.example":                      {"https://[2001:db8::1]/x", "https://m"},
		"a\u202ehttps://a.example\x1b[2J HTTP://SHOUTED.example https://b.test": {"https://a.example", "https://b.test"},
	} {
		var got []string
		for _, l := range Links(text) {
			got = append(got, text[l[0]:l[1]])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}
