package jsonview

// How much of the lines made is kept: more than a window shows, unless a
// line is larger than any window.
const (
	keptLines = 512
	keptBytes = 1 << 20
)

// cache keeps the lines of the last windows, in two generations: a line that
// is asked for again moves to the young one, and when that is full the old
// one is forgotten. So what is in sight stays, however large it is.
type cache struct {
	young, old map[int]*Line
	bytes      int // of the young ones
}

// line is a line made before; nil where there is none.
func (c *cache) line(i int) *Line {
	if line := c.young[i]; line != nil {
		return line
	}
	line := c.old[i]
	if line != nil {
		c.room()
		c.young[i] = line
		c.weigh(len(line.Text))
	}
	return line
}

// add is room for a line.
func (c *cache) add(i int) *Line {
	c.room()
	line := new(Line)
	c.young[i] = line
	return line
}

func (c *cache) room() {
	if c.young == nil || len(c.young) >= keptLines || c.bytes >= keptBytes {
		c.young, c.old, c.bytes = make(map[int]*Line, 64), c.young, 0
	}
}

func (c *cache) weigh(bytes int) { c.bytes += bytes }
