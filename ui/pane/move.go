package pane

import (
	"fntop/keymap"
	"fntop/model"
)

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
