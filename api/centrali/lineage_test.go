package centrali

import (
	"strings"
	"testing"

	"fntop/api"
	"fntop/model"
)

func TestRerunsOfARunAreRead(t *testing.T) {
	whole := fixture(t, "rerun_history")
	for name, body := range map[string]string{"bare": whole, "wrapped": `{"data":` + whole + `}`} {
		b := serve(t, always(body))
		l, err := b.client(t).Lineage(t.Context(), fixed(2))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := b.requests(), "GET function-runs/"+fixed(2).ID+"/rerun-history"; got != want {
			t.Errorf("%s: asked %s, want %s", name, got, want)
		}
		if l.Original != fixed(2) || len(l.Reruns) != 3 || l.Skipped != 0 {
			t.Fatalf("%s: %+v", name, l)
		}
		for i, r := range l.Reruns {
			if r.ID != fixed(7+i) || r.OriginalRunID != fixed(2).ID {
				t.Errorf("%s: rerun %d is %v of %s", name, i, r.ID, r.OriginalRunID)
			}
		}
		if r := l.Reruns[0]; r.Status != model.StatusUnknown || !r.When().IsZero() {
			t.Errorf("%s: what is not told of a rerun became %v at %v", name, r.Status, r.When())
		}
		if r := l.Reruns[1]; r.Status != model.StatusFailure || r.RerunReason != "upstream is back" || r.RerunBy == "" || r.When().IsZero() {
			t.Errorf("%s: %+v", name, r.Run)
		}
	}
}

func TestHistoryThatIsNoneIsUnreadableAndABadRerunIsSkipped(t *testing.T) {
	for _, body := range []string{`[]`, `{}`, `{"reruns":{}}`, `null`, `<html>`} {
		b := serve(t, always(body))
		if _, err := b.client(t).Lineage(t.Context(), fixed(2)); fault(t, err).Kind != api.Unreadable {
			t.Errorf("%s: %v", body, err)
		}
	}
	b := serve(t, always(`{"reruns":[{"status":"failure"},{"id":"good"},17]}`))
	l, err := b.client(t).Lineage(t.Context(), fixed(2))
	if err != nil || l.Skipped != 2 || len(l.Reruns) != 1 || !l.Original.IsZero() {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := b.client(t).Lineage(t.Context(), model.RunID{}); fault(t, err).Kind != api.NotFound {
		t.Errorf("without an id: %v", err)
	}
}

func TestFailureOfTheHistorySaysWhatWasRead(t *testing.T) {
	b := serve(t, func(string) (int, string) { return 403, `{}` })
	_, err := b.client(t).Lineage(t.Context(), fixed(2))
	if text := fault(t, err).Error(); !strings.Contains(text, "read the reruns of run ") {
		t.Errorf("it says %q", text)
	}
}
