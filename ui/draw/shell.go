package draw

import (
	"strings"

	"fntop/model"
)

// Command is a line for a shell, each word quoted where it would be anything
// but itself. What backends and people name things is text like any other; it
// reports false where a word holds what no quoting makes safe to paste.
func Command(words ...string) (string, bool) {
	quoted := make([]string, len(words))
	for i, w := range words {
		switch {
		case model.Visible(w) != w:
			return "", false
		case w != "" && strings.Trim(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:,/@+%") == "":
			quoted[i] = w
		default:
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " "), true
}

// RunCommand is the command that shows a run, wherever fntop runs. An id that
// begins as a flag does is kept from being one.
func RunCommand(id model.RunID) (string, bool) {
	words := []string{"fntop", "run"}
	if id.Profile != "" {
		words = append(words, "--profile", id.Profile)
	}
	if strings.HasPrefix(id.ID, "-") {
		words = append(words, "--")
	}
	return Command(append(words, id.ID)...)
}
