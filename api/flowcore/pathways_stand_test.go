package flowcore

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Data Pathways of the stand-in, written from section 6 of the wire document.

const (
	erp    = "a0000000-0000-4000-8000-000000000001"
	crm    = "a0000000-0000-4000-8000-000000000002"
	others = "a0000000-0000-4000-8000-000000000003" // of another data core
	bearer = "token1"
)

type ways struct {
	rows     string // rows of GET /pathways; empty: those above
	total    string // spelled; empty: as many as there are
	log      []logged
	most     int // rows at a time
	deaf     bool
	restarts map[string]string // by id, what GET says
	answer   string            // what is said of a request to restart
}

type logged struct {
	id, pathway, row string
	made             time.Time
	success          bool
}

// deliver logs that something was delivered, or not. More members may be given.
func (s *stand) deliver(pathway string, made time.Time, success bool, more string) logged {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	l := logged{id: fmt.Sprintf("d0000000-0000-4000-8000-%012d", s.serial), pathway: pathway, made: made, success: success}
	if more == "" {
		more = `"httpStatus":200,"durationMs":120,"errorMessage":null,"responseBody":null`
	}
	l.row = fmt.Sprintf(`{"id":%q,"pathwayId":%q,"assignmentId":"a1","endpointUrl":"https://erp.example/x","success":%t,"batchSize":1,"flowType":"order.0","eventType":"order.placed.0","sourceId":null,"createdAt":%q,%s}`,
		l.id, pathway, success, made.UTC().Format("2006-01-02T15:04:05.000Z"), more)
	s.log = append(s.log, l)
	return l
}

func (l logged) run() string { return l.id + "@" + l.pathway }

func (p *ways) serve(w http.ResponseWriter, r *http.Request, body string) bool {
	q, path := r.URL.Query(), r.URL.Path
	if !strings.HasPrefix(path, "/api/v1/pathways") && !strings.HasPrefix(path, "/api/v1/delivery-log") && !strings.HasPrefix(path, "/api/v1/restarts") {
		return false
	}
	if r.Header.Get("Authorization") != "Bearer "+bearer {
		answer(w, 401, `{"status":401,"code":"UNAUTHORIZED","message":"Unauthorized"}`)
		return true
	}
	limit, _ := strconv.Atoi(q.Get("limit"))
	offset, _ := strconv.Atoi(q.Get("offset"))
	if p.most > 0 {
		limit = min(limit, p.most)
	}
	page := func(name string, rows []string) {
		total := p.total
		if total == "" {
			total = strconv.Itoa(len(rows))
		}
		offset = min(offset, len(rows))
		answer(w, 200, fmt.Sprintf(`{%q:[%s],"total":%s}`, name, strings.Join(rows[offset:min(offset+limit, len(rows))], ","), total))
	}
	switch {
	case path == "/api/v1/pathways":
		rows := []string{
			pathwayRow(erp, `"erp-orders"`, "shop", `"type":"managed","enabled":true,"config":{"sources":[{"flowType":"order.0","eventTypes":["order.placed.0"],"endpoints":[{"url":"https://user:hushhush@erp.example/x?key=hushhush","authHeaders":{"X":"hushhush"}}]}]}`),
			pathwayRow(crm, "null", coreID, `"type":"virtual","enabled":false,"virtualConfig":{"flowTypes":["mail.0"]}`),
			pathwayRow(others, `"others"`, "archive", `"enabled":true`),
		}
		if p.rows != "" {
			rows = []string{p.rows}
		}
		page("pathways", rows)
	case path == "/api/v1/delivery-log":
		all := slices.Clone(p.log)
		slices.SortStableFunc(all, func(a, b logged) int { return b.made.Compare(a.made) })
		var rows []string
		for _, l := range all {
			if l.pathway == q.Get("pathwayId") && (p.deaf || q.Get("success") == "" || q.Get("success") == strconv.FormatBool(l.success)) {
				rows = append(rows, l.row)
			}
		}
		page("entries", rows)
	case path == "/api/v1/restarts/request" && r.Method == http.MethodPost:
		answer(w, 200, p.answer)
	case p.restarts[strings.TrimPrefix(path, "/api/v1/restarts/")] != "":
		answer(w, 200, p.restarts[strings.TrimPrefix(path, "/api/v1/restarts/")])
	default:
		answer(w, 404, `{"status":404,"code":"NOT_FOUND","message":"not found"}`)
	}
	return true
}

func pathwayRow(id, name, core, more string) string {
	return fmt.Sprintf(`{"id":%q,"tenant":"acme","name":%s,"dataCore":%q,"sizeClass":"small","priority":0,"version":1,"labels":{},"createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z",%s}`, id, name, core, more)
}

// restartSays is what GET says of a restart.
func restartSays(id, pathway, status string, age time.Duration) string {
	b, _ := json.Marshal(map[string]any{
		"id": id, "targets": map[string]any{"pathwayIds": []string{pathway}}, "mode": "datapumpRestart", "position": map[string]any{"timeBucket": "20261121120000"},
		"status": status, "requestedBy": "fntop", "reason": nil, "createdAt": noon.Format(time.RFC3339), "updatedAt": noon.Add(age).Format(time.RFC3339),
	})
	return string(b)
}

// byToken signs a client in by a token alone.
func byToken(c *Config) { c.Token, c.APIKey = bearer, "" }

// byBoth signs it in by a token and gives it a key to ingest with.
func byBoth(c *Config) { c.Token = bearer }
