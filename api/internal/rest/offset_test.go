package rest

import (
	"net/http"
	"testing"
	"time"
)

func TestTheBackendsClockIsKnownFromItsAnswers(t *testing.T) {
	d := driven()
	ahead := -90 * time.Minute
	b := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", d.Now().Add(ahead).UTC().Format(http.TimeFormat))
		switch n {
		case 2: // an answer out of some cache tells nothing of now
			w.Header().Set("Date", d.Now().Add(-24*time.Hour).UTC().Format(http.TimeFormat))
			w.Header().Set("Age", "86400")
		case 3:
			w.Header().Set("Date", "yesterday")
		}
		write(w, 200, `{}`)
	})
	c := client(t, Config{Clock: d})
	if offset, known := c.Offset(); known {
		t.Errorf("%v before the first answer", offset)
	}
	for range 3 {
		if _, err := c.Do(t.Context(), get(b.at(t, "/"))); err != nil {
			t.Fatal(err)
		}
		if offset, known := c.Offset(); !known || (offset-ahead).Abs() > time.Second {
			t.Errorf("the backend's clock is %v ahead, %v; want %v", offset, known, ahead)
		}
	}
}

func TestAnotherHostsClockIsNotTheBackends(t *testing.T) {
	other := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{}`) })
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		w.Header().Set("Location", other.URL+"/")
		w.WriteHeader(http.StatusFound)
	})
	c := client(t, Config{})
	if _, err := c.Do(t.Context(), get(b.at(t, "/"))); err != nil {
		t.Fatal(err)
	}
	if offset, known := c.Offset(); known {
		t.Errorf("%v, although the backend did not say", offset)
	}
}
