package history

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"fntop/model"
)

// plight is that nothing can be written. It is told once, until it is over.
type plight struct {
	mu   sync.Mutex
	told bool
	said []string
}

func (p *plight) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.said) < 5 { // where nobody asks
		p.said = append(p.said, err.Error())
	}
}

func (p *plight) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := strings.Join(p.said, ". ")
	p.said = nil
	return said
}

func (p *plight) better() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = false
}

func (p *plight) first() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := !p.told
	p.told = true
	return first
}

// failed does what can be done about a write that failed: a file that turned
// out to be damaged is set aside, and of all else a person is told once. The
// caller is the one who writes.
func (h *History) failed(ctx context.Context, err error) error {
	if errors.Is(err, ErrClosed) {
		return err
	}
	if isBroken(err) && !h.InMemory() {
		h.anew()
		if _, again := h.open(ctx); again == nil {
			return err
		}
	}
	err = fmt.Errorf("what is seen of runs cannot be kept in %s: %s. fntop goes on, and keeps it again as soon as that is mended", model.Visible(h.Path()), reason(err))
	if h.plight.first() {
		h.told(err)
	}
	return err
}

// anew sets a damaged file aside, so that opening it begins another.
func (h *History) anew() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.base == nil {
		return
	}
	_ = h.base.close() // of a damaged file nothing more is hoped for
	h.base = nil
	for _, at := range h.places {
		at.n = 0
	}
	to, err := setAside(h.Path(), "broken", h.o.Clock.Now().UTC().Format("20060102T150405"))
	if err != nil {
		h.memory = true
		h.told(h.unheeded("it is damaged and could not be set aside", err))
		return
	}
	h.told(fmt.Errorf("the history %s is damaged. It was set aside as %s, and a new one was begun", model.Visible(h.Path()), model.Visible(to)))
}
