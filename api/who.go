package api

import "os/user"

// Who is the name, in the system, of whoever runs the program.
func Who() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}
