package model

import (
	"errors"
	"testing"
)

func TestQueryStringIsNormalised(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"  status:failure,timeout   fn:order ", "status:failure,timeout fn:order"},
		{`STATUS:Failure`, `status:Failure`},
		{`error:"limit"`, `error:limit`},
		{`error:"rate limit","a,b"`, `error:"rate limit","a,b"`},
		{`error:"\d+ \"x\" \\"`, `error:"\\d+ \"x\" \\"`},
		{`fn:a\b`, `fn:a\b`},
		{`-"rate limit"`, `-"rate limit"`},
		{`"coupon"`, `coupon`},
		{`"-coupon"`, `"-coupon"`},
		{`--coupon`, `-"-coupon"`},
		{`"fn:order"`, `"fn:order"`},
		{`it"s`, `"it\"s"`},
		{`a,b`, `a,b`},
		{`error:""`, `error:""`},
		{"größe:x", "größe:x"},
		{"10.0.0.1:8080", "10.0.0.1:8080"},
	} {
		if got := parse(t, c.in).String(); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
		if again := parse(t, c.want).String(); again != c.want {
			t.Errorf("%q becomes %q", c.want, again)
		}
	}
}

func TestQueryErrorsSayWhereAndWhy(t *testing.T) {
	for _, c := range []struct{ query, span, reason, nearest string }{
		{"a fun:x", "fun", "no field “fun”; did you mean “fn”?", "fn"},
		{"statsu:failure", "statsu", "no field “statsu”; did you mean “status”?", "status"},
		{"function:x", "function", "no field “function”; did you mean “fn”?", "fn"},
		{"http://host", "http", "no field “http”; to look for text, put it in quotes", ""},
		{"status:failure,timeot", "timeot", "no status “timeot”; did you mean “timeout”?", "timeout"},
		{"status:fail", "fail", "no status “fail”; did you mean “failure”?", "failure"},
		{"status:PAUSED", "PAUSED", "no status “PAUSED”; the backend's own words go with status=", ""},
		{"status>failure", ">", "“status” takes : = ~, not >", ""},
		{"dur:5s", ":", "“dur” takes > >= < <=, not :", ""},
		{"dur>5", "5", "“5” is no duration such as 5s or 1m30s", ""},
		{"dur=>5s", "=", "“dur” takes > >= < <=, not =", ""},
		{"mem>lots", "lots", "“lots” is no size such as 64MB", ""},
		{"mem>64XB", "64XB", "“64XB” is no size such as 64MB", ""},
		{"ended<soon", "soon", "“soon” is neither an age such as 1h or 7d nor a time such as 2026-11-21T14:00", ""},
		{"rerun:maybe", "maybe", "“rerun” is yes or no, not “maybe”", ""},
		{"rerun~y", "~", "“rerun” takes : =, not ~", ""},
		{"x error~(a", "(a", "not a regular expression: missing closing )", ""},
		{"fn: x", "fn:", "“fn” needs a value", ""},
		{"fn:,x", "fn:", "“fn” needs a value", ""},
		{"fn:x, y", ",", "no value follows the comma", ""},
		{"fn:a,,b", ",", "no value follows the comma", ""},
		{`fn:"a b`, `"a b`, "the closing quote is missing", ""},
		{`fn:"a"b`, `"a"`, "something follows the closing quote", ""},
		{`"a",b`, `"a"`, "something follows the closing quote", ""},
		{`x ""`, `""`, "nothing stands between the quotes", ""},
		{"a -", "-", "nothing follows the “-”", ""},
		{"a\x1b:x", "", "", ""},
		{"mem>\x1b[2J", "\x1b[2J", "“␛[2J” is no size such as 64MB", ""},
	} {
		t.Run(c.query, func(t *testing.T) {
			_, err := ParseQuery(c.query, berlin)
			if c.reason == "" {
				if err != nil {
					t.Fatalf("want a word, got %v", err)
				}
				return
			}
			e, ok := errors.AsType[*QueryError](err)
			if !ok {
				t.Fatalf("want a QueryError, got %v", err)
			}
			if got := c.query[e.From:e.To]; got != c.span || e.Reason != c.reason || e.Nearest != c.nearest {
				t.Errorf("got %q, %q, nearest %q\nwant %q, %q, nearest %q", got, e.Reason, e.Nearest, c.span, c.reason, c.nearest)
			}
		})
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{
		`status:failure,timeout fn:order dur>5s ended<1h -error~"rate limit" coupon`, `created>=2026-11-21T14:00 mem<64MB rerun:yes`,
		`--a "-b" "c:d" error:"\"\\" x"y`, `fn:`, `fn:"`, `-`, `größe -fn~(?i)GRÖSSE`, "\xff:\xfe \u0085a", `id:a,"b c",d`, `status=PAUSED`,
	} {
		f.Add(s)
	}
	runs := []*Run{{}, sample(), {Status: StatusRunning, Started: midday}, {ErrorMessage: "\xff\xfe größe"}}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery(text, berlin)
		if err != nil {
			e, ok := errors.AsType[*QueryError](err)
			if !ok || e.From < 0 || e.From >= e.To || e.To > len(text) || e.Reason == "" {
				t.Fatalf("ParseQuery(%q) = %#v", text, err)
			}
			return
		}
		again, err := ParseQuery(q.String(), berlin)
		if err != nil || again.String() != q.String() || again.Moves() != q.Moves() || again.Empty() != q.Empty() {
			t.Fatalf("%q is written %q, which is read as %q, %v", text, q, again, err)
		}
		for _, r := range runs {
			if q.Match(r, midday) != again.Match(r, midday) {
				t.Fatalf("%q and %q differ on %+v", text, q, r)
			}
		}
	})
}
