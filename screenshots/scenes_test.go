package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestScenesComeOutTheSameTwice(t *testing.T) {
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var frames [2][]string
			for i := range frames {
				frame, err := play(t.Context(), s, 120, 36)
				if err != nil {
					t.Fatal(err)
				}
				frames[i] = frame
			}
			if !slices.Equal(frames[0], frames[1]) {
				t.Errorf("%s\nis then\n%s", text(frames[0]), text(frames[1]))
			}
			if _, err := svg(frames[0], s.title, s.ground); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPicturesThatAreKeptAreThoseOfScenes(t *testing.T) {
	var want, got []string
	for _, s := range scenes() {
		want = append(want, s.name+".svg", s.name+".txt")
		if s.bitmap {
			want = append(want, s.name+".png")
		}
	}
	for _, pattern := range []string{"*.svg", "*.txt", "*.png"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, found...)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
	for _, name := range got {
		if info, err := os.Stat(name); err == nil && info.Size() > 400<<10 {
			t.Errorf("%s has %d KB, want 400 at the most", name, info.Size()>>10)
		}
	}
}
