// Package e2e holds the tests of fntop as a person meets it: the program
// itself, started in a pseudo terminal, typed to, resized, signalled and shut
// down. What is on the screen is read from a terminal emulator; the server is
// the demo, in a process of its own or in the test's.
//
// Where the program offers no way to bring something about (a panic, a
// hundred thousand runs) the test binary starts itself again and shows the
// same UI on a provider made for the purpose.
package e2e
