package main

import (
	"os"
	"strings"
	"testing"
)

func TestReadmeHasTheKeysOfTheProgram(t *testing.T) {
	kept, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := withKeys(string(kept))
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != want {
		t.Error("the key table of README.md is not of this keymap; run: go run ./screenshots -readme")
	}
}

func TestTextAroundTheKeysStays(t *testing.T) {
	got, err := withKeys("before\n" + keysFrom + "old\n" + keysTo + "after\n")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got, "before\n"+keysFrom+"| key |") || !strings.HasSuffix(got, "|\n"+keysTo+"after\n") {
		t.Errorf("got\n%s", got)
	}
	if _, err := withKeys("no table"); err == nil {
		t.Error("a README without the marks is taken")
	}
}
