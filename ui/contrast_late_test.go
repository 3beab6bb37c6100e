package ui

import (
	"errors"
	"testing"

	"fntop/api/clock"
	"fntop/model"
	"fntop/ui/difference"
)

func TestAnswerForAnotherDifferenceIsDropped(t *testing.T) {
	a := New(Options{Context: t.Context(), Clock: clock.Real()})
	a.contrast = &contrast{
		pane: difference.New(difference.Side{}, difference.Side{}), asked: 7,
		id: model.RunID{ID: "r"}, others: []counterpart{{originalName, model.RunID{ID: "o"}}},
	}
	a.gotContrast(contrastMsg{ticket: 3, err: errors.New("late")})
	if a.contrast.asked != 7 {
		t.Error("the answer to another question was taken for this one's")
	}
	a.gotContrast(contrastMsg{ticket: 7, err: errors.New("in time")})
	if a.contrasting() {
		t.Error("its own answer was not taken in")
	}
}
