package pane

import (
	"fntop/keymap"
	"fntop/model"
)

// farthest is more than there are rows, and few enough to be added to them.
const farthest = 1 << 30

// Step is how many rows a movement action scrolls a window of that height. It
// reports false for every other action.
func Step(action keymap.Action, height int) (by int, ok bool) {
	switch action {
	case keymap.Up:
		by = -1
	case keymap.Down:
		by = 1
	case keymap.PageUp:
		by = -max(1, height-1)
	case keymap.PageDown:
		by = max(1, height-1)
	case keymap.HalfUp:
		by = -max(1, height/2)
	case keymap.HalfDown:
		by = max(1, height/2)
	case keymap.Top:
		by = -farthest
	case keymap.Bottom:
		by = farthest
	}
	return by, by != 0
}

// Move moves a list's selection by a movement action. It reports false for
// every other action.
func Move[K comparable](c *model.Cursor[K], action keymap.Action, at func(int) K) bool {
	page := c.Height() - 1
	switch action {
	case keymap.Up:
		c.Move(-1, at)
	case keymap.Down:
		c.Move(1, at)
	case keymap.PageUp:
		c.Move(-max(1, page), at)
	case keymap.PageDown:
		c.Move(max(1, page), at)
	case keymap.HalfUp:
		c.Move(-max(1, page/2), at)
	case keymap.HalfDown:
		c.Move(max(1, page/2), at)
	case keymap.Top:
		c.Select(0, at)
	case keymap.Bottom:
		c.Select(c.Rows()-1, at)
	default:
		return false
	}
	return true
}
