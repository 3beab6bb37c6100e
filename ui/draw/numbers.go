package draw

import (
	"strconv"

	"fntop/model"
)

// AppendCount writes a whole number with its thousands set apart: 1,204.
func AppendCount(to []byte, n int) []byte { return model.AppendCount(to, n) }

// Count is AppendCount as a string.
func Count(n int) string { return string(AppendCount(nil, n)) }

// Bytes is a number of bytes for people: "182.4 MB".
func Bytes(n int64) string {
	units := [...]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}
	f, u := float64(n), 0
	for ; u+1 < len(units) && (f >= 999.95 || f <= -999.95); u++ {
		f /= 1000
	}
	if u == 0 {
		return strconv.FormatInt(n, 10) + " B"
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + units[u]
}
