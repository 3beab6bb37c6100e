package ui_test

import (
	"testing"
	"time"

	"fntop/api"
	"fntop/ui"
)

func TestBudgetOfTheFirstMinuteIsHalvedOnce(t *testing.T) {
	traffic := &ui.Traffic{}
	traffic.Observe(api.Requested{At: noon, Budget: 150}) // of 300: the provider has halved it
	if got := traffic.Left(300, noon.Add(time.Second)); got != 149 {
		t.Errorf("%d requests are left, want 149", got)
	}
	silent := &ui.Traffic{}
	silent.Observe(api.Requested{At: noon})
	if got := silent.Left(300, noon.Add(time.Second)); got != 149 {
		t.Errorf("of a provider that says nothing %d requests are left, want 149", got)
	}
	if got := traffic.Left(300, noon.Add(2*time.Minute)); got != 150 {
		t.Errorf("two minutes later %d requests are left, want 150", got)
	}
}
