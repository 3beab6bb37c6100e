package clock

import (
	"testing"
	"time"
)

var start = time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)

func TestDrivenFiresWhatFallsDueAndNothingElse(t *testing.T) {
	d := NewDriven(start)
	soon, late := d.NewTimer(time.Second), d.NewTimer(time.Minute)
	d.Advance(time.Second)
	select {
	case at := <-soon.C():
		if want := start.Add(time.Second); !at.Equal(want) {
			t.Errorf("fired at %v, want %v", at, want)
		}
	default:
		t.Error("the timer that fell due did not fire")
	}
	select {
	case <-late.C():
		t.Error("a timer fired before its time")
	default:
	}
	if d.Timers() != 1 {
		t.Errorf("%d timers wait, want 1", d.Timers())
	}
}

func TestDrivenStoppedTimerNeverFires(t *testing.T) {
	d := NewDriven(start)
	timer := d.NewTimer(time.Second)
	if !timer.Stop() {
		t.Fatal("Stop did not report that it stopped the timer")
	}
	d.Advance(time.Hour)
	select {
	case <-timer.C():
		t.Error("a stopped timer fired")
	default:
	}
	if timer.Stop() {
		t.Error("a second Stop reported success")
	}
}

func TestDrivenNextGoesToTheEarliestTimer(t *testing.T) {
	d := NewDriven(start)
	d.NewTimer(time.Minute)
	d.NewTimer(time.Second)
	if !d.Next() || !d.Now().Equal(start.Add(time.Second)) {
		t.Errorf("the clock stands at %v, want one second on", d.Now())
	}
	if !d.Next() || d.Next() {
		t.Error("Next should find one more timer and then none")
	}
}

func TestDrivenAwaitTimersReturnsOnceOneWaits(t *testing.T) {
	d := NewDriven(start)
	done := make(chan struct{})
	go func() {
		<-d.NewTimer(time.Second).C()
		close(done)
	}()
	d.AwaitTimers(1)
	d.Advance(time.Second)
	<-done
}
