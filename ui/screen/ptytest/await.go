//go:build unix

package ptytest

import (
	"time"

	"fntop/ui/screen/vt"
)

// Await waits until the screen is as wanted; what says it in the report of a
// test that failed. The screen must not be kept.
func (p *Proc) Await(wanted func(*vt.Screen) bool, what string) {
	p.t.Helper()
	p.await(func() bool { return wanted(p.screen) }, what, true)
}

// AwaitGone is Await for a program that may have ended: its last output is
// still being read.
func (p *Proc) AwaitGone(wanted func(*vt.Screen) bool, what string) {
	p.t.Helper()
	p.await(func() bool { return wanted(p.screen) }, what, false)
}

// AwaitText waits until text stands in one of the rows.
func (p *Proc) AwaitText(text string) {
	p.t.Helper()
	p.Await(func(s *vt.Screen) bool { return s.Contains(text) }, "showing "+text)
}

func (p *Proc) await(wanted func() bool, what string, running bool) {
	p.t.Helper()
	limit := time.NewTimer(Limit)
	defer limit.Stop()
	for {
		p.mu.Lock()
		ok, ended, changed := wanted(), p.ended, p.changed
		p.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
			continue
		case <-limit.C:
			p.t.Fatalf("waited in vain for: %s\nthe screen is\n%s", what, p.Text())
		case <-p.drained(running && ended):
			p.t.Fatalf("the program ended with %d before: %s\nthe screen is\n%s", p.code, what, p.Text())
		}
	}
}

// drained fires when the program has ended and its last output has been read,
// which takes a moment longer.
func (p *Proc) drained(ended bool) <-chan time.Time {
	if !ended {
		return nil
	}
	return time.After(time.Second)
}
