package draw

import "github.com/charmbracelet/x/ansi"

// Anchored gives a text that begins with a sign made to sit on the one before
// it, a skin tone or a vowel sign, something of its own to sit on: else the
// terminal would put it on the border.
func Anchored(s string) string {
	if s == "" || s[0] < 0x80 {
		return s
	}
	// No text reaches far enough to make the first cluster this long.
	head := s[:min(len(s), 64)]
	if cluster, _ := ansi.FirstGraphemeCluster(" "+head, ansi.GraphemeWidth); len(cluster) > 1 {
		return "◌" + s
	}
	return s
}
