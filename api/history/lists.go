package history

import (
	"encoding/json"
	"hash/maphash"

	"fntop/model"
)

// lists are the functions and triggers of a profile, as read last; nil where
// they are as they were written.
type lists struct {
	functions []listed
	triggers  []listed
	whole     [2]bool // which of the two were read
}

// listed is one of them.
type listed struct {
	id, name string
	about    []byte // JSON
}

func (h *History) sawFunctions(at *place, all []model.Function) {
	rows := make([]listed, len(all))
	for i := range all {
		rows[i] = listed{id: all[i].ID, name: all[i].Name}
		rows[i].about, _ = json.Marshal(&all[i]) // it holds nothing that JSON does not know
	}
	h.sawList(at, "functions", rows, func(l *lists) { l.functions, l.whole[0] = rows, true })
}

func (h *History) sawTriggers(at *place, all []model.Trigger) {
	rows := make([]listed, len(all))
	for i := range all {
		rows[i] = listed{id: all[i].ID, name: all[i].Name}
		rows[i].about, _ = json.Marshal(&all[i])
	}
	h.sawList(at, "triggers", rows, func(l *lists) { l.triggers, l.whole[1] = rows, true })
}

// sawList notes a list that is another than the one that was written.
func (h *History) sawList(at *place, kind string, rows []listed, note func(*lists)) {
	p := h.pending
	var sum maphash.Hash
	sum.SetSeed(p.seed)
	for i := range rows {
		_, _ = sum.WriteString(rows[i].id)
		_ = sum.WriteByte(0)
		_, _ = sum.Write(rows[i].about)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	list := listOf{at, kind, ""}
	if p.listed[list] == sum.Sum64() {
		return
	}
	p.listed[list] = sum.Sum64()
	if p.lists[at] == nil {
		p.lists[at] = &lists{}
	}
	note(p.lists[at])
	ring(p.news)
}
