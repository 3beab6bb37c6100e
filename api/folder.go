package api

import "errors"

// ErrNoFolder is the error of whatever keeps something where there is no state
// folder. It is never kept elsewhere: a folder that others may write to is no
// place for it.
var ErrNoFolder = errors.New("there is no state folder. Set HOME or XDG_STATE_HOME, and start fntop again")
