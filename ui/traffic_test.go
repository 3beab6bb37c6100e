package ui_test

import (
	"testing"
	"time"

	"fntop/api"
	"fntop/ui"
)

func TestTrafficCountsTheRequestsOfTheLastMinute(t *testing.T) {
	var traffic ui.Traffic
	for _, at := range []time.Duration{0, 10 * time.Second, 50 * time.Second} {
		traffic.Observe(api.Requested{At: noon.Add(at), Profile: "prod"})
		traffic.Observe(api.Requested{At: noon.Add(at), Profile: "other"})
	}
	if got := traffic.Used("prod", noon.Add(55*time.Second)); got != 3 {
		t.Errorf("%d requests after 55 s, want 3", got)
	}
	if got := traffic.Used("prod", noon.Add(65*time.Second)); got != 2 {
		t.Errorf("%d requests after 65 s, want 2", got)
	}
}
