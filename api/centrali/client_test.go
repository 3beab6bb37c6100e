package centrali

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"fntop/model"
)

func TestListsRunsOfAFunctionWithAStaticToken(t *testing.T) {
	var path, auth string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, auth = r.URL.String(), r.Header.Get("Authorization")
		_, _ = w.Write([]byte(`{"data":[{"id":"r1","status":"running","functionId":"f"}],"meta":{"total":3,"page":1,"pageSize":1}}`))
	}))
	defer server.Close()
	c, err := New(Config{Profile: "p", URL: server.URL, Workspace: "acme", Token: "token-1"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseIdle()
	page, err := c.Runs(t.Context(), model.Ask{Function: "f", Page: 1, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if want := "/data/workspace/acme/api/v1/function-runs/function/f?limit=1&page=1"; path != want {
		t.Errorf("asked for %s, want %s", path, want)
	}
	if auth != "Bearer token-1" {
		t.Errorf("signed in with %q", auth)
	}
	if len(page.Runs) != 1 || page.Runs[0].ID != (model.RunID{Profile: "p", ID: "r1"}) || page.Runs[0].Status != model.StatusRunning || !page.More {
		t.Errorf("got %+v", page)
	}
}
