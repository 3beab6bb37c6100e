// Package drive runs the UI by hand, without a terminal: for tests, and for
// the program that draws the pictures. It waits for what is on the screen,
// never for time.
package drive

import (
	"context"
	"reflect"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// Framed is a model that keeps the frame it drew.
type Framed interface {
	tea.Model
	Frame() []string
}

// Driver is the event loop: it runs commands and delivers their messages, one
// at a time, in the goroutine of whoever calls it.
type Driver struct {
	ctx  context.Context
	app  Framed
	msgs chan tea.Msg

	frame, text string // the frame read last, and its plain text
}

// New starts a model at a size. Commands end with ctx.
func New(ctx context.Context, app Framed, w, h int) *Driver {
	d := &Driver{ctx: ctx, app: app, msgs: make(chan tea.Msg)}
	d.run(app.Init())
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

// Send delivers a message.
func (d *Driver) Send(msg tea.Msg) {
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// Press presses keys, each named as Bubble Tea names it: "enter", "ctrl+p",
// "j". A key of several letters that has no name is typed letter by letter.
func (d *Driver) Press(keys ...string) {
	for _, k := range keys {
		if msg, ok := named[k]; ok {
			d.Send(msg)
			continue
		}
		for _, r := range k {
			if r == ' ' {
				d.Send(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
				continue
			}
			d.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
		}
	}
}

// patience is how long Await waits for a state that does not come.
const patience = 2 * time.Minute

// Await delivers what commands answer until the screen, as plain text, is as
// wanted. It reports false when that takes too long.
func (d *Driver) Await(wanted func(screen string) bool) bool {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for !wanted(d.Screen()) {
		select {
		case msg := <-d.msgs:
			d.Send(msg)
		case <-limit.C:
			return false
		case <-d.ctx.Done():
			return false
		}
	}
	return true
}

// AwaitText is Await for a text that must be on the screen.
func (d *Driver) AwaitText(text string) bool {
	return d.Await(func(screen string) bool { return strings.Contains(screen, text) })
}

// Quiet delivers messages until none has come for a moment of real time. It
// is for letting a driven clock go on, not for waiting for a state.
func (d *Driver) Quiet() {
	moment := time.NewTimer(time.Millisecond)
	defer moment.Stop()
	for {
		select {
		case msg := <-d.msgs:
			d.Send(msg)
			moment.Reset(time.Millisecond)
		case <-moment.C:
			return
		}
	}
}

// Screen is the frame as plain text.
func (d *Driver) Screen() string {
	if frame := strings.Join(d.app.Frame(), "\n"); frame != d.frame {
		d.frame, d.text = frame, ansi.Strip(frame)
	}
	return d.text
}

// run starts a command, and those it is made of.
func (d *Driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if v := reflect.ValueOf(msg); v.IsValid() && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				c, _ := v.Index(i).Interface().(tea.Cmd)
				d.run(c)
			}
			return
		}
		if msg == nil {
			return
		}
		select {
		case d.msgs <- msg:
		case <-d.ctx.Done():
		}
	}()
}

var named = map[string]tea.KeyMsg{
	"enter": {Type: tea.KeyEnter}, "esc": {Type: tea.KeyEsc}, "tab": {Type: tea.KeyTab}, "shift+tab": {Type: tea.KeyShiftTab},
	"up": {Type: tea.KeyUp}, "down": {Type: tea.KeyDown}, "left": {Type: tea.KeyLeft}, "right": {Type: tea.KeyRight},
	"pgup": {Type: tea.KeyPgUp}, "pgdown": {Type: tea.KeyPgDown}, "home": {Type: tea.KeyHome}, "end": {Type: tea.KeyEnd},
	"backspace": {Type: tea.KeyBackspace}, "ctrl+c": {Type: tea.KeyCtrlC}, "ctrl+p": {Type: tea.KeyCtrlP},
	"ctrl+s": {Type: tea.KeyCtrlS}, "ctrl+a": {Type: tea.KeyCtrlA}, "ctrl+k": {Type: tea.KeyCtrlK}, "ctrl+t": {Type: tea.KeyCtrlT}, "ctrl+u": {Type: tea.KeyCtrlU}, "ctrl+d": {Type: tea.KeyCtrlD},
	"ctrl+g": {Type: tea.KeyCtrlG}, "ctrl+r": {Type: tea.KeyCtrlR}, "ctrl+l": {Type: tea.KeyCtrlL}, "ctrl+x": {Type: tea.KeyCtrlX}, "ctrl+z": {Type: tea.KeyCtrlZ}, "space": {Type: tea.KeySpace, Runes: []rune{' '}},
}
