package alarm

import (
	"context"
	"encoding/json"
	"time"

	"fntop/model"
)

// Notes are where something is kept by kind and key: history.
type Notes interface {
	Note(ctx context.Context, kind, key string, value json.RawMessage) error
	Notes(ctx context.Context, kind string) ([]model.Note, error)
}

// Memory has alerts outlive fntop, so that none is told twice. It belongs to
// one goroutine at a time.
type Memory struct {
	notes Notes
	kind  string
	kept  map[string]string // as it is kept now
}

// Remember returns the memory of a kind, and what it holds. With an error it
// holds nothing, and may be used all the same.
func Remember(ctx context.Context, notes Notes, kind string) (*Memory, []model.Alert, error) {
	m := &Memory{notes, kind, map[string]string{}}
	all, err := notes.Notes(ctx, kind)
	alerts := make([]model.Alert, 0, len(all))
	for _, n := range all {
		var alert model.Alert
		if json.Unmarshal(n.Value, &alert) == nil {
			alerts = append(alerts, alert)
		}
		_, m.kept[n.Key], _ = written(&alert)
	}
	return m, alerts, err
}

// written is an alert as it is kept, and what tells whether it is another than
// it was: when it was found last, and the figures of that moment, change all
// the time.
func written(alert *model.Alert) (value json.RawMessage, mark string, err error) {
	if value, err = json.Marshal(alert); err != nil {
		return nil, "", err
	}
	same := *alert
	same.Last, same.Text, same.Runs = time.Time{}, "", nil
	marked, err := json.Marshal(&same)
	return value, string(marked), err
}

// Keep has these and no others remembered. Only what is another than it was is
// written: several fntop may keep theirs.
func (m *Memory) Keep(ctx context.Context, all []model.Alert) error {
	now := make(map[string]bool, len(all))
	for i := range all {
		value, mark, err := written(&all[i])
		if err != nil {
			return err
		}
		key := all[i].Rule + " " + all[i].Key
		if now[key] = true; m.kept[key] == mark {
			continue
		}
		if err := m.notes.Note(ctx, m.kind, key, value); err != nil {
			return err
		}
		m.kept[key] = mark
	}
	for key := range m.kept {
		if now[key] {
			continue
		}
		if err := m.notes.Note(ctx, m.kind, key, nil); err != nil {
			return err
		}
		delete(m.kept, key)
	}
	return nil
}
