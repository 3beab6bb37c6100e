// Package detail is the pane of one open run: what there is to know about it,
// its output, its input and the whole object as it was received.
//
// Payloads are laid out once, when their tab is first looked at; a frame costs
// what it shows of them, however large they are. What a backend sent becomes
// visible text (model.Visible) when it is laid out, so that drawing never sees
// anything else.
package detail

import (
	"bytes"
	"encoding/json"
	"time"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// tab is one of the pane's views of the run.
type tab uint8

const (
	overviewTab tab = iota
	outputTab
	inputTab
	timelineTab
	lineageTab
	rawTab
	tabs
)

var tabNames = [tabs]string{
	overviewTab: "Overview", outputTab: "Output", inputTab: "Input", timelineTab: "Timeline", lineageTab: "Lineage", rawTab: "Raw",
}

// Model is the pane of one run.
type Model struct {
	id       model.RunID
	listed   *model.Run
	detail   *model.RunDetail
	lineage  []*model.Run
	compared string
	success  *model.Run  // the last one before the run, which failed
	shape    string      // what payloads have now and had not then, and the other way round
	picked   model.RunID // of the lineage
	// lineageState is how reading the lineage stands.
	lineageState string

	input     json.RawMessage
	state     string
	bad       bool
	following bool

	tab    tab
	at     [tabs]place // what stands on the first row of each tab
	cursor [tabs]place // the selected row of each tab that has a document
	flat   [tabs]bool  // documents are shown as text
	search search
	asks   expression
	// answers stand in place of documents, where jq was run on them.
	answers [tabs]*answer

	// What follows is made from the above when it is needed.
	best  *model.Run // the list's copy and the detail's in one; nil when they changed
	told  *told      // of the run; nil when it changed
	error errorText
	docs  [tabs]*payload // laid out; nil when they changed
	over  overview
	tl    timeline
	wraps wraps
	rows  []row
	lines draw.Lines
	// seen is what the last frame was drawn with, since keys move by what a
	// person saw.
	seen struct {
		look pane.Look
		w, h int
	}
}

// New makes the pane of a run of which nothing else is known yet.
func New(id model.RunID) *Model {
	m := &Model{id: id, search: newSearch(), asks: newExpression()}
	m.seen.w, m.seen.h = 80, 24
	m.seen.look.Zone = time.UTC
	return m
}

// ID is the run that is open.
func (m *Model) ID() model.RunID { return m.id }

// SetRun tells what the list knows of the run; nil is nothing.
func (m *Model) SetRun(listed *model.Run) {
	if m.listed != listed { // a run in the store is never changed in place
		m.listed = listed
		m.changed()
	}
}

// SetDetail gives the whole run. Scroll, tab and search stay.
func (m *Model) SetDetail(d *model.RunDetail) {
	// A run that is read again is mostly the same: its payloads stay laid out.
	if !bytes.Equal(m.outputJSON(), outputOf(d)) {
		m.forget(outputTab)
	}
	if m.detail == nil || d == nil || !bytes.Equal(m.detail.Raw, d.Raw) {
		m.forget(rawTab)
	}
	before := m.inputJSON()
	m.detail = d
	if !bytes.Equal(before, m.inputJSON()) {
		m.forget(inputTab)
	}
	m.changed()
}

// forget drops what was made of a payload that is another now.
func (m *Model) forget(t tab) {
	m.docs[t], m.answers[t] = nil, nil
	if m.asks.tab == t { // the answer that is under way would be about the old one
		m.asks.busy = false
	}
}

// SetLineage tells which runs of the same lineage were seen: the original and
// its reruns, this run perhaps among them.
func (m *Model) SetLineage(runs []*model.Run) {
	m.lineage = runs
	m.changed()
}

// SetCompared tells what came of the run against the one it was a rerun of;
// empty where it was none, or that is not known.
func (m *Model) SetCompared(text string) {
	m.compared = model.Visible(text)
	m.changed()
}

// SetInput tells what this fntop sent for the run.
func (m *Model) SetInput(input json.RawMessage) {
	if !bytes.Equal(m.input, input) {
		m.forget(inputTab)
	}
	m.input = input
	m.changed()
}

// SetState says how reading the run stands; an empty text says nothing. What
// is known stays on screen whatever is said.
func (m *Model) SetState(text string, bad bool) {
	m.state, m.bad = model.Visible(text), bad
	if m.unseen() {
		m.changed() // it is all there is to read
	}
}

// Following says whether the run is followed to its end.
func (m *Model) Following(on bool) { m.following = on }

// changed drops what was made of the old data and finds the matches anew.
func (m *Model) changed() {
	m.told, m.best = nil, nil
	m.unsettle()
	m.refind()
}

// run is the best copy of the run there is: what the list and the detail make
// together.
func (m *Model) run() *model.Run {
	if m.best == nil {
		m.best = m.merged()
	}
	return m.best
}

func (m *Model) merged() *model.Run {
	switch {
	case m.detail == nil && m.listed == nil:
		return &model.Run{ID: m.id}
	case m.detail == nil:
		return m.listed
	case m.listed == nil:
		return &m.detail.Run
	}
	r := model.Merge(m.listed, &m.detail.Run)
	if r.ErrorCut && len(m.detail.ErrorMessage) > len(r.ErrorMessage) {
		// The list is ahead, but keeps no more than the beginning of a message.
		whole := *r
		whole.ErrorMessage, whole.ErrorCut = m.detail.ErrorMessage, false
		return &whole
	}
	return r
}

func outputOf(d *model.RunDetail) json.RawMessage {
	if d == nil || isNull(d.RunData) {
		return nil
	}
	return d.RunData
}

func isNull(payload json.RawMessage) bool {
	return len(payload) < 16 && string(bytes.TrimSpace(payload)) == "null"
}

func (m *Model) outputJSON() json.RawMessage { return outputOf(m.detail) }

func (m *Model) inputJSON() json.RawMessage {
	if m.input == nil && m.detail != nil {
		return m.detail.Input
	}
	return m.input
}

func (m *Model) rawJSON() json.RawMessage {
	if m.detail == nil {
		return nil
	}
	return m.detail.Raw
}
