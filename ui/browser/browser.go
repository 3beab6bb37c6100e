// Package browser opens an address in the person's browser, as BROWSER or the
// system says, without a word of its own reaching the terminal.
package browser

import (
	"slices"
	"strings"
)

// Program is a browser, or what starts one.
type Program struct {
	Name string
	args []string // before the address, or around it where one holds %s
	// Terminal: it draws in the terminal itself, and has to be given that.
	Terminal bool
}

// inTerminal are browsers that draw where fntop does.
var inTerminal = [...]string{"lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl"}

// Choose says which program opens an address: the first of a list, as BROWSER
// holds one, that is there, else the system's own way where there is a display.
// look finds a program, as exec.LookPath does. It reports false where there is
// none.
func Choose(list, system string, display bool, look func(string) (string, error)) (Program, bool) {
	between := ":"
	if system == "windows" {
		between = ";" // a path holds a colon there
	}
	for command := range strings.SplitSeq(list, between) {
		// Words are all that BROWSER has by custom: no quoting, and no shell.
		if words := strings.Fields(command); len(words) > 0 {
			if p, ok := found(words, look); ok {
				return p, true
			}
		}
	}
	if !display {
		return Program{}, false
	}
	switch system {
	case "darwin":
		return found([]string{"open"}, look)
	case "windows": // "start" would take an address apart at every "&"
		return found([]string{"rundll32", "url.dll,FileProtocolHandler"}, look)
	}
	for _, words := range [][]string{{"xdg-open"}, {"gio", "open"}, {"x-www-browser"}} {
		if p, ok := found(words, look); ok {
			return p, true
		}
	}
	return Program{}, false
}

func found(words []string, look func(string) (string, error)) (Program, bool) {
	path, err := look(words[0])
	if err != nil {
		return Program{}, false
	}
	name := words[0][strings.LastIndexAny(words[0], `/\`)+1:]
	return Program{Name: name, args: append([]string{path}, words[1:]...), Terminal: slices.Contains(inTerminal[:], name)}, true
}

// Command is the program with its arguments for an address.
func (p Program) Command(address string) []string {
	args, put := slices.Clone(p.args), false
	for i := 1; i < len(args); i++ {
		if strings.Contains(args[i], "%s") {
			args[i], put = strings.ReplaceAll(args[i], "%s", address), true
		}
	}
	if !put {
		args = append(args, address)
	}
	return args
}

// Safe reports whether an address is one that a browser may be given: others
// could start any program, or be taken for an option.
func Safe(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}
