package detail

import (
	"strings"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/jsonview"
	"fntop/ui/pane"
)

// body is what the open tab shows, for the last look.
func (m *Model) body() body {
	s := m.space()
	m.wraps.resize(s.width - s.gutter)
	switch {
	case m.tab == overviewTab && m.unseen():
		return prose(m.awaited())
	case m.tab == overviewTab:
		return m.overview(m.seen.look)
	case m.tab == timelineTab:
		return m.timeline()
	case m.tab == lineageTab:
		return m.lineageBody()
	}
	if d := m.doc(m.tab); d != nil {
		return d.shown(m.flat[m.tab])
	}
	return prose(m.absence(m.tab))
}

// unseen reports whether nothing is known of the run, not even by a list.
func (m *Model) unseen() bool { return m.detail == nil && m.listed == nil }

// queued reports whether an action was sent and nobody has seen its run.
func (m *Model) queued() bool { return m.unseen() && m.following && !m.bad }

// awaited says what is waited for while the run is unseen.
func (m *Model) awaited() []string {
	if m.state == "" || m.bad { // what is bad is said above
		return []string{"…"}
	}
	return []string{m.state}
}

// payload is what a tab shows of what was sent: a document, or text where it
// is no JSON.
type payload struct {
	body body
	view *jsonview.View // nil for text that is no JSON
	flat *jsonview.Flat // the document as text; nil until somebody wants it so
}

func layout(src []byte, letters bool) *payload {
	if v, ok := jsonview.New(src, letters); ok {
		return &payload{body: document{v}, view: v}
	}
	return &payload{body: text(visibleText(string(src)))}
}

// doc is the payload of a tab, laid out; nil where there is none.
func (m *Model) doc(t tab) *payload {
	if a := m.answers[t]; a != nil {
		return a.payload
	}
	src := m.received(t)
	if len(src) == 0 {
		return nil
	}
	if m.docs[t] == nil {
		m.docs[t] = layout(src, t != rawTab)
	}
	return m.docs[t]
}

// payload is the JSON that a tab shows: what was received, or what jq made of
// that.
func (m *Model) payload(t tab) []byte {
	if a := m.answers[t]; a != nil {
		return a.raw
	}
	return m.received(t)
}

func (m *Model) received(t tab) []byte {
	switch t {
	case outputTab:
		return m.outputJSON()
	case inputTab:
		return m.inputJSON()
	case rawTab:
		return m.rawJSON()
	}
	return nil
}

// absence says why a tab has no payload to show.
func (m *Model) absence(t tab) []string {
	switch {
	case m.answers[t] != nil:
		return []string{"The expression gives nothing."}
	case t == inputTab:
		return []string{m.unknownInput()}
	case m.unseen():
		return m.awaited()
	case m.detail == nil:
		return []string{"…"}
	case t == rawTab:
		return []string{"The backend's object was not kept."}
	}
	r := m.run()
	var why []string
	if !r.Stripped.IsZero() {
		why = append(why, "stripped at "+when(m.seen.look, r.Stripped)+": retention removed the output.")
	}
	if !r.Archived.IsZero() {
		why = append(why, "archived at "+when(m.seen.look, r.Archived)+".")
		if r.ArchiveAddress != "" {
			why = append(why, model.Visible(r.ArchiveAddress))
		}
	}
	switch {
	case len(why) > 0:
		return why
	case r.Status == model.StatusUnknown:
		return []string{"none so far, and whether the run is over is unknown."}
	case !r.Status.Over():
		return []string{"not over yet: the output comes with the end of the run."}
	case m.detail.RunData != nil:
		return []string{"null: the run returned nothing."}
	}
	return []string{"none: the backend sent no output for this run."}
}

func when(look pane.Look, at time.Time) string {
	s := look.Times.Whole(at, look.Zone)
	if !look.Now.IsZero() {
		s += " (" + draw.Age(look.Now.Sub(at)) + ")"
	}
	return s
}

// unknownInput is what can be said of an input that nobody here sent.
func (m *Model) unknownInput() string {
	if again := m.run().Again; again != nil && again.NoInput != "" {
		return "none: " + again.NoInput + "."
	}
	backend := "the backend's"
	if m.run().Backend == "centrali" {
		backend = "Centrali's"
	}
	key := "R"
	if keys := m.seen.look.Keys; keys != nil {
		key = keys.Key(keymap.RerunEdited)
	}
	s := "unknown: " + backend + " API does not return a run's input."
	if again := m.run().Again; key != "" && (again == nil || again.No == "") {
		s += " " + key + " starts from {}."
	}
	return s
}

// Showing is what the open tab shows, in a word or two.
func (m *Model) Showing() string {
	name := strings.ToLower(tabNames[m.tab])
	if m.answers[m.tab] != nil {
		return "jq result of " + name // a file of that name must not pass for the whole
	}
	return name
}

// Text is the open tab as plain text for $PAGER or $EDITOR. JSON stays what it
// was: what is not safe to print is written as an escape.
func (m *Model) Text() string {
	if src := m.payload(m.tab); len(src) > 0 {
		if printed, ok := jsonview.Print(src); ok {
			return printed
		}
	}
	b := m.body()
	if m.tab == overviewTab {
		// A file is read at another time: ages would be wrong by then.
		look := m.seen.look
		if look.Times == draw.Ages {
			look.Times = draw.Local
		}
		b = new(overview).write(m.told, false, look, wideEnough)
	}
	var out []byte
	for i := range b.len() {
		out = append(append(out, b.line(i).text...), '\n')
	}
	return string(out)
}
