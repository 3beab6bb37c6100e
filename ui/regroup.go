package ui

import (
	"context"
	"encoding/json"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// Notes keep what people said, so that it is known when fntop is started
// again, and to other fntops.
type Notes interface {
	Notes(ctx context.Context, kind string) ([]model.Note, error)
	// Note keeps a value under a key, in the place of what was there; nil takes
	// it away.
	Note(ctx context.Context, kind, key string, value json.RawMessage) error
}

// loadGroups reads what people said of groups of failures. said is how often
// that was changed here so far.
func loadGroups(ctx context.Context, notes Notes, said int) tea.Cmd {
	if notes == nil {
		return nil
	}
	return func() tea.Msg {
		msg := groupsMsg{said: said}
		var merges, splits, acks []model.Note
		for _, read := range [...]struct {
			kind string
			to   *[]model.Note
		}{{model.NotedAcks, &acks}, {model.NotedMerges, &merges}, {model.NotedSplits, &splits}} {
			if *read.to, msg.err = notes.Notes(ctx, read.kind); msg.err != nil {
				return msg
			}
		}
		msg.acks, msg.hand = map[model.GroupKey]*model.GroupAck{}, model.HandOf(merges, splits)
		for _, n := range acks {
			if ack, ok := model.AckOf(n); ok {
				msg.acks[ack.Key] = &ack
			}
		}
		return msg
	}
}

// saying is what was said at once.
type saying struct {
	kind    string
	changed []model.Note
}

// keepGroups keeps something that was said just now.
func (a *App) keepGroups(kind string, changed ...model.Note) tea.Cmd {
	a.trouble.said++
	a.trouble.changed = true
	if a.o.Notes == nil || len(changed) == 0 {
		return nil
	}
	a.trouble.unkept = append(a.trouble.unkept, saying{kind, changed})
	return a.keepNext()
}

// keepNext writes what is not kept yet, once nothing else is being written:
// commands run beside each other, and what is taken back at once would return
// if it were written before what it takes back.
func (a *App) keepNext() tea.Cmd {
	t := &a.trouble
	if t.keeping || len(t.unkept) == 0 {
		return nil
	}
	ctx, notes, all := a.ctx, a.o.Notes, t.unkept
	t.unkept, t.keeping = nil, true
	return func() tea.Msg {
		var failed error
		for _, s := range all {
			for _, n := range s.changed {
				if err := notes.Note(ctx, s.kind, n.Key, n.Value); err != nil {
					failed = err // the rest of it would hardly fare better
					break
				}
			}
		}
		return groupKeptMsg{failed}
	}
}

// gotGroups takes in what people said, unless more was said here meanwhile.
func (a *App) gotGroups(msg groupsMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		a.say("What was acknowledged before could not be read: " + msg.err.Error() + ".")
	case msg.said == a.trouble.said:
		a.trouble.acks, a.trouble.hand, a.trouble.changed = msg.acks, msg.hand, true
		a.trouble.failures.SetHand(msg.hand)
		if g := a.filter.Group; g != nil { // gone on from before this was read
			a.filter.Group = &model.InGroup{Key: g.Key, Title: g.Title, Hand: msg.hand}
			return a.refiltered()
		}
	}
	return nil
}

// groupKept goes on to what was said meanwhile, and says where something could
// not be kept.
func (a *App) groupKept(msg groupKeptMsg) tea.Cmd {
	a.trouble.keeping = false
	if msg.err != nil && a.ctx.Err() == nil {
		a.say("It holds until fntop ends: " + msg.err.Error() + ".")
	}
	return a.keepNext()
}

// openRegroup asks what to do with the selected group: what the fingerprint
// got wrong a person can put right.
func (a *App) openRegroup() tea.Cmd {
	g := a.selectedGroup()
	var items []palette.Item
	if a.trouble.hand.Touched(g.Key) {
		items = append(items, palette.Item{Text: "undo", Note: "as it was before it was merged or split by hand", Intent: pane.UndoGroup{Key: g.Key}})
	}
	split := func(by model.SplitBy, many bool, note string) {
		if many && g.Split == model.SplitNot && g.Merged == 0 {
			items = append(items, palette.Item{Text: "split by " + by.String(), Note: note, Intent: pane.SplitGroup{Key: g.Key, By: by}})
		}
	}
	split(model.SplitByFunction, len(g.Functions) > 1, model.Counted(len(g.Functions), "function"))
	split(model.SplitByTrigger, len(g.Triggers) > 1, model.Counted(len(g.Triggers), "trigger"))
	split(model.SplitByWords, g.Worded(), "numbers and what is quoted count, too")
	for _, other := range a.trouble.failures.Groups() {
		if other.Key == g.Key {
			continue
		}
		note := other.Title
		if note == groupName(other) {
			note = ""
		}
		items = append(items, palette.Item{
			Text: "merge with " + groupName(other), Right: draw.Count(len(other.Open) + len(other.Resolved)), Note: note,
			Intent: pane.MergeGroup{From: g.Key, Into: other.Key},
		})
	}
	a.overlay = palette.New(palette.Options{Title: "Merge or split " + groupName(g), Items: items, Filter: true})
	return nil
}

// regroup puts another Hand in force.
func (a *App) regroup(hand model.Hand, pick model.GroupKey, said string) tea.Cmd {
	merges, splits := a.trouble.hand.Changes(hand)
	a.trouble.hand = hand
	a.trouble.failures.SetHand(hand)
	a.say(said)
	var cmd tea.Cmd
	if a.filter.Group != nil {
		a.filter.Group = &model.InGroup{Key: pick, Title: a.filter.Group.Title, Hand: hand}
		cmd = a.refiltered()
	}
	a.showGroups()
	a.trouble.pane.Pick(pick)
	return tea.Batch(cmd, a.keepGroups(model.NotedMerges, merges...), a.keepGroups(model.NotedSplits, splits...))
}

func (a *App) mergeGroup(i pane.MergeGroup) tea.Cmd {
	return a.regroup(a.trouble.hand.Merge(i.From, i.Into), i.Into, "The two groups are one now.")
}

func (a *App) splitGroup(i pane.SplitGroup) tea.Cmd {
	return a.regroup(a.trouble.hand.Divide(i.Key.Print, i.By), i.Key, "The group is split by "+i.By.String()+".")
}

func (a *App) undoGroup(i pane.UndoGroup) tea.Cmd {
	return a.regroup(a.trouble.hand.Undo(i.Key), model.GroupKey{Print: i.Key.Print}, "The group is as its failures say again.")
}
