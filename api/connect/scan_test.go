package connect

import (
	"testing"

	"github.com/BurntSushi/toml"
)

// FuzzPositions holds the line scan against the library: of a document that
// it reads, every key has a line, and that line exists.
func FuzzPositions(f *testing.F) {
	for _, seed := range []string{
		contract, planted, Example(), switchedOn(Example()),
		"a.b.\"c d\".'e' = 1\n[[t]]\nx = [ { y = 1 }, { y = 2 } ] # z = 1\n",
		"s = \"\"\"\n[no]\nno = 1 \\\"\"\"\"\"\nt = '''a'''''\nu = \"#\"\n",
		"\ufeffa = 1\r\n[b]\r\nc = [\r\n1, # [\r\n2]\r\nd = 1979-05-27 07:32:00Z\r\n",
		"\"a\\u0062\" = 1\n\"\" = 2\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines, _ := positions(text)
		last := 1
		for _, c := range text {
			if c == '\n' {
				last++
			}
		}
		for key, line := range lines {
			if line < 1 || line > last {
				t.Errorf("%q stands at line %d of %d", key, line, last)
			}
		}
		var tree map[string]any
		meta, err := toml.Decode(text, &tree)
		if err != nil {
			return
		}
		for _, key := range meta.Keys() {
			if lines[pathKey(key...)] == 0 {
				t.Errorf("%q has no line in\n%s", key, text)
			}
		}
	})
}
