package main

import (
	"fmt"
	"os"
	"strings"

	"fntop/keymap"
)

// The README's key tables stand between these.
const (
	keysFrom = "<!-- keys -->\n"
	keysTo   = "<!-- /keys -->\n"
)

// rewriteKeys puts the default keys into a README.
func rewriteKeys(path string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := withKeys(string(old))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// aboutFixed is what the README says of the keys that nobody can change.
const aboutFixed = "\nDialogs and the lines that are typed have keys of their own, which `[keys]` does not change:\n\n"

// withKeys is a README with the key table of the default keys.
func withKeys(readme string) (string, error) {
	before, rest, ok := strings.Cut(readme, keysFrom)
	_, after, ended := strings.Cut(rest, keysTo)
	if !ok || !ended {
		return "", fmt.Errorf("no table between %q and %q", strings.TrimSpace(keysFrom), strings.TrimSpace(keysTo))
	}
	return before + keysFrom + keymap.Default().Markdown() + aboutFixed + keymap.FixedMarkdown() + keysTo + after, nil
}
