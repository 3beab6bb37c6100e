package theme

import "testing"

func TestBannerIsTheProfilesColour(t *testing.T) {
	for _, c := range []struct {
		color string
		depth Depth
		want  Style
	}{
		{"", TrueColor, ""},
		{"nonsense", TrueColor, ""},
		{"red", TrueColor, "\x1b[1;30;41m"},
		{"Grey", Colors16, "\x1b[1;97;100m"},
		{"#800000", TrueColor, "\x1b[1;38;2;255;255;255;48;2;128;0;0m"},
		{"#ffee00", Colors256, "\x1b[1;38;5;16;48;5;226m"},
		{"#ffee00", Colors16, "\x1b[7;1m"},
		{"red", NoColor, "\x1b[7;1m"},
	} {
		if got := New("auto", c.depth, Dark).Banner(c.color); got != c.want {
			t.Errorf("%q at depth %d is %q, want %q", c.color, c.depth, got, c.want)
		}
	}
}
