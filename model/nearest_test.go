package model

import "testing"

func TestNearest(t *testing.T) {
	fields := []string{"status", "fn", "trigger", "source", "dur", "created", "started", "ended"}
	for _, c := range []struct{ word, want string }{
		{"fun", "fn"}, {"statsu", "status"}, {"STATUSS", "status"}, {"trigg", "trigger"}, {"duration", "dur"},
		{"create", "created"}, {"strated", "started"}, {"end", "ended"},
		{"", ""}, {"x", ""}, {"payload", ""}, {"zzzzzz", ""},
	} {
		got, ok := Nearest(c.word, fields)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Nearest(%q) = %q, %v, want %q", c.word, got, ok, c.want)
		}
	}
}

func TestNearestTakesTheNearestNotTheFirst(t *testing.T) {
	if got, _ := Nearest("--thene", []string{"--themes", "--theme"}); got != "--theme" {
		t.Errorf("got %q", got)
	}
}
