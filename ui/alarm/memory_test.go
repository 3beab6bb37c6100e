package alarm

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"fntop/model"
)

// notes keep in memory, and count.
type notes struct {
	by      map[string]json.RawMessage
	written int
	err     error
}

func (n *notes) Note(_ context.Context, kind, key string, value json.RawMessage) error {
	if n.err != nil {
		return n.err
	}
	n.written++
	if n.by[kind+"/"+key] = value; value == nil {
		delete(n.by, kind+"/"+key)
	}
	return nil
}

func (n *notes) Notes(_ context.Context, kind string) (all []model.Note, err error) {
	for key, value := range n.by {
		if len(key) > len(kind) && key[:len(kind)] == kind {
			all = append(all, model.Note{Key: key[len(kind)+1:], Value: value})
		}
	}
	return all, n.err
}

func TestAlertsAreRememberedAndOnlyWhatChangesIsWritten(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	alert := func(key string) model.Alert {
		return model.Alert{Sign: model.Sign{Rule: "stuck", Key: key, Text: "x"}, Since: at, Told: at, Ack: &model.Ack{By: "ana", At: at}}
	}
	n := &notes{by: map[string]json.RawMessage{}}
	m, all, err := Remember(t.Context(), n, "alert")
	if err != nil || len(all) != 0 {
		t.Fatal(all, err)
	}
	a, b := alert("a"), alert("b")
	if err := m.Keep(t.Context(), []model.Alert{a, b}); err != nil || n.written != 2 {
		t.Fatalf("%d written, %v", n.written, err)
	}
	b.Over = at.Add(time.Hour)
	if err := m.Keep(t.Context(), []model.Alert{a, b}); err != nil || n.written != 3 {
		t.Fatalf("%d written, %v", n.written, err)
	}
	if err := m.Keep(t.Context(), []model.Alert{b}); err != nil || n.written != 4 {
		t.Fatalf("%d written, %v", n.written, err)
	}
	if _, all, err = Remember(t.Context(), n, "alert"); err != nil || !reflect.DeepEqual(all, []model.Alert{b}) {
		t.Errorf("remembered %+v, %v", all, err)
	}
}

func TestAlertThatCouldNotBeKeptIsWrittenNextTime(t *testing.T) {
	n := &notes{by: map[string]json.RawMessage{}, err: errors.New("full")}
	m, _, err := Remember(t.Context(), n, "alert")
	if err == nil {
		t.Error("nothing was said")
	}
	all := []model.Alert{{Sign: model.Sign{Rule: "stuck", Key: "a"}}}
	if m.Keep(t.Context(), all) == nil {
		t.Error("nothing was said")
	}
	n.err = nil
	if err := m.Keep(t.Context(), all); err != nil || n.written != 1 {
		t.Errorf("%d written, %v", n.written, err)
	}
}
