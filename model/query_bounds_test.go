package model

import (
	"testing"
	"time"
)

func TestTheStatusesAQueryLeaves(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "all",
		"status:completed":       "completed",
		"status:failure,timeout": "failure,timeout",
		"status:failure,timeout fn:x status:timeout":     "timeout",
		"status:failure status:timeout":                  "",
		"-status:failure":                                "all",
		"-status:failure status:failure,running":         "running,failure",
		"status=failure":                                 "all",
		"status~fail":                                    "all",
		"completed":                                      "all",
		"status:unknown":                                 "unknown",
		"status:completed,pending -error:x created<1h x": "pending,completed",
	} {
		q, err := ParseQuery(text, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		set, some := q.Statuses()
		got := set.String()
		if !some {
			got = "all"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestTheTimeBeforeWhichAQueryMatchesNothing(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                          {},
		"created<3h":                now.Add(-3 * time.Hour),
		"created<=3h":               now.Add(-3 * time.Hour),
		"created>3h":                {},
		"created>2026-11-21":        now.Add(-12 * time.Hour),
		"created>=2026-11-21T11:00": now.Add(-time.Hour),
		"created<2026-11-21":        {},
		"created<3h,1d":             now.Add(-24 * time.Hour),
		"created<3h created<1h":     now.Add(-time.Hour),
		"created<3h created>1h x":   now.Add(-3 * time.Hour),
		"-created>3h":               {},
		"-created<3h":               {},
		"started<3h":                {},
	} {
		q, err := ParseQuery(text, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Since(now); !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestNoRunThatAQueryMatchesLiesOutsideItsBounds(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, text := range []string{"created<3h status:failure", "created>2026-11-21T10:00", "created<=1h,2h", "status:pending,failure"} {
		q, err := ParseQuery(text, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		set, some := q.Statuses()
		for minutes := range 300 {
			for _, s := range Statuses {
				r := &Run{Status: s, Created: now.Add(-time.Duration(minutes) * time.Minute)}
				if q.Match(r, now) && (some && !set.Has(s) || r.Created.Before(q.Since(now))) {
					t.Errorf("%s matches %v of %v", text, s, r.Created)
				}
			}
		}
	}
}

func TestTheFunctionsWhoseRunsAQueryMayHold(t *testing.T) {
	order := Ref{ID: "f1", Name: "process-order"}
	for text, want := range map[string]bool{
		"":                            true,
		"order":                       true, // may stand in a run's error
		"nope":                        true,
		"fn:order":                    true,
		"fn:nope":                     false,
		"fn:nope,ORDER":               true,
		"fn:order fn:nope":            false,
		"fn=process-order":            true,
		"fn=order":                    false,
		"fn=f1":                       true,
		"fn~^process":                 true,
		"fn~^order":                   false,
		"-fn:order":                   true,
		"-fn:nope":                    true,
		"profile:prod":                true,
		"profile:stage":               false,
		"-profile:prod":               true,
		"fn:order profile:stage":      false,
		"trigger:nope status:failure": true,
		"error:nope fn:order":         true,
	} {
		q, err := ParseQuery(text, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.MayHold("prod", order); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
		for _, function := range []Ref{order, {}} {
			r := &Run{ID: RunID{Profile: "prod"}, Function: function, ErrorMessage: "nope order"}
			if q.Match(r, time.Time{}) && !want {
				t.Errorf("%s matches a run of a function that it may not hold", text)
			}
		}
	}
}
