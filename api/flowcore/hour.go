package flowcore

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"fntop/api"
)

const (
	// endOnce is how many events are read from the end of an hour, where no
	// cursor goes on: the more are wanted the more are read again.
	endOnce = 300
	// fewest is how many events a server will give at a time at least, if as
	// many are asked for.
	fewest = 10
	// stretchMost is how many events of an hour that is not over are kept.
	stretchMost = 20_000
	stretches   = 2 // hours of which some are
	// asGood is how long what was read to the end of an hour is as good as
	// read anew, for the next page behind it. Where thousands of events came at
	// once page after page is read, and each would read all of them again. A
	// page that is asked for again so soon is read anew.
	asGood = 2 * time.Second
	// young is how long an event may still get others before it that were
	// accepted sooner and stored later: a page that begins there is read anew.
	young = 5 * time.Second
)

// stretch is a part of an hour without a gap: what was read of it, newest
// first. With it a reader that comes back reads what is new and no more.
type stretch struct {
	bucket string
	events []event
	whole  bool      // it begins with the hour
	past   bool      // it was read when the hour was over, so it is as it will stay
	asOf   time.Time // when it was read to the end; zero: only its end was
}

// hour returns events of one hour, newest first and without a gap: all of them
// where whole says so, else so many at least as are wanted older than start.
func (s *shelf) hour(ctx context.Context, rd *reading, bucket string, start key, want int) (found []event, whole bool, err error) {
	past := over(bucket, rd.c.now())
	if past {
		if kept, ok := rd.c.shelves.attic.get(s.name, bucket); ok {
			return kept, true, nil
		}
		if k := s.known(bucket); k != nil && k.past && (k.whole || olderThan(k.events, start) >= want) {
			return k.events, k.whole, nil
		}
		rd.fetched++
	}
	found, whole, err = s.read(ctx, rd, bucket, start, want)
	if err == nil && whole && past {
		rd.c.shelves.attic.put(s.name, bucket, found)
		s.drop(bucket)
	}
	return found, whole, err
}

// read reads as much of an hour as it must: from its end for the newest, from
// where the last reading ended for what lies behind these, else all of it.
func (s *shelf) read(ctx context.Context, rd *reading, bucket string, start key, want int) ([]event, bool, error) {
	inside := start.bucket == bucket
	if k := s.known(bucket); inside && k != nil && !k.past {
		if !rd.again && k.asGood(start, rd.c.now()) && (k.whole || olderThan(k.events, start) >= want) {
			return k.events, k.whole, nil
		}
		if err := s.goOn(ctx, rd, k); err != nil {
			return nil, false, err
		}
		if k = s.known(bucket); k.whole || olderThan(k.events, start) >= want {
			return k.events, k.whole, nil
		}
	}
	size := want
	if inside {
		size *= 2 // what is newer comes first
	}
	for ; size <= endOnce && rd.c.shelves.gives(size); size *= 2 {
		found, whole, err := s.end(ctx, rd, bucket, size)
		if tooLarge(err) {
			break // so many at a time are too many
		}
		if err != nil {
			return nil, false, err
		}
		s.learn(rd, bucket, found, whole)
		if whole || olderThan(found, start) >= want {
			return found, whole, nil
		}
	}
	k := s.known(bucket)
	if k == nil || !k.whole {
		k = &stretch{bucket: bucket, whole: true}
	}
	if err := s.goOn(ctx, rd, k); err != nil {
		return nil, false, err
	}
	return k.events, true, nil
}

// end reads so many of an hour's last events. With this order there is neither
// a cursor nor a bound (npm @flowcore/sdk 1.79.0, event.list; CONFIRMED).
func (s *shelf) end(ctx context.Context, rd *reading, bucket string, size int) (found []event, whole bool, err error) {
	found, _, err = rd.events(ctx, s.kinds, bucket, url.Values{queryOrder: {newestFirst}, queryPageSize: {strconv.Itoa(size)}})
	if err != nil {
		return nil, false, err
	}
	found = sorted(found)
	whole, err = s.isWhole(ctx, rd, bucket, found, size)
	return found, whole, err
}

// isWhole reports whether the events of an answer with fewer than were asked
// for are all of their hour. A server may give no more at a time, whatever was
// asked for; where it has never given as many, the hour's first event tells.
func (s *shelf) isWhole(ctx context.Context, rd *reading, bucket string, found []event, size int) (bool, error) {
	n := len(found)
	seen := rd.c.shelves.gave(n)
	if n < fewest || n >= size || n < seen {
		return n < size, nil
	}
	first, _, err := rd.events(ctx, s.kinds, bucket, url.Values{queryOrder: {oldestFirst}, queryPageSize: {"1"}})
	if err != nil || len(first) == 0 {
		return false, err
	}
	if first[0].id == found[n-1].id {
		return true, nil
	}
	rd.c.shelves.most.Store(int64(n))
	return false, nil
}

// goOn reads a stretch on to the end of its hour. Its last minutes are read
// again: an event may be stored later than one that was accepted after it. In a
// flood minutes are tens of thousands of events, which cost a request for each
// thousand: then it is the last thousand, and a few seconds at the least.
func (s *shelf) goOn(ctx context.Context, rd *reading, k *stretch) error {
	found, size, cursor, after := k.events, wholeOnce, "", ""
	now := rd.c.now()
	for i := range found {
		old := now.Sub(found[i].at)
		if old >= settling || i >= wholeOnce && old >= young || i == len(found)-1 && !k.whole {
			after = found[i].id
			break
		}
	}
	for range wholePages {
		q := url.Values{queryOrder: {oldestFirst}, queryPageSize: {strconv.Itoa(size)}}
		switch {
		case cursor != "":
			q.Set(queryCursor, cursor)
		case after != "":
			q.Set(queryAfter, after)
		}
		page, next, err := rd.events(ctx, s.kinds, k.bucket, q)
		if tooLarge(err) && size > wholeLeast {
			size /= 2
			continue
		}
		if err != nil {
			return err
		}
		found = append(found[:len(found):len(found)], page...)
		if next == "" || next == cursor {
			k.events, k.past, k.asOf = sorted(found), over(k.bucket, now), now
			s.put(*k)
			return nil
		}
		cursor = next
	}
	return &api.Error{Kind: api.TooLarge, Op: rd.request.Op, Target: rd.request.Target,
		Reason: "more events in one hour than can be read", Next: "Name a trigger: an event type alone has fewer."}
}

// asGood reports whether a stretch was read to its end just now, and reaches to
// where a page begins: behind a gap it is of no use.
func (k *stretch) asGood(start key, now time.Time) bool {
	return !k.asOf.IsZero() && now.Sub(k.asOf).Abs() < asGood && k.asOf.Sub(start.at) >= young && len(k.events) > 0 && newer(k.events[0].key, start) <= 0
}

// known is what was read of an hour, nil where nothing was.
func (s *shelf) known(bucket string) *stretch {
	for i := range s.stretches {
		if s.stretches[i].bucket == bucket {
			return &s.stretches[i]
		}
	}
	return nil
}

// learn takes in what the end of an hour has. Where it does not meet what was
// known before there is a gap, and that stays as it is: it is read on from
// there when somebody looks behind the end.
func (s *shelf) learn(rd *reading, bucket string, found []event, whole bool) {
	k, past := s.known(bucket), over(bucket, rd.c.now())
	switch {
	case k == nil || whole || past && !k.past:
		s.put(stretch{bucket: bucket, events: found, whole: whole, past: past})
	case len(found) > 0 && len(k.events) > 0 && newer(k.events[0].key, found[len(found)-1].key) <= 0:
		s.put(stretch{bucket: bucket, events: sorted(slices.Concat(found, k.events)), whole: k.whole, past: past, asOf: k.asOf})
	}
}

// put keeps a stretch: those of the newest hours, and of each the newest part.
func (s *shelf) put(k stretch) {
	if len(k.events) > stretchMost {
		k.events, k.whole = slices.Clone(k.events[:stretchMost]), false
	}
	s.drop(k.bucket)
	s.stretches = append(s.stretches, k)
	slices.SortFunc(s.stretches, func(a, b stretch) int { return newer(key{bucket: a.bucket}, key{bucket: b.bucket}) })
	if len(s.stretches) > stretches {
		s.stretches = s.stretches[:stretches]
	}
}

func (s *shelf) drop(bucket string) {
	s.stretches = slices.DeleteFunc(s.stretches, func(k stretch) bool { return k.bucket == bucket })
}

func olderThan(events []event, start key) int {
	if start == (key{}) {
		return len(events)
	}
	n := 0
	for _, e := range events {
		if newer(start, e.key) < 0 {
			n++
		}
	}
	return n
}
