package draw

import "fntop/theme"

// bars leave the top of their cell free, so that a full one does not run into
// what stands above it.
var bars = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇"}

// Bar is a one-cell bar for value of most; nothing is a blank.
func Bar(value, most int) string {
	if value <= 0 || most <= 0 {
		return " "
	}
	return bars[min(len(bars)-1, (value*len(bars)-1)/most)]
}

// Spark writes one bar a value. styles gives each bar its style.
func (l *Lines) Spark(values []int, style func(i int) theme.Style) {
	most := 0
	for _, v := range values {
		most = max(most, v)
	}
	for i, v := range values {
		l.Fit(style(i), Bar(v, most), 1)
	}
}
