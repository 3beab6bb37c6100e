//go:build !measure

package history

// killRounds is how often the program is killed. With the tag "measure" it is
// a hundred times.
const killRounds = 6
