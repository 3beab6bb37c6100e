package demo

import "testing"

func TestRerunWithoutTheLatestCodeRunsTheOriginals(t *testing.T) {
	w := newWorld(1, 1, Size{})
	now := noon.UnixMilli()
	old := run{record: record{fn: 0, trigger: 0, created: now - 5*day}}
	version := func(r run) string {
		var out wireRun
		w.wireOrigin(&out, r)
		return *out.FunctionVersion
	}
	again := &liveRun{code: old.codeOf()}
	again.rerun, again.created = 1, now
	kept := run{record: again.record, live: again}
	if got, want := version(kept), version(old); got != want {
		t.Errorf("the rerun has version %s, the original %s", got, want)
	}
	again.latest = true
	if got, want := version(run{record: again.record, live: again}), version(old); got == want {
		t.Errorf("the rerun with the latest code has the original's version %s", got)
	}
}
