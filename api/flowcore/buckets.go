package flowcore

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
)

const (
	// hoursOnce is how many hours are listed at a time. Years of them would
	// be 26,000 names for the first page of a list.
	hoursOnce = 200
	// hoursKept is how long a list of hours is believed. The hours since then
	// are taken to hold events without asking, as the platform's own consumer
	// does (github.com/flowcore-io/data-pump; CONFIRMED); what the list is read
	// again for are events that were given another time than their own.
	hoursKept = 10 * time.Minute
	// settling is how long after its end an hour may still get events of its
	// own: what is accepted is stored a moment later.
	settling = 2 * time.Minute
	// hoursPages bounds the reading of a list that is in the wrong order.
	hoursPages = 100
)

// hours are those in which a list has events, newest first, as far as they
// were read.
type hours struct {
	all    []string
	read   time.Time // when the newest were, by the backend's clock
	cursor string    // where the list goes on; empty: it is known to its end
}

// newest reads the newest hours again where that was long ago, and returns all
// that are known, those included that have begun since.
func (s *shelf) newest(ctx context.Context, rd *reading) ([]string, error) {
	now := rd.c.now()
	late := rd.c.shelves.forget(now)
	if s.hours.read.IsZero() || now.Sub(s.hours.read).Abs() >= hoursKept || late != s.late {
		found, cursor, err := rd.listHours(ctx, s.kinds, "")
		if err != nil {
			return nil, err
		}
		for pages := 0; cursor != "" && ascending(found) && pages < hoursPages; pages++ {
			// It does not heed the order: the newest are at the end.
			var more []string
			if more, cursor, err = rd.listHours(ctx, s.kinds, cursor); err != nil {
				return nil, err
			}
			found = append(found, more...)
		}
		if len(s.hours.all) == 0 {
			s.hours.cursor = cursor
		}
		s.hours.add(found)
		if late != s.late {
			s.stretches = nil // one of them may be of that hour
		}
		s.hours.read, s.late = now, late
	}
	all := slices.Clone(s.hours.all)
	for t := s.hours.read.Truncate(time.Hour); !t.After(now); t = t.Add(time.Hour) {
		all = append(all, t.UTC().Format(bucketLayout))
	}
	return inOrder(all), nil
}

// older reads on where the known hours end, and reports whether there were more.
func (s *shelf) older(ctx context.Context, rd *reading) (bool, error) {
	if s.hours.cursor == "" {
		return false, nil
	}
	before := s.hours.cursor
	found, cursor, err := rd.listHours(ctx, s.kinds, before)
	if err != nil {
		return false, err
	}
	if cursor == before {
		cursor = "" // a list that goes on for ever
	}
	s.hours.cursor = cursor
	n := len(s.hours.all)
	s.hours.add(found)
	return len(s.hours.all) > n || cursor != "", nil
}

func (h *hours) add(found []string) { h.all = inOrder(append(h.all, found...)) }

func inOrder(all []string) []string {
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(b, a) })
	return slices.Compact(all)
}

func ascending(all []string) bool { return len(all) > 1 && all[0] < all[len(all)-1] }

// over reports whether an hour gets no more events of its own.
func over(bucket string, now time.Time) bool {
	t, ok := bucketTime(bucket)
	return ok && !now.Before(t.Add(time.Hour+settling))
}

// listHours reads one page of hours, newest first (npm @flowcore/sdk 1.79.0,
// time-bucket.list; CONFIRMED). Its cursor is a number, and was a string.
func (rd *reading) listHours(ctx context.Context, kinds []string, cursor string) ([]string, string, error) {
	q := url.Values{queryEventType: kinds, queryOrder: {newestFirst}, queryPageSize: {strconv.Itoa(hoursOnce)}}
	if cursor != "" {
		q.Set(queryCursor, cursor)
	}
	answer, err := rd.get(ctx, pathBuckets, q, 0)
	if err != nil {
		return nil, "", err
	}
	f, err := loose.Fields(answer.Body)
	if err != nil {
		return nil, "", rest.BadAnswer(&rd.request, answer, "no list of time buckets", err)
	}
	rows, err := loose.Elements(f["timeBuckets"])
	if err != nil {
		return nil, "", rest.BadAnswer(&rd.request, answer, "no list of time buckets", err)
	}
	var found []string
	for _, row := range rows {
		if name := loose.Text(row); name != "" {
			if _, ok := bucketTime(name); ok {
				found = append(found, name)
			}
		}
	}
	return found, loose.Text(f["nextCursor"]), nil
}
