package model

import (
	"testing"
	"time"
)

// sample is a run that every query test starts from: it ran for five minutes
// and was over half an hour before midday.
func sample() *Run {
	return &Run{
		ID: RunID{Profile: "prod", ID: "0192f3aa-77"}, Backend: "centrali", Status: StatusTimeout, StatusText: "TIMED_OUT",
		Function: Ref{ID: "fn_1", Name: "Sync Stock"}, Trigger: Ref{ID: "tr_9", Name: "nightly-sync"},
		Source: "scheduled", JobID: "job-42", FunctionVersion: "7",
		Created: midday.Add(-40 * time.Minute), Started: midday.Add(-35 * time.Minute), Ended: midday.Add(-30 * time.Minute),
		ErrorCode: "E_TIME", ErrorMessage: "Rate limit “größe” exceeded, d=5",
		IsRerun: Some(true), MemoryBytes: Some(int64(64 << 20)),
	}
}

func parse(t *testing.T, text string) Query {
	t.Helper()
	q, err := ParseQuery(text, berlin)
	if err != nil {
		t.Fatalf("ParseQuery(%q): %v", text, err)
	}
	return q
}

func TestQueryMatches(t *testing.T) {
	for _, c := range []struct {
		query string
		want  bool
	}{
		{"", true},
		{"   ", true},
		{"status:timeout", true},
		{"status:Failure,TIMEOUT", true},
		{"status:failure", false},
		{"-status:failure", true},
		{"-status:failure,timeout", false},
		{"STATUS:timeout", true},
		{"status=timed_out", true},
		{"status=time", false},
		{"status~^TIMED", true},
		{"status~^time", true},

		{"fn:stock", true},
		{"fn:FN_1", true},
		{"fn:order,stock", true},
		{"fn:order", false},
		{`fn="Sync Stock"`, true},
		{`fn="sync stock"`, false},
		{"fn=fn_1", true},
		{"fn~^Sync", true},
		{`fn~"^S.* S"`, true},
		{"trigger:nightly", true},
		{"source:sched", true},
		{"source=sched", false},
		{"profile:PROD", true},

		{"id:0192f3", true},
		{"id:77", false},
		{"id=0192f3aa-77", true},
		{"id~77$", true},
		{"job:job-", true},
		{"job:42", false},
		{"version:7", true},

		{`error:"rate limit"`, true},
		{"error:GRÖSSE", false}, // ß and ss are not one letter in simple folding
		{"error:GRÖẞE", true},
		{`error:"exceeded, d"`, true},
		{`error~"d=\d"`, true},
		{`-error~"(?i)rate limit"`, false},
		{"code:e_", true},
		{"code=E_TIME", true},

		{"dur>5s", true},
		{"dur>=5m", true},
		{"dur>5m", false},
		{"dur<=5m", true},
		{"ended<1h", true},
		{"ended>1h", false},
		{"ended>29m", true},
		{"created<7d", true},
		{"created>=2026-11-21T12:20", true},
		{"created>2026-11-21T12:20", false},
		{"created>=2026-11-21T11:20:00Z", true},
		{"started<2026-11-21T12:25+01:00", false},
		{"ended>2026-11-21", true},
		{"ended<2026-11-21", false},
		{`ended>"2026-11-21 12:00"`, true},
		{"mem>=64MB", true},
		{"mem>64MB", false},
		{"mem>1000", true},
		{"mem<0.5GiB", true},
		{"rerun:yes", true},
		{"rerun:no", false},
		{"rerun:no,yes", true},

		{"nightly", true},
		{"NIGHTLY", true},
		{"0192", true},
		{"e_time", true},
		{"job-42", true},
		{"limit", true},
		{"größe", true},
		{`"rate limit"`, true},
		{`"limit rate"`, false},
		{`-"rate limit"`, false},
		{"exceeded,", true},
		{`"d=5"`, true},
		{"scheduled", false},
		{"coupon", false},
		{"-coupon", true},
		{"status:failure,timeout fn:stock dur>5s ended<1h -error~\"rate limit\" exceeded", true},
		{"status:failure,timeout fn:stock dur>5s ended<1h coupon", false},
	} {
		t.Run(c.query, func(t *testing.T) {
			if got := parse(t, c.query).Match(sample(), midday); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestQueryOnUnknownValuesMatchesOnlyWhenNegated(t *testing.T) {
	for _, term := range []string{
		"fn:a", "trigger=a", "source~.", "job:a", "version:1", "error:a", `error:""`, "code:a", "dur>0s", "dur<99d",
		"created<1h", "started>1h", "ended>2020-01-01", "ended<2030-01-01", "mem>0B", "mem<1TB", "rerun:no", "rerun:yes", "word",
	} {
		var r Run
		if parse(t, term).Match(&r, midday) {
			t.Errorf("%s matches", term)
		}
		if !parse(t, "-"+term).Match(&r, midday) {
			t.Errorf("-%s does not match", term)
		}
	}
}

func TestEmptyQuotesMatchWhateverIsKnown(t *testing.T) {
	if !parse(t, `error:""`).Match(sample(), midday) {
		t.Error("a run with an error does not match")
	}
}

func TestDurationOfAnUnfinishedRunCountsUpToNow(t *testing.T) {
	r := &Run{Status: StatusRunning, Started: midday.Add(-10 * time.Second)}
	q := parse(t, "dur>10s")
	if q.Match(r, midday) || !q.Match(r, midday.Add(time.Second)) {
		t.Error("want no match at ten seconds and one at eleven")
	}
}

func TestQueryMovesWithAgesAndDurations(t *testing.T) {
	for _, c := range []struct {
		query string
		want  bool
	}{
		{"", false}, {"status:failure coupon", false}, {"ended>2026-11-21", false}, {"mem>1MB", false},
		{"ended<1h", true}, {"coupon dur>5s", true}, {"created>2026-11-21,1h", true},
	} {
		if got := parse(t, c.query).Moves(); got != c.want {
			t.Errorf("%q moves: got %v", c.query, got)
		}
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	q := parse(t, `status:timeout fn:stock dur>5s ended<1h error~"limit" größe exceeded -coupon`)
	r := sample()
	if !q.Match(r, midday) {
		t.Fatal("want a match")
	}
	if n := testing.AllocsPerRun(100, func() { q.Match(r, midday) }); n != 0 {
		t.Errorf("allocates %v times", n)
	}
}
