package mask

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// whole takes out the bars that keep scanners of source code from taking the
// samples below for somebody's keys.
func whole(s string) string { return strings.ReplaceAll(s, "¦", "") }

// secrets are texts with what must not be left of them. Where there is no
// second one, all of it is the secret. Texts that begin as JSON are read so.
var secrets = [...]struct{ name, text, secret string }{
	{"password by name", `{"password":"hunter2"}`, "hunter2"},
	{"password in camel case", `{"dbPassword":"no way jose"}`, "no way jose"},
	{"password as a number", `{"pin":4711,"cvv":123}`, "4711"},
	{"password by a short name", `{"smtp":{"user":"x","pass":"tiger"}}`, "tiger"},
	{"client secret", `{"client_secret":"abcd-efgh"}`, "abcd-efgh"},
	{"token by name", `{"refreshToken":"not.random.at-all"}`, "not.random.at-all"},
	{"key of a header", `{"headers":{"X-Api-Key":"plainword"}}`, "plainword"},
	{"cookie header", `{"headers":{"Cookie":"sid=s1; theme=dark"}}`, "sid=s1"},
	{"set-cookie headers", `{"Set-Cookie":["a=1; Path=/","b=two2; HttpOnly"]}`, "two2"},
	{"all below credentials", `{"credentials":{"user":"root","extra":["deep one"]}}`, "deep one"},
	{"name and value apart", `[{"name":"Authorization","value":"Token qwerty"}]`, "qwerty"},
	{"headers as Node has them", `{"rawHeaders":["Host","x","Authorization","Bearer q1"]}`, "q1"},
	{"JSON in a string", `{"body":"{\"user\":{\"password\":\"hunter2\"}}"}`, "hunter2"},
	{"JSON in a string in a string", `{"a":"{\"b\":\"{\\\"secret\\\":\\\"opensesame\\\"}\"}"}`, "opensesame"},
	{"JSON in an error", `POST /login answered 400: {"error":"bad","echo":{"passwd":"hunter2"}} twice`, "hunter2"},
	{"JSON that is cut off", `invalid: {"user":"x","password":"hunter2","note":"and so o`, "hunter2"},
	{"escaped JSON that is cut off", `body was "{\"api_key\":\"key 1 2 3\",\"x\":`, "key 1 2 3"},
	{"bearer", `401 for Authorization: Bearer abc.def-123`, "abc.def-123"},
	{"bearer alone", `sent bearer 0a1b2c3d4e5f`, "0a1b2c3d4e5f"},
	{"basic", `curl -H 'Authorization: Basic dXNlcjpwYXNzd29yZA=='`, "dXNlcjpwYXNzd29yZA"},
	{"basic alone", `Proxy said: Basic dXNlcjpwYXNzd29yZA== was refused`, "dXNlcjpwYXNzd29yZA"},
	{"cookie in a log line", "GET / HTTP/1.1\r\nCookie: session=abc; b=c d\r\nAccept: */*", "session=abc; b=c d"},
	{"JSON web token", `token was eyJ¦hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWhlcmU`, "c2lnbmF0dXJl"},
	{"JSON web token, unsigned", `eyJ¦hbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.`, "eyJzdWIiOiIxMjM0In0"},
	{"AWS access key", `using AKIA¦IOSFODNN7EXAMPLE in eu-west-1`, "AKIA¦IOSFODNN7EXAMPLE"},
	{"AWS secret by name", `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY¦EXAMPLEKEY`, "wJalrXUtnFEMI"},
	{"AWS secret alone", `signed with wJalrXUtnFEMI/K7MDENG/bPxRfiCY¦EXAMPLEKEY today`, "wJalrXUtnFEMI"},
	{"private key", "key:\n-----BEGIN RSA ¦PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA ¦PRIVATE KEY-----\nend", "MIIEow\nIBAAKC"},
	{"private key in JSON", `{"pem":"-----BEGIN ¦PRIVATE KEY-----\nMIIEvQ\n-----END ¦PRIVATE KEY-----"}`, "MIIEvQ"},
	{"private key that is cut off", "-----BEGIN OPENSSH ¦PRIVATE KEY-----\nb3BlbnNzaC1r", "b3BlbnNzaC1r"},
	{"password in a URL", `connect ECONNREFUSED postgres://app:s3cr3t@db.example:5432/orders`, "s3cr3t"},
	{"password with signs in a URL", `redis://:p/w@x#1@cache:6379`, "1@cache"},
	{"password with all signs in a URL", `postgres://me:a/b@ss:w0rd@db.example:5432/orders`, "ss:w0"},
	{"token in a URL", `git clone https://0123456789abcdef@git.example/x.git`, "0123456789abcdef@"},
	{"secret in a query", `GET https://h/x?a=1&access_token=plain-one&b=2`, "plain-one"},
	{"key in a query", `https://maps.example/api?key=abcdefghijklmn&q=x`, "abcdefghijklmn"},
	{"signed address", `https://acct.blob.example/c/f?sv=2022&sig=J8%2Bq1Zr9s8d7f6g5h4j3k2l1%3D`, "J8%2Bq1Zr9s8d7f6g5h4j3k2l1"},
	{"form", `grant_type=client_credentials&client_secret=abc%20def&scope=x`, "abc%20def"},
	{"flag of a command", `exit 1: mysql --user root --password tiger --host db`, "tiger"},
	{"setting", `DB_PASSWORD=tiger\nDB_HOST=db`, "tiger"},
	{"connection string", `Server=db;Uid=sa;Pwd=letmein;Database=x`, "letmein"},
	{"storage account", `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9vYmFyYmF6==;`, "Zm9vYmFyYmF6"},
	{"password in a sentence", `Login of bob failed: wrong password "Correct Horse"`, "Correct Horse"},
	{"password that begins as a variable does", `{"password":"$ummer2024!"}`, "$ummer2024"},
	{"password as a template begins", `password={{hunter22`, "hunter22"},
	{"password told", `the password is Tr0ub4dor`, "Tr0ub4dor"},
	{"password after a colon", `user: bob, password: tiger`, "tiger"},
	{"GitHub", `gh¦p_16C7e42F292c6912E7710c838347Ae178B4a`, ""},
	{"GitHub, fine", `github¦_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ`, ""},
	{"GitLab", `gl¦pat-aBcDeFgHiJkLmNoPqRsT`, ""},
	{"Slack", `xo¦xb-123456789012-abcdefABCDEF`, ""},
	{"Slack's address", `https://hooks.slack.com/services/T0000¦0000/B00000000/abcdefghijklmnopqrstuvwx`, "abcdefghijklmnopqrstuvwx"},
	{"Stripe", `sk¦_live_4eC39HqLyjWDarjtT1zdp7dc`, ""},
	{"webhook secret", `wh¦sec_aBcDeFgHiJkLmNoPqRsTuVwX`, ""},
	{"Google", `AI¦zaSyA-1234567890abcdefghijklmnopqrstu`, ""},
	{"OpenAI", `sk¦-proj-abcdefghij1234567890ABCDEFGHIJ`, ""},
	{"Anthropic", `sk¦-ant-api03-abcdefghij1234567890ABCDEFGHIJ`, ""},
	{"SendGrid", `S¦G.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG`, ""},
	{"npm", `np¦m_abcdefghijklmnopqrstuvwxyz0123456789`, ""},
	{"DigitalOcean", `do¦p_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef`, ""},
	{"Vault", `hv¦s.CAESIJabcdefghijklmnopqrstuvwxyz`, ""},
	{"Telegram", `123456789:AAH¦abcdefghijklmnopqrstuvwxyz012345`, ""},
	{"Centrali's client secret", `sk_¦0123456789abcdef`, ""},
	{"Flowcore's API key", `fc_¦0123_456789abcdef`, ""},
	{"long random text", `state dGhpcyBpcyBub3QgYSByZWFsIGtleQ9fK2xQz8Wm`, "dGhpcyBpcyBub3Qg"},
	{"random letters and digits", `key of 8f3k29dk20sl49fj20ak38dk10xm47qz for it`, "8f3k29dk20sl49fj20ak38dk10xm47qz"},
	{"long hexadecimal", `seed 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 used`, "9f86d081884c7d65"},
	{"card number", `card 4111 1111 1111 1111 was declined`, "4111 1111 1111 1111"},
	{"card number in JSON", `{"card":{"number":5555555555554444}}`, "5555555555554444"},
	{"American Express", `{"n":"378282246310005"}`, "378282246310005"},
	{"e-mail address", `no such user: zoe.kettle+shop@mail.example.com`, "zoe.kettle"},
	{"secret as a key", `{"sessions":{"gh¦p_16C7e42F292c6912E7710c838347Ae178B4a":1}}`, "16C7e42F292c6912"},
	{"invisible signs beside it", "password=\u200bhunter22\u202e", "hunter22"},
}

// innocent are texts in which nothing is to be masked.
var innocent = [...]string{
	`Unexpected token < in JSON at position 0`,
	`Unexpected token 'export'`,
	`SyntaxError: Unexpected token: punc (})`,
	`Invalid token: expired at 2026-11-21T14:02:08Z`,
	`token expired`,
	`Missing required header: Authorization`,
	`401 Unauthorized: Authorization header is missing`,
	`password must be at least 12 characters`,
	`password is required`,
	`Password: required`,
	`the secret "is not set" in this environment`,
	`bearer authentication is not supported`,
	`Basic authentication failed`,
	`{"max_tokens":1024,"tokens":512,"total_tokens":1536,"prompt_tokens":7}`,
	`{"token_type":"bearer","expires_in":3600,"token_endpoint":"https://auth.example/oidc/token"}`,
	`{"nextPageToken":"page-2","cursor":"a0b1c2"}`,
	`{"hasPassword":true,"passwordChangedAt":"2026-11-21T14:02:08Z","passwordless":false}`,
	`{"password":null,"secret":"","token":"***","apiKey":"[REDACTED]"}`,
	`{"password":"${DB_PASSWORD}","token":"{{token}}"}`,
	`{"primaryKey":"order-7","idempotency_key":"order-7-1","sortKey":"createdAt"}`,
	`{"author":"bob","authority":"city","authenticated":true}`,
	`{"cookieCount":3,"secretName":"prod/db","secretArn":"arn:aws:secretsmanager:eu-west-1:1:secret:x"}`,
	`{"id":"0192f3ab-7c1d-7a2b-9c3d-1e2f3a4b5c6d","jobId":"job_ec14drsjretmd9eco2gm"}`,
	`{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`,
	`{"functionCodeHash":"aa6aa85e6faa13792fe36ad60714e73fa58d654a5b5e2b21b9dadc93a7898e9d"}`,
	`{"etag":"W/\"5f2-Xk3Qz9TbP7vL2mN8rS4wY6uJ1cH\""}`,
	`digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`,
	`commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12`,
	`trace 4bf92f3577b34da6a3ce929d0e0e4736`,
	`at processOrderHandlerFactory (/srv/app/node_modules/@scope/checkout-core/dist/handlers/processOrder2.js:104:17)`,
	`at Object.InternalServerErrorExceptionHandlerV2FactoryBean.create (Main.java:12)`,
	`https://api.example.com:8443/v1/orders/7?expand=items&sort=createdAt`,
	`see https://medium.example/@user/how-to`,
	`GET http://127.0.0.1:8080/@fs/src/index.ts`,
	`picture@2x.png is too large`,
	`git@github.example:org/repo.git could not be read`,
	`react@18.2.0 and @types/node@20.1.0`,
	`order 4111111111111112 is not there`,
	`{"gateway":{"id":4111111111111111}}`,
	`1763733728123 ms since 1970`,
	`0000 0000 0000 0000`,
	`{"price":0.1000,"ean":12345678901234567890,"exact":9007199254740993}`,
	`AKIA is how they begin`,
	`COUPON SUMMER-10 expired at checkout step 3`,
	`ERR_HTTP2_STREAM_CANCEL_WITH_ERROR_CODE_0x8`,
	`/var/www/releases/20261121140208/Components/Checkout/Step3/Index.tsx`,
	`الطلب 42830: العنوان غير مكتمل`,
	`{"note":"全角ＡＢＣ","emoji":"👩🏽‍🚀","html":"<script>alert('&')</script>"}`,
	`2026-11-21T14:02:08.123456789Z eu-central-1a i-0abcd1234efgh5678`,
	`{"key":"value","name":"token","fields":["password","email"]}`,
	`{"signatureAlgorithm":"HS256","authType":"oauth2","pinCount":3}`,
	`node --max-old-space-size 4096 --token-limit 10`,
	`Counter{name="http_requests_total",code="500"} 17`,
}

func mask(m *Masker, text string) string {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		if out, ok := m.JSON("output", []byte(text)); ok {
			return string(out)
		}
	}
	return m.Text("error", text)
}

func TestSecretsOfEveryFormAreMaskedAndListed(t *testing.T) {
	if len(secrets) < 40 {
		t.Fatalf("there are only %d", len(secrets))
	}
	for _, c := range secrets {
		text, secret := whole(c.text), whole(c.secret)
		if secret == "" {
			secret = text
		}
		m := New()
		got := mask(m, text)
		if strings.Contains(got, secret) || !strings.Contains(got, "[masked 1: ") || len(m.Found()) == 0 {
			t.Errorf("%s: %s\nbecame %s\n%+v", c.name, text, got, m.Found())
		}
		if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) && !json.Valid([]byte(got)) {
			t.Errorf("%s: no longer JSON: %s", c.name, got)
		}
	}
}

func TestWhatIsNoSecretStays(t *testing.T) {
	if len(innocent) < 40 {
		t.Fatalf("there are only %d", len(innocent))
	}
	for _, text := range innocent {
		m := New()
		if got := mask(m, text); got != text || len(m.Found()) > 0 {
			t.Errorf("%s\nbecame %s\n%+v", text, got, m.Found())
		}
	}
}

func TestSecretFoundOnceIsMaskedWhereverElseItStands(t *testing.T) {
	m := New()
	both := func() (string, string) {
		errorText := m.Text("error", "login with correct-horse/1 failed at https://h/correct-horse%2F1/x")
		out, _ := m.JSON("output", []byte(`{"user":"bob","password":"correct-horse/1"}`))
		return errorText, string(out)
	}
	both()
	m.Again()
	errorText, out := both()
	if strings.Contains(errorText, "horse") || strings.Contains(out, "horse") {
		t.Errorf("left: %s, %s", errorText, out)
	}
	if strings.Count(errorText, "[masked 1: password]") != 2 || strings.Count(errorText, "[masked") != 2 || !strings.Contains(out, "[masked 1: password]") {
		t.Errorf("the same secret has several numbers: %s, %s", errorText, out)
	}
	for _, f := range m.Found() {
		if f.Path == "" || f.Reason == "" || f.Number == 0 {
			t.Errorf("a place is not told: %+v", f)
		}
	}
}

func TestHostOfAURLStaysWhereItsPasswordGoes(t *testing.T) {
	got := New().Text("error", "dial postgres://app:p%40ss.w0rd@db.example.com:5432/orders: refused")
	if want := "dial postgres://[masked 1: password in a URL]@db.example.com:5432/orders: refused"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPlacesToKeepAreKeptAndMistypedOnesAreTold(t *testing.T) {
	m := New("output.user.token", "output.items[1]", "error#1", "output.usr")
	out, _ := m.JSON("output", []byte(`{"user":{"token":"abcd1234","tokens":["x1y2z3"]},"items":[{"password":"one"},{"password":"two"}]}`))
	if want := `{"user":{"token":"abcd1234","tokens":["[masked 1: tokens]"]},"items":[{"password":"[masked 2: password]"},{"password":"two"}]}`; string(out) != want {
		t.Errorf("got  %s\nwant %s", out, want)
	}
	if got := m.Text("error", "password=first&password=second"); got != "password=first&password=[masked 3: password]" {
		t.Errorf("got %s", got)
	}
	if got := m.Unused(); !slices.Equal(got, []string{"output.usr"}) {
		t.Errorf("unused: %v", got)
	}
}

func TestPathsThatAreListedAreThoseThatKeepTakes(t *testing.T) {
	for _, c := range secrets {
		text := whole(c.text)
		m := New()
		mask(m, text)
		var keep []string
		for _, f := range m.Found() {
			keep = append(keep, f.Path)
		}
		again := New(keep...)
		got := mask(again, text)
		if len(again.Found()) > 0 || strings.Contains(got, "[masked") {
			t.Errorf("%s: keeping %q leaves %s", c.name, keep, got)
		}
	}
}

func TestJSONKeepsItsOrderItsNumbersAndItsRepeatedKeys(t *testing.T) {
	const text = `{"b":1E-400,"a":-0.0,"a":12345678901234567890,"":[],"c":{},"d":null,"e":[true,false],"<&>":"é\u2028"}`
	got, ok := New().JSON("output", []byte(text))
	if want := strings.ReplaceAll(text, `é\u2028`, `é\u2028`); !ok || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ok := New().JSON("output", []byte(`{"a":1} x`)); ok {
		t.Error("no JSON was taken for some")
	}
}

func TestDeepJSONIsMaskedToItsBottom(t *testing.T) {
	const levels = 20_000
	out, ok := New().JSON("output", []byte(strings.Repeat(`{"in":[`, levels)+`{"password":"hunter2"}`+strings.Repeat(`]}`, levels)))
	if !ok || strings.Contains(string(out), "hunter2") {
		t.Errorf("%t, %d bytes", ok, len(out))
	}
}

func TestOffMasksNothing(t *testing.T) {
	m := Off()
	if got := m.Text("error", "password=hunter2"); got != "password=hunter2" {
		t.Errorf("got %s", got)
	}
	if got, ok := m.JSON("output", []byte(`{"password":"hunter2"}`)); !ok || string(got) != `{"password":"hunter2"}` {
		t.Errorf("got %s", got)
	}
}

func TestNothingIsAnsweredOnceNobodyWaits(t *testing.T) {
	given := make(chan struct{})
	m := New()
	m.Until(given)
	const text = `{"a":{"password":"hunter2"},"pin":4711}`
	if got, _ := m.JSON("output", []byte(text)); !strings.Contains(string(got), "[masked") {
		t.Errorf("before: %s", got)
	}
	close(given)
	if got, ok := m.JSON("output", []byte(text)); !ok || len(got) > 0 {
		t.Errorf("JSON: %t, %s", ok, got)
	}
	if got := m.Text("error", text) + m.Value("run.note", "note", text); got != "" {
		t.Errorf("texts: %s", got)
	}
}

func FuzzMaskNeverPanicsAndKeepsJSON(f *testing.F) {
	for _, c := range secrets {
		f.Add(whole(c.text))
	}
	for _, text := range innocent {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := New()
		m.Text("error", text)
		out, ok := m.JSON("output", []byte(text))
		if ok && !json.Valid(out) {
			t.Errorf("%q became %q", text, out)
		}
		m.Again()
		m.Text("error", text)
	})
}
