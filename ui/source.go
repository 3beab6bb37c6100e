package ui

import (
	"time"

	"fntop/model"
)

// source is a function or a trigger whose runs are read.
type source struct {
	by          by
	profile, id string
}

type by uint8

const (
	byFunction by = iota
	byTrigger
)

func functionSource(r *model.Run) source {
	return source{byFunction, r.ID.Profile, r.Function.ID}
}

// list is a source's runs of one status, or of every status.
type list struct {
	source source
	status model.Opt[model.Status]
}

// ask is the question for one page of it.
func (l list) ask(page int) model.Ask {
	ask := model.Ask{Status: l.status, Page: page, Limit: model.MaxLimit}
	if l.source.by == byTrigger {
		ask.Trigger = l.source.id
	} else {
		ask.Function = l.source.id
	}
	return ask
}

// pages is how far back a list has been read.
type pages struct {
	next     int       // the page to read next
	whole    bool      // there are no more
	oldest   time.Time // of what has been read
	firstTo  time.Time // the oldest of the newest page
	inFlight bool
	err      error
	catching bool // reading on until something known turns up
}
