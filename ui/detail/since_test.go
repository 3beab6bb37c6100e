package detail

import (
	"testing"
	"time"
)

func TestFailedRunSaysWhatChangedSinceTheLastSuccess(t *testing.T) {
	m := opened(failedRun())
	success := failedRun().Run
	success.Created = success.Created.Add(-90 * time.Minute)
	success.FunctionVersion, success.Source = "13", "http-trigger"
	m.SetSince(&success, "output without .invoice")
	mustSee(t, m, "last success", "1h30m; version 14 (was 13); source rerun (was http-trigger);", "output without .invoice", "the same       code, trigger")

	same := failedRun().Run
	same.Created = same.Created.Add(-time.Minute)
	m.SetSince(&same, "")
	mustSee(t, m, "1m00s; nothing known to have changed", "version, code, trigger, source")
	mustNotSee(t, m, "(was")
}

func TestRunThatDidNotFailSaysNothingOfASuccessBefore(t *testing.T) {
	m := opened(runningRun())
	success := failedRun().Run
	m.SetSince(&success, "x")
	mustNotSee(t, m, "last success")
}
