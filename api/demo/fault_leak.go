package demo

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// planted are secrets of every sort by which the fault "leak" is told. None
// of them opens anything. They are put together here so that scanners of
// source code do not take them for somebody's.
var planted = [...]string{
	"planted-correct-horse", "planted-db/p@ss:w0rd", "planted.client.secret.9",
	"AKIA" + "PLANTEDKEY7EXAMP", "wJalrPLANTEDXUtnFEMI/K7MDENG/bPxRfiCYKEY",
	"eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmU",
	"ghp_" + "planted42F292c6912E7710c838347Ae178B4a", "sk_live_" + "planted4eC39HqLyjWDarj",
	"xoxb-" + "123456789012-plantedabcdef", "AIza" + "SyA-planted7890abcdefghijklmnopqrs",
	"MIIEplantedpowIBAAKCAQEA7bq9", "planted-session-c00kie", "4111 1111 1111 1111", "5555555555554444",
	"planted.person@mail.example.com", "9c1fplanted8b7e6d5c4b3a29180f7e6d",
	"pLaNtEd7dGhpcyBpcyBub3QgYSBrZXk9fK2xQz8Wm",
}

// Planted are the secrets that the fault "leak" puts into runs, in every
// spelling in which they stand there.
func Planted() []string {
	all := planted[:]
	for _, s := range planted {
		all = append(all, url.QueryEscape(s), strings.ReplaceAll(s, `"`, `\"`))
	}
	return append(all, base64.StdEncoding.EncodeToString([]byte("planted:planted-correct-horse")))
}

// leakedError is what a careless function throws.
func leakedError() string {
	p := planted
	return "Error: POST https://planted:" + url.QueryEscape(p[1]) + "@api.example.com/v1/pay?access_token=" + url.QueryEscape(p[2]) + " answered 401\n" +
		`  request headers: {"Authorization":"Bearer ` + p[5] + `","Cookie":"sid=` + p[11] + `; theme=dark","X-Api-Key":"` + p[15] + "\"}\n" +
		"  Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("planted:"+p[0])) + "\n" +
		"  aws: " + p[3] + " / " + p[4] + ", card " + p[12] + " of " + p[14] + "\n" +
		"  tried " + p[6] + " then " + p[7] + " then " + p[8] + "\n" +
		"-----BEGIN RSA " + "PRIVATE KEY-----\n" + p[10] + "\n-----END RSA " + "PRIVATE KEY-----\n" +
		"    at login (index.js:12:9) with " + p[0] + ", session " + p[5] + " and state " + p[16]
}

// leakedData is what it returns, or was given.
func leakedData() object {
	p := planted
	return object{
		"user": object{"name": "planted", "password": p[0], "email": p[14]},
		"dsn":  "postgres://planted:" + p[1] + "@db.example:5432/orders",
		"request": object{
			"headers": []any{object{"name": "Authorization", "value": "Token " + p[15]}, object{"name": "Accept", "value": "*/*"}},
			"body":    `{"client_secret":"` + p[2] + `","nested":"{\"token\":\"` + p[6] + `\"}"}`,
			"url":     "https://maps.example.com/api?key=" + p[9] + "&q=kettle",
		},
		"env":        object{"AWS_ACCESS_KEY_ID": p[3], "AWS_SECRET_ACCESS_KEY": p[4], "STRIPE": p[7], "SLACK": p[8], "HOME": "/srv/app"},
		"rawHeaders": []any{"Host", "example.com", "Cookie", "sid=" + p[11]},
		"card":       object{"number": 5555555555554444, "brand": "mastercard"},
		"cards":      []any{p[12], p[13]},
		"pem":        "-----BEGIN RSA " + "PRIVATE KEY-----\n" + p[10] + "\n-----END RSA " + "PRIVATE KEY-----",
		"by":         object{p[6]: "the key of a map"},
		"orderId":    48213,
	}
}

// leak puts planted secrets into the runs of an answer: into what a run says of
// itself as well as into what it returned, was given and failed with.
func leak(a answer) answer {
	value, rows, ok := opened(a.body)
	if !ok {
		return a
	}
	if single, is := value.(object); is && rows == nil {
		if inner, wrapped := single["data"].(object); wrapped {
			single = inner
		}
		rows = []any{single}
	}
	for _, row := range rows {
		o, _ := row.(object)
		if _, is := o["runData"]; is {
			o["runData"], o["errorMessage"], o["errorCode"] = leakedData(), leakedError(), "HTTP_401"
			o["rerunReason"], o["createdBy"] = "password="+planted[0], planted[14]
		}
		if _, is := o["run_id"]; is {
			o["input"], o["output"] = leakedData(), leakedData()
			o["error"] = object{"code": "HTTP_401", "message": leakedError()}
		}
	}
	a.body = closed(value)
	return a
}
