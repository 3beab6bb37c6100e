package ui

import "fntop/api"

// Asker is the wizard with nothing around it.
type Asker = asker

// NewAsker makes one.
func NewAsker(o Options) *Asker { return newAsker(o) }

// Kept is what it saved, nil before it has.
func (a *asker) Kept() *api.Kept { return a.kept }
