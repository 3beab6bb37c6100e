package model

import "strings"

// Nearest returns the known word that somebody who wrote word most likely
// meant, ignoring case. It reports false when none is near: at most a third
// of the letters may differ, or one must begin with the other. Of equally
// near ones the first is taken.
func Nearest(word string, known []string) (string, bool) {
	word = strings.ToLower(word)
	if word == "" || len(word) > maxNearest {
		return "", false
	}
	best, bestDistance := "", -1
	for _, k := range known {
		lower := strings.ToLower(k)
		if len(lower) > maxNearest {
			continue
		}
		d := distance([]rune(word), []rune(lower))
		allowed := max(1, min(len(word), len(lower))/3)
		if min(len(word), len(lower)) >= 2 && (strings.HasPrefix(lower, word) || strings.HasPrefix(word, lower)) {
			d, allowed = min(d, 1), 1
		}
		if d <= allowed && d < max(len(word), len(lower)) && (bestDistance < 0 || d < bestDistance) {
			best, bestDistance = k, d
		}
	}
	return best, bestDistance >= 0
}

// maxNearest bounds the work on words that nobody mistyped.
const maxNearest = 100

// distance is how many letters must be put in, left out, changed or swapped
// with their neighbour to make b of a.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
