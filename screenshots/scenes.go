package main

import "fntop/theme"

// scene is one picture: how it is reached, and what it looks like.
type scene struct {
	name   string // of its files
	title  string // of its window
	w, h   int    // 0: as asked for
	bitmap bool   // the README shows it, so it is drawn as PNG, too
	ground ground
	theme  func() *theme.Theme
	play   func(*stage) error
	budget int // of requests a minute; 0: the usual one
}

// scenes are all pictures, in the order in which they are best looked at.
func scenes() []scene {
	colour := themed(theme.TrueColor, theme.Dark)
	return []scene{
		{"runs", "fntop --demo", 0, 0, true, dark, colour, runs, 0},
		{"failed", "fntop --demo", 0, 0, false, dark, colour, failed, 0},
		{"detail", "fntop --demo", 0, 0, true, dark, colour, failure, 0},
		{"output", "fntop --demo --theme light", 0, 0, false, light, themed(theme.TrueColor, theme.Light), output, 0},
		{"rerun", "fntop --demo", 0, 0, false, dark, colour, rerun, 0},
		{"difference", "fntop --demo", 0, 0, false, dark, colour, contrast, 0},
		{"follow", "fntop --demo", 0, 0, false, dark, colour, follow, 0},
		{"board", "fntop --demo", 0, 0, true, dark, colour, standing, 0},
		{"inbox", "fntop --demo", 0, 0, true, dark, colour, trouble, 1000},
		{"commands", "fntop --demo", 0, 0, false, dark, colour, commands, 0},
		{"help", "fntop --demo", 0, 0, false, dark, colour, help, 0},
		{"light", "fntop --demo --theme light", 0, 0, false, light, themed(theme.TrueColor, theme.Light), failed, 0},
		{"plain", "fntop --demo --no-color", 80, 24, false, dark, themed(theme.NoColor, theme.Dark), failed, 0},
	}
}

// runs is the first screen, on a run that failed.
func runs(s *stage) error { return s.show("pay.example.com/v2", "j", "j") }

func failed(s *stage) error {
	return s.show("fn:charge", "F", "/", " fn:charge", "enter")
}

// failure opens a run whose error has several lines.
func failure(s *stage) error {
	return s.show("vatId", "F", "/", " error:vatId", "enter", "enter")
}

func output(s *stage) error {
	return s.show("{", "/", "fn:score", "enter", "enter", "]")
}

func rerun(s *stage) error {
	if err := failed(s); err != nil {
		return err
	}
	return s.show("Rerun?", "j", "r")
}

// contrast holds a failed run against the last success of its trigger.
func contrast(s *stage) error {
	if err := failed(s); err != nil {
		return err
	}
	return s.show("changes", "j", "D")
}

// follow follows the newest unfinished runs.
func follow(s *stage) error {
	const runs = 3
	if err := s.press("A", "g"); err != nil {
		return err
	}
	asked := s.asked()
	for i := range runs {
		if i > 0 {
			s.Press("esc", "j")
		}
		s.Press("f")
	}
	// The clock stands still, so that each run is looked at once.
	return s.answered(asked + runs)
}

// standing is how all functions are doing, on one with a run that is stuck.
func standing(s *stage) error { return s.show("its time-out is", "d", "j") }

// trouble is what went wrong and was not made good, and what was.
func trouble(s *stage) error { return s.show("made good", "u", "tab") }

func commands(s *stage) error { return s.show("Commands", "F", ":", "re") }

func help(s *stage) error { return s.show("Help", "?") }
