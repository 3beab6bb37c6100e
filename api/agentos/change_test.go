package agentos

import (
	"errors"
	"strings"
	"testing"

	"fntop/api"
	"fntop/model"
)

func TestCancelAndResumeAreSentOnceWhereTheProfileSaysSo(t *testing.T) {
	may := func(c *Config) { c.Cancel, c.Resume = true, true }
	for _, x := range []struct {
		name   string
		change func(*Config)
		status int
		kind   api.Kind // 0: it is taken
		sent   int
	}{
		{"taken", may, 202, 0, 1},
		{"not asked for", func(*Config) {}, 200, api.Unsupported, 0},
		{"read-only", func(c *Config) { may(c); c.ReadOnly = true }, 200, api.ReadOnly, 0},
		{"no such call", may, 404, api.Unsupported, 1},
		{"no such method", may, 405, api.Unsupported, 1},
		{"over", may, 409, api.Refused, 1},
		{"failing", may, 503, api.ServerError, 1},
	} {
		for kind, want := range map[model.ActionKind]string{model.CancelRun: "POST runs/run_01/cancel {}", model.ResumeRun: "POST runs/run_01/resume {}"} {
			b := answers(t, func(int) (int, string) { return x.status, "{}" })
			c := b.client(t, x.change)
			got, err := c.Do(t.Context(), model.Action{Kind: kind, Run: run("run_01")})
			if api.KindOf(err) != x.kind || (err == nil) != (got.RunID == "run_01") {
				t.Errorf("%s: got %+v, %v", x.name, got, err)
			}
			var e *api.Error
			if errors.As(err, &e) && e.Lost != (x.status == 503) {
				t.Errorf("%s: lost is %v", x.name, e.Lost)
			}
			if x.status == 405 && !strings.Contains(err.Error(), "not supported by this server") {
				t.Errorf("%s: %v", x.name, err)
			}
			if x.sent == 0 {
				want = ""
			}
			if asked := b.requests(); asked != want || len(b.keys) != x.sent {
				t.Errorf("%s: asked %q with %d keys, want %q", x.name, asked, len(b.keys), want)
			}
		}
	}
}
