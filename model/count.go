package model

import "strconv"

// AppendCount writes a whole number with its thousands set apart: 1,204.
func AppendCount(to []byte, n int) []byte {
	if n < 0 {
		return AppendCount(append(to, '-'), -n)
	}
	if n >= 1000 {
		to = append(AppendCount(to, n/1000), ',')
		return append(to, byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	}
	return strconv.AppendInt(to, int64(n), 10)
}

// Counted is a number of things whose name takes an s: "1 run", "1,204 runs".
func Counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return string(AppendCount(nil, n)) + " " + thing + "s"
}

// Are is Counted with its verb: "1 run is", "1,204 runs are".
func Are(n int, thing string) string {
	if n == 1 {
		return Counted(n, thing) + " is"
	}
	return Counted(n, thing) + " are"
}
