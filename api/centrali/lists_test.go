package centrali

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/api/internal/loose"
	"fntop/model"
)

func TestFunctionsAreReadBareAndEnveloped(t *testing.T) {
	for _, name := range []string{"functions_array", "functions_enveloped"} {
		b := serve(t, always(fixture(t, name)))
		got, err := b.client(t).Functions(t.Context())
		if err != nil || len(got) != 2 {
			t.Fatalf("%s: %d functions, %v", name, len(got), err)
		}
		f := got[0]
		if f.Name != "sync-orders" || f.Profile != "p" || f.Backend != Backend || f.Description != "Copies orders" || f.Timeout != model.Some(30*time.Second) || f.Updated.IsZero() {
			t.Errorf("%s: %+v", name, f)
		}
		if got[1].Timeout.Known || b.requests() != "GET compute-functions" {
			t.Errorf("%s: %+v after %s", name, got[1], b.requests())
		}
	}
}

func TestTriggersOfEveryKindAreReadWithoutTheirParams(t *testing.T) {
	b := serve(t, always(fixture(t, "triggers")))
	got, err := b.client(t).Triggers(t.Context())
	if err != nil || len(got) != 8 {
		t.Fatalf("%d triggers, %v", len(got), err)
	}
	var lines []string
	for _, tr := range got {
		lines = append(lines, fmt.Sprintf("%s %s %v %q %q %q", tr.Name, tr.Type, tr.Enabled, tr.Schedule, tr.Path, tr.Event))
	}
	want := `nightly-sync on-demand true "" "" ""
on-order event-driven true "" "" "record_created:orders"
on-refund event-driven false "" "" "record_updated"
hourly scheduled true "every 1h" "" ""
at-three scheduled true "0 3 * * * UTC" "" ""
hook http-trigger true "" "/orders/new" ""
report endpoint true "" "/report" ""
from-the-future quantum true "" "" ""`
	if text := strings.Join(lines, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if all, _ := json.Marshal(got); strings.Contains(string(all), "params-") {
		t.Errorf("a trigger's params were kept: %s", all)
	}
}

func TestSchedulesAreOneString(t *testing.T) {
	for meta, want := range map[string]string{
		`{"scheduleType":"interval","interval":90}`:                         "every 1m30s",
		`{"scheduleType":"interval","interval":"86400"}`:                    "every 24h",
		`{"scheduleType":"interval","interval":5}`:                          "every 5s",
		`{"scheduleType":"interval","interval":600}`:                        "every 10m",
		`{"scheduleType":"interval","interval":604800}`:                     "every 7d",
		`{"scheduleType":"interval","interval":-1}`:                         "interval",
		`{"scheduleType":"cron","cronExpression":"*/5 * * * *"}`:            "*/5 * * * *",
		`{"scheduleType":"one-time","runAt":"2026-04-01T10:00:00+02:00"}`:   "once at 2026-04-01T08:00:00Z",
		`{"scheduleType":"lunar"}`:                                          "lunar",
		`{}`:                                                                "",
		`{"scheduleType":"interval","interval":99999999999999999999999999}`: "interval",
	} {
		f, err := loose.Fields([]byte(meta))
		if err != nil {
			t.Fatal(err)
		}
		if got := schedule(f); got != want {
			t.Errorf("%s is %q, want %q", meta, got, want)
		}
	}
}

func TestTriggerIsAsItIsSinceItWasChangedLast(t *testing.T) {
	b := serve(t, always(`{"data":[
		{"id":"a","createdAt":"2026-03-01T10:00:00Z","updatedAt":"2026-03-02T10:00:00Z"},
		{"id":"b","createdAt":"2026-03-01T10:00:00Z"},
		{"id":"c","updatedAt":"soon"}]}`))
	got, err := b.client(t).Triggers(t.Context())
	if err != nil || len(got) != 3 {
		t.Fatalf("%d triggers, %v", len(got), err)
	}
	made := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for i, want := range []time.Time{made.AddDate(0, 0, 1), made, {}} {
		if !got[i].Since.Equal(want) {
			t.Errorf("%s: since %v, want %v", got[i].ID, got[i].Since, want)
		}
	}
}

func TestListsArePagedToTheirEnd(t *testing.T) {
	page := func(from, n, total int) string {
		var rows []string
		for i := range n {
			rows = append(rows, fmt.Sprintf(`{"id":"f%d"}`, from+i))
		}
		return fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"page":1,"pageSize":2}}`, strings.Join(rows, ","), total)
	}
	for _, c := range []struct {
		name   string
		answer func(asked string) string
		found  int
		want   string
	}{
		{"to the end", func(asked string) string {
			switch {
			case strings.Contains(asked, "page=2"):
				return page(2, 2, 5)
			case strings.Contains(asked, "page=3"):
				return page(4, 1, 5)
			}
			return page(0, 2, 5)
		}, 5, "GET compute-functions|GET compute-functions?limit=2&page=2|GET compute-functions?limit=2&page=3"},
		{"paging ignored", func(string) string { return page(0, 2, 5) }, 2, "GET compute-functions|GET compute-functions?limit=2&page=2"},
		{"all at once", func(string) string { return page(0, 2, 2) }, 2, "GET compute-functions"},
		{"empty", func(string) string { return page(0, 0, 9) }, 0, "GET compute-functions"},
	} {
		b := serve(t, func(asked string) (int, string) { return 200, c.answer(asked) })
		got, err := b.client(t).Functions(t.Context())
		if err != nil || len(got) != c.found || b.requests() != c.want {
			t.Errorf("%s: %d found, %v, asked %s", c.name, len(got), err, b.requests())
		}
	}
}
