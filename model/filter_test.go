package model

import (
	"testing"
	"time"
)

func TestFilterMatch(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Filter
		want bool
	}{
		{"zero", Filter{}, true},
		{"status", Filter{Statuses: NewStatusSet(StatusFailure, StatusTimeout)}, true},
		{"other status", Filter{Statuses: UnfinishedStatuses}, false},
		{"profile", Filter{Profile: "prod"}, true},
		{"other profile", Filter{Profile: "pro"}, false},
		{"function by id", Filter{Function: Ref{ID: "fn_1", Name: "old name"}}, true},
		{"function by name", Filter{Function: Ref{Name: "Sync Stock"}}, true},
		{"other function of that name", Filter{Function: Ref{ID: "fn_2", Name: "Sync Stock"}}, false},
		{"same id in another profile", Filter{Profile: "test", Function: Ref{ID: "fn_1"}}, false},
		{"trigger", Filter{Trigger: Ref{ID: "tr_9"}}, true},
		{"other trigger", Filter{Trigger: Ref{ID: "tr_1"}}, false},
		{"query", Filter{Query: parse(t, "stock")}, true},
		{"other query", Filter{Query: parse(t, "coupon")}, false},
		{"window", Filter{Window: Window{Last: time.Hour}}, true},
		{"narrower window", Filter{Window: Window{Last: 39 * time.Minute}}, false},
		{"all but one", Filter{Statuses: FailedStatuses, Profile: "prod", Query: parse(t, "-stock")}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.f.Match(sample(), midday); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWindowTakesTheStartWhereNoCreationIsKnown(t *testing.T) {
	r := sample()
	r.Created = time.Time{}
	f := Filter{Window: Window{Last: 36 * time.Minute}}
	if !f.Match(r, midday) {
		t.Error("a run started 35 minutes ago is not in the last 36")
	}
}

func TestFilterTitle(t *testing.T) {
	f := Filter{
		Statuses: NewStatusSet(StatusFailure, StatusTimeout),
		Profile:  "prod",
		Function: Ref{ID: "fn_1", Name: "Sync Stock\x1b"},
		Trigger:  Ref{ID: "tr_9"},
		Query:    parse(t, "dur>5s   coupon"),
		Window:   Window{Last: 24 * time.Hour},
	}
	const want = `status:failure,timeout  profile=prod  fn="Sync Stock␛"  trigger=tr_9  dur>5s coupon  created<=24h`
	if got := f.Title(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (&Filter{}).Title(); got != "" {
		t.Errorf("the zero filter is titled %q", got)
	}
}

func TestFilterIsEmptyOnlyWithoutAnyPart(t *testing.T) {
	if !(&Filter{}).Empty() {
		t.Error("the zero filter is not empty")
	}
	for _, f := range []Filter{
		{Statuses: FailedStatuses}, {Profile: "p"}, {Function: Ref{ID: "f"}}, {Trigger: Ref{Name: "t"}},
		{Query: parse(t, "x")}, {Window: Window{Until: midday}},
	} {
		if f.Empty() {
			t.Errorf("%s is empty", f.Title())
		}
	}
}

func TestFilterMovesWithItsWindowAndItsQuery(t *testing.T) {
	for _, c := range []struct {
		f    Filter
		want bool
	}{
		{Filter{}, false}, {Filter{Window: Window{Since: midday}}, false},
		{Filter{Window: Window{Last: time.Hour}}, true}, {Filter{Query: parse(t, "dur>1m")}, true},
	} {
		if got := c.f.Moves(); got != c.want {
			t.Errorf("%q moves: got %v", c.f.Title(), got)
		}
	}
}

func TestStatusSet(t *testing.T) {
	for _, s := range Statuses {
		if FailedStatuses.Has(s) != s.Failed() {
			t.Errorf("FailedStatuses has %v: %v", s, FailedStatuses.Has(s))
		}
		if UnfinishedStatuses.Has(s) == s.Over() {
			t.Errorf("UnfinishedStatuses has %v: %v", s, UnfinishedStatuses.Has(s))
		}
		if set := NewStatusSet(s); !set.Has(s) || set != 1<<s || set.String() != s.String() {
			t.Errorf("set of %v is %v", s, set)
		}
	}
}
