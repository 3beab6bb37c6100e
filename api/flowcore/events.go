package flowcore

import (
	"context"
	"errors"
	"net/url"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
)

const (
	// wholeOnce is how many are read at a time from an hour that is read from
	// its beginning. They may hold 64 KB each (docs.flowcore.io; CONFIRMED).
	wholeOnce  = 1000
	wholeLeast = 10
	wholePages = 2000 // of one hour, so that reading ends
)

// reading is one call's way to the events.
type reading struct {
	c       *Client
	request rest.Request // what errors name
	fetched int          // hours of the past that were read
	again   bool         // the page was read a moment ago
}

func (rd *reading) get(ctx context.Context, path string, q url.Values, limit int64) (rest.Answer, error) {
	host, err := rd.c.source(ctx, rd.request)
	if err != nil {
		return rest.Answer{}, err
	}
	r := rd.request
	r.URL, r.Limit = with(at(host, path), q), limit
	return rd.c.rest.Do(ctx, r)
}

// events reads one page of an hour. What it skips has no id.
func (rd *reading) events(ctx context.Context, kinds []string, bucket string, q url.Values) (found []event, cursor string, err error) {
	q[queryEventType], q[queryBucket] = kinds, []string{bucket}
	answer, err := rd.get(ctx, pathEvents, q, 0)
	if err != nil {
		return nil, "", err
	}
	f, err := loose.Fields(answer.Body)
	if err != nil {
		return nil, "", rest.BadAnswer(&rd.request, answer, "no list of events", err)
	}
	rows, err := loose.Elements(f["events"])
	if err != nil {
		return nil, "", rest.BadAnswer(&rd.request, answer, "no list of events", err)
	}
	for _, row := range rows {
		if e, ok := eventOf(row, bucket); ok {
			found = append(found, e)
		}
	}
	return found, loose.Text(f["nextCursor"]), rd.c.rest.Skipped(&rd.request, answer, len(rows)-len(found), len(rows))
}

func tooLarge(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Kind == api.TooLarge
}
