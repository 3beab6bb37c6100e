package history

import (
	"errors"
	"testing"
	"time"

	"fntop/model"
)

func TestRunOfThenSaysNothingThatCameLater(t *testing.T) {
	s := newStand(t, t.TempDir())
	run := model.Run{ID: model.RunID{Profile: "prod", ID: "r"}, Backend: "centrali", Function: model.Ref{ID: "f1"}, Status: model.StatusRunning,
		Created: noon, Started: noon.Add(time.Second)}
	s.read(t, model.RunDetail{Run: run, Input: []byte(`{"a":1}`)})
	s.clk.Advance(2 * time.Minute)
	run.Status, run.Ended, run.ErrorCode, run.ErrorMessage = model.StatusFailure, noon.Add(time.Minute), "E", "too late"
	s.read(t, model.RunDetail{Run: run, RunData: []byte(`{"b":2}`)})

	then, err := s.RunAt(t.Context(), run.ID, noon.Add(30*time.Second))
	if err != nil || then.Status != model.StatusRunning || then.ErrorMessage != "" || then.RunData != nil || string(then.Input) != `{"a":1}` {
		t.Errorf("then it was %+v, %v", then, err)
	}
	later, err := s.RunAt(t.Context(), run.ID, noon.Add(2*time.Minute))
	if err != nil || later.Status != model.StatusFailure || later.ErrorMessage != "too late" || string(later.RunData) != `{"b":2}` {
		t.Errorf("later it is %+v, %v", later, err)
	}
	if _, err := s.RunAt(t.Context(), model.RunID{Profile: "prod", ID: "none"}, noon); !errors.Is(err, ErrNotSeen) {
		t.Errorf("of a run that was never seen: %v", err)
	}
	if _, err := s.RunAt(t.Context(), model.RunID{Profile: "other", ID: "r"}, noon); !errors.Is(err, ErrNotSeen) {
		t.Errorf("of another profile: %v", err)
	}
	at, err := s.Earliest(t.Context(), prod)
	if err != nil || !at.Equal(noon) {
		t.Errorf("the earliest is %v, %v", at, err)
	}
	if at, err := s.Earliest(t.Context(), []string{"other"}); err != nil || !at.IsZero() {
		t.Errorf("of a profile without runs: %v, %v", at, err)
	}
	seen, err := s.Seen(t.Context(), prod)
	if c := seen[model.Subject{Kind: model.OfFunction, Profile: "prod", ID: "f1"}]; err != nil || !c.Holds(model.Span{From: noon, To: noon.Add(2 * time.Minute)}) {
		t.Errorf("seen is %v, %v", seen, err)
	}
}
