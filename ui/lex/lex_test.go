package lex

import "testing"

func TestPartsEndWhereTheyDo(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func([]byte, int) int
		src  string
		from int
		want int
	}{
		{"string", StringEnd, `["ab",1]`, 1, 5},
		{"string with a quote", StringEnd, `"a\"b":1`, 0, 6},
		{"string that ends with a backslash", StringEnd, `"a\\","b"`, 0, 5},
		{"empty string", StringEnd, `""`, 0, 2},
		{"number", WordEnd, `[1e400,2]`, 1, 6},
		{"number at the end", WordEnd, `-0.5`, 0, 4},
		{"word before a blank", WordEnd, "true \n", 0, 4},
		{"blanks", Blank, " \t\r\n1", 0, 4},
		{"no blank", Blank, "1", 0, 0},
		{"blanks at the end", Blank, "1  ", 1, 3},
	} {
		if got := c.end([]byte(c.src), c.from); got != c.want {
			t.Errorf("%s: %q from %d ends at %d, want %d", c.name, c.src, c.from, got, c.want)
		}
	}
}
