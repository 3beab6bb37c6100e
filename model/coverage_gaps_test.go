package model

import (
	"testing"
	"time"
)

func TestGapsAreWhatLiesBetweenWhatIsCovered(t *testing.T) {
	base := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	span := func(from, to int) Span {
		return Span{base.Add(time.Duration(from) * time.Minute), base.Add(time.Duration(to) * time.Minute)}
	}
	for _, c := range []struct {
		name string
		of   Coverage
		want []Span
	}{
		{"nothing is covered", nil, []Span{span(0, 60)}},
		{"all is", Coverage{span(-5, 70)}, nil},
		{"before, between and after", Coverage{span(-9, -1), span(10, 20), span(30, 40), span(70, 80)}, []Span{span(0, 10), span(20, 30), span(40, 60)}},
		{"over the edges", Coverage{span(-5, 5), span(50, 90)}, []Span{span(5, 50)}},
	} {
		got := c.of.Gaps(span(0, 60))
		if len(got) != len(c.want) {
			t.Errorf("%s: gaps are %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: gap %d is %v, want %v", c.name, i, got[i], c.want[i])
			}
		}
	}
}
