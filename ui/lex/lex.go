// Package lex finds where the parts of a JSON document end that is known to be
// valid: whoever walks through many megabytes of it has no time for more.
package lex

import "bytes"

// StringEnd is where the string ends that begins at src[i].
func StringEnd(src []byte, i int) int {
	for j := i + 1; ; j++ {
		j += bytes.IndexByte(src[j:], '"')
		slashes := j
		for src[slashes-1] == '\\' {
			slashes--
		}
		if (j-slashes)%2 == 0 {
			return j + 1
		}
	}
}

// WordEnd is where the number or the word ends that begins at src[i].
func WordEnd(src []byte, i int) int {
	for i < len(src) && src[i] > ' ' && src[i] != ',' && src[i] != '}' && src[i] != ']' {
		i++
	}
	return i
}

// Blank is where the blanks end that begin at src[i], if any do.
func Blank(src []byte, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\n' || src[i] == '\t' || src[i] == '\r') {
		i++
	}
	return i
}
