package flowcore

import (
	"sync"
	"time"

	"fntop/model"
)

// Why and how what is there is done again.
var (
	restartAgain = &model.Again{No: "a restart is not asked for again from here; run a delivery of its pathway again"}
	eventAgain   = &model.Again{No: noRerun}
)

// noDeliveryInput is why a delivery is not run again with another input.
const noDeliveryInput = "a delivery takes no input: its pathway delivers again what is stored"

// restartSlack is how much earlier than the delivery the pathway starts again:
// what it delivers was stored before, and that may be in another hour.
const restartSlack = 5 * time.Minute

// restartFrom is the hour from which a pathway starts again for a delivery that
// began at that time.
func restartFrom(began time.Time) time.Time {
	return began.Add(-restartSlack).UTC().Truncate(time.Hour)
}

// repeats are what it means to run a delivery again, by the hour from which its
// pathway would start. Of one hour there may be thousands of deliveries, which
// share it.
type repeats struct {
	mu    sync.Mutex
	hours map[time.Time]*model.Again
}

// of is that of a delivery that began at that time.
func (r *repeats) of(began time.Time) *model.Again {
	from := time.Time{}
	if !began.IsZero() {
		from = restartFrom(began)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.hours[from]; known != nil {
		return known
	}
	const most = 10_000 // hours, which is more than a year
	if r.hours == nil || len(r.hours) >= most {
		r.hours = map[time.Time]*model.Again{}
	}
	hour := "the hour of the delivery"
	if !from.IsZero() {
		hour = from.Format("2006-01-02 15:04 MST")
	}
	r.hours[from] = &model.Again{
		Anew:     "a delivery is not repeated by itself: its pathway is asked to start again from " + hour + ", and delivers everything since then once more",
		NoInput:  noDeliveryInput,
		NoBulk:   "one restart delivers everything since its hour once more, so run the oldest of them again and no other",
		From:     from,
		Unmarked: true,
	}
	return r.hours[from]
}
