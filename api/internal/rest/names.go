package rest

import "sync"

// names are what the objects of a profile are called, by their ids, so that
// errors can name them.
type names struct {
	mu  sync.Mutex
	all map[string]string
}

// Remember keeps what an id is called.
func (c *Client) Remember(id, name string) {
	c.names.mu.Lock()
	defer c.names.mu.Unlock()
	if c.names.all == nil {
		c.names.all = map[string]string{}
	}
	c.names.all[id] = name
}

// Called is an object as errors name it: `trigger "nightly-sync"`, or by its
// id where nothing told its name.
func (c *Client) Called(kind, id string) string {
	c.names.mu.Lock()
	name := c.names.all[id]
	c.names.mu.Unlock()
	if name == "" {
		name = id
	}
	return Named(kind, name)
}
