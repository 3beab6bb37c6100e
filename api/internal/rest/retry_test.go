package rest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

func TestReadIsRetriedUntilItSucceeds(t *testing.T) {
	for name, fail := range map[string]func(http.ResponseWriter){
		"502":     func(w http.ResponseWriter) { write(w, 502, `{}`) },
		"dropped": func(w http.ResponseWriter) { drop(t, w) },
		"429":     func(w http.ResponseWriter) { write(w, 429, `{}`) },
		"cut": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"da`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
				if n < 4 {
					fail(w)
					return
				}
				write(w, 200, `{}`)
			})
			d := driven()
			var attempts []int
			c := client(t, Config{Clock: d, Observe: func(e api.Event) { attempts = append(attempts, e.(api.Requested).Attempt) }})
			var err error
			slept := during(d, func() { _, err = c.Do(t.Context(), get(b.at(t, "/"))) })
			if err != nil || len(attempts) < 4 || attempts[len(attempts)-1] != 4 {
				t.Errorf("%v after attempts %v", err, attempts)
			}
			if least, most := 1750*time.Millisecond, 5250*time.Millisecond; slept < least || slept > most {
				t.Errorf("waited %v in all, want between %v and %v", slept, least, most)
			}
		})
	}
}

func TestReadIsGivenUpAfterThreeRetries(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 500, `{"message":"down"}`) })
	d := driven()
	c := client(t, Config{Clock: d})
	var err error
	during(d, func() { _, err = c.Do(t.Context(), get(b.at(t, "/"))) })
	if e := fault(t, err); e.Kind != api.ServerError || e.Reason != "down" || e.Lost || len(b.requests()) != 4 {
		t.Errorf("%v after %d requests", e, len(b.requests()))
	}
}

func TestReadThatWasRefusedIsNotRetried(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 409, 413, 422, 501} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, status, `{}`) })
		_, err := client(t, Config{Clock: driven()}).Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Status != status || len(b.requests()) != 1 {
			t.Errorf("%d: %v after %d requests", status, e, len(b.requests()))
		}
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	d := driven()
	for name, fill := range map[string]func(http.Header) string{
		"seconds": func(h http.Header) string { h.Set("Retry-After", "7"); return `{}` },
		"date": func(h http.Header) string {
			h.Set("Date", d.Now().UTC().Format(http.TimeFormat))
			h.Set("Retry-After", d.Now().Add(8*time.Second).UTC().Format(http.TimeFormat))
			return `{}`
		},
		"date of a clock that is two hours ahead": func(h http.Header) string {
			h.Set("Date", d.Now().Add(2*time.Hour).UTC().Format(http.TimeFormat))
			h.Set("Retry-After", d.Now().Add(2*time.Hour+8*time.Second).UTC().Format(http.TimeFormat))
			return `{}`
		},
		"date of a clock that is two hours behind": func(h http.Header) string {
			h.Set("Date", d.Now().Add(-2*time.Hour).UTC().Format(http.TimeFormat))
			h.Set("Retry-After", d.Now().Add(-2*time.Hour+8*time.Second).UTC().Format(http.TimeFormat))
			return `{}`
		},
		"header before body": func(h http.Header) string {
			h.Set("Retry-After", "7")
			return `{"message":"Rate limit exceeded","retryAfter":60}`
		},
		"header that makes no sense": func(h http.Header) string {
			h.Set("Retry-After", "soon")
			return `{"retryAfter":7}`
		},
		"body": func(http.Header) string { return `{"message":"Rate limit exceeded","retryAfter":7}` },
	} {
		b := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
			if n == 1 {
				write(w, 429, fill(w.Header()))
				return
			}
			write(w, 200, `{}`)
		})
		c := client(t, Config{Clock: d})
		var err error
		slept := during(d, func() { _, err = c.Do(t.Context(), get(b.at(t, "/"))) })
		if err != nil || slept < 6*time.Second || slept > 9*time.Second {
			t.Errorf("%s: %v after %v", name, err, slept)
		}
	}
}

func TestGivingUpInTheBudgetsQueueSaysSo(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{}`) })
	d := driven()
	c := client(t, Config{Clock: d, PerMinute: 1})
	if _, err := c.Do(t.Context(), get(b.at(t, "/"))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		d.AwaitTimers(1)
		cancel()
	}()
	_, err := c.Do(ctx, get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.Canceled || !errors.Is(err, api.ErrBudget) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLongRetryAfterComesBackAtOnceAndBlocksOtherReads(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		write(w, 429, `{"message":"Rate limit exceeded"}`)
	})
	c := client(t, Config{Clock: driven()})
	for range 2 {
		_, err := c.Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Kind != api.RateLimited || e.Wait != time.Minute {
			t.Errorf("got %v, wait %v", e, e.Wait)
		}
	}
	if len(b.requests()) != 1 || c.Left() != 0 {
		t.Errorf("%d requests, %d left", len(b.requests()), c.Left())
	}
}

func TestReadThatIsHeldBackSaysByWhat(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		write(w, 503, `{}`)
	})
	c := client(t, Config{Clock: driven()})
	for range 2 {
		_, err := c.Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Kind != api.ServerError || e.Wait != time.Minute {
			t.Errorf("got %v, wait %v", e, e.Wait)
		}
	}
	if len(b.requests()) != 1 {
		t.Errorf("%d requests", len(b.requests()))
	}
}

func TestReadWaitsNoLongerThanItsPatience(t *testing.T) {
	b := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.Header().Set("Retry-After", "2")
			write(w, 429, `{}`)
			return
		}
		w.Header().Set("Retry-After", "3")
		write(w, 429, `{}`)
	})
	d := driven()
	c := client(t, Config{Clock: d, Patience: 2 * time.Second})
	var err error
	slept := during(d, func() { _, err = c.Do(t.Context(), get(b.at(t, "/"))) })
	if e := fault(t, err); e.Kind != api.RateLimited || e.Wait != 3*time.Second || slept > 2*time.Second || len(b.requests()) != 2 {
		t.Errorf("%v after %v and %d requests", e, slept, len(b.requests()))
	}
}

func TestWaitNeverPassesTheDeadline(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "15")
		write(w, 503, `{}`)
	})
	d := driven()
	ctx, cancel := context.WithDeadline(t.Context(), d.Now().Add(10*time.Second))
	defer cancel()
	_, err := client(t, Config{Clock: sleepless{d, t}}).Do(ctx, get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.ServerError || e.Wait != 15*time.Second {
		t.Errorf("got %v, wait %v", e, e.Wait)
	}
}

// sleepless is a clock on which nobody may go to sleep.
type sleepless struct {
	*clock.Driven
	t *testing.T
}

func (s sleepless) NewTimer(d time.Duration) clock.Timer {
	s.t.Errorf("went to sleep for %v", d)
	return s.Driven.NewTimer(0)
}

func TestReadWaitsForTheBudgetAndCanBeCanceledThere(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{}`) })
	d := driven()
	c := client(t, Config{Clock: d, PerMinute: 4})
	slept := during(d, func() {
		for range 6 {
			if _, err := c.Do(t.Context(), get(b.at(t, "/"))); err != nil {
				t.Error(err)
			}
		}
	})
	if slept < 45*time.Second || slept > 2*time.Minute {
		t.Errorf("six requests at four a minute took %v", slept)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	for c.Left() > 0 {
		c.ledger.force(d.Now())
	}
	go func() {
		_, err := c.Do(ctx, get(b.at(t, "/")))
		done <- err
	}()
	d.AwaitTimers(1)
	cancel()
	if e := fault(t, <-done); e.Kind != api.Canceled || d.Timers() != 0 {
		t.Errorf("got %v with %d timers left", e, d.Timers())
	}
}

func TestAnswerOverTheLimitIsTooLarge(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 1<<20))
	_ = z.Close()
	for name, answer := range map[string]func(http.ResponseWriter){
		"said":    func(w http.ResponseWriter) { w.Header().Set("Content-Length", strconv.Itoa(1<<20)); w.WriteHeader(200) },
		"chunked": func(w http.ResponseWriter) { _, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20)) },
		"gzip": func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		},
	} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { answer(w) })
		r := get(b.at(t, "/"))
		r.Limit = 64 << 10
		_, err := client(t, Config{}).Do(t.Context(), r)
		if e := fault(t, err); e.Kind != api.TooLarge || !strings.Contains(e.Reason, "64 KiB") {
			t.Errorf("%s: %v", name, e)
		}
	}
	if bomb.Len() > 64<<10 {
		t.Error("the bomb is over the limit before it is unpacked")
	}
}
