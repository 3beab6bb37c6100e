package demo

import (
	"fmt"
	"strconv"
	"strings"
)

// Size is how many functions and triggers the workspace has. The zero Size is
// the story's own cast, which every larger one has, too.
type Size struct{ Functions, Triggers int }

// The largest size is what keys have room for, and more than anybody watches.
var (
	smallest = Size{len(functions), len(triggers)}
	largest  = Size{2000, 4000}
)

func (s Size) String() string { return strconv.Itoa(s.Functions) + "x" + strconv.Itoa(s.Triggers) }

// ParseSize reads a size such as "500x2000". Its error begins with the text.
func ParseSize(text string) (Size, error) {
	left, right, _ := strings.Cut(text, "x")
	f, err := strconv.Atoi(left)
	t, err2 := strconv.Atoi(right)
	if err != nil || err2 != nil {
		return Size{}, fmt.Errorf("\"%s\": want functions and triggers, such as 500x2000", text)
	}
	s := Size{f, t}
	return s, s.check()
}

func (s Size) check() error {
	if s.Functions < smallest.Functions || s.Functions > largest.Functions || s.Triggers < smallest.Triggers || s.Triggers > largest.Triggers {
		return fmt.Errorf("%v: want from %v to %v", s, smallest, largest)
	}
	return nil
}
