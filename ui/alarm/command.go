package alarm

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/outer"
)

// patience is how long a program may take. One that hangs is ended, so that
// they do not pile up.
const patience = 30 * time.Second

// Message is an alert as programs and scripts read it. Every field is always
// there.
type Message struct {
	At           time.Time  `json:"at"`
	Change       string     `json:"change"` // "fired" or "resolved"
	Rule         string     `json:"rule"`
	Key          string     `json:"key"`
	Profile      string     `json:"profile"`
	Function     *Reference `json:"function"`
	Trigger      *Reference `json:"trigger"`
	Text         string     `json:"text"`
	Runs         []string   `json:"runs"`
	Since        time.Time  `json:"since"`
	ResolvedAt   *time.Time `json:"resolvedAt"`
	Acknowledged bool       `json:"acknowledged"`
	// NotTold is how many alerts before this one were not told one by one.
	NotTold int `json:"notTold"`
	// Test is whether somebody only tries how alerts are told.
	Test bool `json:"test"`
}

// Reference is a function or a trigger.
type Reference struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// MessageOf is an alert's message.
func MessageOf(a *model.Alert, now time.Time) Message {
	m := Message{
		At: utc(now), Change: "fired", Rule: a.Rule, Key: a.Key, Profile: a.Profile, Function: reference(a.Function), Trigger: reference(a.Trigger),
		Text: a.Text, Runs: make([]string, len(a.Runs)), Since: utc(a.Since), Acknowledged: a.Ack.Holds(now),
	}
	for i, id := range a.Runs {
		m.Runs[i] = id.ID
	}
	if !a.Over.IsZero() {
		over := utc(a.Over)
		m.Change, m.ResolvedAt = "resolved", &over
	}
	return m
}

func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

func reference(r model.Ref) *Reference {
	if r == (model.Ref{}) {
		return nil
	}
	ref := &Reference{ID: r.ID}
	if r.Name != "" {
		ref.Name = &r.Name
	}
	return ref
}

// Run starts a program and gives it a message on its standard input. What it
// prints is not heard, and it has no terminal; where it fails the error says
// with what.
func Run(ctx context.Context, command []string, m Message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin = bytes.NewReader(append(text, '\n'))
	c.WaitDelay = time.Second
	var said bytes.Buffer
	c.Stderr = &limited{&said}
	outer.Apart(c)
	if err := c.Run(); err != nil {
		why := err.Error()
		if ctx.Err() != nil {
			why = fmt.Sprintf("it took longer than %v", patience)
		}
		if first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n"); first != "" {
			why += ": " + first
		}
		return fmt.Errorf("the program of [alerts] command, %s, failed: %s", model.Visible(command[0]), model.Visible(why))
	}
	return nil
}

// limited keeps the beginning of what is written and drops the rest.
type limited struct{ b *bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 500 - l.b.Len(); room > 0 {
		l.b.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
