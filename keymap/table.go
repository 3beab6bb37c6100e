package keymap

import (
	"fmt"
	"strings"
)

// Markdown is the key table of the README.
func (m *Map) Markdown() string {
	var b strings.Builder
	b.WriteString("| key | does | `:` name |\n| --- | --- | --- |\n")
	for _, g := range Groups {
		for _, a := range All() {
			if a.Group() != g {
				continue
			}
			quoted := make([]string, 0, 3)
			for _, k := range m.Keys(a) {
				quoted = append(quoted, "`"+strings.ReplaceAll(k, "|", `\|`)+"`")
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", strings.Join(quoted, " "), a.Help(), a.Name())
		}
	}
	return b.String()
}
