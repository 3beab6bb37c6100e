package demo

import "time"

// stream is one source of runs: it has at most one run in each of its slots.
type stream struct {
	trigger, fn int
	source      source
	kind        streamKind
	every       int64 // length of a slot in scenario time; weekly and daily streams have none
	offset      int64 // daily: time of day in UTC; steady and stuck: where in the slot a run comes
}

type streamKind int

const (
	rhythmic  streamKind = iota // somewhere in each slot, fewer by night
	steady                      // at the same place of each slot
	exhibited                   // steady, each run showing one exhibit
	daily                       // by cron, so at true wall times whatever the speed
	stuck                       // one run that outlives its time-out by far
)

// stuckFor is how long a stuck run stays up: longer than its slot, so that
// there is one at any moment, and it is at least an hour old.
const stuckFor = 25 * hour

// streams never changes. Together they make one run every four seconds or so.
// Time zones of cron triggers have no summer time, so nothing here needs the
// time zone database of the machine.
var streams = [...]stream{
	{trigger: orderCreated, fn: processOrder, kind: rhythmic, every: 16 * second},
	{trigger: orderHook, fn: processOrder, kind: rhythmic, every: 40 * second},
	{trigger: runOrder, fn: processOrder, kind: rhythmic, every: 15 * minute},
	{trigger: stockMinute, fn: syncStock, kind: steady, every: minute},
	{trigger: nightlySync, fn: syncStock, kind: daily, offset: 3 * hour},
	{trigger: cardCharge, fn: chargeCard, kind: rhythmic, every: 20 * second},
	{trigger: mailQueue, fn: sendMail, kind: rhythmic, every: 18 * second},
	{trigger: retryMail, fn: sendMail, kind: rhythmic, every: 20 * minute},
	{trigger: promoMail, fn: sendMail, kind: steady, every: hour},
	{trigger: invoiceDue, fn: createInvoice, kind: rhythmic, every: 90 * second},
	{trigger: imageUpload, fn: resizeImage, kind: rhythmic, every: 50 * second},
	{trigger: feedHook, fn: importFeed, kind: exhibited, every: 15 * minute},
	{trigger: halfHourReport, fn: nightlyReport, kind: steady, every: 30 * minute},
	{trigger: halfHourReport, fn: nightlyReport, kind: stuck, every: 24 * hour, offset: 10*hour + 7*minute},
	{trigger: menuChanged, fn: cafeSearch, kind: rhythmic, every: 22 * second},
	{trigger: fraudCheck, fn: scoreFraud, kind: rhythmic, every: 24 * second},
	{trigger: sessions15m, fn: cleanSessions, kind: steady, every: 15 * minute},
	{trigger: translateNow, fn: translateText, kind: rhythmic, every: 60 * second},
	{trigger: deletedTrigger, fn: sendMail, kind: rhythmic, every: 12 * minute, source: sourceHTTP},
	{trigger: noTrigger, fn: scoreFraud, kind: rhythmic, every: 2 * minute, source: sourceOrchestration},
	{trigger: noTrigger, fn: createInvoice, kind: rhythmic, every: 10 * minute, source: sourceOrchestration},
	{trigger: weeklyClose, fn: nightlyReport, kind: daily, offset: 19 * hour}, // Monday 04:00 in Tokyo is Sunday 19:00 UTC
}

// weeklyStream is the one that has stopped coming: see missed.go.
const weeklyStream = len(streams) - 1

// rhythm is the share of slots that have a run at a time of day: fewest at
// 02:00 UTC, most at 14:00.
func rhythm(scenario int64) float64 {
	h := (scenario%day + day) % day / (hour / 4) // quarters of an hour
	away := h - 14*4
	if away < 0 {
		away = -away
	}
	if away > 48 {
		away = 96 - away
	}
	return 0.95 - 0.4*float64(away)/48
}

// slots returns the first and last slot that may have a run created from
// wall time `from` up to, but without, `to`.
func (w *world) slots(st *stream, from, to int64) (first, last int64) {
	if st.kind == daily {
		return floorTo(from-st.offset, day)/day - 1, floorTo(to-st.offset, day) / day
	}
	a, b := w.pace.scenario(from), w.pace.scenario(to)
	return floorTo(a-st.offset, st.every)/st.every - 1, floorTo(b-st.offset, st.every) / st.every
}

// created returns when, in wall time, the run of a slot is created, if the
// slot has one.
func (w *world) created(st *stream, slot int64, d *dice) (int64, bool) {
	lag := 20 + d.below(400) // schedulers are never quite on time
	switch st.kind {
	case daily:
		return slot*day + st.offset + lag, true
	case stuck:
		return w.pace.wall(slot*st.every + st.offset), true
	case rhythmic:
		at := slot*st.every + d.below(st.every)
		return w.pace.wall(at), d.unit() < rhythm(at)
	default:
		return w.pace.wall(slot*st.every + st.offset + lag), true
	}
}

// sunday says whether a slot of a daily stream, which counts days from
// Thursday 1 January 1970, lies on a Sunday.
func sunday(slot int64) bool {
	return time.Unix(slot*day/second, 0).UTC().Weekday() == time.Sunday
}
