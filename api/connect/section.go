package connect

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// section is the profile as it stands in a file: every key that has a value.
// Unlike what Show prints it holds secrets.
func (p Profile) section() string {
	var b strings.Builder
	name := p.Name
	if strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !isBare(byte(r)) }) >= 0 {
		name = tomlString(name)
	}
	fmt.Fprintf(&b, "[profiles.%s]\n", name)
	for _, k := range profileKeys {
		if value := tomlValue(k.at(&p)); value != "" {
			fmt.Fprintf(&b, "%s = %s\n", k.name, value)
		}
	}
	return b.String()
}

// tomlValue is what a field holds as TOML, nothing where it holds the default.
func tomlValue(field any) string {
	switch at := field.(type) {
	case *string:
		if *at != "" {
			return tomlString(*at)
		}
	case *bool:
		if *at {
			return "true"
		}
	case *int:
		if *at != 0 {
			return strconv.Itoa(*at)
		}
	case *int64:
		if *at != 0 {
			return strconv.FormatInt(*at, 10)
		}
	case *[]string:
		if len(*at) > 0 {
			return tomlTexts(*at)
		}
	case *Secret:
		return at.toml()
	case *map[string]Secret:
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(*at)) {
			pairs = append(pairs, tomlString(name)+" = "+(*at)[name].toml())
		}
		if pairs != nil {
			return "{ " + strings.Join(pairs, ", ") + " }"
		}
	}
	return ""
}

// toml is the secret as the file has it.
func (s Secret) toml() string {
	switch {
	case s.keyring != "":
		return "{ keyring = " + tomlString(s.keyring) + " }"
	case s.env != "":
		return "{ env = " + tomlString(s.env) + " }"
	case len(s.command) > 0:
		words := make([]string, len(s.command))
		for i, w := range s.command {
			words[i] = tomlString(w)
		}
		return "{ command = [" + strings.Join(words, ", ") + "] }"
	case s.literal != "":
		return tomlString(s.literal)
	}
	return ""
}

// tomlString is text as TOML's basic string, on one line. What cannot be seen
// is escaped: the file is read by people.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == ' ' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
