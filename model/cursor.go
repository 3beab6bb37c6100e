package model

// Cursor is the selection in a list and the window that shows it. The
// selection is a key, not a row: when rows come and go it is found again, and
// it stays on the screen line it was on.
type Cursor[K comparable] struct {
	key    K
	picked bool // key is a selection
	index  int
	top    int
	height int
	rows   int

	// Stick keeps the selection on the first row whatever arrives there. It
	// ends with the first move away.
	Stick bool
}

// Key is the selected key; false when there is none.
func (c *Cursor[K]) Key() (K, bool) { return c.key, c.picked }

// Index is the selected row.
func (c *Cursor[K]) Index() int { return c.index }

// Rows is how many rows there are, Height how many the window shows.
func (c *Cursor[K]) Rows() int   { return c.rows }
func (c *Cursor[K]) Height() int { return c.height }

// Window is the rows on screen: from, and one past the last.
func (c *Cursor[K]) Window() (from, to int) {
	return c.top, min(c.rows, c.top+c.height)
}

// Place finds the selection again after the rows changed. rows is how many
// there are, find where a key stands, or would stand, or -1; at the key of a
// row. A selection that is gone passes to the row that took its place.
func (c *Cursor[K]) Place(rows int, find func(K) (int, bool), at func(int) K) {
	line := c.index - c.top
	c.rows = rows
	if rows == 0 {
		// The key stays: rows that are only away for a moment bring the
		// selection back.
		c.index, c.top = 0, 0
		return
	}
	i, found := 0, false
	if c.picked && !c.Stick {
		i, found = find(c.key)
	}
	switch {
	case found:
		c.index = i
	case c.Stick || !c.picked:
		c.index, line = 0, 0
	case i >= 0:
		c.index = min(i, rows-1)
	default:
		c.index = min(c.index, rows-1)
	}
	c.key, c.picked = at(c.index), true
	c.top = max(0, c.index-line)
	c.show()
}

// Select moves to a row, clamped to those there are.
func (c *Cursor[K]) Select(row int, at func(int) K) {
	if c.rows == 0 {
		return
	}
	c.index = max(0, min(row, c.rows-1))
	c.key, c.picked = at(c.index), true
	c.Stick = false
	c.show()
	c.Settle()
}

// Move moves the selection by rows, down where by is positive.
func (c *Cursor[K]) Move(by int, at func(int) K) { c.Select(c.index+by, at) }

// Resize sets how many rows the window shows, keeping the selection in it.
func (c *Cursor[K]) Resize(height int) {
	if height == c.height {
		return
	}
	c.height = max(0, height)
	c.Settle()
	c.show()
}

// Settle moves the window up so that no line below the last row is blank
// while rows are above it. It follows a person's wish, such as another
// filter; data that arrives leaves the selection on its line instead.
func (c *Cursor[K]) Settle() { c.top = max(0, min(c.top, c.rows-c.height)) }

// Pick makes key the selection of the next Place, wherever it stands.
func (c *Cursor[K]) Pick(key K) { c.key, c.picked, c.Stick = key, true, false }

// show moves the window so that the selection is in it.
func (c *Cursor[K]) show() {
	switch {
	case c.height <= 0:
		c.top = c.index
	case c.index < c.top:
		c.top = c.index
	case c.index >= c.top+c.height:
		c.top = c.index - c.height + 1
	}
}
