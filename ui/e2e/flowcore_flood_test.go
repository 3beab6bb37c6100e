//go:build measure && linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/ui/limits"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// TestMeasureFloodOfNotifications has a server, which is another process, tell
// of old events again and again, and stores new ones meanwhile. Keys are
// answered, memory and the processor stay within their limits, and afterwards
// the table has every event that the server has, and none twice.
func TestMeasureFloodOfNotifications(t *testing.T) {
	binary(t)
	ready, _ := serve(t, "--faults", fmt.Sprintf("ws-flood=%d/s*1,ws-close=1001:%v*1", limits.NoticeRate, limits.NoticeSpan+10*time.Second))
	core := onCore(t, ready)
	from := time.Now().UTC().Truncate(time.Second)
	p := ptytest.Start(t, 99, 30, fntop(t, []string{
		"FLOWCORE_URL=" + ready.URL, "FLOWCORE_TENANT=" + ready.Flowcore.Tenant, "FLOWCORE_DATA_CORE=" + ready.Flowcore.DataCore,
		"FLOWCORE_API_KEY=" + ready.Flowcore.APIKey,
	}))
	p.Await(func(s *vt.Screen) bool { return strings.Contains(s.Line(0), "● live") && s.Contains("recorded") }, "live data")
	press(p, "\x1b[6~", "\x1b[6~", "k", "k", "k", "k", "k", "k") // what arrives above does not move the selected row
	time.Sleep(2 * time.Second)                                  // the last hour is read

	begun, cpu, read := time.Now(), ticks(t, p.PID()), received(t, p.PID())
	var took []time.Duration
	most, stored, batches := 0, 0, 0
	for i := 0; time.Since(begun) < limits.NoticeSpan; i++ {
		time.Sleep(time.Duration(20+i%17) * time.Millisecond)
		if due := int(time.Since(begun).Seconds() * limits.NoticeStored); due-stored >= limits.NoticeStored/4 {
			core.store(t, core.kinds[batches%len(core.kinds)], due-stored)
			stored, batches = due, batches+1
		}
		row, key := now(p, selected), "j"
		to := row + 1
		if i%8 >= 4 {
			key, to = "k", row-1
		}
		at := time.Now()
		p.Type(key)
		p.Await(selects(to), "the row that "+key+" selects")
		took = append(took, time.Since(at))
		if i%20 == 0 {
			most = max(most, resident(t, p.PID())>>10)
		}
	}
	share := float64(ticks(t, p.PID())-cpu) / 100 / time.Since(begun).Seconds()
	read = received(t, p.PID()) - read
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d notifications a second for %v, and %d events stored meanwhile: %d keys to the screen, p50 %v, p90 %v, p99 %v, worst %v (limit of p99 %v); %.0f %% of a core (limit %.0f %%); %d MiB resident (limit %d); %d MB read",
		limits.NoticeRate, limits.NoticeSpan, stored, len(took), took[len(took)/2], took[len(took)*9/10], p99, took[len(took)-1], limits.NoticeKeyP99,
		100*share, 100*limits.NoticeCPU, most, limits.NoticeMemory, read/1e6)
	if read < limits.NoticeRate*int(limits.NoticeSpan.Seconds())*200 {
		t.Error("that is no flood: a notification has more than 200 bytes")
	}
	if p99 > limits.NoticeKeyP99 {
		t.Errorf("a key takes %v", p99)
	}
	if most > limits.NoticeMemory {
		t.Errorf("%d MiB resident", most)
	}
	if share > limits.NoticeCPU {
		t.Errorf("%.0f %% of a core", 100*share)
	}

	begun, cpu, read = time.Now(), ticks(t, p.PID()), received(t, p.PID())
	total := 0
	for _, k := range core.kinds {
		filterBy(p, fmt.Sprintf("trigger=%s created>=%s", k.name, from.Format(time.RFC3339)))
		want, got := 0, 0
		for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(time.Second) {
			want, got = core.count(t, k, from), now(p, counted)
			if want == got {
				break
			}
		}
		if want != got {
			t.Errorf("%d events %s are in the table, the server has %d\n%s", got, k.name, want, p.Text())
		}
		total += got
	}
	if total < stored {
		t.Errorf("%d events are in the table, %d were stored by this test alone", total, stored)
	}
	t.Logf("%d events came meanwhile, and all are in the table as the server has them, %v after the flood; that took %d MB and %d ms of CPU", total,
		time.Since(begun).Round(time.Second), (received(t, p.PID())-read)/1e6, 10*(ticks(t, p.PID())-cpu))
}

// dataCore is a server's data core, by plain HTTP.
type dataCore struct {
	ready demo.Ready
	id    string
	kinds []eventKind
}

type eventKind struct{ id, flow, name string }

// onCore reads which event types there are.
func onCore(t *testing.T, ready demo.Ready) *dataCore {
	t.Helper()
	type named struct{ ID, Name string }
	c := &dataCore{ready: ready}
	var cores, flows []named
	c.ask(t, http.MethodGet, "/api/v1/data-cores?tenant="+url.QueryEscape(ready.Flowcore.Tenant), "", &cores)
	for _, d := range cores {
		if d.Name == ready.Flowcore.DataCore {
			c.id = d.ID
		}
	}
	c.ask(t, http.MethodGet, "/api/v1/flow-types?dataCoreId="+c.id, "", &flows)
	for _, f := range flows {
		var kinds []named
		c.ask(t, http.MethodGet, "/api/v1/event-types?flowTypeId="+f.ID, "", &kinds)
		for _, k := range kinds {
			c.kinds = append(c.kinds, eventKind{id: k.ID, flow: f.Name, name: k.Name})
		}
	}
	return c
}

// store ingests so many events at once.
func (c *dataCore) store(t *testing.T, k eventKind, n int) {
	t.Helper()
	body := "[" + strings.TrimSuffix(strings.Repeat(`{"of":"the flood"},`, n), ",") + "]"
	path := strings.Join([]string{"/events", c.ready.Flowcore.Tenant, c.id, k.flow, k.name}, "/")
	c.ask(t, http.MethodPost, path, body, &struct{}{})
}

// count is how many events of a type the server has whose time is no earlier
// than from.
func (c *dataCore) count(t *testing.T, k eventKind, from time.Time) (n int) {
	t.Helper()
	for hour := from.Truncate(time.Hour); hour.Before(time.Now()); hour = hour.Add(time.Hour) {
		var page struct {
			Events []struct{ ValidTime time.Time }
			Next   string `json:"nextCursor"`
		}
		c.ask(t, http.MethodGet, "/api/v1/events?eventTypeId="+k.id+"&timeBucket="+hour.Format("2006010215")+"0000", "", &page)
		if page.Next != "" {
			t.Fatalf("the server has more than %d events in an hour", len(page.Events))
		}
		for _, e := range page.Events {
			if !e.ValidTime.Before(from) {
				n++
			}
		}
	}
	return n
}

func (c *dataCore) ask(t *testing.T, method, path, body string, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, c.ready.URL+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "ApiKey "+c.ready.Flowcore.APIKeyID+":"+c.ready.Flowcore.APIKey)
	if method == http.MethodPost {
		req.Header.Set("Authorization", c.ready.Flowcore.APIKey)
	}
	req.Close = true
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, res.Status)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
