package api

import "errors"

// aloneCells are said of one list that is missing where the other is there.
var aloneCells = map[Op]cell{
	ListFunctions: {"no list of functions", "The list of functions is missing, while that of triggers is there: the backend does not give it."},
	ListTriggers:  {"no list of triggers", "The list of triggers is missing, while that of functions is there: the backend does not give it."},
}

// Alone returns err as the failure of one list where the other list of the
// same place was answered: that it was not found says nothing of the place
// then.
func Alone(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != NotFound || aloneCells[e.Op] == (cell{}) {
		return err
	}
	own := *e
	own.Alone, own.Next = true, ""
	return &own
}
